#ifndef VSX_STORE_WRITE_BATCH_H_
#define VSX_STORE_WRITE_BATCH_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "store/table.h"

namespace vsx::store {

inline constexpr size_t kMaxKeyBytes = 1024;
inline constexpr size_t kMaxValueBytes = size_t{4} << 20;
inline constexpr size_t kMaxBatchBytes = size_t{16} << 20;
inline constexpr std::string_view kReservedMetaPrefix = "store/";

// How much a batch may use of the last free space of the disk, which is kept for withdrawals and erasures.
enum class ReserveUse { kNone, kHalf, kAll };

// WriteBatch is one change to the store: all of it happens or none. Plain value; not for use by several threads at
// once.
//
// Preconditions are judged against the store as it is just before the batch is applied, whatever happened since the
// caller's snapshot; one that does not hold makes Commit answer ABORTED and write nothing. They take the place of
// locks.
class WriteBatch {
 public:
  struct Change {
    Table table;
    std::string key;
    std::optional<std::string> value;  // nullopt: delete
  };

  struct Precondition {
    enum class Kind { kAbsent, kPresent, kUnchanged };
    Kind kind;
    Table table;
    std::string key;
    std::string expected_value;  // for kUnchanged
  };

  // Applied in the order given; the last change to a key wins. Deleting what is not there is no error.
  void Put(Table table, std::string_view key, std::string_view value);
  void Delete(Table table, std::string_view key);

  void RequireAbsent(Table table, std::string_view key);
  void RequirePresent(Table table, std::string_view key);
  // The row must be there and hold exactly `expected_value`: the bytes that the caller's snapshot gave.
  void RequireUnchanged(Table table, std::string_view key, std::string_view expected_value);

  // Adds an entry to the audit chain; its number and hash are given at commit, in commit order. See audit_log.h.
  void AppendAudit(std::string_view body);

  // For withdrawals and erasures, and what goes with them.
  void UseReservedSpace() { reserve_use_ = ReserveUse::kAll; }
  // For the audit entry of an answer that may protect somebody: however many there are, the other half is left.
  void UseHalfOfReservedSpace() { reserve_use_ = ReserveUse::kHalf; }

  // INVALID_ARGUMENT for an empty or too long key, a too long value or batch, or a row that is the engine's own.
  absl::Status Validate() const;

  const std::vector<Change>& changes() const { return changes_; }
  const std::vector<Precondition>& preconditions() const { return preconditions_; }
  const std::vector<std::string>& audit_bodies() const { return audit_bodies_; }
  ReserveUse reserve_use() const { return reserve_use_; }
  size_t size_bytes() const { return size_bytes_; }

 private:
  std::vector<Change> changes_;
  std::vector<Precondition> preconditions_;
  std::vector<std::string> audit_bodies_;
  ReserveUse reserve_use_ = ReserveUse::kNone;
  size_t size_bytes_ = 0;
};

// Whether a precondition holds for the row's present value (nullopt: no such row).
bool Holds(const WriteBatch::Precondition& precondition, const std::optional<std::string>& present_value);

}  // namespace vsx::store

#endif  // VSX_STORE_WRITE_BATCH_H_
