#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "node/cli/receipt_file.h"
#include "node/domain/mrz.h"
#include "node/statement/check_receipt.h"
#include "node/statement/receipts.h"
#include "tests/cli/cli_fixture.h"
#include "tests/statement/test_federation.h"

namespace vsx::test {
namespace {

using statement::IdOf;
using statement::Party;
using testing::HasSubstr;

constexpr char kDocument[] = "vsx-handle-v1|document|P|XXA|XX0000001";

class ReceiptTest : public CliTest {
 protected:
  ReceiptTest() {
    now_ = statement::kNow.seconds;
    File("manifest", federation_.SignedManifest());
    for (const auto& [code, record] : federation_.records) File(code + ".record", federation_.SignedRecord(code));
  }

  // QQB's receipt of a check by `handles`.
  std::string SignedCheck(const std::vector<std::string>& handles) {
    statement::CheckReceipt receipt{.party = Party("QQB"),
                                    .check_id = IdOf<domain::CheckId>('k'),
                                    .agency = "vsx://QQB/agency/immigration/example",
                                    .officer = "EX-0001",
                                    .measure = "REMOVAL",
                                    .stage = "IMMIGRATION",
                                    .file_number = "EXAMPLE-1",
                                    .person_present = true,
                                    .checked_at = statement::kNow,
                                    .valid_until = {now_ + 3600},
                                    .manifest_version = 1,
                                    .handle_classes = {domain::HandleClass::kDocument},
                                    .handle_commitments = {},
                                    .outcome = domain::CheckOutcome::kIncomplete,
                                    .consultations = {},
                                    .member_states_outside = {}};
    cli::ReceiptFile file;
    for (size_t i = 0; i < handles.size(); ++i) {
      file.handle_salts.emplace_back(static_cast<uint32_t>(i), std::string(32, static_cast<char>('a' + i)));
      receipt.handle_commitments.push_back(
          statement::HandleCommitmentForReceipt(receipt.check_id, file.handle_salts[i].second, handles[i]).value());
    }
    receipt.consultations = {{Party("QQB"), domain::ConsultationStatus::kConsulted, "", statement::kNow},
                             {Party("QQA"), domain::ConsultationStatus::kStanding, "INDEX_MISSING", {}},
                             {.party = Party("QQC"),
                              .status = domain::ConsultationStatus::kTransient,
                              .reason = "BUDGET_EXHAUSTED",
                              .as_of = std::nullopt,
                              .next_capacity_at = statement::kNow}};
    file.envelope = statement::SignCheckReceipt(receipt, *federation_.party("QQB").operations)->envelope;
    return cli::EncodeReceiptFile(file);
  }

  CliResult Verify(const std::string& file, const std::vector<std::string>& more = {}, const std::string& input = "") {
    std::vector<std::string> arguments = {"receipt",
                                          "verify",
                                          file,
                                          "--manifest",
                                          Path("manifest"),
                                          "--sha256",
                                          federation_.ManifestPin(),
                                          "--record",
                                          Path("QQA.record"),
                                          "--record",
                                          Path("QQB.record")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunBare(arguments, input);
  }

  statement::TestFederation federation_;
};

TEST_F(ReceiptTest, SoundReceiptHoldsOfflineAndIsAboutTheDocument) {
  const std::string file = File("check.receipt", SignedCheck({"vsx-handle-v1|document|P|XXA|XX0000009", kDocument}));
  auto result = Verify(file);
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, testing::StartsWith("The receipt holds: signed by QQB, key ed25519:"));
  EXPECT_THAT(result.out, HasSubstr("outcome     incomplete\n"));
  EXPECT_THAT(result.out, HasSubstr("QQC         transient: BUDGET_EXHAUSTED, ask again after 2030-03-17 17:47 UTC\n"));
  EXPECT_THAT(result.out, testing::Not(HasSubstr("Mind:")));
  result = Verify(file, {"--document-from", "-"}, "P XXA XX-0000001");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("It is about this person, by document."));
  result = Verify(file, {"--handle-from", "-", "--json"}, std::string(kDocument) + "\n");
  ASSERT_EQ(result.code, 0) << result.err;
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["verified"], true);
  EXPECT_EQ(json["receipt"]["file_number"], "EXAMPLE-1");
  EXPECT_EQ(json["matched_handle_classes"], nlohmann::json::array({"document"}));
}

TEST_F(ReceiptTest, NameAndBirthDateMayBeANamesakes) {
  constexpr char kName[] = "vsx-handle-v1|biographic|contoh fictitious|1999-04-05";
  const std::string file = File("check.receipt", SignedCheck({kDocument, kName}));
  auto result = Verify(file, {"--handle-from", "-"}, std::string(kName) + "\n");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("somebody of this name and date of birth: this person, or a namesake."));
  EXPECT_THAT(result.out, testing::Not(HasSubstr("It is about this person")));
  result = Verify(file, {"--handle-from", "-"}, std::string(kName) + "\n" + kDocument + "\n");
  EXPECT_THAT(result.out, HasSubstr("It is about this person, by document, biographic."));
}

