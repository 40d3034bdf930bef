// Bytes of every key and value, as they stand on disk. A change here is a change of the schema: raise kSchemaVersion
// and write a migration.

#include <fstream>
#include <map>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "store/access_notice_codec.h"
#include "store/audit_entry.h"
#include "store/budget_codec.h"
#include "store/case_codec.h"
#include "store/case_store.h"
#include "store/delivery_codec.h"
#include "store/index_codec.h"
#include "store/row_key.h"
#include "store/screening_codec.h"
#include "store/sealed_value.h"
#include "store/store_identity.h"
#include "store/store_pairing.h"
#include "store/wrapped_case_key.h"
#include "tests/store/example_values.h"

namespace vsx::store {
namespace {

using Golden = std::map<std::string, std::string>;  // name → lower-case hex

Golden ReadGolden(const std::string& name) {
  std::ifstream in(std::string(VSX_SOURCE_DIR) + "/tests/store/golden/" + name);
  Golden golden;
  for (std::string key, hex; in >> key >> hex;) golden[key] = hex;
  return golden;
}

std::string Hex(const std::string& bytes) { return absl::BytesToHexString(bytes); }

// Bytes 0, 1, 2, … so that nonces in golden values are known.
class CountingRandomSource final : public crypto::RandomSource {
 public:
  void Fill(absl::Span<uint8_t> out) override {
    for (uint8_t& byte : out) byte = next_++;
  }

