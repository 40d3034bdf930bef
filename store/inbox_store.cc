#include "store/inbox_store.h"

#include <utility>

#include "crypto/case_pseudonym.h"
#include "crypto/keyed_hash.h"
#include "store/delivery_codec.h"
#include "store/row_key.h"
#include "store/sealed_value.h"

namespace vsx::store {

bool IsUnfinished(const ReceivedMark& mark) {
  return !mark.keys_to_destroy.empty() ||
         (mark.type == domain::DeliveryType::kWithdrawal && mark.receipt_envelope.empty());
}

InboxStore::InboxStore(CaseKeyVault& vault, const crypto::SecretBytes& lookup_key, crypto::RandomSource& random)
    : vault_(vault), lookup_key_(lookup_key), random_(random) {}

absl::StatusOr<CaseKey> InboxStore::NewKey() {
  absl::StatusOr<AllocatedKey> allocated = vault_.Allocate();
  if (!allocated.ok()) return allocated.status();
  return CaseKey{allocated->id, std::move(allocated->key)};
}

absl::StatusOr<LoadedInboxItem> InboxStore::Open(std::string_view row_key, std::string row) const {
  absl::StatusOr<CaseKeyId> key_id = SealedUnder(row);
  if (!key_id.ok()) return key_id.status();
  absl::StatusOr<crypto::SecretBytes> key = vault_.Read(*key_id);
  if (!key.ok()) return key.status();
  absl::StatusOr<std::string> plaintext = OpenValue(Table::kInbox, row_key, row, *key_id, *key);
  if (!plaintext.ok()) return plaintext.status();
  absl::StatusOr<domain::InboxItem> item = DecodeInboxItem(*plaintext);
  if (!item.ok()) return item.status();
  return LoadedInboxItem{*std::move(item), CaseKey{*key_id, *std::move(key)}, std::move(row)};
}

absl::StatusOr<LoadedInboxItem> InboxStore::Load(const Snapshot& snapshot, const domain::PartyCode& issuer,
                                                 const domain::CopyId& notice_id) const {
  const std::string row_key = InboxCopyKey(issuer, notice_id);
  absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kInbox, row_key);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return absl::NotFoundError("no such notice");
  return Open(row_key, *std::move(*row));
}

absl::StatusOr<UnkeyedInboxItem> InboxStore::OpenUnkeyed(std::string_view row_key, std::string row) const {
  absl::StatusOr<LoadedInboxItem> loaded = Open(row_key, std::move(row));
  if (!loaded.ok()) return loaded.status();
  std::string pseudonym = crypto::CasePseudonym(loaded->key.key, loaded->item.notice_id.bytes());
  return UnkeyedInboxItem{std::move(loaded->item), std::move(pseudonym)};
}

absl::StatusOr<PassedOver> InboxStore::VisitByHandle(const Snapshot& snapshot, const domain::Handle& handle,
                                                     absl::FunctionRef<void(const UnkeyedInboxItem&)> visit) const {
  const std::string prefix = NoticeLookupPrefix(HandleHash(handle.canonical()));
  PassedOver passed_over;
  std::string after;
  while (true) {
    absl::StatusOr<Page> page = snapshot.Scan(Table::kHandleLookup, prefix, after, kMaxPageRows);
    if (!page.ok()) return page.status();
    for (const Row& lookup : page->rows) {
      const absl::StatusOr<NoticeRef> ref = ParseNoticeLookupKey(lookup.key);
      if (!ref.ok()) {
        ++passed_over.damaged;
        continue;
      }
      const std::string row_key = InboxCopyKey(ref->issuer, ref->notice);
      absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kInbox, row_key);
      if (row.ok() && !row->has_value()) continue;
      const absl::StatusOr<UnkeyedInboxItem> item =
          row.ok() ? OpenUnkeyed(row_key, **std::move(row)) : absl::StatusOr<UnkeyedInboxItem>(row.status());
      if (item.ok()) {
        visit(*item);
      } else if (absl::IsNotFound(item.status())) {
        passed_over.keyless.push_back(row_key);
      } else if (absl::IsDataLoss(item.status())) {
        ++passed_over.damaged;
      } else {
        return item.status();
      }
    }
    if (!page->has_more) return passed_over;
    after = page->rows.back().key;
  }
}

absl::StatusOr<std::vector<domain::CopyId>> InboxStore::NoticesOn(const Snapshot& snapshot,
                                                                  const domain::PartyCode& issuer,
                                                                  std::string_view canonical_handle,
                                                                  size_t limit) const {
  absl::StatusOr<Page> page =
      snapshot.Scan(Table::kHandleLookup, NoticeLookupPrefix(HandleHash(canonical_handle), issuer), "", limit);
  if (!page.ok()) return page.status();
  std::vector<domain::CopyId> notices;
  for (const Row& row : page->rows) {
    absl::StatusOr<NoticeRef> ref = ParseNoticeLookupKey(row.key);
    if (!ref.ok()) return ref.status();
    notices.push_back(ref->notice);
  }
  return notices;
}