TEST_F(ReceiptTest, ReceiptAboutSomebodyElseFails) {
  const auto result =
      Verify(File("check.receipt", SignedCheck({kDocument})), {"--document-from", "-"}, "P XXA XX0000002");
  EXPECT_EQ(result.code, 4);
  EXPECT_THAT(result.err, HasSubstr("not about this person"));
  EXPECT_THAT(result.err, testing::Not(HasSubstr("XX0000002")));
}

TEST_F(ReceiptTest, EveryFlippedByteFails) {
  const auto file = *cli::DecodeReceiptFile(SignedCheck({kDocument}));
  for (size_t i = 0; i < file.envelope.size(); i += 3) {
    auto bent = file;
    bent.envelope[i] = static_cast<char>(bent.envelope[i] ^ 1);
    // The key id is a hint that nobody relies on: only there may a change pass.
    const auto result = Verify(File("check.receipt", cli::EncodeReceiptFile(bent)));
    if (result.code == 0) {
      EXPECT_THAT(nlohmann::json::parse(Verify(Path("check.receipt"), {"--json"}).out)["receipt"]["officer"],
                  "EX-0001");
    } else {
      EXPECT_EQ(result.code, 4) << i << result.err;
    }
  }
}

TEST_F(ReceiptTest, WrongPinOrMissingRecordFails) {
  const std::string file = File("check.receipt", SignedCheck({kDocument}));
  auto result = RunBare({"receipt", "verify", file, "--manifest", Path("manifest"), "--sha256", std::string(64, '0'),
                         "--record", Path("QQB.record")});
  EXPECT_EQ(result.code, 4);
  EXPECT_THAT(result.err, HasSubstr("MANIFEST_NOT_PINNED"));
  result = RunBare({"receipt", "verify", file, "--manifest", Path("manifest"), "--sha256", federation_.ManifestPin(),
                    "--record", Path("QQA.record")});
  EXPECT_EQ(result.code, 4);
}

TEST_F(ReceiptTest, ZoneAndNameAreComparedAsTheNodeAsks) {
  const std::string file =
      File("check.receipt", SignedCheck({kDocument, "vsx-handle-v1|biographic|example sample|1990-01-01"}));
  const auto keyed = domain::Handle::FromCanonical("vsx-handle-v1|biographic|example sample|1990-01-01");
  ASSERT_TRUE(keyed.ok()) << keyed.status();
  const auto result = Verify(file, {"--name-from", "-"}, "Sample Example\n1990-01-01\n");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("somebody of this name and date of birth"));
}

TEST_F(ReceiptTest, DeliveryAndErasureReceiptsHoldToo) {
  const auto delivered =
      statement::SignDeliveryReceipt({Party("QQB"), Party("QQA"), statement::StatementType::kAttestationCopy,
                                      IdOf<domain::StatementId>('s'), std::string(32, 'h'), "", statement::kNow},
                                     *federation_.party("QQB").operations);
  ASSERT_TRUE(delivered.ok()) << delivered.status();
  const std::string file = File("delivery.receipt", cli::EncodeReceiptFile({delivered->envelope, {}}));
  auto result = Verify(file);
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("QQB received from QQA"));
  EXPECT_EQ(Verify(file, {"--document-from", "-"}, "P XXA XX0000001").code, 1);
  const auto erased = statement::SignErasureReceipt(
      {Party("QQB"), Party("QQA"), IdOf<domain::StatementId>('w'), std::string(32, 'h'), statement::kNow},
      *federation_.party("QQB").operations);
  ASSERT_TRUE(erased.ok()) << erased.status();
  result = Verify(File("erasure.receipt", cli::EncodeReceiptFile({erased->envelope, {}})));
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("a signed claim, not proof"));
}

TEST_F(ReceiptTest, SignatureByAnotherPartyOrRoleFails) {
  for (const auto* signer : {federation_.party("QQA").operations.get(), federation_.party("QQB").attestation.get()}) {
    const auto erased = statement::SignErasureReceipt(
        {Party("QQB"), Party("QQA"), IdOf<domain::StatementId>('w'), std::string(32, 'h'), statement::kNow}, *signer);
    EXPECT_EQ(Verify(File("erasure.receipt", cli::EncodeReceiptFile({erased->envelope, {}}))).code, 4);
  }
}

TEST_F(ReceiptTest, ShowDoesNotClaimToVerify) {
  const auto result = RunBare({"receipt", "show", File("check.receipt", SignedCheck({kDocument}))});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Shown, not verified"));
}

TEST_F(ReceiptTest, FileThatIsNoReceiptIsWrongInput) {
  for (const char* text :
       {"", "{}", "[]", "{\"format\": \"vsx-receipt-v1\"}", "{\"format\": \"vsx-receipt-v1\", \"receipt_envelope\": 5}",
        "{\"format\": \"vsx-receipt-v1\", \"receipt_envelope\": \"\", \"handle_salts\": [{\"index\": 0, \"salt\": "
        "\"AAAA\"}]}"}) {
    EXPECT_EQ(RunBare({"receipt", "show", File("no.receipt", text)}).code, 1) << text;
  }
}

}  // namespace
}  // namespace vsx::test
