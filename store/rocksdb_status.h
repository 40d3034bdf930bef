#ifndef VSX_STORE_ROCKSDB_STATUS_H_
#define VSX_STORE_ROCKSDB_STATUS_H_

#include "absl/status/status.h"
#include "rocksdb/status.h"

namespace vsx::store {

// RocksDB's statuses in ours, without RocksDB's text, which may hold paths and keys:
//   a failed checksum or structure → DATA_LOSS; a full disk → RESOURCE_EXHAUSTED; anything else → UNAVAILABLE.
// NotFound is no error of the store: callers look for it first.
absl::Status FromRocksDb(const rocksdb::Status& status);

// The same for what opening a database returns, where a held lock and a foreign database are told apart:
//   UNAVAILABLE "in use by another process"; FAILED_PRECONDITION for a database that is not of this program's making.
absl::Status FromRocksDbOpen(const rocksdb::Status& status);

}  // namespace vsx::store

#endif  // VSX_STORE_ROCKSDB_STATUS_H_
