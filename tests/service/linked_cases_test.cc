// An objection binds all own cases that share an exact handle (protocol §2), whichever was there first.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The same passport, written under two names.
const Person kOneName{.name = "Contoh Fictitious", .passport = "XX0000011"};
const Person kNameOfAnother{.name = "Halimbawa Sample", .passport = "XX0000011"};

TEST(LinkedCasesTest, ObjectionInAnEarlierCaseKeepsALaterOneFromSending) {
  TestFederation federation;
  const domain::CaseId first = Register(federation, "QQA", kOneName);
  domain::ConsentRecord no = Interview(federation, {"QQB"});
  no.directives = {DenyAll("QQB")};
  Record(federation, "QQA", first, no);
  const domain::CaseId second = Register(federation, "QQA", kNameOfAnother);
  Record(federation, "QQA", second, YesTo(federation, {"QQB"}));
  EXPECT_EQ(federation.RunDispatch(), 0);
  EXPECT_THAT(federation.link().SeenBy(Party("QQB")), IsEmpty());
}

TEST(LinkedCasesTest, ObjectionInALaterCaseRecallsWhatTheEarlierOneSent) {
  TestFederation federation;
  const domain::CaseId first = Register(federation, "QQA", kOneName);
  Record(federation, "QQA", first, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  EXPECT_EQ(OutcomeAt(federation, "QQB", kOneName), domain::CheckOutcome::kHold);
  const domain::CaseId second = Register(federation, "QQA", kNameOfAnother);
  domain::ConsentRecord no = Interview(federation, {"QQB"});
  no.directives = {DenyAll("QQB")};
  const service::ChangedConsent changed = Record(federation, "QQA", second, no);
  EXPECT_THAT(changed.changes.recalled, Contains(Party("QQB")));
  federation.RunDispatch();
  EXPECT_EQ(OutcomeAt(federation, "QQB", kOneName), domain::CheckOutcome::kIncomplete);
  EXPECT_THAT(InboxOf(federation, "QQB"), IsEmpty());
}

TEST(LinkedCasesTest, ProtectionSoughtInANewCaseBindsTheOldOneFromItsRegistration) {
  TestFederation federation;
  const domain::CaseId first = Register(federation, "QQA", kOneName);
  domain::ConsentRecord by_default = Interview(federation, {"QQB"});
  by_default.directives = {AllowAllByDefault()};
  Record(federation, "QQA", first, by_default);
  federation.RunDispatch();
  EXPECT_EQ(InboxOf(federation, "QQB").size(), 1u);

  domain::CaseFacts refugee = FactsOf(kNameOfAnother);
  refugee.seeks_protection = true;
  const auto registered = service::RegisterCase(federation.context("QQA"), CaseOfficer("QQA"), refugee, "");
  ASSERT_TRUE(registered.ok()) << registered.status();
  EXPECT_THAT(registered->others.recalled, ElementsAre(Party("QQB"))) << "who registers is told";
  federation.RunDispatch();
  EXPECT_THAT(InboxOf(federation, "QQB"), IsEmpty()) << "she seeks protection from that State";
}

// Who was not asked yet and of whom nobody entered a nationality says nothing against what she allowed elsewhere: not
// as a second case of hers, and not as a namesake.
TEST(LinkedCasesTest, CaseWithoutNationalityTakesNothingAwayThatSheAllowed) {
  for (const bool namesake : {false, true}) {
    TestFederation federation;
    const domain::CaseId first = Register(federation, "QQA", kOneName);
    Record(federation, "QQA", first, YesTo(federation, {"QQB"}));
    federation.RunDispatch();

    domain::CaseFacts unknown = FactsOf(kOneName);
    unknown.nationalities.clear();
    unknown.nationality_unknown = true;
    if (namesake) {
      unknown.documents.clear();
      unknown.handles.erase(unknown.handles.begin());
    }
    const auto registered = service::RegisterCase(federation.context("QQA"), CaseOfficer("QQA"), unknown, "");
    ASSERT_TRUE(registered.ok()) << registered.status();
    EXPECT_THAT(registered->related, ElementsAre(first));
    EXPECT_FALSE(registered->others.any);
    EXPECT_EQ(federation.RunDispatch(), 0);
    EXPECT_EQ(OutcomeAt(federation, "QQB", kOneName), domain::CheckOutcome::kHold) << namesake;
  }
}

TEST(LinkedCasesTest, WhoRegistersIsToldThatAnEarlierNoKeepsTheCaseFromOwnOfficers) {
  TestFederation federation;
  const domain::CaseId first = Register(federation, "QQA", kOneName);
  domain::ConsentRecord no = Interview(federation, {"QQA"});
  no.own_effect_shown = true;
  no.directives = {Deny("QQA", domain::Purpose::kProtectiveCheck)};
  Record(federation, "QQA", first, no);
  const auto second = service::RegisterCase(federation.context("QQA"), CaseOfficer("QQA"), FactsOf(kNameOfAnother), "");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->own_checks.effect, domain::ConsentEffectCode::kOwnOfficersDoNotSee);
  EXPECT_EQ(OutcomeAt(federation, "QQA", kNameOfAnother), domain::CheckOutcome::kIncomplete);
  const auto stranger = service::RegisterCase(federation.context("QQA"), CaseOfficer("QQA"),
                                              FactsOf({.name = "Halimbawa Lain", .passport = "XX0000012"}), "");
  ASSERT_TRUE(stranger.ok()) << stranger.status();
  EXPECT_EQ(stranger->own_checks.effect, domain::ConsentEffectCode::kOwnOfficersProtect);
}

TEST(LinkedCasesTest, RegistrationBetweenReadingAndWritingMakesTheInterviewLookAgain) {
  TestFederation federation;
  const domain::CaseId first = Register(federation, "QQA", kOneName);
  domain::ConsentRecord by_default = Interview(federation, {"QQB"});
  by_default.directives = {AllowAllByDefault()};
  domain::CaseFacts refugee = FactsOf(kNameOfAnother);
  refugee.seeks_protection = true;
  federation.node("QQA").engine().BeforeNextCommit(
      [&] { ASSERT_TRUE(service::RegisterCase(federation.context("QQA"), CaseOfficer("QQA"), refugee, "").ok()); });
  Record(federation, "QQA", first, by_default);
  federation.RunDispatch();
  EXPECT_THAT(federation.link().SeenBy(Party("QQB")), IsEmpty());
}

TEST(LinkedCasesTest, PossibleHandleBindsNobody) {
  TestFederation federation;
  const domain::CaseId first = Register(federation, "QQA", kOneName);
  Record(federation, "QQA", first, YesTo(federation, {"QQB"}));
  domain::CaseFacts alias = FactsOf(kNameOfAnother);
  for (domain::MarkedHandle& handle : alias.handles) handle.mark = domain::HandleMark::kPossible;
  const auto second = service::RegisterCase(federation.context("QQA"), CaseOfficer("QQA"), alias, "");
  ASSERT_TRUE(second.ok());
  domain::ConsentRecord no = Interview(federation, {"QQB"});
  no.directives = {DenyAll("QQB")};
  Record(federation, "QQA", second->record.id, no);
  federation.RunDispatch();
  EXPECT_EQ(OutcomeAt(federation, "QQB", kOneName), domain::CheckOutcome::kHold);
}

}  // namespace
}  // namespace vsx::test
