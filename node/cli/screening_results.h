#ifndef VSX_NODE_CLI_SCREENING_RESULTS_H_
#define VSX_NODE_CLI_SCREENING_RESULTS_H_

#include <array>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/cli/screening_input.h"
#include "vsx/v1/screening.pb.h"

namespace vsx::cli {

// What stands in the results about a row.
enum class RowState : uint8_t { kOpen, kHold, kNoRecord, kIncomplete, kFault };

struct ResultCounts {
  uint32_t hold = 0;
  uint32_t no_record = 0;
  uint32_t incomplete = 0;
  uint32_t lasting = 0;  // of these, those that do not pass by themselves
  uint32_t faults = 0;
};

// What the answers of a file are about; they hold for nothing else.
struct ScreeningSubject {
  std::string list;      // path
  std::string exercise;  // in hexadecimal
  std::string measure;   // words without a space, as the two that follow
  std::string stage;
};

// ScreeningResults is the file of answers: row numbers, and no name, document or code. One line a row, added as the
// answers come, so that whatever ends the program the next run goes on where this one stopped; a line that was not
// written whole is dropped then. Its row 0 (LIST) says what they are about: exercise, measure, stage, a random salt and
// one salted hash of the whole list, so that the file alone tells nobody who stands in the list.
class ScreeningResults {
 public:
  // Opens the file, or makes it with mode 0600, for a list of `rows` rows. Rows are open again whose line says FAULT,
  // or NO_RECORD or INCOMPLETE with a valid_until before `now`; a HOLD stands. With `drop_incomplete` also every
  // INCOMPLETE one. Answers that leave the file so are added to EarlierPath(): nobody else has them. Errors:
  // WrongInput: not readable, not writable, no result file of this format, about anything but `subject`, to the last
  // byte of its list, or under another run's hands.
  static absl::StatusOr<std::unique_ptr<ScreeningResults>> Open(const std::string& path, ListFormat format,
                                                                uint32_t rows, const ScreeningSubject& subject,
                                                                int64_t now, bool drop_incomplete);

  // Where answers go that are no longer valid: one line each, in the order in which they left.
  std::string EarlierPath() const { return path_ + ".earlier"; }

  uint32_t rows() const { return static_cast<uint32_t>(states_.size()); }
  RowState StateOf(uint32_t row) const { return states_[row - 1]; }
  const ResultCounts& counts() const { return counts_; }
  // How many answers were too old when the file was opened.
  uint32_t expired() const { return expired_; }
  uint32_t answered() const { return counts_.hold + counts_.no_record + counts_.incomplete + counts_.faults; }

  // Adds the answer to a row that is open; of any other row, or one that is not in the list, it does nothing. Errors:
  // WrongInput if it cannot be written.
  absl::Status Add(const v1::ScreeningAnswer& answer, const std::string& fault_column);
  // What was added is on the medium.
  absl::Status Sync();

 private:
  // Of the file, against another run; -1: none.
  class Lock {
   public:
    Lock() = default;
    ~Lock();
    Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    Lock& operator=(Lock&& other) noexcept {
      std::swap(descriptor_, other.descriptor_);
      return *this;
    }
    static absl::StatusOr<Lock> Take(const std::string& path);

   private:
    int descriptor_ = -1;
  };

  ScreeningResults(std::string path, ListFormat format, uint32_t rows)
      : path_(std::move(path)), format_(format), states_(rows, RowState::kOpen) {}

  absl::Status Load(const ScreeningSubject& subject, int64_t now, bool drop_incomplete);
  absl::Status KeepEarlier(const std::string& lines) const;
  void Note(uint32_t row, RowState state, bool can_pass);

  const std::string path_;
  const ListFormat format_;
  std::vector<RowState> states_;
  ResultCounts counts_;
  uint32_t expired_ = 0;
  std::ofstream file_;
  Lock lock_;
};

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_SCREENING_RESULTS_H_
