// Bytes of every key and value, as they stand on disk. A change here is a change of the schema: raise kSchemaVersion
// and write a migration.

#include <fstream>
#include <map>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "store/audit_entry.h"
#include "store/row_key.h"
#include "store/sealed_value.h"
#include "store/store_identity.h"
#include "store/wrapped_case_key.h"

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
const CaseKeyId kKeyId = *CaseKeyId::FromBytes("key--id-16-bytes");
const domain::PartyCode kParty = *domain::PartyCode::Create("XXA");
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
      {"handle_lookup_key_case", Hex(HandleLookupKey(kHash, kCaseId))},
      {"handle_lookup_key_copy", Hex(HandleLookupKey(kHash, kCopyId))},
      {"handle_lookup_prefix", Hex(HandleLookupPrefix(kHash))},
      {"outbox_item_key", Hex(OutboxItemKey(kParty, 0x0102030405060708))},
      {"outbox_item_prefix", Hex(OutboxItemPrefix(kParty))},
      {"outbox_of_case_key", Hex(OutboxOfCaseKey(kCaseId, kParty, 0x0102030405060708))},
      {"outbox_of_case_prefix", Hex(OutboxOfCasePrefix(kCaseId))},
      {"inbox_copy_key", Hex(InboxCopyKey(kParty, kCopyId))},
      {"inbox_copy_prefix", Hex(InboxCopyPrefix(kParty))},
      {"inbox_seen_key", Hex(InboxSeenKey(kParty, 7, kHash))},
      {"statement_key", Hex(StatementKey(9, kStatementId))},
      {"statement_prefix", Hex(StatementPrefix(9))},
      {"audit_entry_key", Hex(AuditEntryKey(kChainId, 0x0102030405060708))},
      {"audit_entry_prefix", Hex(AuditEntryPrefix(kChainId))},
      {"audit_head_key", Hex(AuditHeadKey())},
      {"store_identity_key", Hex(StoreIdentityKey())},
  };
  EXPECT_EQ(keys, ReadGolden("row_keys.txt"));
}

TEST(GoldenTest, Values) {
  CountingRandomSource random;
  const crypto::SecretBytes wrapping = crypto::SecretBytes::CopyFrom(std::string(32, 'w'));
  const crypto::SecretBytes key = crypto::SecretBytes::CopyFrom(std::string(32, 'k'));
  const AuditEntry entry = NextAuditEntry(NewAuditChain(kChainId), "example body");
  const Golden values = {
      {"store_identity", Hex(EncodeStoreIdentity({kParty, "example-keystore"}))},
      {"audit_head_empty", Hex(EncodeAuditHead(NewAuditChain(kChainId)))},
      {"audit_head_1", Hex(EncodeAuditHead(HeadAfter(entry)))},
      {"audit_entry_1", Hex(EncodeAuditEntry(entry))},
      {"wrapping_key_id", Hex(WrappingKeyId(wrapping))},
      {"wrapped_case_key", Hex(WrapCaseKey(wrapping, kKeyId, key, random))},
      {"sealed_value", Hex(SealValue(Table::kCase, CaseRecordKey(kCaseId), kKeyId, key, "example", random))},
  };
  EXPECT_EQ(values, ReadGolden("values.txt"));
}

TEST(RowKeyTest, ParsersReadWhatWasWrittenAndRefuseTheRest) {
  EXPECT_EQ(ParseHandleLookupKey(HandleLookupKey(kHash, kCaseId))->owner, HandleOwner::kOwnCase);
  EXPECT_EQ(ParseHandleLookupKey(HandleLookupKey(kHash, kCaseId))->owner_id, kCaseId.bytes());
  EXPECT_EQ(ParseHandleLookupKey(HandleLookupKey(kHash, kCopyId))->owner, HandleOwner::kDeliveredCopy);
  EXPECT_EQ(ParseOutboxItemKey(OutboxItemKey(kParty, 77))->sequence, 77u);
  EXPECT_EQ(ParseOutboxOfCaseKey(OutboxOfCaseKey(kCaseId, kParty, 77))->party, kParty);

  EXPECT_EQ(ParseOutboxItemKey(OutboxOfCaseKey(kCaseId, kParty, 77)).status().code(), absl::StatusCode::kDataLoss);
  std::string key = HandleLookupKey(kHash, kCaseId);
  for (size_t size = 0; size < key.size(); ++size) {
    EXPECT_EQ(ParseHandleLookupKey(key.substr(0, size)).status().code(), absl::StatusCode::kDataLoss);
  }
  key[2 + kDigestSize] = 3;  // no such owner
  EXPECT_EQ(ParseHandleLookupKey(key).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(ParseOutboxItemKey("\x01\x01XX1" + std::string(8, '\0')).status().code(), absl::StatusCode::kDataLoss);
}

TEST(RowKeyTest, KeysSortByTheirNumbers) {
  EXPECT_LT(OutboxItemKey(kParty, 255), OutboxItemKey(kParty, 256));
  EXPECT_LT(CaseConsentKey(kCaseId, 0x7fffffff), CaseConsentKey(kCaseId, 0x80000000));
  EXPECT_LT(AuditEntryKey(kChainId, 0xff), AuditEntryKey(kChainId, 0x100));
}

TEST(RowKeyDeathTest, KeyNeverRunsIntoAFieldOfAnotherWidth) { EXPECT_DEATH(HandleLookupPrefix("short"), ""); }

}  // namespace
}  // namespace vsx::store
