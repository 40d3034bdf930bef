#ifndef VSX_NODE_CLI_CSV_READER_H_
#define VSX_NODE_CLI_CSV_READER_H_

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace vsx::cli {

// CsvReader reads RFC 4180 and nothing looser, record by record: fields between commas; a field that begins with a
// double quote ends at the next one that is not doubled, and may hold commas and line ends; lines end with CRLF or LF.
// A byte order mark at the start is passed over. Empty lines are no records. Holds one record at a time.
class CsvReader {
 public:
  static constexpr size_t kMostFields = 64;
  static constexpr size_t kLongestField = 4096;

  // `in` outlives the reader.
  explicit CsvReader(std::istream& in) : in_(in) {}

  // The next record; nothing at the end. Errors: WrongInput, naming line and column, never a value: a quote inside a
  // field without quotes, anything but a comma or line end after a closing one, quotes that do not end, a lone CR, a
  // NUL, too many or too long fields. Read no more after one.
  absl::StatusOr<std::optional<std::vector<std::string>>> Next();

  // Of the record read last: the line on which it began, from 1.
  size_t line() const { return record_line_; }

 private:
  enum class End { kField, kRecord, kInput };

  absl::StatusOr<End> ReadField(std::string& field, size_t number);
  absl::StatusOr<End> ReadQuoted(std::string& field, size_t number);
  absl::StatusOr<End> EndAfter(int c, size_t number);
  absl::Status Fault(std::string_view what, size_t number) const;
  int Get();

  std::istream& in_;
  size_t line_ = 1;
  size_t record_line_ = 0;
  bool begun_ = false;
};

// One record with its line end, quoted where it must be.
std::string CsvRecord(const std::vector<std::string>& fields);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_CSV_READER_H_
