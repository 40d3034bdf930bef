#include "store/rocksdb_status.h"

#include <string>

namespace vsx::store {

absl::Status FromRocksDb(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsCorruption()) {
    return absl::DataLossError("the store is damaged: a checksum or structure does not fit; restore from a backup");
  }
  if (status.IsNoSpace()) {
    return absl::ResourceExhaustedError("the disk is full; free space on the data disk and restart the node");
  }
  return absl::UnavailableError("the store cannot be read or written; check the data disk and restart the node");
}

absl::Status FromRocksDbOpen(const rocksdb::Status& status) {
  // RocksDB has no code of its own for a held lock; its text names the lock file ("…/LOCK") or the word.
  const std::string text = status.ToString();
  if (status.IsIOError() && (text.find("/LOCK") != std::string::npos || text.find("lock ") != std::string::npos)) {
    return absl::UnavailableError(
        "the store is in use by another process: stop that node, or correct the data directory");
  }
  if (status.IsInvalidArgument()) {
    return absl::FailedPreconditionError(
        "the directory holds a database that this program did not make, or a newer one did: correct the data "
        "directory");
  }
  return FromRocksDb(status);
}

}  // namespace vsx::store
