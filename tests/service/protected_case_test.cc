#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/domain/error.h"
#include "node/service/read_cases.h"
#include "node/service/upgrade_status.h"
#include "node/statement/audit_entry.h"
#include "store/audit_log.h"
#include "tests/support/story.h"

// `protected` leaves a case to the agencies named, in every own use; and what a namesake's case says never takes
// somebody's own protection away.
namespace vsx::test {
namespace {

using domain::CheckOutcome;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ProtectedCaseTest : public ::testing::Test {
 protected:
  ProtectedCaseTest() : other_(CaseOfficer("QQA")) {
    other_.agency = "counter-trafficking/other-body";
    other_.uri = "vsx://QQA/agency/counter-trafficking/other-body";
  }
  const service::NodeContext& node() { return federation_.context("QQA"); }

  absl::StatusOr<service::RegisteredCase> RegisterProtected(const Person& person) {
    domain::CaseFacts facts = FactsOf(person);
    facts.protected_for_agencies = {"counter-trafficking/example-body"};
    return service::RegisterCase(node(), CaseOfficer("QQA"), facts, "");
  }

  TestFederation federation_;
  service::Actor other_;
};

TEST_F(ProtectedCaseTest, OtherAgencyLearnsOfItNowhere) {
  const Person person;
  const domain::CaseId id = RegisterProtected(person)->record.id;
  Record(federation_, "QQA", id, YesTo(federation_, {"QQB"}));
  EXPECT_EQ(domain::ErrorReason(service::GetCase(node(), other_, id).status()), "CASE_UNKNOWN");
  EXPECT_EQ(domain::ErrorReason(service::ListDeliveriesOfCase(node(), other_, id).status()), "CASE_UNKNOWN");
  EXPECT_EQ(domain::ErrorReason(service::WithdrawConsent(node(), other_, id, {}, false).status()), "CASE_UNKNOWN");
  EXPECT_THAT(service::FindCases(node(), other_, {PassportOf(person)})->cases, IsEmpty());
  EXPECT_THAT(service::ListCases(node(), other_, "", 10, false)->cases, IsEmpty());
  EXPECT_THAT(service::ListDeliveries(node(), other_, "", 10)->deliveries, IsEmpty());
  domain::CaseFacts again = FactsOf(person);
  EXPECT_THAT(service::RegisterCase(node(), other_, again, "")->related, IsEmpty());

  const service::Actor named = CaseOfficer("QQA");
  EXPECT_TRUE(service::GetCase(node(), named, id).ok());
  EXPECT_THAT(service::FindCases(node(), named, {PassportOf(person)})->cases, SizeIs(2));
  EXPECT_THAT(service::ListDeliveries(node(), named, "", 10)->deliveries, SizeIs(1));
}

// The agency that may not learn of the case is told the same as of one that does not exist; the overseer sees the
// attempt.
TEST_F(ProtectedCaseTest, AttemptOfAnotherAgencyStandsInTheAuditLog) {
  const domain::CaseId id = RegisterProtected({})->record.id;
  const auto newest = [&] {
    const auto entries = store::ReadAudit(*node().engine.TakeSnapshot(), 0, store::kMaxPageRows).value();
    return statement::DecodeAuditEntry(entries.back().body).value();
  };
  const std::string pseudonym = newest().case_pseudonyms.at(0);
  ASSERT_FALSE(service::UpgradeStatus(node(), other_, id, domain::CaseStatus::kUnderAssessment, {}).ok());
  const statement::AuditEntry attempt = newest();
  EXPECT_EQ(attempt.method, "UpgradeStatus");
  EXPECT_EQ(attempt.outcome, "PROTECTED_CASE_REFUSED");
  EXPECT_EQ(attempt.caller, other_.uri);
  EXPECT_THAT(attempt.case_pseudonyms, ::testing::ElementsAre(pseudonym));
}

// An objection in her other case recalls what the protected one sent, and tells only who may learn of that.
TEST_F(ProtectedCaseTest, RecallOfItIsNotToldToAnotherAgency) {
  const Person person{.sending_parties = {"QQB", "QQC"}};
  const domain::CaseId hidden = RegisterProtected(person)->record.id;
  Record(federation_, "QQA", hidden, YesTo(federation_, {"QQB", "QQC"}));
  federation_.RunDispatch();
  domain::CaseFacts facts = FactsOf(person);
  const domain::CaseId open = service::RegisterCase(node(), other_, facts, "")->record.id;
  domain::ConsentRecord no = Interview(federation_, {"QQB", "QQC"});
  no.directives = {DenyAll("QQB"), DenyAll("QQC")};
  const int wakes = federation_.node("QQA").signal().wakes();
  const auto changed = service::RecordConsent(node(), other_, open, no, 0);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_THAT(changed->changes.recalled, IsEmpty());
  EXPECT_THAT(changed->changes.queued_for, IsEmpty());
  EXPECT_EQ(federation_.node("QQA").signal().wakes(), wakes + 2) << "it is sent all the same";
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());

  const auto named = service::WithdrawConsent(node(), CaseOfficer("QQA"), hidden, {}, false);
  ASSERT_TRUE(named.ok()) << named.status();
}

TEST_F(ProtectedCaseTest, WhoRegistersMustNameItsOwnAgency) {
  domain::CaseFacts facts = FactsOf({});
  facts.protected_for_agencies = {"counter-trafficking/other-body"};
  const auto refused = service::RegisterCase(node(), CaseOfficer("QQA"), facts, "");
  EXPECT_EQ(domain::ErrorReason(refused.status()), "OWN_AGENCY_MISSING");
  EXPECT_THAT(service::ListCases(node(), other_, "", 10, false)->cases, IsEmpty());
}

TEST_F(ProtectedCaseTest, NamesakesProtectedCaseDoesNotHideAnotherPersonsOwn) {
  ASSERT_TRUE(RegisterProtected({}).ok());
  Person namesake;
  namesake.passport = "XX0000002";
  const domain::CaseId id = Register(federation_, "QQA", namesake);
  domain::Handle passport = PassportOf(namesake);
  EXPECT_EQ(Check(federation_, "QQA", {passport}).decision.outcome, CheckOutcome::kHold);

  // Neither does what the namesake says of checks on himself.
  domain::ConsentRecord no = Interview(federation_, {"QQA", "QQB"});
  no.directives = {Deny("QQA", domain::Purpose::kProtectiveCheck), DenyAll("QQB")};
  no.own_effect_shown = true;
  Person third;
  third.passport = "XX0000003";
  Record(federation_, "QQA", Register(federation_, "QQA", third), no);
  EXPECT_EQ(Check(federation_, "QQA", {passport}).decision.outcome, CheckOutcome::kHold);
  // Abroad it withholds: it may be the same person, and she said no.
  Record(federation_, "QQA", id, YesTo(federation_, {"QQB"}));
  EXPECT_THAT(DeliveriesOf(federation_, "QQA", id), IsEmpty());
}

TEST_F(ProtectedCaseTest, OwnSecondCaseWithTheSamePassportIsBound) {
  const Person person;
  domain::ConsentRecord no = Interview(federation_, {"QQA", "QQB"});
  no.directives = {Deny("QQA", domain::Purpose::kProtectiveCheck)};
  no.own_effect_shown = true;
  Record(federation_, "QQA", Register(federation_, "QQA", person), no);
  Register(federation_, "QQA", person);
  EXPECT_EQ(Check(federation_, "QQA", {PassportOf(person)}).decision.outcome, CheckOutcome::kIncomplete);
}

}  // namespace
}  // namespace vsx::test
