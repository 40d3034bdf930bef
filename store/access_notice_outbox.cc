#include "store/access_notice_outbox.h"

#include <optional>
#include <utility>

#include "crypto/encoding.h"
#include "crypto/keyed_hash.h"
#include "store/access_notice_codec.h"
#include "store/row_key.h"

namespace vsx::store {

std::string AccessNoticeOutbox::MarkOf(const domain::CopyId& copy, domain::AgencyKind kind,
                                       domain::AccessPurpose purpose, const domain::CivilDate& day) const {
  return crypto::KeyedHash(lookup_key_, crypto::LengthPrefixed("vsx/access-notice-mark/v1") +
                                            crypto::LengthPrefixed(copy.bytes()) +
                                            crypto::LengthPrefixed(domain::AgencyKindName(kind)) +
                                            crypto::LengthPrefixed(domain::AccessPurposeName(purpose)) +
                                            crypto::LengthPrefixed(day.ToString()));
}

absl::StatusOr<bool> AccessNoticeOutbox::Has(const Snapshot& snapshot, const domain::PartyCode& recipient,
                                             std::string_view mark) const {
  absl::StatusOr<std::optional<std::string>> row =
      snapshot.Get(Table::kOutbox, PendingAccessNoticeKey(recipient, mark));
  if (!row.ok()) return row.status();
  return row->has_value();
}

absl::StatusOr<PendingNoticePage> AccessNoticeOutbox::List(const Snapshot& snapshot, const domain::PartyCode& recipient,
                                                           std::string_view page, size_t limit) const {
  absl::StatusOr<Page> rows = snapshot.Scan(Table::kOutbox, PendingAccessNoticePrefix(recipient), page, limit);
  if (!rows.ok()) return rows.status();
  PendingNoticePage result;
  for (Row& row : rows->rows) {
    absl::StatusOr<domain::PendingAccessNotice> notice = DecodePendingAccessNotice(row.value);
    if (notice.ok() && PendingAccessNoticeKey(notice->recipient, notice->mark) == row.key) {
      result.notices.push_back({*std::move(notice), std::move(row.value)});
    } else {
      ++result.damaged;
    }
  }
  if (rows->has_more) result.next_page = rows->rows.back().key;
  return result;
}

void AccessNoticeOutbox::Put(WriteBatch& batch, const domain::PendingAccessNotice& notice) const {
  batch.Put(Table::kOutbox, PendingAccessNoticeKey(notice.recipient, notice.mark), EncodePendingAccessNotice(notice));
}

void AccessNoticeOutbox::PutChanged(WriteBatch& batch, const LoadedPendingNotice& before,
                                    const domain::PendingAccessNotice& after) const {
  batch.RequireUnchanged(Table::kOutbox, PendingAccessNoticeKey(before.notice.recipient, before.notice.mark),
                         before.row);
  Put(batch, after);
}

void AccessNoticeOutbox::Delete(WriteBatch& batch, const LoadedPendingNotice& notice) const {
  const std::string row_key = PendingAccessNoticeKey(notice.notice.recipient, notice.notice.mark);
  batch.RequireUnchanged(Table::kOutbox, row_key, notice.row);
  batch.Delete(Table::kOutbox, row_key);
}

}  // namespace vsx::store