 private:
  uint8_t next_ = 0;
};

const domain::CaseId kCaseId = *domain::CaseId::FromBytes("case-id-16-bytes");
const domain::CopyId kCopyId = *domain::CopyId::FromBytes("copy-id-16-bytes");
const domain::StatementId kStatementId = *domain::StatementId::FromBytes("stmt-id-16-bytes");
const domain::ExerciseId kExerciseId = *domain::ExerciseId::FromBytes("exer-id-16-bytes");
const domain::ScreeningStreamId kStreamId = *domain::ScreeningStreamId::FromBytes("strm-id-16-bytes");
const CaseKeyId kKeyId = *CaseKeyId::FromBytes("key--id-16-bytes");
const domain::PartyCode kGoldenParty = *domain::PartyCode::Create("XXA");
const domain::IndexName kIndexName = {kGoldenParty, *domain::PartyCode::Create("XXB"), domain::Purpose::kPresented,
                                      domain::Epoch(0x0102030405060708)};
const std::string kHash = "a-keyed-hash-is-32-bytes-long-ok";
const std::string kChainId = "chainid-16-bytes";

TEST(GoldenTest, RowKeys) {
  const Golden keys = {
      {"case_record_key", Hex(CaseRecordKey(kCaseId))},
      {"case_record_prefix", Hex(CaseRecordPrefix())},
      {"case_consent_key", Hex(CaseConsentKey(kCaseId, 0x01020304))},
      {"case_consent_prefix", Hex(CaseConsentPrefix(kCaseId))},
      {"case_copy_key", Hex(CaseCopyKey(kCaseId, kCopyId))},
      {"case_copy_prefix", Hex(CaseCopyPrefix(kCaseId))},
      {"case_by_time_key", Hex(CaseByTimeKey({0x01020304}, kCaseId))},
      {"case_by_time_prefix", Hex(CaseByTimePrefix())},
      {"copy_owner_key", Hex(CopyOwnerKey(kCopyId))},
      {"access_notices_key", Hex(AccessNoticesKey(kCaseId))},
      {"own_case_lookup_key", Hex(OwnCaseLookupKey(kHash, kCaseId))},
      {"own_case_lookup_prefix", Hex(OwnCaseLookupPrefix(kHash))},
      {"notice_lookup_key", Hex(NoticeLookupKey(kHash, {kGoldenParty, kCopyId}))},
      {"notice_lookup_prefix", Hex(NoticeLookupPrefix(kHash))},
      {"notice_lookup_of_issuer_prefix", Hex(NoticeLookupPrefix(kHash, kGoldenParty))},
      {"delivery_key", Hex(DeliveryKey({kGoldenParty, kStatementId}))},
      {"delivery_prefix", Hex(DeliveryPrefix(kGoldenParty))},
      {"pending_delivery_key", Hex(PendingDeliveryKey({kGoldenParty, kStatementId}))},
      {"pending_delivery_prefix", Hex(PendingDeliveryPrefix(kGoldenParty))},
      {"delivery_of_case_key", Hex(DeliveryOfCaseKey(kCaseId, {kGoldenParty, kStatementId}))},
      {"delivery_of_case_prefix", Hex(DeliveryOfCasePrefix(kCaseId))},
      {"pending_access_notice_key", Hex(PendingAccessNoticeKey(kGoldenParty, kHash))},
      {"pending_access_notice_prefix", Hex(PendingAccessNoticePrefix(kGoldenParty))},
      {"inbox_mark_key", Hex(InboxMarkKey(kGoldenParty, kCopyId.bytes()))},
      {"pending_mark_key", Hex(PendingMarkKey(kGoldenParty, kCopyId.bytes()))},
      {"pending_mark_prefix", Hex(PendingMarkPrefix())},
      {"inbox_copy_key", Hex(InboxCopyKey(kGoldenParty, kCopyId))},
      {"inbox_copy_prefix", Hex(InboxCopyPrefix(kGoldenParty))},
      {"statement_key", Hex(StatementKey(9, kStatementId))},
      {"statement_prefix", Hex(StatementPrefix(9))},
      {"exercise_key", Hex(ExerciseKey(kExerciseId))},
      {"exercise_prefix", Hex(ExercisePrefix())},
      {"screening_hit_key", Hex(ScreeningHitKey(kExerciseId, kStreamId, 0x01020304, "8 random"))},
      {"screening_hit_of_exercise_prefix", Hex(ScreeningHitPrefix(kExerciseId))},
      {"screening_hit_prefix", Hex(ScreeningHitPrefix())},
      {"published_index_key", Hex(PublishedIndexKey(kIndexName))},
      {"published_index_prefix", Hex(PublishedIndexPrefix())},
      {"fetched_index_key", Hex(FetchedIndexKey(kIndexName))},
      {"fetched_index_prefix", Hex(FetchedIndexPrefix())},
      {"forked_index_key", Hex(ForkedIndexKey(kIndexName))},
      {"forked_index_prefix", Hex(ForkedIndexPrefix())},
      {"budget_key", Hex(BudgetKey("XXB|single"))},
      {"declared_days_key", Hex(DeclaredDaysKey("XXB|screening"))},
      {"screening_month_key", Hex(ScreeningMonthKey(*domain::CivilDate::Create(2031, 2, 28)))},
      {"audit_entry_key", Hex(AuditEntryKey(kChainId, 0x0102030405060708))},
      {"audit_entry_prefix", Hex(AuditEntryPrefix(kChainId))},
      {"audit_head_key", Hex(AuditHeadKey())},
      {"store_identity_key", Hex(StoreIdentityKey())},
      {"store_pair_key", Hex(StorePairKey())},
  };
  EXPECT_EQ(keys, ReadGolden("row_keys.txt"));
}

TEST(GoldenTest, Values) {
  CountingRandomSource random;
  const crypto::SecretBytes wrapping = crypto::SecretBytes::CopyFrom(std::string(32, 'w'));
  const crypto::SecretBytes key = crypto::SecretBytes::CopyFrom(std::string(32, 'k'));
  const AuditEntry entry = NextAuditEntry(NewAuditChain(kChainId), "example body");
  const Golden values = {
      {"store_identity", Hex(EncodeStoreIdentity({kGoldenParty, "example-keystore"}))},
      {"store_pair", Hex(EncodePairId(*PairId::FromBytes("pair-id-16-bytes")))},
      {"audit_head_empty", Hex(EncodeAuditHead(NewAuditChain(kChainId)))},
      {"audit_head_1", Hex(EncodeAuditHead(HeadAfter(entry)))},
      {"audit_entry_1", Hex(EncodeAuditEntry(entry))},
      {"wrapping_key_id", Hex(WrappingKeyId(wrapping))},
      {"wrapped_case_key", Hex(WrapCaseKey(wrapping, kKeyId, key, random))},
      {"case_record", Hex(EncodeCaseRecord(ExampleCaseRecord()))},
      {"consent_entry", Hex(EncodeConsentEntry(ExampleConsentEntry()))},
      {"consent_hash", Hex(ConsentHash(kCaseId, 3, std::string(32, 'p'), ExampleConsentEntry().record))},
      {"signed_copy", Hex(EncodeSignedCopy(ExampleSignedCopy()))},
      {"outbox_item", Hex(EncodeOutboxItem(ExampleOutboxItem()))},
      {"inbox_item", Hex(EncodeInboxItem(ExampleInboxItem()))},
      {"received_mark", Hex(EncodeReceivedMark(ExampleReceivedMark()))},
      {"pending_access_notice", Hex(EncodePendingAccessNotice(ExamplePendingAccessNotice()))},
      {"copy_owner", Hex(EncodeCopyOwner(ExampleCopyOwner()))},
      {"access_notices", Hex(EncodeAccessNotices(ExampleAccessNotices()))},
      {"exercise", Hex(EncodeExercise(ExampleExercise()))},
      {"screening_hit", Hex(EncodeScreeningHit(ExampleScreeningHit()))},
      {"index_header", Hex(EncodeIndexHeader({{"an envelope", kHash}, {0x01020304}}))},
      {"index_ended_times", Hex(EncodeEndedTimes({{{0x01020304}, {0x05060708}}}))},
      {"index_fork", Hex(EncodeIndexFork({{"an envelope", kHash}, {"another", kHash}, {0x01020304}}))},
      {"budget", Hex(EncodeBudget({{12 * 86'400 + 7, {0x01020304}}, {{0x0506, 3}, {0x0507, 300}}}))},
      {"declared_days",
       Hex(EncodeDeclaredDays({*domain::CivilDate::Create(2031, 2, 28), *domain::CivilDate::Create(2031, 3, 1)}))},
      {"screening_month", Hex(EncodeScreeningMonth({{*domain::CivilDate::Create(2031, 2, 28), {{"hash", 0x0102}}}}))},
      {"sealed_value", Hex(SealValue(Table::kCase, CaseRecordKey(kCaseId), kKeyId, key, "example", random))},
  };
  EXPECT_EQ(values, ReadGolden("values.txt"));
}

// Every parser reads what was written; every shorter key, every longer one, and a key of another kind is refused.
template <typename Parse>
void ExpectOnlyThisKey(const std::string& key, const std::string& of_another_kind, Parse parse) {
  EXPECT_TRUE(parse(key).ok()) << parse(key).status();
  for (size_t size = 0; size < key.size(); ++size) {
    EXPECT_EQ(parse(key.substr(0, size)).status().code(), absl::StatusCode::kDataLoss);
  }
  EXPECT_EQ(parse(key + "x").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(parse(of_another_kind).status().code(), absl::StatusCode::kDataLoss);
}

TEST(RowKeyTest, ParsersReadWhatWasWrittenAndRefuseTheRest) {
  const DeliveryRef delivery{kGoldenParty, kStatementId};
  EXPECT_EQ(ParseCaseByTimeKey(CaseByTimeKey({77}, kCaseId)).value(), kCaseId);
  EXPECT_EQ(ParseOwnCaseLookupKey(OwnCaseLookupKey(kHash, kCaseId)).value(), kCaseId);
  EXPECT_EQ(ParseNoticeLookupKey(NoticeLookupKey(kHash, {kGoldenParty, kCopyId}))->notice, kCopyId);
  EXPECT_EQ(ParseNoticeLookupKey(NoticeLookupKey(kHash, {kGoldenParty, kCopyId}))->issuer, kGoldenParty);
  EXPECT_EQ(ParsePendingDeliveryKey(PendingDeliveryKey(delivery))->delivery, kStatementId);
  EXPECT_EQ(ParseDeliveryOfCaseKey(DeliveryOfCaseKey(kCaseId, delivery))->recipient, kGoldenParty);
  EXPECT_EQ(ParsePendingMarkKey(PendingMarkKey(kGoldenParty, kCopyId.bytes()))->id, kCopyId.bytes());
  EXPECT_EQ(ParsePendingMarkKey(PendingMarkKey(kGoldenParty, kCopyId.bytes()))->issuer, kGoldenParty);

  ExpectOnlyThisKey(CaseByTimeKey({77}, kCaseId), CaseRecordKey(kCaseId), ParseCaseByTimeKey);
  ExpectOnlyThisKey(OwnCaseLookupKey(kHash, kCaseId), NoticeLookupKey(kHash, {kGoldenParty, kCopyId}),
                    ParseOwnCaseLookupKey);
  ExpectOnlyThisKey(NoticeLookupKey(kHash, {kGoldenParty, kCopyId}), OwnCaseLookupKey(kHash, kCaseId),
                    ParseNoticeLookupKey);
  ExpectOnlyThisKey(PendingDeliveryKey(delivery), DeliveryKey(delivery), ParsePendingDeliveryKey);
  EXPECT_EQ(ParseExerciseKey(ExerciseKey(kExerciseId)).value(), kExerciseId);
  ExpectOnlyThisKey(ExerciseKey(kExerciseId), ScreeningHitPrefix(kExerciseId), ParseExerciseKey);
  ExpectOnlyThisKey(DeliveryOfCaseKey(kCaseId, delivery), DeliveryKey(delivery), ParseDeliveryOfCaseKey);
  const domain::PartyCode other = kIndexName.recipient;
  const auto published = [](const std::string& key) { return ParsePublishedIndexKey(key, kGoldenParty); };
  const auto fetched = [&](const std::string& key) { return ParseFetchedIndexKey(key, other); };
  const auto forked = [&](const std::string& key) { return ParseForkedIndexKey(key, other); };
  EXPECT_EQ(published(PublishedIndexKey(kIndexName)).value(), kIndexName);
  EXPECT_EQ(fetched(FetchedIndexKey(kIndexName)).value(), kIndexName);
  EXPECT_EQ(forked(ForkedIndexKey(kIndexName)).value(), kIndexName);
  ExpectOnlyThisKey(PublishedIndexKey(kIndexName), FetchedIndexKey(kIndexName), published);
  ExpectOnlyThisKey(FetchedIndexKey(kIndexName), ForkedIndexKey(kIndexName), fetched);
  ExpectOnlyThisKey(ForkedIndexKey(kIndexName), PublishedIndexKey(kIndexName), forked);
  std::string no_class = FetchedIndexKey(kIndexName);
  no_class[5] = static_cast<char>(domain::Purpose::kNotifyLevel1);
  EXPECT_EQ(fetched(no_class).status().code(), absl::StatusCode::kDataLoss);
  ExpectOnlyThisKey(PendingMarkKey(kGoldenParty, kCopyId.bytes()), InboxMarkKey(kGoldenParty, kCopyId.bytes()),
                    ParsePendingMarkKey);
  std::string no_party = PendingDeliveryKey(delivery);
  no_party[4] = '1';
  EXPECT_EQ(ParsePendingDeliveryKey(no_party).status().code(), absl::StatusCode::kDataLoss);
}

TEST(RowKeyTest, KeysSortByTheirNumbers) {
  EXPECT_LT(CaseByTimeKey({256}, kCaseId), CaseByTimeKey({255}, kCaseId)) << "newest first";
  EXPECT_LT(CaseConsentKey(kCaseId, 0x7fffffff), CaseConsentKey(kCaseId, 0x80000000));
  domain::IndexName later = kIndexName;
  later.epoch = later.epoch.Next();
  EXPECT_LT(FetchedIndexKey(kIndexName), FetchedIndexKey(later));
  EXPECT_LT(AuditEntryKey(kChainId, 0xff), AuditEntryKey(kChainId, 0x100));
}

TEST(RowKeyDeathTest, KeyNeverRunsIntoAFieldOfAnotherWidth) { EXPECT_DEATH(OwnCaseLookupPrefix("short"), ""); }

}  // namespace
}  // namespace vsx::store
