// An officer's checks of a day (protocol §11): how many, what the answer is when they are used up, and that it is an
// answer and tells nothing (protocol §8).

#include "node/service/officer_budgets.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/statement/audit_entry.h"
#include "node/statement/check_receipt.h"
#include "store/audit_log.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using domain::ConsultationStatus;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int64_t kOfficersDay = 86'400;

service::OfficerRates Rates(uint64_t checks, uint64_t absent, uint64_t of_agency = 60) {
  constexpr uint64_t kMinutesPerDay = 24 * 60;
  return {*domain::BudgetRate::Create(checks, checks), *domain::BudgetRate::Create(absent, absent),
          *domain::BudgetRate::Create(of_agency, of_agency * kMinutesPerDay)};
}

std::vector<service::UseAlarm> AlarmsOf(service::OfficerBudgets& budgets) {
  std::vector<service::UseAlarm> alarms;
  EXPECT_TRUE(budgets.FindAlarms(alarms).ok());
  return alarms;
}

class OfficerBudgetsTest : public ::testing::Test {
 protected:
  void Make(uint64_t checks, uint64_t absent, uint64_t of_agency = 60) {
    federation_ =
        std::make_unique<TestFederation>(FederationOptions{.officer_rates = Rates(checks, absent, of_agency)});
  }
  TestFederation& federation() { return *federation_; }
  const service::NodeContext& node() { return federation_->context("QQA"); }

  absl::StatusOr<service::CheckAnswer> Try(bool present = true, const Person& person = {},
                                           const std::string& officer = "im-4",
                                           const std::string& agency = "immigration/example-post") {
    service::CheckInput input = BeforeRemoval({PassportOf(person)});
    input.person_present = present;
    return service::CheckStatus(node(), OfficerOf(officer, agency), input);
  }
  static service::Actor OfficerOf(const std::string& officer = "im-4",
                                  const std::string& agency = "immigration/example-post") {
    service::Actor actor = BorderOfficer("QQA");
    actor.officer = officer;
    actor.agency = agency;
    actor.uri = "vsx://QQA/agency/" + agency;
    return actor;
  }
  service::CheckAnswer Ask(bool present = true, const Person& person = {}, const std::string& officer = "im-4",
                           const std::string& agency = "immigration/example-post") {
    const absl::StatusOr<service::CheckAnswer> answer = Try(present, person, officer, agency);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.value();
  }
  static bool Refused(const service::CheckAnswer& answer) {
    return answer.decision.consultations.at(0).reason == domain::kOfficerBudgetExhausted;
  }
  // What the first line says to a check of this officer with the person present.
  std::string ReasonFor(const std::string& officer, const std::string& agency = "immigration/example-post") {
    return Ask(true, {}, officer, agency).decision.consultations.at(0).reason;
  }
  // Takes what is left of the agency, each person by another officer.
  size_t DrainAgency() {
    size_t granted = 0;
    while (granted < 1'000 && ReasonFor("im-" + std::to_string(granted)) != "AGENCY_BUDGET_EXHAUSTED") ++granted;
    return granted;
  }
  size_t BudgetRows() {
    return node().engine.TakeSnapshot()->Scan(store::Table::kBudget, "", "", store::kMaxPageRows)->rows.size();
  }
  // Spoils the rows of the budgets whose keys begin so, as a failing disk would, and forgets what was held of them.
  void Damage(std::string_view prefix) {
    size_t damaged = 0;
    const auto rows = node().engine.TakeSnapshot()->Scan(store::Table::kBudget, "", "", store::kMaxPageRows)->rows;
    for (const auto& [key, value] : rows) {
      if (key.find(prefix) == std::string::npos) continue;
      store::WriteBatch batch;
      batch.Put(store::Table::kBudget, key, "damaged");
      ASSERT_TRUE(node().engine.Commit(batch).ok());
      ++damaged;
    }
    ASSERT_GT(damaged, 0u);
    federation().clock().Advance(2 * kOfficersDay);  // what nobody asks for is forgotten
  }
  statement::AuditEntry LastAudited() {
    const auto entries = store::ReadAudit(*node().engine.TakeSnapshot(), 0, store::kMaxPageRows).value();
    return statement::DecodeAuditEntry(entries.back().body).value();
  }

  std::unique_ptr<TestFederation> federation_;
};

TEST_F(OfficerBudgetsTest, TheDefaultIs200ADay20WithThePersonAbsentAndForTheAgency60AMinute) {
  const service::OfficerRates rates;
  EXPECT_EQ(rates, Rates(200, 200 / 10, 60));
}

TEST_F(OfficerBudgetsTest, RefusalIsAnAnswerThatNamesEveryPartyAndWhenThereIsMore) {
  Make(2, 1);
  EXPECT_FALSE(Refused(Ask()));
  EXPECT_FALSE(Refused(Ask()));
  const service::CheckAnswer answer = Ask();
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kIncomplete);
  ASSERT_THAT(answer.decision.consultations, SizeIs(3));
  const domain::UnixTime more{federation().clock().Now().seconds + kOfficersDay / 2};
  for (const domain::ConsultedParty& line : answer.decision.consultations) {
    EXPECT_EQ(line.reason, "OFFICER_BUDGET_EXHAUSTED") << line.party.value();
    EXPECT_EQ(line.status, ConsultationStatus::kTransient);
    EXPECT_EQ(line.next_capacity_at, more);
  }
  EXPECT_THAT(answer.decision.advice, Contains(domain::AdviceCode::kPauseUntilComplete));
  EXPECT_THAT(answer.decision.advice, Contains(domain::AdviceCode::kAbsenceIsNoEvidence));

