#include "node/domain/status_decision.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/domain/examples.h"

namespace vsx::domain {
namespace {

ConsultationEvidence Consulted(const PartyCode& party) {
  return {
      .party = party, .consulted = true, .in_this_epoch = true, .complete = true, .failure = "", .as_of = UnixTime{9}};
}

// What today's node has: the own records are read, no other Party can be asked.
ConsultationEvidence NotAvailable(const PartyCode& party) {
  return {.party = party,
          .failure = std::string(kIndexMissing),
          .heard_within_a_day = true,
          .can_pass_by_itself = false,
          .as_of = std::nullopt};
}

CheckEvidence AllConsulted() {
  return {.own_party = kOwn,
          .today = Day("2030-06-15"),
          .measure = Measure::kRemoval,
          .matches = {},
          .parties_in_force = {kA, kB, kOwn},
          .consultations = {Consulted(kOwn), Consulted(kA), Consulted(kB)},
          .own_clock_sane = true,
          .trust_documents_in_force = true};
}

MatchEvidence MatchOf(const PartyCode& issuer) {
  return {.issuer = issuer,
          .source = MatchSource::kDeliveredCopy,
          .attestation_id = "1",
          .handles = {{HandleClass::kDocument, HandleMark::kExact}},
          .status = CaseStatus::kIdentified,
          .age_class = AgeClass::kAdult,
          .capacity = Capacity::kReceiving,
          .date_identified = Day("2030-01-01"),
          .review_by = Day("2031-01-01"),
          .contact_desk_id = std::nullopt};
}

StatusDecision DecideWith(const MatchEvidence& match) {
  CheckEvidence evidence = AllConsulted();
  evidence.matches = {match};
  return DecideStatus(evidence);
}

bool Has(const std::vector<AdviceCode>& advice, AdviceCode code) {
  return std::find(advice.begin(), advice.end(), code) != advice.end();
}

TEST(StatusDecisionTest, NoRecordWhenEveryPartyWasConsultedCompletely) {
  const StatusDecision decision = DecideStatus(AllConsulted());
  EXPECT_EQ(decision.outcome, CheckOutcome::kNoRecord);
  ASSERT_EQ(decision.consultations.size(), 3u);
  EXPECT_EQ(decision.consultations[0].party, kOwn);
  EXPECT_EQ(decision.consultations[0].as_of, UnixTime{9});
  EXPECT_TRUE(Has(decision.advice, AdviceCode::kAbsenceIsNoEvidence));
  EXPECT_TRUE(Has(decision.advice, AdviceCode::kScreenWithIndicators));
}

TEST(StatusDecisionTest, NodeWithoutIndexesIsIncompleteAndNamesEveryOtherParty) {
  CheckEvidence evidence = AllConsulted();
  evidence.consultations = {Consulted(kOwn), NotAvailable(kA), NotAvailable(kB)};
  const StatusDecision decision = DecideStatus(evidence);
  EXPECT_EQ(decision.outcome, CheckOutcome::kIncomplete);
  EXPECT_EQ(decision.consultations[1].status, ConsultationStatus::kStanding);
  EXPECT_EQ(decision.consultations[1].reason, "INDEX_MISSING");
  EXPECT_EQ(decision.consultations[2].party, kB);
  EXPECT_TRUE(Has(decision.advice, AdviceCode::kPauseUntilComplete));
}

// Every world of three Parties, each consulted in one of ten ways, × the node's own conditions × no match, or a match
// of each standing and mark: the outcome by the words of §4, counted instead of decided.
TEST(StatusDecisionTest, NeverNoRecordWhileAnyPartyIsUnconsulted) {
  const auto account = [](const PartyCode& party, int way) -> std::vector<ConsultationEvidence> {
    ConsultationEvidence evidence = Consulted(party);
    if (way == 8) return {};
    if (way == 9) return {Consulted(party), NotAvailable(party)};
    evidence.consulted = (way & 1) == 0;
    evidence.in_this_epoch = (way & 2) == 0;
    evidence.complete = (way & 4) == 0;
    return {evidence};
  };
  int no_records = 0;
  for (int ways = 0; ways < 1000; ++ways) {
    for (int conditions = 0; conditions < 8; ++conditions) {
      for (int match = 0; match <= 10; ++match) {
        CheckEvidence evidence = AllConsulted();
        evidence.consultations.clear();
        const int way_of[] = {ways % 10, ways / 10 % 10, ways / 100};
        const PartyCode* party_of[] = {&kOwn, &kA, &kB};
        bool all_complete = true;
        for (int i = 0; i < 3; ++i) {
          const auto accounts = account(*party_of[i], way_of[i]);
          evidence.consultations.insert(evidence.consultations.end(), accounts.begin(), accounts.end());
          all_complete = all_complete && way_of[i] == 0;
        }
        evidence.own_clock_sane = (conditions & 1) == 0;
        evidence.trust_documents_in_force = (conditions & 2) == 0;
        evidence.asked_by_partial_date_only = (conditions & 4) != 0;
        bool holds = false;
        if (match > 0) {
          MatchEvidence found = MatchOf(kA);
          found.standing = static_cast<MatchStanding>((match - 1) / 2);
          const bool exact = match % 2 == 0;
          found.handles[0].mark = exact ? HandleMark::kExact : HandleMark::kPossible;
          evidence.matches = {found};
          holds = found.standing == MatchStanding::kStands || found.standing == MatchStanding::kRevocationNotInForce ||
                  (found.standing == MatchStanding::kDifferentPerson && exact);
        }
        const CheckOutcome expected = holds                             ? CheckOutcome::kHold
                                      : all_complete && conditions == 0 ? CheckOutcome::kNoRecord
                                                                        : CheckOutcome::kIncomplete;
        ASSERT_EQ(DecideStatus(evidence).outcome, expected) << ways << ' ' << conditions << ' ' << match;
        no_records += expected == CheckOutcome::kNoRecord ? 1 : 0;
      }
    }
  }
  EXPECT_EQ(no_records, 6);
}

TEST(StatusDecisionTest, AFederationWithoutPartiesIsNeverNoRecord) {
  CheckEvidence evidence = AllConsulted();
  evidence.parties_in_force.clear();
  EXPECT_EQ(DecideStatus(evidence).outcome, CheckOutcome::kIncomplete);
}

TEST(StatusDecisionTest, OwnRecordsMustBeReadEvenIfTheOwnPartyIsNotInForce) {
  CheckEvidence evidence = AllConsulted();
  evidence.parties_in_force = {kA, kB};
  evidence.consultations = {Consulted(kA), Consulted(kB)};
  EXPECT_EQ(DecideStatus(evidence).outcome, CheckOutcome::kIncomplete);
}

TEST(StatusDecisionTest, PartyHeardWithinADayIsTransientUnlessOnlyPeopleCanChangeIt) {
  CheckEvidence evidence = AllConsulted();
  ConsultationEvidence down = NotAvailable(kA);
  down.failure = "UNREACHABLE";
  down.can_pass_by_itself = true;
  evidence.consultations = {Consulted(kOwn), down, NotAvailable(kB)};
  EXPECT_EQ(DecideStatus(evidence).consultations[1].status, ConsultationStatus::kTransient);
  EXPECT_EQ(DecideStatus(evidence).consultations[2].status, ConsultationStatus::kStanding);
  evidence.consultations[1].heard_within_a_day = false;
  EXPECT_EQ(DecideStatus(evidence).consultations[1].status, ConsultationStatus::kStanding);
}

TEST(StatusDecisionTest, UsedUpBudgetIsTransientAndSaysWhenThereIsSomeAgain) {
  CheckEvidence evidence = AllConsulted();
  evidence.consultations[1] = {.party = kA, .failure = "BUDGET_EXHAUSTED", .next_capacity_at = UnixTime{77}};
  const StatusDecision decision = DecideStatus(evidence);
  EXPECT_EQ(decision.outcome, CheckOutcome::kIncomplete);
  EXPECT_EQ(decision.consultations[1].status, ConsultationStatus::kTransient) << "it was heard: it refused";
  EXPECT_EQ(decision.consultations[1].next_capacity_at, UnixTime{77});
  evidence.consultations[1].can_pass_by_itself = false;
  EXPECT_EQ(DecideStatus(evidence).consultations[1].status, ConsultationStatus::kStanding);
}

TEST(StatusDecisionTest, WhoWasConsultedHasNoTimeOfCapacity) {
  CheckEvidence evidence = AllConsulted();
  evidence.consultations[1].next_capacity_at = UnixTime{77};
  EXPECT_EQ(DecideStatus(evidence).consultations[1].next_capacity_at, std::nullopt);
}

TEST(StatusDecisionTest, QualificationsNeverUndoAHold) {
  MatchEvidence match = MatchOf(kA);
  EXPECT_TRUE(DecideWith(match).matches[0].qualifications.empty());
  match.handles = {{HandleClass::kBiographic, HandleMark::kExact}};
  match.review_by = Day("2030-06-14");
  match.signing_key_distrusted = true;
  match.standing = MatchStanding::kRevocationNotInForce;
  match.issuer_active = false;
  match.status = CaseStatus::kUnknown;
  match.log_proof = LogProof::kMissing;
  const StatusDecision decision = DecideWith(match);
  EXPECT_EQ(decision.outcome, CheckOutcome::kHold);
  EXPECT_EQ(decision.matches[0].qualifications,
            (std::vector<Qualification>{Qualification::kPossibleMatch, Qualification::kReviewOverdue,
                                        Qualification::kKeyDistrusted, Qualification::kRevocationNotInForce,
                                        Qualification::kPartyNotActive, Qualification::kStatusUnknown,
                                        Qualification::kLogProofMissing}));
  EXPECT_TRUE(Has(decision.advice, AdviceCode::kConfirmWithIssuer));
}

TEST(StatusDecisionTest, ReviewByTodayHasNotPassed) {
  MatchEvidence match = MatchOf(kA);
  match.review_by = Day("2030-06-15");
  EXPECT_TRUE(DecideWith(match).matches[0].qualifications.empty());
}

TEST(StatusDecisionTest, NotLoggedQualifiesNothing) {
  MatchEvidence match = MatchOf(kA);
  match.log_proof = LogProof::kNotLogged;
  EXPECT_TRUE(DecideWith(match).matches[0].qualifications.empty());
}

TEST(StatusDecisionTest, UnknownStatusHolds) {
  MatchEvidence match = MatchOf(kA);
  match.status = static_cast<CaseStatus>(42);
  EXPECT_EQ(DecideWith(match).outcome, CheckOutcome::kHold);
}

TEST(StatusDecisionTest, OnlyAnotherReceivingPartysIdentificationIsRecognised) {
  for (Capacity capacity : {Capacity::kUnknown, Capacity::kReceiving, Capacity::kTransit, Capacity::kSending}) {
    for (CaseStatus status : {CaseStatus::kUnknown, CaseStatus::kPresumed, CaseStatus::kIdentified}) {
      MatchEvidence match = MatchOf(kA);
      match.capacity = capacity;
      match.status = status;
      EXPECT_EQ(DecideWith(match).matches[0].recognised_under_14_2,
                capacity == Capacity::kReceiving && status == CaseStatus::kIdentified);
    }
  }
  MatchEvidence own = MatchOf(kOwn);
  own.source = MatchSource::kOwnCase;
  EXPECT_FALSE(DecideWith(own).matches[0].recognised_under_14_2);
}

TEST(StatusDecisionTest, MatchesComeInTheOrderOfTheProtocol) {
  const auto make = [](std::string id, HandleMark mark, CaseStatus status, Capacity capacity, std::string_view day) {
    MatchEvidence match = MatchOf(kA);
    match.attestation_id = std::move(id);
    match.handles[0].mark = mark;
    match.status = status;
    match.capacity = capacity;
    match.date_identified = Day(day);
    return match;
  };
  constexpr auto kExact = HandleMark::kExact;
  constexpr auto kPossible = HandleMark::kPossible;
  std::vector<MatchEvidence> ordered = {
      make("1", kExact, CaseStatus::kIdentified, Capacity::kReceiving, "2030-02-01"),
      make("2", kExact, CaseStatus::kIdentified, Capacity::kReceiving, "2029-12-31"),
      make("3", kExact, CaseStatus::kIdentified, Capacity::kTransit, "2030-03-01"),
      make("4", kExact, CaseStatus::kUnderAssessment, Capacity::kReceiving, "2030-03-01"),
      make("5", kExact, CaseStatus::kPresumed, Capacity::kReceiving, "2030-03-01"),
      make("6", kPossible, CaseStatus::kIdentified, Capacity::kReceiving, "2030-03-01"),
  };
  std::vector<int> order = {0, 1, 2, 3, 4, 5};
  do {
    CheckEvidence evidence = AllConsulted();
    for (int index : order) evidence.matches.push_back(ordered[static_cast<size_t>(index)]);
    const StatusDecision decision = DecideStatus(evidence);
    for (size_t i = 0; i < ordered.size(); ++i) {
      ASSERT_EQ(decision.matches[i].evidence.attestation_id, ordered[i].attestation_id);
    }
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(StatusDecisionTest, MissingDateComesLast) {
  CheckEvidence evidence = AllConsulted();
  MatchEvidence undated = MatchOf(kA);
  undated.attestation_id = "0";
  undated.date_identified.reset();
  evidence.matches = {undated, MatchOf(kA)};
  EXPECT_EQ(DecideStatus(evidence).matches[0].evidence.attestation_id, "1");
}

TEST(StatusDecisionTest, ChildIsUrgentWhoeverMayBeOne) {
  for (AgeClass age : {AgeClass::kUnknown, AgeClass::kAdult, AgeClass::kChild, AgeClass::kPresumedChild}) {
    MatchEvidence match = MatchOf(kA);
    match.age_class = age;
    EXPECT_EQ(Has(DecideWith(match).advice, AdviceCode::kChildUrgent), age != AgeClass::kAdult);
  }
}

TEST(StatusDecisionTest, AdviceFollowsTheMeasure) {
  const std::pair<Measure, AdviceCode> cases[] = {
      {Measure::kRemoval, AdviceCode::kPauseRemoval},
      {Measure::kDetention, AdviceCode::kReleaseFromDetentionAndRefer},
      {Measure::kArrest, AdviceCode::kDoNotArrestAndRefer},
      {Measure::kCharge, AdviceCode::kNoChargeBeforeAssessment},
      {Measure::kFine, AdviceCode::kNoFineBeforeAssessment},
      {Measure::kEntryBan, AdviceCode::kNoEntryBanBeforeAssessment},
      {Measure::kPastConviction, AdviceCode::kReviewPastConviction},
      {Measure::kOther, AdviceCode::kPauseMeasure},
  };
  for (const auto& [measure, code] : cases) {
    CheckEvidence evidence = AllConsulted();
    evidence.measure = measure;
    evidence.matches = {MatchOf(kA)};
    const auto advice = DecideStatus(evidence).advice;
    EXPECT_EQ(advice.front(), code);
    EXPECT_TRUE(Has(advice, AdviceCode::kNoImmunity));
    EXPECT_TRUE(Has(advice, AdviceCode::kAbsenceIsNoEvidence));
  }
}

// Whoever is presumed to be a victim is protected as who was formally identified.
TEST(StatusDecisionTest, Demand13_EveryStatusProtectsAlike) {
  const StatusDecision identified = DecideWith(MatchOf(kA));
  for (CaseStatus status : {CaseStatus::kPresumed, CaseStatus::kUnderAssessment}) {
    MatchEvidence match = MatchOf(kA);
    match.status = status;
    const StatusDecision decision = DecideWith(match);
    EXPECT_EQ(decision.outcome, CheckOutcome::kHold);
    EXPECT_EQ(decision.advice, identified.advice);
    EXPECT_TRUE(decision.matches[0].qualifications.empty());
  }
}

// What the officer means to do decides what to do instead, and nothing about the person.
TEST(StatusDecisionTest, Demand67_MeasureChangesNothingButTheFirstAdvice) {
  CheckEvidence evidence = AllConsulted();
  const StatusDecision stranger = DecideStatus(evidence);
  evidence.matches = {MatchOf(kA)};
  const StatusDecision known = DecideStatus(evidence);
  for (Measure measure : {Measure::kRemoval, Measure::kDetention, Measure::kArrest, Measure::kCharge, Measure::kFine,
                          Measure::kEntryBan, Measure::kPastConviction, Measure::kOther}) {
    evidence.measure = measure;
    evidence.matches = {MatchOf(kA)};
    const StatusDecision decision = DecideStatus(evidence);
    EXPECT_EQ(decision.outcome, CheckOutcome::kHold);
    EXPECT_TRUE(
        std::equal(decision.advice.begin() + 1, decision.advice.end(), known.advice.begin() + 1, known.advice.end()));
    EXPECT_TRUE(decision.matches[0].qualifications.empty());
    evidence.matches.clear();
    EXPECT_EQ(DecideStatus(evidence).outcome, CheckOutcome::kNoRecord);
    EXPECT_EQ(DecideStatus(evidence).advice, stranger.advice);
  }
}

TEST(StatusDecisionTest, Demand102_EveryAnswerSaysThatItDoesNotDecide) {
  CheckEvidence no_record = AllConsulted();
  CheckEvidence hold = AllConsulted();
  hold.matches = {MatchOf(kA)};
  CheckEvidence incomplete = AllConsulted();
  incomplete.own_clock_sane = false;
  std::set<CheckOutcome> outcomes;
  for (const CheckEvidence& evidence : {no_record, hold, incomplete}) {
    const StatusDecision decision = DecideStatus(evidence);
    outcomes.insert(decision.outcome);
    for (AdviceCode code :
         {AdviceCode::kNoImmunity, AdviceCode::kAbsenceIsNoEvidence, AdviceCode::kScreenWithIndicators}) {
      EXPECT_TRUE(Has(decision.advice, code)) << CheckOutcomeName(decision.outcome) << ' ' << AdviceName(code);
    }
  }
  EXPECT_EQ(outcomes.size(), 3u);
}

TEST(StatusDecisionTest, AdviceHasWordsOfItsOwnThatAvoidTheTwo) {
  std::set<std::string_view> names;
  constexpr int kCount = static_cast<int>(AdviceCode::kNoImmunity) + 1;
  for (int code = 0; code < kCount; ++code) {
    names.insert(AdviceName(static_cast<AdviceCode>(code)));
    const std::string text(AdviceText(static_cast<AdviceCode>(code)));
    EXPECT_EQ(text.find("ictim"), std::string::npos);
    EXPECT_EQ(text.find("raffick"), std::string::npos);
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(kCount));
}

}  // namespace
}  // namespace vsx::domain
