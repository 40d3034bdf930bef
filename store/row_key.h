#ifndef VSX_STORE_ROW_KEY_H_
#define VSX_STORE_ROW_KEY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/id.h"
#include "node/domain/index_class.h"
#include "node/domain/party_code.h"
#include "node/domain/screening.h"

// The keys of every table: u8 layout version ‖ u8 row kind ‖ fields of fixed width, numbers big-endian, so that keys
// sort by their fields and a prefix selects them. README.md holds the table, tests/store/golden the bytes.
// Nothing in a key is personal data: ids are random, handles enter as keyed hashes.
namespace vsx::store {

inline constexpr uint8_t kKeyLayoutVersion = 1;
inline constexpr size_t kDigestSize = 32;

// Table::kCase.
std::string CaseRecordKey(const domain::CaseId& id);
std::string CaseRecordPrefix();
std::string CaseConsentKey(const domain::CaseId& id, uint32_t number);  // number: place in the consent chain, from 1
std::string CaseConsentPrefix(const domain::CaseId& id);
std::string CaseCopyKey(const domain::CaseId& id, const domain::CopyId& copy);
std::string CaseCopyPrefix(const domain::CaseId& id);
std::string CaseByTimeKey(domain::UnixTime registered_at, const domain::CaseId& id);  // newest first
std::string CaseByTimePrefix();
absl::StatusOr<domain::CaseId> ParseCaseByTimeKey(std::string_view key);
// Whose a copy is that asked for access notices; and who looked at a case.
std::string CopyOwnerKey(const domain::CopyId& copy);
std::string AccessNoticesKey(const domain::CaseId& id);

// Table::kHandleLookup: who has a handle, an own case or a delivered notice. `handle_hash` is the node's keyed hash of
// the canonical handle (32 bytes). Parsers here and below: DATA_LOSS for a key that is none of its kind.
std::string OwnCaseLookupKey(std::string_view handle_hash, const domain::CaseId& owner);
std::string OwnCaseLookupPrefix(std::string_view handle_hash);
absl::StatusOr<domain::CaseId> ParseOwnCaseLookupKey(std::string_view key);

// A notice that another Party delivered, by its issuer and id.
struct NoticeRef {
  domain::PartyCode issuer;
  domain::CopyId notice;
};
std::string NoticeLookupKey(std::string_view handle_hash, const NoticeRef& notice);
std::string NoticeLookupPrefix(std::string_view handle_hash);
std::string NoticeLookupPrefix(std::string_view handle_hash, const domain::PartyCode& issuer);
absl::StatusOr<NoticeRef> ParseNoticeLookupKey(std::string_view key);

// Table::kOutbox: deliveries by recipient, and the same found by case.
struct DeliveryRef {
  domain::PartyCode recipient;
  domain::StatementId delivery;
};
std::string DeliveryKey(const DeliveryRef& ref);
std::string DeliveryPrefix(const domain::PartyCode& recipient);
std::string DeliveryPrefix();
// Present while a delivery is still to be sent.
std::string PendingDeliveryKey(const DeliveryRef& ref);
std::string PendingDeliveryPrefix(const domain::PartyCode& recipient);
absl::StatusOr<DeliveryRef> ParsePendingDeliveryKey(std::string_view key);
std::string DeliveryOfCaseKey(const domain::CaseId& id, const DeliveryRef& ref);
std::string DeliveryOfCasePrefix(const domain::CaseId& id);
absl::StatusOr<DeliveryRef> ParseDeliveryOfCaseKey(std::string_view key);
// What a Party is to be told of copies of its that were found. `mark`: 32 bytes (AccessNoticeOutbox::MarkOf).
std::string PendingAccessNoticeKey(const domain::PartyCode& recipient, std::string_view mark);
std::string PendingAccessNoticePrefix(const domain::PartyCode& recipient);

// Table::kInbox: delivered notices by issuing Party, and what was received already, by issuing Party and id.
std::string InboxCopyKey(const domain::PartyCode& issuer, const domain::CopyId& copy);
std::string InboxCopyPrefix(const domain::PartyCode& issuer);
std::string InboxCopyPrefix();
// What became of an id (copy, withdrawal, revocation; 16 bytes) of that issuer.
std::string InboxMarkKey(const domain::PartyCode& issuer, std::string_view id);
struct InboxMarkRef {
  domain::PartyCode issuer;
  std::string id;  // 16 bytes
};
// Present while an erasure that this mark speaks of is to be finished.
std::string PendingMarkKey(const domain::PartyCode& issuer, std::string_view id);
std::string PendingMarkPrefix();
absl::StatusOr<InboxMarkRef> ParsePendingMarkKey(std::string_view key);

// Table::kStatement: receipts and evidence, by the number that the typed store gives each kind.
std::string StatementKey(uint8_t kind, const domain::StatementId& id);
std::string StatementPrefix(uint8_t kind);
// A declared exercise of screening, and what was found about one row of it. These two kinds are taken.
std::string ExerciseKey(const domain::ExerciseId& id);
std::string ExercisePrefix();
absl::StatusOr<domain::ExerciseId> ParseExerciseKey(std::string_view key);
// `unique`: 8 random bytes, so that nothing that was found takes the place of something else.
std::string ScreeningHitKey(const domain::ExerciseId& id, const domain::ScreeningStreamId& stream, uint32_t row,
                            std::string_view unique);
std::string ScreeningHitPrefix(const domain::ExerciseId& id);
std::string ScreeningHitPrefix();

// Table::kIndex: of published headers the recipient, of fetched ones and forks the issuer; then class and epoch. The
// other Party of the name is the own one, which the parser is given.
std::string PublishedIndexKey(const domain::IndexName& name);
std::string PublishedIndexPrefix();
absl::StatusOr<domain::IndexName> ParsePublishedIndexKey(std::string_view key, const domain::PartyCode& own_party);
std::string FetchedIndexKey(const domain::IndexName& name);
std::string FetchedIndexPrefix();
absl::StatusOr<domain::IndexName> ParseFetchedIndexKey(std::string_view key, const domain::PartyCode& own_party);
std::string ForkedIndexKey(const domain::IndexName& name);
std::string ForkedIndexPrefix();
std::string EndedEpochsKey();
absl::StatusOr<domain::IndexName> ParseForkedIndexKey(std::string_view key, const domain::PartyCode& own_party);

// Table::kBudget: by the name of the budget, which ends the key and has any length.
std::string BudgetKey(std::string_view name);
std::string DeclaredDaysKey(std::string_view name);
// What own agencies declared for screening in the calendar month of `day`.
std::string ScreeningMonthKey(const domain::CivilDate& day);

}  // namespace vsx::store

#endif  // VSX_STORE_ROW_KEY_H_
