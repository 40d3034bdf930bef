#ifndef VSX_STORE_OUTBOX_STORE_H_
#define VSX_STORE_OUTBOX_STORE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "node/domain/delivery.h"
#include "store/case_key_vault.h"
#include "store/case_store.h"
#include "store/row_key.h"
#include "store/snapshot.h"
#include "store/write_batch.h"

namespace vsx::store {

// A delivery as one snapshot shows it. `row` is the sealed row as it stands: the precondition of the next change.
struct LoadedDelivery {
  domain::OutboxItem item;
  CaseKeyId key_id;
  std::string row;
  std::string pseudonym;  // of its case
};

struct DeliveryPage {
  std::vector<LoadedDelivery> deliveries;  // of the case in order of case_sequence; otherwise by Party and id
  std::string next_page;                   // opaque; empty on the last page
  size_t damaged = 0;                      // rows of the page that cannot be read, passed over
};

struct DeliveriesOfCase {
  std::vector<LoadedDelivery> deliveries;  // in order of case_sequence
  std::vector<DeliveryRef> damaged;        // those of which no more can be read, passed over
};

// OutboxStore keeps what is on its way to other Parties, each item sealed under its case's data key. Settled items
// stay, without their content, so that the case shows what happened. Writing methods add to a batch. Threads: every
// method is safe concurrently. Errors: NOT_FOUND for no such item (or an erased case's); DATA_LOSS for altered rows;
// those of Snapshot and CaseKeyVault.
class OutboxStore {
 public:
  OutboxStore(CaseKeyVault& vault, crypto::RandomSource& random);

  absl::StatusOr<LoadedDelivery> Load(const Snapshot& snapshot, const domain::PartyCode& recipient,
                                      const domain::StatementId& id) const;
  // All of a case.
  absl::StatusOr<DeliveriesOfCase> LoadOfCase(const Snapshot& snapshot, const domain::CaseId& id) const;
  // Pages over what is still to be sent to one Party, by id. Here and below a damaged row is counted and passed over:
  // it must not hold up what waits beside it.
  absl::StatusOr<DeliveryPage> ListPending(const Snapshot& snapshot, const domain::PartyCode& recipient,
                                           std::string_view page, size_t limit) const;
  // Pages over all items to one Party, by id; `limit` 1 … kMaxPageRows.
  absl::StatusOr<DeliveryPage> ListOfParty(const Snapshot& snapshot, const domain::PartyCode& recipient,
                                           std::string_view page, size_t limit) const;
  // Pages over all items.
  absl::StatusOr<DeliveryPage> List(const Snapshot& snapshot, std::string_view page, size_t limit) const;

  // A new item of a case whose key is `key`.
  void PutNew(WriteBatch& batch, const domain::OutboxItem& item, const CaseKey& key);
  // A changed item; Commit answers ABORTED if the row changed since `before` was read.
  absl::Status PutChanged(WriteBatch& batch, const LoadedDelivery& before, const domain::OutboxItem& after);

 private:
  absl::StatusOr<LoadedDelivery> Open(std::string_view row_key, std::string row) const;
  absl::StatusOr<DeliveryPage> ListUnder(const Snapshot& snapshot, const std::string& prefix, std::string_view page,
                                         size_t limit) const;

  CaseKeyVault& vault_;
  crypto::RandomSource& random_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_OUTBOX_STORE_H_
