#include "store/outbox_store.h"

#include <algorithm>
#include <utility>

#include "crypto/case_pseudonym.h"
#include "store/delivery_codec.h"
#include "store/row_key.h"
#include "store/sealed_value.h"

namespace vsx::store {
namespace {

DeliveryRef RefOf(const domain::OutboxItem& item) { return {item.recipient, item.id}; }

}  // namespace

OutboxStore::OutboxStore(CaseKeyVault& vault, crypto::RandomSource& random) : vault_(vault), random_(random) {}

absl::StatusOr<LoadedDelivery> OutboxStore::Open(std::string_view row_key, std::string row) const {
  absl::StatusOr<CaseKeyId> key_id = SealedUnder(row);
  if (!key_id.ok()) return key_id.status();
  absl::StatusOr<crypto::SecretBytes> key = vault_.Read(*key_id);
  if (!key.ok()) return key.status();
  absl::StatusOr<std::string> plaintext = OpenValue(Table::kOutbox, row_key, row, *key_id, *key);
  if (!plaintext.ok()) return plaintext.status();
  absl::StatusOr<domain::OutboxItem> item = DecodeOutboxItem(*plaintext);
  if (!item.ok()) return item.status();
  std::string pseudonym = crypto::CasePseudonym(*key, item->case_id.bytes());
  return LoadedDelivery{*std::move(item), *key_id, std::move(row), std::move(pseudonym)};
}

absl::StatusOr<LoadedDelivery> OutboxStore::Load(const Snapshot& snapshot, const domain::PartyCode& recipient,
                                                 const domain::StatementId& id) const {
  const std::string row_key = DeliveryKey({recipient, id});
  absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kOutbox, row_key);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return absl::NotFoundError("no such delivery");
  return Open(row_key, *std::move(*row));
}

absl::StatusOr<DeliveriesOfCase> OutboxStore::LoadOfCase(const Snapshot& snapshot, const domain::CaseId& id) const {
  const std::string prefix = DeliveryOfCasePrefix(id);
  DeliveriesOfCase result;
  std::vector<LoadedDelivery>& deliveries = result.deliveries;
  std::string after;
  while (true) {
    absl::StatusOr<Page> page = snapshot.Scan(Table::kOutbox, prefix, after, kMaxPageRows);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      absl::StatusOr<DeliveryRef> ref = ParseDeliveryOfCaseKey(row.key);
      if (!ref.ok()) return ref.status();
      absl::StatusOr<LoadedDelivery> delivery = Load(snapshot, ref->recipient, ref->delivery);
      if (absl::IsDataLoss(delivery.status())) {
        result.damaged.push_back(*ref);
        continue;
      }
      if (!delivery.ok()) return delivery.status();
      deliveries.push_back(*std::move(delivery));
    }
    if (!page->has_more) break;
    after = page->rows.back().key;
  }
  std::sort(deliveries.begin(), deliveries.end(), [](const LoadedDelivery& a, const LoadedDelivery& b) {
    return a.item.case_sequence < b.item.case_sequence;
  });
  return result;
}

absl::StatusOr<DeliveryPage> OutboxStore::ListUnder(const Snapshot& snapshot, const std::string& prefix,
                                                    std::string_view page, size_t limit) const {
  absl::StatusOr<Page> rows = snapshot.Scan(Table::kOutbox, prefix, page, limit);
  if (!rows.ok()) return rows.status();
  DeliveryPage result;
  for (Row& row : rows->rows) {
    absl::StatusOr<LoadedDelivery> delivery = Open(row.key, row.value);
    if (absl::IsNotFound(delivery.status())) continue;  // of an erased case
    if (absl::IsDataLoss(delivery.status())) {
      ++result.damaged;
      continue;
    }
    if (!delivery.ok()) return delivery.status();
    result.deliveries.push_back(*std::move(delivery));
  }
  if (rows->has_more) result.next_page = rows->rows.back().key;
  return result;
}

absl::StatusOr<DeliveryPage> OutboxStore::ListPending(const Snapshot& snapshot, const domain::PartyCode& recipient,
                                                      std::string_view page, size_t limit) const {
  absl::StatusOr<Page> rows = snapshot.Scan(Table::kOutbox, PendingDeliveryPrefix(recipient), page, limit);
  if (!rows.ok()) return rows.status();
  DeliveryPage result;
  for (const Row& row : rows->rows) {
    const absl::StatusOr<DeliveryRef> ref = ParsePendingDeliveryKey(row.key);
    absl::StatusOr<LoadedDelivery> delivery =
        ref.ok() ? Load(snapshot, ref->recipient, ref->delivery) : absl::StatusOr<LoadedDelivery>(ref.status());
    if (absl::IsNotFound(delivery.status())) continue;  // of an erased case
    if (absl::IsDataLoss(delivery.status())) {
      ++result.damaged;
      continue;
    }
    if (!delivery.ok()) return delivery.status();
    result.deliveries.push_back(*std::move(delivery));
  }
  if (rows->has_more) result.next_page = rows->rows.back().key;
  return result;
}

absl::StatusOr<DeliveryPage> OutboxStore::ListOfParty(const Snapshot& snapshot, const domain::PartyCode& recipient,
                                                      std::string_view page, size_t limit) const {
  return ListUnder(snapshot, DeliveryPrefix(recipient), page, limit);
}

absl::StatusOr<DeliveryPage> OutboxStore::List(const Snapshot& snapshot, std::string_view page, size_t limit) const {
  return ListUnder(snapshot, DeliveryPrefix(), page, limit);
}

void OutboxStore::PutNew(WriteBatch& batch, const domain::OutboxItem& item, const CaseKey& key) {
  const std::string row_key = DeliveryKey(RefOf(item));
  batch.RequireAbsent(Table::kOutbox, row_key);
  batch.Put(Table::kOutbox, row_key,
            SealValue(Table::kOutbox, row_key, key.id, key.key, EncodeOutboxItem(item), random_));
  batch.Put(Table::kOutbox, DeliveryOfCaseKey(item.case_id, RefOf(item)), "");
  batch.Put(Table::kOutbox, PendingDeliveryKey(RefOf(item)), "");
}

absl::Status OutboxStore::PutChanged(WriteBatch& batch, const LoadedDelivery& before, const domain::OutboxItem& after) {
  absl::StatusOr<crypto::SecretBytes> key = vault_.Read(before.key_id);
  if (!key.ok()) return key.status();
  const std::string row_key = DeliveryKey(RefOf(before.item));
  batch.RequireUnchanged(Table::kOutbox, row_key, before.row);
  batch.Put(Table::kOutbox, row_key,
            SealValue(Table::kOutbox, row_key, before.key_id, *key, EncodeOutboxItem(after), random_));
  if (!domain::StillToSend(after)) batch.Delete(Table::kOutbox, PendingDeliveryKey(RefOf(after)));
  return absl::OkStatus();
}

}  // namespace vsx::store
