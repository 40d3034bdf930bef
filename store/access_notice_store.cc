#include "store/access_notice_store.h"

#include <utility>

#include "store/access_notice_codec.h"
#include "store/row_key.h"
#include "store/sealed_value.h"

namespace vsx::store {

absl::StatusOr<CopyOwner> AccessNoticeStore::FindOwner(const Snapshot& snapshot, const domain::CopyId& copy) const {
  const std::string row_key = CopyOwnerKey(copy);
  absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kCase, row_key);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return absl::NotFoundError("no copy with this id asked for notices");
  absl::StatusOr<std::string> plaintext = OpenValue(Table::kCase, row_key, **row, vault_);
  if (!plaintext.ok()) return plaintext.status();
  return DecodeCopyOwner(*plaintext);
}

void AccessNoticeStore::PutOwner(WriteBatch& batch, const LoadedCase& of, const domain::CopyId& copy,
                                 const domain::PartyCode& recipient) {
  const std::string row_key = CopyOwnerKey(copy);
  batch.Put(
      Table::kCase, row_key,
      SealValue(Table::kCase, row_key, of.key.id, of.key.key, EncodeCopyOwner({of.record.id, recipient}), random_));
}

absl::StatusOr<LoadedAccessNotices> AccessNoticeStore::Load(const Snapshot& snapshot, const LoadedCase& of) const {
  const std::string row_key = AccessNoticesKey(of.record.id);
  absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kCase, row_key);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return LoadedAccessNotices{};
  absl::StatusOr<std::string> plaintext = OpenValue(Table::kCase, row_key, **row, of.key.id, of.key.key);
  if (!plaintext.ok()) return plaintext.status();
  absl::StatusOr<domain::AccessNotices> notices = DecodeAccessNotices(*plaintext);
  if (!notices.ok()) return notices.status();
  return LoadedAccessNotices{*std::move(notices), *std::move(row)};
}

void AccessNoticeStore::Put(WriteBatch& batch, const LoadedCase& of, const LoadedAccessNotices& before,
                            const domain::AccessNotices& after) {
  const std::string row_key = AccessNoticesKey(of.record.id);
  if (before.row.has_value()) {
    batch.RequireUnchanged(Table::kCase, row_key, *before.row);
  } else {
    batch.RequireAbsent(Table::kCase, row_key);
  }
  batch.Put(Table::kCase, row_key,
            SealValue(Table::kCase, row_key, of.key.id, of.key.key, EncodeAccessNotices(after), random_));
}

}  // namespace vsx::store
