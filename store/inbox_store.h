#ifndef VSX_STORE_INBOX_STORE_H_
#define VSX_STORE_INBOX_STORE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/secret_bytes.h"
#include "node/domain/delivery.h"
#include "node/domain/handle.h"
#include "store/case_key_vault.h"
#include "store/case_store.h"
#include "store/row_key.h"
#include "store/snapshot.h"
#include "store/write_batch.h"

namespace vsx::store {

// What was received already under one id of an issuing Party: never forgotten, so that nothing revives an erased case.
struct ReceivedMark {
  domain::DeliveryType type = domain::DeliveryType::kNotification;
  std::string payload_sha256{};  // of the statement; empty where only a withdrawal named the id before it ever arrived
  std::string receipt_envelope{};  // given back on a replay
  bool erased = false;             // a tombstone
  std::string notice_id{};         // of a copy: the notice under which its item stands (16 bytes)
  // Data keys that may still exist although what they sealed is out of use, so that an interrupted erasure is finished:
  // of a withdrawal until its receipt is made, those of what it erased; of a copy that was replaced or withdrawn, its
  // item's; of a notice that replaced others, theirs.
  std::vector<CaseKeyId> keys_to_destroy{};
};

// Whether something is left to do for the mark: keys to destroy, or a withdrawal's receipt to make.
bool IsUnfinished(const ReceivedMark& mark);

struct PendingMarks {
  std::vector<InboxMarkRef> marks;
  std::string next_page;  // opaque; empty on the last page
  size_t damaged = 0;     // rows of the page that cannot be read, passed over
};

struct LoadedInboxItem {
  domain::InboxItem item;
  CaseKey key;
  std::string row;
};

// An item to read alone. Without its key, which takes locked memory of its own: many may be in hand at once.
struct UnkeyedInboxItem {
  domain::InboxItem item;
  std::string pseudonym;  // by which the audit log names it
};

struct InboxPage {
  std::vector<UnkeyedInboxItem> items;
  std::string next_page;  // opaque; empty on the last page
  size_t damaged = 0;     // rows of the page that cannot be read, passed over
};

// What a visit could not show.
struct PassedOver {
  size_t damaged = 0;  // rows that cannot be read
  // Keys of rows that this snapshot has although what opens them was destroyed. A data key is destroyed only after its
  // row was taken out: of a replaced or erased item a newer snapshot has no row any more, but perhaps what replaced it.
  std::vector<std::string> keyless;
};

// InboxStore keeps what other Parties delivered: each notice, with its protective copy, sealed under a data key of its
// own, so that recall destroys it; look-up rows by this node's own keyed hash; and a mark for every id received.
// Writing methods add to a batch. Threads: every method is safe concurrently.
// Errors: NOT_FOUND for no such item; DATA_LOSS for altered rows; those of Snapshot and CaseKeyVault.
class InboxStore {
 public:
  // `lookup_key`: the keystore's lookup secret.
  InboxStore(CaseKeyVault& vault, const crypto::SecretBytes& lookup_key, crypto::RandomSource& random);

  absl::StatusOr<CaseKey> NewKey();

  absl::StatusOr<LoadedInboxItem> Load(const Snapshot& snapshot, const domain::PartyCode& issuer,
                                       const domain::CopyId& notice_id) const;
  // Shows one after the other the items whose protective copy opens with this exact handle: all of them, so that no
  // Party's notices hide another's; one key in hand at a time, however many they are.
  absl::StatusOr<PassedOver> VisitByHandle(const Snapshot& snapshot, const domain::Handle& handle,
                                           absl::FunctionRef<void(const UnkeyedInboxItem&)> visit) const;
  // Notices of this issuer whose protective copy opens with this handle, at most `limit`.
  absl::StatusOr<std::vector<domain::CopyId>> NoticesOn(const Snapshot& snapshot, const domain::PartyCode& issuer,
                                                        std::string_view canonical_handle, size_t limit) const;
  // A damaged row is counted and passed over.
  absl::StatusOr<InboxPage> List(const Snapshot& snapshot, std::string_view page, size_t limit) const;

  // nullopt: this id of this issuer is new. `id` is a copy, withdrawal or revocation id.
  absl::StatusOr<std::optional<ReceivedMark>> FindMark(const Snapshot& snapshot, const domain::PartyCode& issuer,
                                                       std::string_view id) const;
  // The notice under which this copy is kept, be it the notice itself or the protective copy beside it.
  absl::StatusOr<std::optional<domain::CopyId>> NoticeOf(const Snapshot& snapshot, const domain::PartyCode& issuer,
                                                         const domain::CopyId& copy) const;
  // Pages over the marks that are unfinished.
  absl::StatusOr<PendingMarks> ListPendingMarks(const Snapshot& snapshot, std::string_view page, size_t limit) const;
  // A new mark; Commit answers ABORTED if there is one already.
  void PutMark(WriteBatch& batch, const domain::PartyCode& issuer, std::string_view id, const ReceivedMark& mark);
  // In place of the mark that `before` was read as (nullopt: none).
  void ReplaceMark(WriteBatch& batch, const domain::PartyCode& issuer, std::string_view id,
                   const std::optional<ReceivedMark>& before, const ReceivedMark& after);

  // A new item with its look-up rows.
  void PutNew(WriteBatch& batch, const domain::InboxItem& item, const CaseKey& key);
  void PutChanged(WriteBatch& batch, const LoadedInboxItem& before, const domain::InboxItem& after);
  // Takes the item and its look-up rows away. The caller destroys the keys (DestroyKeys) before it acknowledges the
  // erasure.
  void Delete(WriteBatch& batch, const LoadedInboxItem& item);
  absl::Status DestroyKeys(const std::vector<CaseKeyId>& keys);

 private:
  absl::StatusOr<LoadedInboxItem> Open(std::string_view row_key, std::string row) const;
  absl::StatusOr<UnkeyedInboxItem> OpenUnkeyed(std::string_view row_key, std::string row) const;
  std::string HandleHash(std::string_view canonical) const;

  CaseKeyVault& vault_;
  const crypto::SecretBytes& lookup_key_;
  crypto::RandomSource& random_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_INBOX_STORE_H_
