#ifndef VSX_NODE_CLI_SCREENING_INPUT_H_
#define VSX_NODE_CLI_SCREENING_INPUT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "vsx/v1/screening.pb.h"

namespace vsx::cli {

enum class ListFormat { kCsv, kJsonLines };

// By the word (`csv`, `jsonl`) or, where it is empty, by the path's ending. Errors: WrongInput.
absl::StatusOr<ListFormat> ListFormatOf(std::string_view word, std::string_view option, const std::string& path);

// A row of the list; its number is its place in it, from 1, the heading and empty lines not counted.
struct ListedPerson {
  v1::ScreeningRow row;
  // Why it cannot be asked about, found here already: a reason, and the column.
  std::string fault_reason;
  std::string fault_column;
};

// ScreeningInput reads a list of persons, one at a time, however long it is.
//
// CSV: the first record names the columns: document_type, issuing_state, document_number; name, birth_date; mrz (its
// lines, apart by line ends or spaces); ref (the list's own reference, which nobody is sent). A row is asked about by
// its zone, or by its document, its name and birth date, or both. JSON Lines: on each line an object with the fields of
// v1.PersonQuery, and beside a document perhaps also_named with those of v1.BiographicQuery.
class ScreeningInput {
 public:
  // Errors: WrongInput: no such file; columns that are missing, unknown or named twice.
  static absl::StatusOr<std::unique_ptr<ScreeningInput>> Open(const std::string& path, ListFormat format);
  virtual ~ScreeningInput() = default;

  // The next row; nothing at the end. Errors: WrongInput for what is no CSV or no JSON, naming the row, and its line or
  // column, never a value. Read no more after one.
  virtual absl::StatusOr<std::optional<ListedPerson>> Next() = 0;

  // The column of the list that a field of the node's answer stands for (`person.mrz.lines` is `mrz`).
  virtual std::string ColumnOf(const std::string& field) const = 0;
};

// Reads the whole list once: how many rows it has. Errors: as of ScreeningInput.
absl::StatusOr<uint32_t> CountRows(const std::string& path, ListFormat format);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_SCREENING_INPUT_H_
