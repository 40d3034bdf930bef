#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/statement/check_receipt.h"
#include "tests/api/example_requests.h"

namespace vsx::api {
namespace {

using domain::AgencyKind;

v1::CheckStatusResponse Check(test::TestFederation& federation, const std::string& at,
                              const v1::CheckStatusRequest& request) {
  v1::CheckStatusResponse response;
  const absl::Status status =
      federation.node(at).status().CheckStatus(Caller(AgencyKind::kImmigration, at), request, &response);
  EXPECT_TRUE(status.ok()) << status;
  return response;
}

TEST(StatusHandlersTest, HoldNamesTheDeskWithItsNumberAndWhatToDo) {
  test::TestFederation federation;
  CaseWithConsent(federation);
  federation.RunDispatch();
  const v1::CheckStatusResponse answer = Check(federation, "QQB", ExampleCheck());
  EXPECT_EQ(answer.outcome(), v1::CHECK_OUTCOME_HOLD);
  ASSERT_EQ(answer.matches_size(), 1);
  const v1::StatusMatch& match = answer.matches(0);
  EXPECT_EQ(match.issuing_party(), "QQA");
  EXPECT_FALSE(match.own_case());
  EXPECT_EQ(match.mark(), v1::HANDLE_MARK_EXACT);
  EXPECT_TRUE(match.recognised_under_14_2());
  EXPECT_EQ(match.desk().telephone(), "+00 000 0000");
  EXPECT_EQ(match.desk().name(), "Example duty desk of QQA");
  ASSERT_GT(answer.advice_size(), 0);
  EXPECT_EQ(answer.advice(0).code(), "PAUSE_REMOVAL");
  for (const v1::Advice& advice : answer.advice()) {
    EXPECT_FALSE(advice.text().empty());
    EXPECT_FALSE(absl::StrContains(absl::AsciiStrToLower(advice.text()), "victim"));
    EXPECT_FALSE(absl::StrContains(absl::AsciiStrToLower(advice.text()), "trafficking"));
  }
  EXPECT_EQ(answer.valid_until() - answer.checked_at(), 3600);
  EXPECT_EQ(answer.log_state(), v1::LOG_STATE_NOT_LOGGED);
}

TEST(StatusHandlersTest, UsedUpBudgetOfAnOfficerIsAnAnswerThatSaysWhenThereIsMore) {
  const domain::BudgetRate one = *domain::BudgetRate::Create(1, 24);
  test::TestFederation federation({.officer_rates = {one, one}});
  CaseWithConsent(federation);
  federation.RunDispatch();
  EXPECT_EQ(Check(federation, "QQB", ExampleCheck()).outcome(), v1::CHECK_OUTCOME_HOLD);
  const v1::CheckStatusResponse answer = Check(federation, "QQB", ExampleCheck());
  EXPECT_EQ(answer.outcome(), v1::CHECK_OUTCOME_INCOMPLETE);
  EXPECT_EQ(answer.matches_size(), 0);
  EXPECT_THAT(answer.incomplete_reasons(), ::testing::IsEmpty()) << "the budget alone stands against an answer";
  ASSERT_EQ(answer.consultations_size(), 3);
  for (const v1::PartyConsultation& line : answer.consultations()) {
    EXPECT_EQ(line.status(), v1::CONSULTATION_STATUS_TRANSIENT);
    EXPECT_EQ(line.reason(), "OFFICER_BUDGET_EXHAUSTED");
    EXPECT_EQ(line.next_capacity_at(), answer.checked_at() + 3'600);
  }
  ASSERT_GT(answer.advice_size(), 0);
  EXPECT_EQ(answer.advice(0).code(), "PAUSE_UNTIL_COMPLETE");
  EXPECT_FALSE(answer.receipt_envelope().empty());
  EXPECT_EQ(answer.handle_salts_size(), Check(federation, "QQB", ExampleCheck()).handle_salts_size());
}

TEST(StatusHandlersTest, IncompleteNamesEveryPartyAndTheStatesOutside) {
  test::TestFederation federation;
  const v1::CheckStatusResponse answer = Check(federation, "QQB", ExampleCheck());
  EXPECT_EQ(answer.outcome(), v1::CHECK_OUTCOME_INCOMPLETE);
  ASSERT_EQ(answer.consultations_size(), 3);
  EXPECT_EQ(answer.consultations(0).party(), "QQB");
  EXPECT_EQ(answer.consultations(1).reason(), "INDEX_MISSING");
  EXPECT_THAT(answer.member_states_outside(), ::testing::ElementsAre("QQZ"));
  ASSERT_EQ(answer.desks_to_call_size(), 3) << "the own one first, then of each that was not consulted";
  EXPECT_EQ(answer.desks_to_call(0).party(), "QQB");
  EXPECT_EQ(answer.desks_to_call(0).desk().telephone(), "+00 000 0000");
  EXPECT_EQ(answer.desks_to_call(1).desk().name(), "Example duty desk of QQA");
  bool says_absence_is_no_evidence = false;
  for (const v1::Advice& advice : answer.advice()) {
    says_absence_is_no_evidence = says_absence_is_no_evidence || advice.code() == "ABSENCE_IS_NO_EVIDENCE";
  }
  EXPECT_TRUE(says_absence_is_no_evidence);
}

TEST(StatusHandlersTest, IncompleteSaysWhatStandsAgainstItBesideTheParties) {
  test::TestFederation federation;
  v1::CheckStatusRequest request = ExampleCheck();
  // Nobody was heard, so nobody confirmed the clock.
  EXPECT_THAT(Check(federation, "QQB", request).incomplete_reasons(), ::testing::ElementsAre("OWN_CLOCK"));
  v1::BiographicQuery* query = request.mutable_person()->mutable_biographic();
  query->set_name("Example Sample");
  query->set_birth_date("1999");
  EXPECT_THAT(Check(federation, "QQB", request).incomplete_reasons(),
              ::testing::ElementsAre("OWN_CLOCK", "PARTIAL_DATE"));
}

TEST(StatusHandlersTest, SaltsOpenTheReceiptAndThePersonIsNotInIt) {
  test::TestFederation federation;
  const v1::CheckStatusResponse answer = Check(federation, "QQB", ExampleCheck());
  EXPECT_FALSE(absl::StrContains(answer.receipt_envelope(), "XX0000001"));
  const auto receipt = statement::VerifyCheckReceipt(federation.context("QQA").trust, answer.receipt_envelope(),
                                                     federation.clock().Now());
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->content.measure, "REMOVAL");
  EXPECT_EQ(receipt->content.stage, "IMMIGRATION");
  EXPECT_EQ(receipt->content.agency, "vsx://QQB/agency/immigration/example");
  ASSERT_EQ(answer.handle_salts_size(), 1);
  EXPECT_TRUE(statement::VerifyReceiptHandle(receipt->content, 0, answer.handle_salts(0).salt(),
                                             "vsx-handle-v1|document|P|UTO|XX0000001")
                  .ok());
}

TEST(StatusHandlersTest, NameAndBirthDateIsAPossibleMatch) {
  test::TestFederation federation;
  CaseWithConsent(federation);
  federation.RunDispatch();
  v1::CheckStatusRequest request = ExampleCheck();
  request.mutable_person()->mutable_biographic()->set_name("FICTITIOUS, contoh");
  request.mutable_person()->mutable_biographic()->set_birth_date("1999-04-05");
  const v1::CheckStatusResponse answer = Check(federation, "QQB", request);
  EXPECT_EQ(answer.outcome(), v1::CHECK_OUTCOME_HOLD);
  ASSERT_EQ(answer.matches_size(), 1);
  EXPECT_EQ(answer.matches(0).mark(), v1::HANDLE_MARK_POSSIBLE);
  EXPECT_THAT(answer.matches(0).qualifications(), ::testing::Contains(v1::QUALIFICATION_POSSIBLE_MATCH));
}

}  // namespace
}  // namespace vsx::api