  const auto receipt = statement::VerifyCheckReceipt(node().trust, answer.receipt_envelope, answer.checked_at);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->content.outcome, CheckOutcome::kIncomplete);
  EXPECT_EQ(receipt->content.consultations.at(2).next_capacity_at, more);
  EXPECT_EQ(receipt->content.intent_salt, "") << "nobody was asked";
  EXPECT_THAT(receipt->content.handle_commitments, SizeIs(1));

  federation().clock().Set({more.seconds - 1});
  EXPECT_TRUE(Refused(Ask()));
  federation().clock().Set(more);
  EXPECT_FALSE(Refused(Ask())) << "at the time that it named";
}

TEST_F(OfficerBudgetsTest, NobodyIsAskedAndNothingLookedUp) {
  Make(1, 1);
  const Person known;
  Register(federation(), "QQA", known);
  Ask();
  const size_t asked = federation().node("QQA").blind_checker().questions().size();
  int reads = 0;
  federation().node("QQA").vault().BeforeReads([&] { ++reads; });
  const service::CheckAnswer of_known = Ask(true, known);
  const service::CheckAnswer of_stranger = Ask(true, {.passport = "XX0000777"});
  EXPECT_EQ(reads, 0) << "no record is opened";
  EXPECT_THAT(federation().node("QQA").blind_checker().questions(), SizeIs(asked));
  EXPECT_TRUE(Refused(of_known));
  EXPECT_EQ(of_known.decision.outcome, of_stranger.decision.outcome);
  EXPECT_THAT(of_known.decision.matches, IsEmpty());
  EXPECT_EQ(of_known.receipt_envelope.size(), of_stranger.receipt_envelope.size());
}

TEST_F(OfficerBudgetsTest, RefusalStandsInTheAuditLogByItsReason) {
  Make(1, 1);
  Register(federation(), "QQA", {});
  Ask();
  Ask();
  const statement::AuditEntry entry = LastAudited();
  EXPECT_EQ(entry.method, "CheckStatus");
  EXPECT_EQ(entry.outcome, "OFFICER_BUDGET_EXHAUSTED");
  EXPECT_EQ(entry.officer_hash, node().audit.OfficerHash("immigration/example-post", "im-4"));
  EXPECT_THAT(entry.case_pseudonyms, IsEmpty());
  EXPECT_FALSE(entry.person_absent);
}

