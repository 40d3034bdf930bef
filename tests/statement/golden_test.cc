#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "node/statement/access_notice.h"
#include "node/statement/audit_entry.h"
#include "node/statement/check_receipt.h"
#include "node/statement/delivery_content.h"
#include "node/statement/receipts.h"
#include "node/statement/withdrawal.h"
#include "tests/statement/test_federation.h"

// The bytes of every statement, from fixed keys, ids and randomness, in golden/<name>.hex (64 hex digits a line). A
// file that changes is a change of the wire format: another version, not another file. VSX_WRITE_GOLDEN=1 in the
// environment writes files that do not exist yet, and never changes one that does.

namespace vsx::statement {
namespace {

using domain::Purpose;

std::string PathOf(std::string_view name) {
  return std::string(VSX_SOURCE_DIR "/tests/statement/golden/") + std::string(name) + ".hex";
}

// Empty if the file does not exist.
std::string ReadGolden(std::string_view name) {
  std::ifstream file(PathOf(name));
  std::string hex;
  for (std::string line; std::getline(file, line);) hex += line;
  return crypto::FromHex(hex).value();
}

void WriteGolden(std::string_view name, std::string_view bytes) {
  const std::string hex = crypto::ToHex(bytes);
  std::ofstream file(PathOf(name));
  for (size_t i = 0; i < hex.size(); i += 64) file << hex.substr(i, 64) << "\n";
}

void ExpectGolden(std::string_view name, std::string_view bytes) {
  std::string golden = ReadGolden(name);
  if (golden.empty() && std::getenv("VSX_WRITE_GOLDEN") != nullptr) {
    WriteGolden(name, bytes);
    golden = ReadGolden(name);
  }
  EXPECT_EQ(crypto::ToHex(golden), crypto::ToHex(bytes)) << name;
}

class GoldenTest : public testing::Test {
 protected:
  TestFederation federation_;
  TrustStore trust_ = federation_.Trust("QQB");
  const TestParty& issuer_ = federation_.party("QQA");
  const TestParty& recipient_ = federation_.party("QQB");
};

TEST_F(GoldenTest, AttestationCopies) {
  const std::pair<const char*, Purpose> kCopies[] = {{"copy_notify_level_1", Purpose::kNotifyLevel1},
                                                     {"copy_notify_level_2", Purpose::kNotifyLevel2},
                                                     {"copy_protective_check", Purpose::kProtectiveCheck},
                                                     {"copy_consular_assistance", Purpose::kConsularAssistance},
                                                     {"copy_presented", Purpose::kPresented}};
  for (const auto& [name, purpose] : kCopies) {
    const SignedCopy copy = SignExampleCopy(federation_, Permitted(ExampleFacts(), purpose), name).value();
    ExpectGolden(name, copy.envelope);
    EXPECT_TRUE(VerifyAttestationCopy(trust_, ReadGolden(name), Party("QQA"), Party("QQB"), kNow).ok()) << name;
  }
}

TEST_F(GoldenTest, WithdrawalAndRevocation) {
  const std::vector<domain::CopyId> copies = {IdOf<domain::CopyId>('c'), IdOf<domain::CopyId>('d')};
  const Withdrawal withdrawal{Party("QQA"), Party("QQB"), IdOf<domain::StatementId>('w'), copies, kNow};
  ExpectGolden("withdrawal", SignWithdrawal(withdrawal, *issuer_.operations)->envelope);
  EXPECT_TRUE(VerifyWithdrawal(trust_, ReadGolden("withdrawal"), Party("QQA"), Party("QQB"), kNow).ok());
  const Revocation revocation{
      Party("QQA"), Party("QQB"), IdOf<domain::StatementId>('r'), copies, domain::RevocationReason::kSuperseded, kNow};
  ExpectGolden("revocation", SignRevocation(revocation, *issuer_.attestation)->envelope);
  EXPECT_TRUE(VerifyRevocation(trust_, ReadGolden("revocation"), Party("QQA"), Party("QQB"), kNow).ok());
}

TEST_F(GoldenTest, Receipts) {
  const DeliveryReceipt delivery{Party("QQB"),
                                 Party("QQA"),
                                 StatementType::kAttestationCopy,
                                 IdOf<domain::StatementId>('c'),
                                 crypto::Sha256("notice"),
                                 crypto::Sha256("protective"),
                                 kNow};
  ExpectGolden("delivery_receipt", SignDeliveryReceipt(delivery, *recipient_.operations)->envelope);
  EXPECT_TRUE(VerifyDeliveryReceipt(trust_, ReadGolden("delivery_receipt"), Party("QQB"), Party("QQA"), kNow).ok());
  const ErasureReceipt erasure{Party("QQB"), Party("QQA"), IdOf<domain::StatementId>('w'), crypto::Sha256("withdrawal"),
                               kNow};
  ExpectGolden("erasure_receipt", SignErasureReceipt(erasure, *recipient_.operations)->envelope);
  EXPECT_TRUE(VerifyErasureReceipt(trust_, ReadGolden("erasure_receipt"), Party("QQB"), Party("QQA"), kNow).ok());
}

TEST_F(GoldenTest, AccessNotice) {
  const statement::AccessNotice notice{Party("QQB"),
                                       Party("QQA"),
                                       IdOf<domain::StatementId>('n'),
                                       IdOf<domain::CopyId>('c'),
                                       domain::AgencyKind::kImmigration,
                                       domain::AccessPurpose::kProtectiveCheck,
                                       domain::CivilDate::FromTime(kNow)};
  ExpectGolden("access_notice", SignAccessNotice(notice, *recipient_.operations)->envelope);
  const TrustStore trust = federation_.Trust("QQA");
  EXPECT_TRUE(VerifyAccessNotice(trust, ReadGolden("access_notice"), Party("QQB"), Party("QQA"), kNow).ok());
}

TEST_F(GoldenTest, CheckReceipt) {
  CheckReceipt receipt{.party = Party("QQB"),
                       .check_id = IdOf<domain::CheckId>('k'),
                       .agency = "vsx://QQB/agency/immigration/example",
                       .officer = "EX-0001",
                       .measure = "REMOVAL",
                       .stage = "IMMIGRATION",
                       .file_number = "EXAMPLE-1",
                       .person_present = true,
                       .checked_at = kNow,
                       .valid_until = {kNow.seconds + 3600},
                       .manifest_version = 1,
                       .handle_classes = {domain::HandleClass::kDocument, domain::HandleClass::kBiographic},
                       .handle_commitments = {crypto::Sha256("one"), crypto::Sha256("two")},
                       .outcome = domain::CheckOutcome::kHold,
                       .consultations = {{Party("QQB"), domain::ConsultationStatus::kConsulted, "", kNow},
                                         {.party = Party("QQA"),
                                          .status = domain::ConsultationStatus::kTransient,
                                          .reason = "EXAMPLE",
                                          .as_of = std::nullopt,
                                          .next_capacity_at = domain::UnixTime{kNow.seconds + 60}}},
                       .member_states_outside = {Party("QQZ")}};
  ExpectGolden("check_receipt", SignCheckReceipt(receipt, *recipient_.operations)->envelope);
  EXPECT_TRUE(VerifyCheckReceipt(trust_, ReadGolden("check_receipt"), kNow).ok());
}

TEST_F(GoldenTest, TrustDocuments) {
  ExpectGolden("manifest", federation_.SignedManifest());
  ExpectGolden("party_record", federation_.SignedRecord("QQB"));
  EXPECT_TRUE(
      TrustStore::Load(ReadGolden("manifest"), federation_.ManifestPin(), {ReadGolden("party_record")}, Party("QQB"))
          .ok());
}

TEST_F(GoldenTest, DeliveryContents) {
  const NotificationContent notification{"notice", "protective", {{3, 1, 1, std::string(32, 's'), "handle"}}};
  ExpectGolden("content_notification", EncodeNotification(notification));
  ExpectGolden("content_withdrawal", EncodeWithdrawal("withdrawal"));
  ExpectGolden("content_revocation", EncodeRevocation("revocation"));
  ExpectGolden("content_access_notice", EncodeAccessNotice("notice"));
}

TEST_F(GoldenTest, AuditEntry) {
  const vsx::statement::AuditEntry entry{kNow,
                                         "vsx://QQA/agency/immigration/example",
                                         std::string(32, 'o'),
                                         "CheckStatus",
                                         domain::AccessPurpose::kProtectiveCheck,
                                         {std::string(32, 'p')},
                                         "HOLD",
                                         "QQB"};
  ExpectGolden("audit_entry", EncodeAuditEntry(entry));
}

}  // namespace
}  // namespace vsx::statement
