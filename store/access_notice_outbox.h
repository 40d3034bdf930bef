#ifndef VSX_STORE_ACCESS_NOTICE_OUTBOX_H_
#define VSX_STORE_ACCESS_NOTICE_OUTBOX_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/secret_bytes.h"
#include "node/domain/access_notice.h"
#include "node/domain/delivery.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "store/snapshot.h"
#include "store/write_batch.h"

namespace vsx::store {

// A pending notice as one snapshot shows it. `row` is the row as it stands: the precondition of the next change.
struct LoadedPendingNotice {
  domain::PendingAccessNotice notice;
  std::string row;
};

struct PendingNoticePage {
  std::vector<LoadedPendingNotice> notices;
  std::string next_page;  // opaque; empty on the last page
  size_t damaged = 0;     // rows of the page that cannot be read, passed over
};

// AccessNoticeOutbox keeps what other Parties are to be told of copies of theirs that were found here. A row says to
// which Party and when, and nothing else that anybody but that Party can read: the content is sealed to it, and the row
// stands under a keyed hash of what the notice is about. Writing methods add to a batch.
// Threads: every method is safe concurrently. Errors: those of Snapshot.
class AccessNoticeOutbox {
 public:
  // `lookup_key`: the keystore's lookup secret; it outlives this.
  explicit AccessNoticeOutbox(const crypto::SecretBytes& lookup_key) : lookup_key_(lookup_key) {}

  // The same for every look at this copy by this kind of authority, for this purpose, on this day.
  std::string MarkOf(const domain::CopyId& copy, domain::AgencyKind kind, domain::AccessPurpose purpose,
                     const domain::CivilDate& day) const;

  // Whether one with this mark waits, or was told and is not forgotten yet.
  absl::StatusOr<bool> Has(const Snapshot& snapshot, const domain::PartyCode& recipient, std::string_view mark) const;
  // Pages over all to one Party, those that were told included.
  absl::StatusOr<PendingNoticePage> List(const Snapshot& snapshot, const domain::PartyCode& recipient,
                                         std::string_view page, size_t limit) const;

  // Without precondition: where two checks at once both put it, one stands.
  void Put(WriteBatch& batch, const domain::PendingAccessNotice& notice) const;
  // Commit answers ABORTED if the row changed since `before` was read.
  void PutChanged(WriteBatch& batch, const LoadedPendingNotice& before, const domain::PendingAccessNotice& after) const;
  void Delete(WriteBatch& batch, const LoadedPendingNotice& notice) const;

 private:
  const crypto::SecretBytes& lookup_key_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_ACCESS_NOTICE_OUTBOX_H_