TEST_F(OfficerBudgetsTest, FailedAuditGivesNoRefusalEither) {
  Make(1, 1);
  Ask();
  federation().node("QQA").engine().FailCommitAfter(0);
  EXPECT_FALSE(Try().ok());
}

TEST_F(OfficerBudgetsTest, ChecksWithThePersonAbsentAreFewerAndListedToTheOverseer) {
  Make(3, 1);
  EXPECT_FALSE(Refused(Ask(false)));
  EXPECT_TRUE(LastAudited().person_absent);
  EXPECT_TRUE(Refused(Ask(false)));
  EXPECT_TRUE(LastAudited().person_absent) << "that it was tried, too";
  EXPECT_FALSE(Refused(Ask(true)));
  EXPECT_FALSE(LastAudited().person_absent);
  EXPECT_FALSE(Refused(Ask(true))) << "what was refused counts nowhere";
  EXPECT_TRUE(Refused(Ask(true))) << "checks with the person absent count in both";
}

TEST_F(OfficerBudgetsTest, OpenCheckOfSomebodyAbsentIsListedOnceHoweverOftenItIsRefused) {
  Make(3, 1);
  Ask(false);
  service::CheckInput input = BeforeRemoval({PassportOf({})});
  input.person_present = false;
  service::StatusCheck check(node(), OfficerOf(), input);
  EXPECT_TRUE(Refused(check.Try().value()));
  EXPECT_TRUE(LastAudited().person_absent);
  EXPECT_TRUE(Refused(check.Try().value()));
  EXPECT_FALSE(LastAudited().person_absent);
}

TEST_F(OfficerBudgetsTest, NoOfficerUsesUpAnothersNorOneOfTheSameNameElsewhere) {
  Make(1, 1);
  EXPECT_FALSE(Refused(Ask()));
  EXPECT_TRUE(Refused(Ask()));
  EXPECT_FALSE(Refused(Ask(true, {}, "im-5")));
  EXPECT_FALSE(Refused(Ask(true, {}, "im-4", "police/example-post")));
}

TEST_F(OfficerBudgetsTest, AnotherProcessGrantsNothingAgainAndTheRowsNameNobody) {
  Make(4, 1);
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(Refused(Ask()));
  store::BudgetLedger ledger(node().engine);
  service::OfficerBudgets again(ledger, federation().clock(), Rates(4, 1));
  const service::BudgetHolder holder{"vsx://QQA/agency/immigration/example-post",
                                     node().audit.AgencyHash("vsx://QQA/agency/immigration/example-post"),
                                     node().audit.OfficerHash("immigration/example-post", "im-4")};
  EXPECT_FALSE(again.Take(holder, true)->granted);
  for (const auto& [key, value] : AllRows(node().engine)) {
    EXPECT_EQ(key.find("im-4"), std::string::npos);
    EXPECT_EQ(key.find("immigration"), std::string::npos);
  }
}

TEST_F(OfficerBudgetsTest, The61stPersonOfAnAgencyInAMinuteIsIncompleteWithTheTime) {
  Make(100, 100);
  const Person known;
  Register(federation(), "QQA", known);
  EXPECT_EQ(DrainAgency(), 60u) << "however many officers it names";
  const size_t asked = federation().node("QQA").blind_checker().questions().size();
  int reads = 0;
  federation().node("QQA").vault().BeforeReads([&] { ++reads; });
  const service::CheckAnswer answer = Ask(true, known, "im-new");
  EXPECT_EQ(reads, 0) << "no record is opened";
  EXPECT_THAT(federation().node("QQA").blind_checker().questions(), SizeIs(asked));
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kIncomplete);
  EXPECT_THAT(answer.decision.matches, IsEmpty());
  ASSERT_THAT(answer.decision.consultations, SizeIs(3));
  const domain::UnixTime more{federation().clock().Now().seconds + 1};
  for (const domain::ConsultedParty& line : answer.decision.consultations) {
    EXPECT_EQ(line.reason, "AGENCY_BUDGET_EXHAUSTED") << line.party.value();
    EXPECT_EQ(line.status, ConsultationStatus::kTransient);
    EXPECT_EQ(line.next_capacity_at, more);
  }
  EXPECT_EQ(LastAudited().outcome, "AGENCY_BUDGET_EXHAUSTED");
  EXPECT_NE(ReasonFor("im-4", "police/example-post"), "AGENCY_BUDGET_EXHAUSTED") << "another agency has its own";
  federation().clock().Set(more);
  EXPECT_EQ(DrainAgency(), 1u) << "at the time that it named";
}

