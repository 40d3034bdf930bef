#include "node/service/register_case.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/read_cases.h"
#include "node/service/upgrade_status.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(RegisterCaseTest, OwnCheckHoldsAndNothingLeavesBeforeSheWasAsked) {
  TestFederation federation;
  const Person person;
  const domain::CaseId id = Register(federation, "QQA", person);

  EXPECT_EQ(OutcomeAt(federation, "QQA", person), domain::CheckOutcome::kHold);
  EXPECT_EQ(federation.RunDispatch(), 0);
  EXPECT_THAT(DeliveriesOf(federation, "QQA", id), IsEmpty());
  EXPECT_THAT(federation.link().SeenBy(Party("QQB")), IsEmpty());
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kIncomplete);
  const service::NodeContext& node = federation.context("QQA");
  const auto snapshot = node.engine.TakeSnapshot();
  EXPECT_THAT(node.cases.LoadCopies(*snapshot, node.cases.Load(*snapshot, id).value()).value(), IsEmpty());
}

TEST(RegisterCaseTest, FoundByEveryHandleAtOnce) {
  TestFederation federation;
  const Person person;
  Register(federation, "QQA", person);
  const service::CheckAnswer answer = Check(federation, "QQA", {PassportOf(person), NameOf(person)});
  ASSERT_EQ(answer.decision.matches.size(), 1u);
  EXPECT_EQ(answer.decision.matches[0].mark, domain::HandleMark::kExact);
  const service::CheckAnswer by_name = Check(federation, "QQA", {NameOf(person)});
  ASSERT_EQ(by_name.decision.matches.size(), 1u);
  EXPECT_EQ(by_name.decision.matches[0].mark, domain::HandleMark::kPossible);
}

TEST(RegisterCaseTest, RepeatedRequestGivesTheSameCase) {
  TestFederation federation;
  const std::string request(16, 'r');
  const service::NodeContext& node = federation.context("QQA");
  const auto first = service::RegisterCase(node, CaseOfficer("QQA"), FactsOf({}), request);
  ASSERT_TRUE(first.ok()) << first.status();
  const size_t rows = AllRows(node.engine).size();
  const auto again = service::RegisterCase(node, CaseOfficer("QQA"), FactsOf({}), request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->record.id, first->record.id);
  EXPECT_EQ(AllRows(node.engine).size(), rows + 1) << "but for the entry in the audit log";

  // Another agency's request of that id is its own.
  service::Actor other = CaseOfficer("QQA");
  other.uri = "vsx://QQA/agency/counter-trafficking/other-body";
  const auto theirs = service::RegisterCase(node, other, FactsOf({}), request);
  ASSERT_TRUE(theirs.ok()) << theirs.status();
  EXPECT_NE(theirs->record.id, first->record.id);
}

TEST(RegisterCaseTest, RequestIdOfAnotherPersonIsRefused) {
  TestFederation federation;
  const std::string request(16, 'r');
  const service::NodeContext& node = federation.context("QQA");
  ASSERT_TRUE(service::RegisterCase(node, CaseOfficer("QQA"), FactsOf({}), request).ok());
  const Person other{.name = "Halimbawa Sample", .passport = "XX0000002"};
  const auto refused = service::RegisterCase(node, CaseOfficer("QQA"), FactsOf(other), request);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(domain::ErrorReason(refused.status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(OutcomeAt(federation, "QQA", other), domain::CheckOutcome::kIncomplete);
}

TEST(RegisterCaseTest, NamesOwnCasesThatShareAnExactHandle) {
  TestFederation federation;
  const domain::CaseId first = Register(federation, "QQA", {});
  domain::CaseFacts possible = FactsOf({.name = "Misal Sample"});
  for (domain::MarkedHandle& handle : possible.handles) handle.mark = domain::HandleMark::kPossible;
  const service::NodeContext& node = federation.context("QQA");
  EXPECT_THAT(service::RegisterCase(node, CaseOfficer("QQA"), possible, "")->related, IsEmpty());
  const auto second = service::RegisterCase(node, CaseOfficer("QQA"), FactsOf({}), "");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(second->related, ElementsAre(first)) << "a possible match binds nobody";
}

TEST(RegisterCaseTest, CopyThatWouldBeTooLargeIsRefusedBeforeAnythingIsStored) {
  TestFederation federation;
  domain::CaseFacts facts = FactsOf({});
  facts.names.assign(4, {std::string(256, 'e'), domain::HandleMark::kExact});
  facts.definition_elements.acts.assign(16, domain::Code::Create(std::string(60, 'x')).value());
  const service::NodeContext& node = federation.context("QQA");
  const auto rows = AllRows(node.engine);
  const auto refused = service::RegisterCase(node, CaseOfficer("QQA"), facts, "");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(domain::ErrorReason(refused.status()), "COPY_TOO_LARGE");
  EXPECT_EQ(AllRows(node.engine), rows);
}

// Where the largest copies just fit at registration, they still do once an upgrade adds the day.
TEST(RegisterCaseTest, WhatIsRegisteredCanBeUpgradedAndSent) {
  TestFederation federation;
  const service::NodeContext& node = federation.context("QQA");
  int registered = 0;
  int refused = 0;
  for (size_t length = 1; length <= 60; ++length) {
    const std::string number = std::to_string(length);
    domain::CaseFacts facts = FactsOf({.name = "Contoh " + std::string(length, 'a'), .passport = "XX000" + number});
    facts.status = domain::CaseStatus::kPresumed;
    facts.date_identified.reset();
    facts.names.assign(6, {std::string(200, 'e'), domain::HandleMark::kExact});
    facts.names.push_back({std::string(4 * length, 'o'), domain::HandleMark::kExact});
    const auto made = service::RegisterCase(node, CaseOfficer("QQA"), facts, "");
    if (!made.ok()) {
      EXPECT_EQ(domain::ErrorReason(made.status()), "COPY_TOO_LARGE");
      ++refused;
      continue;
    }
    ++registered;
    Record(federation, "QQA", made->record.id, YesTo(federation, {"QQB"}));
    federation.RunDispatch();  // so that the next copy names the one that it replaces
    const auto upgraded =
        service::UpgradeStatus(node, CaseOfficer("QQA"), made->record.id, domain::CaseStatus::kIdentified,
                               domain::CivilDate::FromTime(federation.clock().Now()));
    EXPECT_TRUE(upgraded.ok()) << length << ": " << upgraded.status();
  }
  EXPECT_GT(registered, 0);
  EXPECT_GT(refused, 0);
}

TEST(RegisterCaseTest, AskingIsOverdueAfterTheBound) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  const service::NodeContext& node = federation.context("QQA");
  federation.clock().Advance(72 * 3600);
  EXPECT_THAT(service::ListCases(node, CaseOfficer("QQA"), "", 10, true)->cases, IsEmpty());
  federation.clock().Advance(1);
  const auto overdue = service::ListCases(node, CaseOfficer("QQA"), "", 10, true);
  ASSERT_EQ(overdue->cases.size(), 1u);
  EXPECT_EQ(overdue->cases[0].id, id);
}

}  // namespace
}  // namespace vsx::test