absl::StatusOr<InboxPage> InboxStore::List(const Snapshot& snapshot, std::string_view page, size_t limit) const {
  absl::StatusOr<Page> rows = snapshot.Scan(Table::kInbox, InboxCopyPrefix(), page, limit);
  if (!rows.ok()) return rows.status();
  InboxPage result;
  for (Row& row : rows->rows) {
    absl::StatusOr<UnkeyedInboxItem> item = OpenUnkeyed(row.key, row.value);
    if (absl::IsNotFound(item.status())) continue;
    if (absl::IsDataLoss(item.status())) {
      ++result.damaged;
      continue;
    }
    if (!item.ok()) return item.status();
    result.items.push_back(*std::move(item));
  }
  if (rows->has_more) result.next_page = rows->rows.back().key;
  return result;
}

absl::StatusOr<std::optional<ReceivedMark>> InboxStore::FindMark(const Snapshot& snapshot,
                                                                 const domain::PartyCode& issuer,
                                                                 std::string_view id) const {
  absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kInbox, InboxMarkKey(issuer, id));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::optional<ReceivedMark>();
  absl::StatusOr<ReceivedMark> mark = DecodeReceivedMark(**row);
  if (!mark.ok()) return mark.status();
  return std::optional<ReceivedMark>(*std::move(mark));
}

absl::StatusOr<std::optional<domain::CopyId>> InboxStore::NoticeOf(const Snapshot& snapshot,
                                                                   const domain::PartyCode& issuer,
                                                                   const domain::CopyId& copy) const {
  absl::StatusOr<std::optional<ReceivedMark>> mark = FindMark(snapshot, issuer, copy.bytes());
  if (!mark.ok()) return mark.status();
  if (!mark->has_value() || (*mark)->notice_id.empty()) return std::optional<domain::CopyId>();
  absl::StatusOr<domain::CopyId> notice = domain::CopyId::FromBytes((*mark)->notice_id);
  if (!notice.ok()) return absl::DataLossError("a received mark names no notice");
  return std::optional<domain::CopyId>(*notice);
}

absl::StatusOr<PendingMarks> InboxStore::ListPendingMarks(const Snapshot& snapshot, std::string_view page,
                                                          size_t limit) const {
  absl::StatusOr<Page> rows = snapshot.Scan(Table::kInbox, PendingMarkPrefix(), page, limit);
  if (!rows.ok()) return rows.status();
  PendingMarks result;
  for (const Row& row : rows->rows) {
    absl::StatusOr<InboxMarkRef> ref = ParsePendingMarkKey(row.key);
    if (ref.ok()) {
      result.marks.push_back(*std::move(ref));
    } else {
      ++result.damaged;
    }
  }
  if (rows->has_more) result.next_page = rows->rows.back().key;
  return result;
}

void InboxStore::PutMark(WriteBatch& batch, const domain::PartyCode& issuer, std::string_view id,
                         const ReceivedMark& mark) {
  ReplaceMark(batch, issuer, id, std::nullopt, mark);
}

void InboxStore::ReplaceMark(WriteBatch& batch, const domain::PartyCode& issuer, std::string_view id,
                             const std::optional<ReceivedMark>& before, const ReceivedMark& after) {
  const std::string row_key = InboxMarkKey(issuer, id);
  if (before.has_value()) {
    batch.RequireUnchanged(Table::kInbox, row_key, EncodeReceivedMark(*before));
  } else {
    batch.RequireAbsent(Table::kInbox, row_key);
  }
  batch.Put(Table::kInbox, row_key, EncodeReceivedMark(after));
  if (IsUnfinished(after)) {
    batch.Put(Table::kInbox, PendingMarkKey(issuer, id), "");
  } else if (before.has_value() && IsUnfinished(*before)) {
    batch.Delete(Table::kInbox, PendingMarkKey(issuer, id));
  }
}

void InboxStore::PutNew(WriteBatch& batch, const domain::InboxItem& item, const CaseKey& key) {
  const std::string row_key = InboxCopyKey(item.issuer, item.notice_id);
  batch.RequireAbsent(Table::kInbox, row_key);
  batch.Put(Table::kInbox, row_key, SealValue(Table::kInbox, row_key, key.id, key.key, EncodeInboxItem(item), random_));
  for (const domain::Opening& opening : item.openings) {
    batch.Put(Table::kHandleLookup, NoticeLookupKey(HandleHash(opening.handle), {item.issuer, item.notice_id}), "");
  }
}

void InboxStore::PutChanged(WriteBatch& batch, const LoadedInboxItem& before, const domain::InboxItem& after) {
  const std::string row_key = InboxCopyKey(before.item.issuer, before.item.notice_id);
  batch.RequireUnchanged(Table::kInbox, row_key, before.row);
  batch.Put(Table::kInbox, row_key,
            SealValue(Table::kInbox, row_key, before.key.id, before.key.key, EncodeInboxItem(after), random_));
}

void InboxStore::Delete(WriteBatch& batch, const LoadedInboxItem& item) {
  const std::string row_key = InboxCopyKey(item.item.issuer, item.item.notice_id);
  batch.RequireUnchanged(Table::kInbox, row_key, item.row);
  batch.Delete(Table::kInbox, row_key);
  for (const domain::Opening& opening : item.item.openings) {
    batch.Delete(Table::kHandleLookup,
                 NoticeLookupKey(HandleHash(opening.handle), {item.item.issuer, item.item.notice_id}));
  }
}

absl::Status InboxStore::DestroyKeys(const std::vector<CaseKeyId>& keys) { return vault_.Destroy(keys); }

std::string InboxStore::HandleHash(std::string_view canonical) const {
  return crypto::KeyedHash(lookup_key_, canonical);
}

}  // namespace vsx::store