TEST_F(OfficerBudgetsTest, NoRestartGivesAnAgencyMore) {
  Make(100, 100);
  EXPECT_EQ(DrainAgency(), 60u);
  store::BudgetLedger ledger(node().engine);
  service::OfficerBudgets again(ledger, federation().clock(), Rates(100, 100));
  const absl::StatusOr<service::PersonTaken> taken =
      again.Take({"vsx://QQA/agency/immigration/example-post",
                  node().audit.AgencyHash("vsx://QQA/agency/immigration/example-post"), "another officer"},
                 true);
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_FALSE(taken->granted);
  EXPECT_EQ(taken->refused_for, "AGENCY_BUDGET_EXHAUSTED");
}

TEST_F(OfficerBudgetsTest, WhatTheAgencyIsRefusedCostsTheOfficerNothing) {
  Make(2, 2, 1);
  EXPECT_FALSE(Refused(Ask()));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ReasonFor("im-4"), "AGENCY_BUDGET_EXHAUSTED");
  federation().clock().Advance(60);
  EXPECT_FALSE(Refused(Ask()));
  federation().clock().Advance(60);
  EXPECT_EQ(ReasonFor("im-4"), "OFFICER_BUDGET_EXHAUSTED");
  EXPECT_NE(ReasonFor("im-5"), "AGENCY_BUDGET_EXHAUSTED");
  const size_t rows = BudgetRows();
  EXPECT_EQ(ReasonFor("im-6"), "AGENCY_BUDGET_EXHAUSTED");
  EXPECT_EQ(BudgetRows(), rows) << "an officer that is only named leaves no trace";
}

TEST_F(OfficerBudgetsTest, WhatAnOfficerIsRefusedCostsTheAgencyNothing) {
  Make(1, 1, 3);
  EXPECT_FALSE(Refused(Ask()));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ReasonFor("im-4"), "OFFICER_BUDGET_EXHAUSTED");
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(Refused(Ask(false)));
  EXPECT_FALSE(Refused(Ask(true, {}, "im-5")));
  EXPECT_FALSE(Refused(Ask(true, {}, "im-6")));
  EXPECT_EQ(ReasonFor("im-7"), "AGENCY_BUDGET_EXHAUSTED");
}

TEST_F(OfficerBudgetsTest, FourFifthsOfADayAreAnAlarmUntilTheDayIsOver) {
  Make(10, 5);
  service::OfficerBudgets& budgets = node().officer_budgets;
  const std::string hash = node().audit.OfficerHash("immigration/example-post", "im-4");
  for (int i = 0; i < 3; ++i) Ask(false);
  EXPECT_THAT(AlarmsOf(budgets), IsEmpty());
  Ask(false);
  ASSERT_THAT(AlarmsOf(budgets), SizeIs(1));
  EXPECT_EQ(AlarmsOf(budgets).at(0).officer_hash, hash);
  EXPECT_EQ(AlarmsOf(budgets).at(0).agency_uri, "vsx://QQA/agency/immigration/example-post");
  EXPECT_TRUE(AlarmsOf(budgets).at(0).absent);
  for (int i = 0; i < 4; ++i) Ask(true);
  EXPECT_THAT(AlarmsOf(budgets), SizeIs(2)) << "8 of 10, and 4 of 5";
  federation().clock().Advance(kOfficersDay + 1);
  EXPECT_THAT(AlarmsOf(budgets), IsEmpty());
}

