#ifndef VSX_STORE_ENGINE_H_
#define VSX_STORE_ENGINE_H_

#include "absl/status/status.h"
#include "store/snapshot.h"
#include "store/write_batch.h"

namespace vsx::store {

// Engine keeps rows in tables: snapshots to read (Reader), whole batches to write.
//
// Guarantee: a batch is atomic, and durable (on the medium, not in a cache) once Commit returned OK.
// Threads: every method is safe concurrently; commits of several threads share one synced write.
// Errors of Commit:
//   INVALID_ARGUMENT    WriteBatch::Validate refused it; nothing written
//   ABORTED             a precondition does not hold; nothing written; read again, decide again
//   RESOURCE_EXHAUSTED  the disk is full; with the reserve reached first, nothing was written and a later try may
//   succeed UNAVAILABLE         this write failed and its outcome is unknown, or an earlier one did: every write is
//   refused
//                       until the store is opened again, since what the medium holds is known only then
//   DATA_LOSS           a row that a precondition needs fails its checksum
class Engine : public Reader {
 public:
  virtual absl::Status Commit(const WriteBatch& batch) = 0;
};

}  // namespace vsx::store

#endif  // VSX_STORE_ENGINE_H_
