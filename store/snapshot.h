#ifndef VSX_STORE_SNAPSHOT_H_
#define VSX_STORE_SNAPSHOT_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/table.h"

namespace vsx::store {

inline constexpr size_t kMaxPageRows = 1000;
inline constexpr size_t kMaxPageBytes = size_t{8} << 20;

struct Row {
  std::string key;
  std::string value;

  friend bool operator==(const Row&, const Row&) = default;
};

// One page of a scan, ascending by key as unsigned bytes. To go on: Scan again with after_key = rows.back().key.
struct Page {
  std::vector<Row> rows;
  bool has_more = false;
};

// Snapshot is the store as it was at one moment: whole batches, never half of one, unmoved by later commits.
// Threads: every method is safe concurrently. Lifetime: may outlive the engine it came from.
// Errors: DATA_LOSS when a checksum fails, UNAVAILABLE when the medium cannot be read.
class Snapshot {
 public:
  virtual ~Snapshot() = default;

  // The value under `key`, nullopt when there is none.
  virtual absl::StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const = 0;

  // Rows whose key starts with `prefix` and comes after `after_key` (empty: from the first), at most `limit`
  // (1 … kMaxPageRows) and about kMaxPageBytes, at least one if there is one. INVALID_ARGUMENT for a limit out of
  // bounds or an after_key without the prefix.
  virtual absl::StatusOr<Page> Scan(Table table, std::string_view prefix, std::string_view after_key,
                                    size_t limit) const = 0;
};

// The check of Scan's arguments, the same for every implementation.
absl::Status CheckScanArguments(std::string_view prefix, std::string_view after_key, size_t limit);

// Reader is all that code which only reads is given.
class Reader {
 public:
  virtual ~Reader() = default;

  // Sees everything whose Commit returned OK before this call. Safe concurrently.
  virtual std::unique_ptr<Snapshot> TakeSnapshot() const = 0;
};

}  // namespace vsx::store

#endif  // VSX_STORE_SNAPSHOT_H_