TEST_F(OfficerBudgetsTest, FourFifthsOfAnAgencysDayAreAnAlarmHoweverManyOfficersItNames) {
  federation_ = std::make_unique<TestFederation>(
      FederationOptions{.officer_rates = {Rates(3, 3).checks, Rates(3, 3).absent, Rates(10, 10).checks}});
  service::OfficerBudgets& budgets = node().officer_budgets;
  for (int i = 0; i < 7; ++i) Ask(true, {}, "im-" + std::to_string(i));
  Ask(true, {}, "im-1", "police/example-post");
  EXPECT_THAT(AlarmsOf(budgets), IsEmpty());
  Ask(true, {}, "im-7");
  ASSERT_THAT(AlarmsOf(budgets), SizeIs(1));
  EXPECT_EQ(AlarmsOf(budgets).at(0).agency_uri, "vsx://QQA/agency/immigration/example-post");
  EXPECT_EQ(AlarmsOf(budgets).at(0).officer_hash, "");
  for (int i = 8; i < 12; ++i) Ask(true, {}, "im-" + std::to_string(i));
  EXPECT_THAT(AlarmsOf(budgets), SizeIs(1)) << "refused, and of no officer";
  federation().clock().Advance(kOfficersDay + 1);
  EXPECT_THAT(AlarmsOf(budgets), IsEmpty());
}

