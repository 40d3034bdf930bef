#include "store/row_key.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "store/byte_codec.h"
#include "store/value_codec.h"

namespace vsx::store {
namespace {

enum class RowKind : uint8_t {
  // kCase
  kCaseRecord = 1,
  kCaseConsent = 2,
  kCaseCopy = 3,
  kCaseByTime = 4,
  kCopyOwner = 5,
  kAccessNotices = 6,
  // kHandleLookup
  kOwnCaseHandle = 1,
  kNoticeHandle = 2,
  // kOutbox; 1 and 2 stay free
  kDelivery = 3,
  kDeliveryOfCase = 4,
  kPendingDelivery = 5,
  kPendingAccessNotice = 6,
  // kInbox; 2 stays free
  kInboxCopy = 1,
  kInboxMark = 3,
  kPendingMark = 4,
  // kStatement; 1 is evidence of a conflict
  kExercise = 2,
  kScreeningHit = 3,
  // kIndex
  kPublishedIndex = 1,
  kFetchedIndex = 2,
  kForkedIndex = 3,
  kEndedEpochs = 4,
  // kBudget
  kBudget = 1,
  kDeclaredDays = 2,
  kScreeningMonth = 3,
};

constexpr uint8_t kOwnerIsCase = 1;

ByteWriter Key(RowKind kind) {
  ByteWriter key;
  key.U8(kKeyLayoutVersion).U8(static_cast<uint8_t>(kind));
  return key;
}

// Keys have fixed widths: a digest of another size would let one key's fields run into the next field.
std::string_view Digest(std::string_view digest) {
  if (digest.size() != kDigestSize) std::abort();
  return digest;
}

ByteReader OpenKey(std::string_view key, RowKind kind) {
  ByteReader reader(key);
  if (reader.U8() != kKeyLayoutVersion || reader.U8() != static_cast<uint8_t>(kind)) reader.Fail();
  return reader;
}

std::string MarkKey(RowKind kind, const domain::PartyCode& issuer, std::string_view id) {
  if (id.size() != domain::StatementId::kSize) std::abort();
  return Key(kind).FixedBytes(issuer.value()).FixedBytes(id).Take();
}

// The id that ends a key.
template <typename Id>
absl::StatusOr<Id> ReadLastId(ByteReader& reader) {
  const std::string id = reader.FixedBytes(Id::kSize);
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return Id::FromBytes(id);
}

absl::StatusOr<DeliveryRef> ReadDeliveryRef(ByteReader reader) {
  absl::StatusOr<domain::PartyCode> recipient = domain::PartyCode::Create(reader.FixedBytes(3));
  absl::StatusOr<domain::StatementId> delivery = ReadLastId<domain::StatementId>(reader);
  if (!delivery.ok()) return delivery.status();
  if (!recipient.ok()) return absl::DataLossError("an outbox key names no Party");
  return DeliveryRef{*std::move(recipient), *delivery};
}

std::string IndexKey(RowKind kind, const domain::PartyCode& party, const domain::IndexName& name) {
  ByteWriter key = Key(kind);
  WriteParty(key, party);
  WriteEnum(key, name.cls);
  return key.U64(name.epoch.number()).Take();
}

struct IndexKeyFields {
  domain::PartyCode party;
  domain::Purpose cls;
  domain::Epoch epoch;
};
absl::StatusOr<IndexKeyFields> ReadIndexKey(ByteReader reader) {
  const domain::PartyCode party = ReadParty(reader);
  const auto cls = ReadEnum(reader, domain::Purpose::kAggregateStatistics);
  if (!domain::IsIndexClass(cls)) reader.Fail();
  const domain::Epoch epoch(reader.U64());
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return IndexKeyFields{party, cls, epoch};
}

absl::StatusOr<domain::IndexName> ReadIndexKeyOfIssuer(ByteReader reader, const domain::PartyCode& recipient) {
  absl::StatusOr<IndexKeyFields> fields = ReadIndexKey(reader);
  if (!fields.ok()) return fields.status();
  return domain::IndexName{fields->party, recipient, fields->cls, fields->epoch};
}

}  // namespace

std::string CaseRecordKey(const domain::CaseId& id) { return Key(RowKind::kCaseRecord).FixedBytes(id.bytes()).Take(); }
std::string CaseRecordPrefix() { return Key(RowKind::kCaseRecord).Take(); }

std::string CaseConsentKey(const domain::CaseId& id, uint32_t number) {
  return Key(RowKind::kCaseConsent).FixedBytes(id.bytes()).U32(number).Take();
}
std::string CaseConsentPrefix(const domain::CaseId& id) {
  return Key(RowKind::kCaseConsent).FixedBytes(id.bytes()).Take();
}

std::string CaseCopyKey(const domain::CaseId& id, const domain::CopyId& copy) {
  return Key(RowKind::kCaseCopy).FixedBytes(id.bytes()).FixedBytes(copy.bytes()).Take();
}
std::string CaseCopyPrefix(const domain::CaseId& id) { return Key(RowKind::kCaseCopy).FixedBytes(id.bytes()).Take(); }

// Later times sort first: the key holds what is left until the end of time.
std::string CaseByTimeKey(domain::UnixTime registered_at, const domain::CaseId& id) {
  const uint64_t left =
      static_cast<uint64_t>(INT64_MAX) - static_cast<uint64_t>(std::max<int64_t>(0, registered_at.seconds));
  return Key(RowKind::kCaseByTime).U64(left).FixedBytes(id.bytes()).Take();
}
std::string CaseByTimePrefix() { return Key(RowKind::kCaseByTime).Take(); }

absl::StatusOr<domain::CaseId> ParseCaseByTimeKey(std::string_view key) {
  ByteReader reader = OpenKey(key, RowKind::kCaseByTime);
  reader.U64();
  return ReadLastId<domain::CaseId>(reader);
}

std::string CopyOwnerKey(const domain::CopyId& copy) {
  return Key(RowKind::kCopyOwner).FixedBytes(copy.bytes()).Take();
}
std::string AccessNoticesKey(const domain::CaseId& id) {
  return Key(RowKind::kAccessNotices).FixedBytes(id.bytes()).Take();
}

std::string OwnCaseLookupKey(std::string_view handle_hash, const domain::CaseId& owner) {
  return OwnCaseLookupPrefix(handle_hash) + std::string(owner.bytes());
}
std::string OwnCaseLookupPrefix(std::string_view handle_hash) {
  return Key(RowKind::kOwnCaseHandle).FixedBytes(Digest(handle_hash)).U8(kOwnerIsCase).Take();
}
absl::StatusOr<domain::CaseId> ParseOwnCaseLookupKey(std::string_view key) {
  ByteReader reader = OpenKey(key, RowKind::kOwnCaseHandle);
  reader.FixedBytes(kDigestSize);
  if (reader.U8() != kOwnerIsCase) reader.Fail();
  return ReadLastId<domain::CaseId>(reader);
}

std::string NoticeLookupKey(std::string_view handle_hash, const NoticeRef& notice) {
  return Key(RowKind::kNoticeHandle)
      .FixedBytes(Digest(handle_hash))
      .FixedBytes(notice.issuer.value())
      .FixedBytes(notice.notice.bytes())
      .Take();
}
std::string NoticeLookupPrefix(std::string_view handle_hash) {
  return Key(RowKind::kNoticeHandle).FixedBytes(Digest(handle_hash)).Take();
}
std::string NoticeLookupPrefix(std::string_view handle_hash, const domain::PartyCode& issuer) {
  return Key(RowKind::kNoticeHandle).FixedBytes(Digest(handle_hash)).FixedBytes(issuer.value()).Take();
}
absl::StatusOr<NoticeRef> ParseNoticeLookupKey(std::string_view key) {
  ByteReader reader = OpenKey(key, RowKind::kNoticeHandle);
  reader.FixedBytes(kDigestSize);
  absl::StatusOr<domain::PartyCode> issuer = domain::PartyCode::Create(reader.FixedBytes(3));
  absl::StatusOr<domain::CopyId> notice = ReadLastId<domain::CopyId>(reader);
  if (!notice.ok()) return notice.status();
  if (!issuer.ok()) return absl::DataLossError("a look-up key names no Party");
  return NoticeRef{*std::move(issuer), *notice};
}

std::string DeliveryKey(const DeliveryRef& ref) {
  return Key(RowKind::kDelivery).FixedBytes(ref.recipient.value()).FixedBytes(ref.delivery.bytes()).Take();
}
std::string DeliveryPrefix(const domain::PartyCode& recipient) {
  return Key(RowKind::kDelivery).FixedBytes(recipient.value()).Take();
}
std::string DeliveryPrefix() { return Key(RowKind::kDelivery).Take(); }
std::string PendingDeliveryKey(const DeliveryRef& ref) {
  return Key(RowKind::kPendingDelivery).FixedBytes(ref.recipient.value()).FixedBytes(ref.delivery.bytes()).Take();
}
std::string PendingDeliveryPrefix(const domain::PartyCode& recipient) {
  return Key(RowKind::kPendingDelivery).FixedBytes(recipient.value()).Take();
}
absl::StatusOr<DeliveryRef> ParsePendingDeliveryKey(std::string_view key) {
  return ReadDeliveryRef(OpenKey(key, RowKind::kPendingDelivery));
}
std::string DeliveryOfCaseKey(const domain::CaseId& id, const DeliveryRef& ref) {
  return Key(RowKind::kDeliveryOfCase)
      .FixedBytes(id.bytes())
      .FixedBytes(ref.recipient.value())
      .FixedBytes(ref.delivery.bytes())
      .Take();
}
std::string DeliveryOfCasePrefix(const domain::CaseId& id) {
  return Key(RowKind::kDeliveryOfCase).FixedBytes(id.bytes()).Take();
}
absl::StatusOr<DeliveryRef> ParseDeliveryOfCaseKey(std::string_view key) {
  ByteReader reader = OpenKey(key, RowKind::kDeliveryOfCase);
  reader.FixedBytes(domain::CaseId::kSize);
  return ReadDeliveryRef(reader);
}

std::string PendingAccessNoticeKey(const domain::PartyCode& recipient, std::string_view mark) {
  return PendingAccessNoticePrefix(recipient) + std::string(Digest(mark));
}
std::string PendingAccessNoticePrefix(const domain::PartyCode& recipient) {
  return Key(RowKind::kPendingAccessNotice).FixedBytes(recipient.value()).Take();
}

std::string InboxCopyPrefix() { return Key(RowKind::kInboxCopy).Take(); }

std::string InboxMarkKey(const domain::PartyCode& issuer, std::string_view id) {
  return MarkKey(RowKind::kInboxMark, issuer, id);
}

std::string PendingMarkKey(const domain::PartyCode& issuer, std::string_view id) {
  return MarkKey(RowKind::kPendingMark, issuer, id);
}
std::string PendingMarkPrefix() { return Key(RowKind::kPendingMark).Take(); }

absl::StatusOr<InboxMarkRef> ParsePendingMarkKey(std::string_view key) {
  ByteReader reader = OpenKey(key, RowKind::kPendingMark);
  absl::StatusOr<domain::PartyCode> issuer = domain::PartyCode::Create(reader.FixedBytes(3));
  std::string id = reader.FixedBytes(domain::StatementId::kSize);
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  if (!issuer.ok()) return absl::DataLossError("an inbox key names no Party");
  return InboxMarkRef{*std::move(issuer), std::move(id)};
}

std::string InboxCopyKey(const domain::PartyCode& issuer, const domain::CopyId& copy) {
  return Key(RowKind::kInboxCopy).FixedBytes(issuer.value()).FixedBytes(copy.bytes()).Take();
}
std::string InboxCopyPrefix(const domain::PartyCode& issuer) {
  return Key(RowKind::kInboxCopy).FixedBytes(issuer.value()).Take();
}

std::string StatementKey(uint8_t kind, const domain::StatementId& id) {
  return ByteWriter().U8(kKeyLayoutVersion).U8(kind).FixedBytes(id.bytes()).Take();
}
std::string StatementPrefix(uint8_t kind) { return ByteWriter().U8(kKeyLayoutVersion).U8(kind).Take(); }

std::string ExerciseKey(const domain::ExerciseId& id) { return Key(RowKind::kExercise).FixedBytes(id.bytes()).Take(); }
std::string ExercisePrefix() { return Key(RowKind::kExercise).Take(); }
absl::StatusOr<domain::ExerciseId> ParseExerciseKey(std::string_view key) {
  ByteReader reader = OpenKey(key, RowKind::kExercise);
  return ReadLastId<domain::ExerciseId>(reader);
}

std::string ScreeningHitKey(const domain::ExerciseId& id, const domain::ScreeningStreamId& stream, uint32_t row,
                            std::string_view unique) {
  return Key(RowKind::kScreeningHit)
      .FixedBytes(id.bytes())
      .FixedBytes(stream.bytes())
      .U32(row)
      .FixedBytes(unique)
      .Take();
}
std::string ScreeningHitPrefix(const domain::ExerciseId& id) {
  return Key(RowKind::kScreeningHit).FixedBytes(id.bytes()).Take();
}
std::string ScreeningHitPrefix() { return Key(RowKind::kScreeningHit).Take(); }

std::string PublishedIndexKey(const domain::IndexName& name) {
  return IndexKey(RowKind::kPublishedIndex, name.recipient, name);
}
std::string PublishedIndexPrefix() { return Key(RowKind::kPublishedIndex).Take(); }
absl::StatusOr<domain::IndexName> ParsePublishedIndexKey(std::string_view key, const domain::PartyCode& own_party) {
  absl::StatusOr<IndexKeyFields> fields = ReadIndexKey(OpenKey(key, RowKind::kPublishedIndex));
  if (!fields.ok()) return fields.status();
  return domain::IndexName{own_party, fields->party, fields->cls, fields->epoch};
}

std::string FetchedIndexKey(const domain::IndexName& name) {
  return IndexKey(RowKind::kFetchedIndex, name.issuer, name);
}
std::string FetchedIndexPrefix() { return Key(RowKind::kFetchedIndex).Take(); }
absl::StatusOr<domain::IndexName> ParseFetchedIndexKey(std::string_view key, const domain::PartyCode& own_party) {
  return ReadIndexKeyOfIssuer(OpenKey(key, RowKind::kFetchedIndex), own_party);
}

std::string ForkedIndexKey(const domain::IndexName& name) { return IndexKey(RowKind::kForkedIndex, name.issuer, name); }
std::string ForkedIndexPrefix() { return Key(RowKind::kForkedIndex).Take(); }
std::string EndedEpochsKey() { return Key(RowKind::kEndedEpochs).Take(); }
absl::StatusOr<domain::IndexName> ParseForkedIndexKey(std::string_view key, const domain::PartyCode& own_party) {
  return ReadIndexKeyOfIssuer(OpenKey(key, RowKind::kForkedIndex), own_party);
}

std::string BudgetKey(std::string_view name) { return Key(RowKind::kBudget).FixedBytes(name).Take(); }
std::string DeclaredDaysKey(std::string_view name) { return Key(RowKind::kDeclaredDays).FixedBytes(name).Take(); }
std::string ScreeningMonthKey(const domain::CivilDate& day) {
  return Key(RowKind::kScreeningMonth)
      .U16(static_cast<uint16_t>(day.year()))
      .U8(static_cast<uint8_t>(day.month()))
      .Take();
}

}  // namespace vsx::store
