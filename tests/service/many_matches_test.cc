// However many cases and notices are about one person, everything about her stays usable and the answer can be sent.

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/api/status_handlers.h"
#include "node/service/revoke_case.h"
#include "node/statement/check_receipt.h"
#include "tests/support/story.h"
#include "vsx/v1/status.pb.h"

namespace vsx::test {
namespace {

constexpr int kMostMatches = 8;
constexpr int kMostParties = 64;
constexpr size_t kLargestMessage = size_t{1} << 20;

v1::CheckStatusResponse Ask(TestFederation& federation, const std::string& at) {
  v1::CheckStatusRequest request;
  request.mutable_context()->set_officer("im-4");
  request.mutable_context()->set_purpose(v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  v1::Document* document = request.mutable_person()->mutable_document();
  document->set_code("P");
  document->set_issuing_state("UTO");
  document->set_number(Person{}.passport);
  request.set_measure(v1::MEASURE_REMOVAL);
  request.set_stage(v1::STAGE_IMMIGRATION);
  request.set_file_number("EX-1");
  v1::CheckStatusResponse response;
  const absl::Status answered = federation.node(at).status().CheckStatus(
      {domain::AgencyKind::kImmigration, "vsx://" + at + "/agency/immigration/example", "example"}, request, &response);
  EXPECT_TRUE(answered.ok()) << answered;
  return response;
}

// The Party's desk as long as a record may make it.
void GrowDesk(TestFederation& federation, const std::string& party) {
  v1::ContactDesk* desk = federation.records.at(party).mutable_directory(0);
  desk->set_name(std::string(256, 'd'));
  desk->set_telephone(std::string(256, '0'));
  desk->clear_languages();
  for (int i = 0; i < 8; ++i) desk->add_languages(std::string(35, 'l'));
  federation.ReloadTrust();
}

domain::CaseId RegisterAs(TestFederation& federation, domain::CaseStatus status) {
  domain::CaseFacts facts = FactsOf({});
  facts.status = status;
  return service::RegisterCase(federation.context("QQA"), CaseOfficer("QQA"), facts, "").value().record.id;
}

// Most of them erased since: their look-up rows remain, and come first.
TEST(ManyMatchesTest, MoreThan64CasesOfOneDocumentAreCheckedWithdrawnAndRevoked) {
  TestFederation federation;
  const service::NodeContext& node = federation.context("QQA");
  store::WriteBatch erased;
  for (char i = 0; i < 70; ++i) {
    const std::string id = std::string(domain::CaseId::kSize - 1, '\0') + i;
    node.cases.PutHandle(erased, domain::CaseId::FromBytes(id).value(), PassportOf({}));
  }
  ASSERT_TRUE(node.engine.Commit(erased).ok());
  const domain::CaseId first = Register(federation, "QQA", {});
  const domain::CaseId second = Register(federation, "QQA", {});
  const service::CheckAnswer answer = Check(federation, "QQA", {PassportOf({})});
  EXPECT_EQ(answer.decision.outcome, domain::CheckOutcome::kHold);
  EXPECT_EQ(answer.decision.matches.size(), 2u);
  Record(federation, "QQA", first, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  EXPECT_EQ(OutcomeAt(federation, "QQB", {}), domain::CheckOutcome::kHold);
  Withdraw(federation, "QQA", first);
  const auto revoked =
      service::RevokeCase(node, CaseOfficer("QQA"), second, {domain::RevocationReason::kAtPersonsRequest, "", {}});
  EXPECT_TRUE(revoked.ok()) << revoked.status();
}

TEST(ManyMatchesTest, AnswerHasTheBestOfEachIssuerAndFitsItsMessage) {
  TestFederation federation;
  GrowDesk(federation, "QQA");
  for (int i = 0; i < kMostMatches + 4; ++i) {
    const bool last = i == kMostMatches + 3;
    const domain::CaseId id =
        RegisterAs(federation, last ? domain::CaseStatus::kIdentified : domain::CaseStatus::kPresumed);
    Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  }
  Register(federation, "QQB", {});
  federation.RunDispatch();

  EXPECT_EQ(Check(federation, "QQB", {PassportOf({})}).decision.matches.size(), size_t{kMostMatches + 4 + 1})
      << "the decision is taken over all";
  const v1::CheckStatusResponse answer = Ask(federation, "QQB");
  EXPECT_EQ(answer.outcome(), v1::CHECK_OUTCOME_HOLD);
  int of_a = 0;
  int of_b = 0;
  size_t largest = 0;
  bool best_is_there = false;
  for (const v1::StatusMatch& match : answer.matches()) {
    ++(match.issuing_party() == "QQA" ? of_a : of_b);
    largest = std::max(largest, match.ByteSizeLong());
    best_is_there = best_is_there || (match.issuing_party() == "QQA" && match.recognised_under_14_2());
  }
  EXPECT_EQ(of_a, kMostMatches);
  EXPECT_EQ(of_b, 1) << "one Party's matches push out nobody else's";
  EXPECT_TRUE(best_is_there);
  EXPECT_GT(largest, size_t{256 + 256 + 8 * 35});
  EXPECT_LT(largest * kMostMatches * kMostParties, kLargestMessage * 3 / 4) << "beside them stands the rest";

  const auto receipt = statement::VerifyCheckReceipt(federation.context("QQC").trust, answer.receipt_envelope(),
                                                     federation.clock().Now());
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->content.outcome, domain::CheckOutcome::kHold);
}

}  // namespace
}  // namespace vsx::test