// Of what other Parties grant this State: 64 single checks at once and 4,000 a day, 32 and 1,000 of codes.
class AgencyShareTest : public OfficerBudgetsTest {
 protected:
  void Make(uint64_t percent) {
    service::OfficerRates rates = EndlessOfficerRates();
    rates.agency_share_percent = percent;
    federation_ = std::make_unique<TestFederation>(FederationOptions{.officer_rates = rates});
  }
  size_t TimesAsked() { return federation().node("QQA").blind_checker().questions().size(); }
  // How many questions other Parties get before they get no more.
  size_t Drain(const std::string& agency = "immigration/example-post") {
    size_t granted = 0;
    while (granted < 1'000 && ReasonAt(1, Ask(true, {}, "im-4", agency)) != "AGENCY_SHARE_EXHAUSTED") ++granted;
    return granted;
  }
  static std::string ReasonAt(size_t line, const service::CheckAnswer& answer) {
    return answer.decision.consultations.at(line).reason;
  }
};

TEST_F(AgencyShareTest, NoAgencyUsesUpWhatOtherPartiesGrantToAll) {
  Make(50);
  EXPECT_EQ(Drain(), 32u);
  EXPECT_EQ(TimesAsked(), 32u) << "who is over its share asks nobody";
  EXPECT_EQ(Drain("police/example-post"), 32u) << "the other half is another's";
}

TEST_F(AgencyShareTest, WhoIsOverItIsToldWhenThereIsMoreAndGetsTheReceiptOfACheckThatAskedNobody) {
  Make(50);
  Drain();
  const service::CheckAnswer answer = Ask();
  EXPECT_EQ(answer.decision.outcome, CheckOutcome::kIncomplete);
  ASSERT_THAT(answer.decision.consultations, SizeIs(3));
  EXPECT_EQ(answer.decision.consultations.at(0).status, ConsultationStatus::kConsulted) << "the own records";
  const domain::UnixTime more{federation().clock().Now().seconds + (kOfficersDay + 1'999) / 2'000};
  for (const size_t line : {1u, 2u}) {
    EXPECT_EQ(ReasonAt(line, answer), "AGENCY_SHARE_EXHAUSTED");
    EXPECT_EQ(answer.decision.consultations.at(line).status, ConsultationStatus::kTransient);
    EXPECT_EQ(answer.decision.consultations.at(line).next_capacity_at, more);
  }
  const auto receipt = statement::VerifyCheckReceipt(node().trust, answer.receipt_envelope, answer.checked_at);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->content.intent_salt, "") << "nobody was asked";
  EXPECT_EQ(LastAudited().outcome, "INCOMPLETE");
  federation().clock().Set({more.seconds - 1});
  EXPECT_EQ(Drain(), 0u);
  federation().clock().Set(more);
  EXPECT_EQ(Drain(), 1u);
}

// An overseer counts the absent by checks, whether or not others could be asked.
TEST_F(AgencyShareTest, CheckOfSomebodyWhoIsAbsentStandsInTheAuditLogAsSuchOnce) {
  Make(3);  // one at once, 120 a day
  Drain();
  service::CheckInput input = BeforeRemoval({PassportOf({})});
  input.person_present = false;
  service::StatusCheck check(node(), OfficerOf(), input);
  EXPECT_EQ(ReasonAt(1, check.Try().value()), "AGENCY_SHARE_EXHAUSTED");
  EXPECT_TRUE(LastAudited().person_absent);
  federation().clock().Set(domain::SecondOf(*check.NextTryAt()));
  EXPECT_EQ(ReasonAt(1, check.Try().value()), "INDEX_MISSING");
  EXPECT_FALSE(LastAudited().person_absent) << "the same check";
}

TEST_F(AgencyShareTest, WhomTheOwnStateKnowsIsHeldAllTheSame) {
  Make(50);
  const Person known;
  Register(federation(), "QQA", known);
  Drain();
  EXPECT_EQ(Ask(true, known).decision.outcome, CheckOutcome::kHold);
}

TEST_F(AgencyShareTest, CodesHaveAShareOfTheirOwn) {
  Make(50);
  Drain();
  service::CheckInput presented = BeforeRemoval({PassportOf({})});
  presented.purpose = domain::Purpose::kPresented;
  size_t granted = 0;
  while (granted < 1'000) {
    const auto answer = service::CheckStatus(node(), OfficerOf(), presented);
    ASSERT_TRUE(answer.ok()) << answer.status();
    if (ReasonAt(1, *answer) == "AGENCY_SHARE_EXHAUSTED") break;
    ++granted;
  }
  EXPECT_EQ(granted, 16u);
}

// What other Parties see of a check does not tell that it waited, and its tries come as a cover check's do.
TEST_F(AgencyShareTest, ACheckThatWaitedForItsShareIsTriedAsAnyOther) {
  Make(3);  // one at once, 120 a day
  federation().node("QQA").blind_checker().answer = [](const service::BlindQuestion&, const domain::PartyCode& party) {
    return service::BlindAnswer{{.party = party, .failure = "PEER_NOT_REACHED"}, {}, 0};
  };
  EXPECT_EQ(Drain(), 1u);
  const size_t before = TimesAsked();
  service::StatusCheck check(node(), OfficerOf(), BeforeRemoval({PassportOf({})}));
  const int64_t start = federation().clock().Now().seconds;
  std::vector<int64_t> asked_after;
  for (int i = 0; i < 5; ++i) {
    const size_t asked = TimesAsked();
    const service::CheckAnswer answer = check.Try().value();
    EXPECT_EQ(ReasonAt(1, answer), i == 0 ? "AGENCY_SHARE_EXHAUSTED" : "PEER_NOT_REACHED");
    const domain::UnixTime now = federation().clock().Now();
    if (TimesAsked() > asked) asked_after.push_back(now.seconds - start);
    ASSERT_TRUE(check.NextTryAt().has_value());
    federation().clock().Set(domain::SecondOf(*check.NextTryAt()));
  }
  EXPECT_EQ(TimesAsked(), before + 4);
  EXPECT_THAT(asked_after, ElementsAre(720, 750, 810, 930)) << "30 s after the first question, doubling";
}

TEST_F(AgencyShareTest, TriesOfOneCheckTakeOneTogether) {
  Make(50);
  service::StatusCheck check(node(), OfficerOf(), BeforeRemoval({PassportOf({})}));
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(check.Try().ok());
  EXPECT_EQ(TimesAsked(), 5u);
  EXPECT_EQ(Drain(), 31u);
}

TEST_F(AgencyShareTest, TheWholeIsNotDivided) {
  Make(100);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(ReasonAt(1, Ask()), "INDEX_MISSING");
  EXPECT_THAT(AlarmsOf(node().officer_budgets), IsEmpty());
}

TEST_F(AgencyShareTest, NoRestartGivesMore) {
  Make(50);
  Drain();
  store::BudgetLedger ledger(node().engine);
  service::OfficerBudgets again(ledger, federation().clock());
  const std::string uri = "vsx://QQA/agency/immigration/example-post";
  const auto taken = again.TakeOfShare({uri, node().audit.AgencyHash(uri), ""}, service::BudgetKind::kSingle,
                                       node().trust.evaluation_budgets());
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_FALSE(taken->granted);
}

TEST_F(AgencyShareTest, FourFifthsOfItAreAnAlarm) {
  Make(1);  // one at once, 40 a day
  service::OfficerBudgets& budgets = node().officer_budgets;
  for (int i = 0; i < 31; ++i) {
    EXPECT_EQ(Drain(), 1u);
    federation().clock().Advance(kOfficersDay / 40);
  }
  EXPECT_THAT(AlarmsOf(budgets), IsEmpty());
  EXPECT_EQ(Drain(), 1u);
  ASSERT_THAT(AlarmsOf(budgets), SizeIs(1));
  EXPECT_EQ(AlarmsOf(budgets).at(0).agency_uri, "vsx://QQA/agency/immigration/example-post");
  EXPECT_EQ(AlarmsOf(budgets).at(0).share, service::BudgetKind::kSingle);
  EXPECT_TRUE(AlarmsOf(budgets).at(0).alarm.budget_nearly_used);
}

// A damaged row is told as what it is, and lets nobody ask more.
TEST_F(AgencyShareTest, WhatIsLeftOfItCannotBeRead) {
  Make(50);
  const Person known;
  Register(federation(), "QQA", known);
  Ask();
  Damage("share|");
  const service::CheckAnswer answer = Ask();
  EXPECT_EQ(ReasonAt(0, answer), "");
  EXPECT_EQ(ReasonAt(1, answer), "OWN_BUDGET_UNREADABLE");
  EXPECT_EQ(answer.decision.consultations.at(1).status, ConsultationStatus::kStanding);
  EXPECT_EQ(TimesAsked(), 1u);
  EXPECT_EQ(Ask(true, known).decision.outcome, CheckOutcome::kHold);
}

TEST_F(OfficerBudgetsTest, WhatIsLeftOfAnOfficersDayCannotBeRead) {
  Make(10, 5);
  Ask();
  Damage("officer|");
  const service::CheckAnswer answer = Ask();
  ASSERT_THAT(answer.decision.consultations, SizeIs(3));
  for (const domain::ConsultedParty& line : answer.decision.consultations) {
    EXPECT_EQ(line.reason, "OWN_BUDGET_UNREADABLE") << line.party.value();
    EXPECT_EQ(line.status, ConsultationStatus::kStanding) << "it does not pass by itself";
  }
  EXPECT_EQ(LastAudited().outcome, "OWN_BUDGET_UNREADABLE");
}

TEST_F(OfficerBudgetsTest, UnreadableLedgerGrantsNothing) {
  Make(10, 5);
  federation().node("QQA").engine().FailCommitAfter(0);
  EXPECT_FALSE(Try().ok());
  EXPECT_THAT(federation().node("QQA").blind_checker().questions(), IsEmpty());
}

}  // namespace
}  // namespace vsx::test
