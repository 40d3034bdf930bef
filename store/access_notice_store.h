#ifndef VSX_STORE_ACCESS_NOTICE_STORE_H_
#define VSX_STORE_ACCESS_NOTICE_STORE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "node/domain/access_notice.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "store/case_key_vault.h"
#include "store/case_store.h"
#include "store/snapshot.h"
#include "store/write_batch.h"

namespace vsx::store {

// Whose a copy is, and for which Party it was made.
struct CopyOwner {
  domain::CaseId case_id;
  domain::PartyCode recipient;
};

// The notices of a case as one snapshot shows them. `row` is the precondition of the next change.
struct LoadedAccessNotices {
  domain::AccessNotices notices;
  std::optional<std::string> row;  // as it stands; nothing if there is none yet
};

// AccessNoticeStore keeps, with each own case, who looked at it; and, for each copy that ever asked for access notices,
// whose it is: a notice is taken of a copy that was replaced or withdrawn since. All of it is sealed under the case's
// data key and goes with it. Writing methods add to a batch.
// Threads: every method is safe concurrently.
// Errors: NOT_FOUND for a copy that is none of these, or an erased case's; DATA_LOSS for altered rows; those of
// Snapshot and CaseKeyVault.
class AccessNoticeStore {
 public:
  AccessNoticeStore(const CaseKeyVault& vault, crypto::RandomSource& random) : vault_(vault), random_(random) {}

  absl::StatusOr<CopyOwner> FindOwner(const Snapshot& snapshot, const domain::CopyId& copy) const;
  void PutOwner(WriteBatch& batch, const LoadedCase& of, const domain::CopyId& copy,
                const domain::PartyCode& recipient);

  absl::StatusOr<LoadedAccessNotices> Load(const Snapshot& snapshot, const LoadedCase& of) const;
  // Commit answers ABORTED if the row changed since `before` was read.
  void Put(WriteBatch& batch, const LoadedCase& of, const LoadedAccessNotices& before,
           const domain::AccessNotices& after);

 private:
  const CaseKeyVault& vault_;
  crypto::RandomSource& random_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_ACCESS_NOTICE_STORE_H_
