#include "node/domain/consent_amendment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>

#include "node/domain/consent_directives.h"
#include "node/domain/error.h"
#include "tests/domain/consent_world.h"

namespace vsx::domain {
namespace {

constexpr Purpose kCheck = Purpose::kProtectiveCheck;

Directive Deny(std::optional<PartyCode> party, std::optional<Purpose> purpose) {
  return {std::move(party), purpose, Effect::kDeny};
}
Directive Allow(std::optional<PartyCode> party, std::optional<Purpose> purpose) {
  return {std::move(party), purpose, Effect::kAllow};
}

ConsentRecord RecordWith(std::vector<Directive> directives) {
  ConsentRecord record = ConsentWorld().record;
  record.directives = std::move(directives);
  return record;
}

Amendment AmendmentWith(std::vector<Directive> added, std::vector<Directive> lifted = {}) {
  Amendment amendment;
  amendment.additions = RecordWith(std::move(added));
  amendment.lifted = std::move(lifted);
  return amendment;
}

Amendment By(AnsweredBy who, AgeAtRecording age, Amendment amendment) {
  amendment.additions.answered_by = who;
  amendment.additions.age_at_recording = age;
  return amendment;
}

TEST(ConsentAmendmentTest, AddedDenyKeepsWhatElseStands) {
  const auto amended =
      AmendConsent(RecordWith({Allow(kA, kCheck), Allow(kB, kCheck)}), AmendmentWith({Deny(kA, kCheck)}), kOwn);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->record.directives, (std::vector<Directive>{Allow(kB, kCheck), Deny(kA, kCheck)}));
  EXPECT_EQ(amended->differences, (std::vector<ConsentDifference>{{kA, kCheck, Effect::kAllow, Effect::kDeny}}));
}

TEST(ConsentAmendmentTest, NotWantingAConsulStandsUntilWhoMayAllowWantsOne) {
  constexpr Purpose kConsul = Purpose::kConsularAssistance;
  Amendment no = AmendmentWith({});
  no.additions.consular_choice = ConsularChoice::kNotWanted;
  const auto said = AmendConsent(RecordWith({Allow(kA, kConsul), Allow(kA, kCheck)}), no, kOwn);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->record.directives, (std::vector<Directive>{Allow(kA, kCheck)})) << "an objection is never refused";

  const absl::Status contradicts = AmendConsent(said->record, AmendmentWith({Allow(kA, kConsul)}), kOwn).status();
  EXPECT_EQ(ErrorReason(contradicts), "CONSULAR_NOT_WANTED");
  EXPECT_EQ(ErrorField(contradicts), "directives[0].effect") << "of the request, not of the record";

  for (const bool asked_again : {false, true}) {
    Amendment silent = AmendmentWith({});
    silent.asked_again = asked_again;
    EXPECT_EQ(AmendConsent(said->record, silent, kOwn)->record.consular_choice, ConsularChoice::kNotWanted);
    Amendment wants = AmendmentWith({Allow(kA, kConsul)});
    wants.additions.consular_choice = ConsularChoice::kWanted;
    wants.asked_again = asked_again;
    EXPECT_EQ(AmendConsent(said->record, wants, kOwn)->record.consular_choice, ConsularChoice::kWanted);
    wants.additions.directives.clear();
    const auto by_guardian = AmendConsent(said->record, By(AnsweredBy::kGuardian, AgeAtRecording::kAdult, wants), kOwn);
    EXPECT_EQ(ErrorReason(by_guardian.status()), "MAY_NOT_LIFT");
  }
}

// A record of before this was refused holds both: she can withdraw and change it all the same.
TEST(ConsentAmendmentTest, ContradictionOnRecordDoesNotStandInTheWayOfAChange) {
  ConsentRecord record = RecordWith({Allow(kA, Purpose::kConsularAssistance)});
  record.consular_choice = ConsularChoice::kNotWanted;
  const std::vector<PartyCode> abroad = {kB};
  EXPECT_TRUE(AmendConsent(record, WithdrawalFrom(abroad, false, record, kOwn), kOwn).ok());
  const auto amended = AmendConsent(record, AmendmentWith({Deny(kB, kCheck)}), kOwn);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->record.directives, (std::vector<Directive>{Deny(kB, kCheck)}));
}

// Denies of Parties that nobody knows must not heap up until the record cannot be read any more; an objection still
// fits.
TEST(ConsentAmendmentTest, RecordThatWouldNotBeReadBackIsRefusedButAnObjectionIsNot) {
  ConsentRecord record = RecordWith({});
  absl::Status refused;
  for (int batch = 0; batch < 64 && refused.ok(); ++batch) {
    std::vector<Directive> denies;
    for (int i = 0; i < 26; ++i) {
      const std::string code = {'X', static_cast<char>('A' + batch % 26), static_cast<char>('A' + i)};
      for (const Purpose purpose : kPurposes) {
        if (batch < 26 || purpose == kCheck) denies.push_back(Deny(*PartyCode::Create(code), purpose));
      }
    }
    const auto amended = AmendConsent(record, AmendmentWith(denies), kOwn);
    refused = amended.status();
    if (amended.ok()) record = amended->record;
  }
  EXPECT_EQ(ErrorReason(refused), "TOO_MANY");
  EXPECT_EQ(ErrorField(refused), "directives");
  EXPECT_LE(record.directives.size(), kMostStandingDirectives);

  const std::vector<PartyCode> abroad = {kA, kB};
  const auto objection = AmendConsent(record, WithdrawalFrom(abroad, true, record, kOwn), kOwn);
  ASSERT_TRUE(objection.ok()) << objection.status();
  EXPECT_GT(objection->record.directives.size(), record.directives.size());
}

TEST(ConsentAmendmentTest, RecordNamesABoundedNumberOfParties) {
  ConsentRecord record = RecordWith({});
  Amendment amendment = AmendmentWith({});
  amendment.additions.parties_put_to_her.clear();
  for (size_t i = 0; i < kMostPartiesOfARecord + 1; ++i) {
    const std::string code = {'Y', static_cast<char>('A' + i / 26), static_cast<char>('A' + i % 26)};
    amendment.additions.feared_parties.push_back(*PartyCode::Create(code));
  }
  EXPECT_EQ(ErrorReason(AmendConsent(record, amendment, kOwn).status()), "TOO_MANY");
  amendment.additions.feared_parties.pop_back();
  EXPECT_TRUE(AmendConsent(record, amendment, kOwn).ok());
}

TEST(ConsentAmendmentTest, AllowWhereADenyStandsIsRefused) {
  const auto amended = AmendConsent(RecordWith({Deny(kA, kCheck)}), AmendmentWith({Allow(kA, kCheck)}), kOwn);
  EXPECT_EQ(amended.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorReason(amended.status()), "DENY_STANDS");
  EXPECT_EQ(ErrorField(amended.status()), "directives[0]");
}

TEST(ConsentAmendmentTest, NarrowAllowDoesNotEndAWideDenySilently) {
  const ConsentRecord previous = RecordWith({Deny(std::nullopt, kCheck)});
  EXPECT_EQ(ErrorReason(AmendConsent(previous, AmendmentWith({Allow(kA, kCheck)}), kOwn).status()), "DENY_STANDS");
  // Lifted for this one cell, it goes on for the others.
  const auto amended = AmendConsent(previous, AmendmentWith({Allow(kA, kCheck)}, {Deny(kA, kCheck)}), kOwn);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(ReadDirectives(amended->record, kA, kCheck).effect, Effect::kAllow);
  EXPECT_EQ(ReadDirectives(amended->record, kB, kCheck).effect, Effect::kDeny);
}

TEST(ConsentAmendmentTest, ExpressLiftingEndsADenyAndShowsTheDifference) {
  const auto amended =
      AmendConsent(RecordWith({Deny(kA, kCheck)}), AmendmentWith({Allow(kA, kCheck)}, {Deny(kA, kCheck)}), kOwn);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->record.directives, (std::vector<Directive>{Allow(kA, kCheck)}));
  EXPECT_EQ(amended->record.lifted, (std::vector<Directive>{Deny(kA, kCheck)}));
  EXPECT_EQ(amended->differences, (std::vector<ConsentDifference>{{kA, kCheck, Effect::kDeny, Effect::kAllow}}));
}

TEST(ConsentAmendmentTest, AllowThatADenyEndedDoesNotComeBackWhenTheDenyIsLifted) {
  const auto denied = AmendConsent(RecordWith({Allow(kA, kCheck)}), AmendmentWith({Deny(kA, kCheck)}), kOwn);
  ASSERT_TRUE(denied.ok());
  const auto lifted = AmendConsent(denied->record, AmendmentWith({}, {Deny(kA, kCheck)}), kOwn);
  ASSERT_TRUE(lifted.ok()) << lifted.status();
  EXPECT_FALSE(ReadDirectives(lifted->record, kA, kCheck).effect.has_value());
}

TEST(ConsentAmendmentTest, LiftingWhatDoesNotStandIsRefused) {
  const auto amended = AmendConsent(RecordWith({}), AmendmentWith({}, {Deny(kA, kCheck)}), kOwn);
  EXPECT_EQ(ErrorReason(amended.status()), "NOT_STANDING");
  EXPECT_EQ(ErrorField(amended.status()), "lifted[0]");
}

TEST(ConsentAmendmentTest, FearEndsOnlyExpressly) {
  ConsentRecord previous = RecordWith({});
  previous.feared_parties = {kA};
  const auto kept = AmendConsent(previous, AmendmentWith({}), kOwn);
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(kept->record.feared_parties, std::vector<PartyCode>{kA});
  Amendment takes_back = AmendmentWith({});
  takes_back.no_longer_feared = {kA};
  const auto ended = AmendConsent(previous, takes_back, kOwn);
  ASSERT_TRUE(ended.ok());
  EXPECT_TRUE(ended->record.feared_parties.empty());
  takes_back.no_longer_feared = {kB};
  EXPECT_EQ(ErrorReason(AmendConsent(previous, takes_back, kOwn).status()), "NOT_STANDING");
}

TEST(ConsentAmendmentTest, GuardianAddsADenyAndTakesNoAnswerAway) {
  ConsentRecord previous = RecordWith({Allow(kA, kCheck), Allow(kB, kCheck)});
  previous.answered_by = AnsweredBy::kBestInterests;
  previous.childs_view_recorded = true;
  previous.age_at_recording = AgeAtRecording::kChild;
  const auto amended = AmendConsent(
      previous, By(AnsweredBy::kGuardian, AgeAtRecording::kChild, AmendmentWith({Deny(kA, kCheck)})), kOwn);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->record.answered_by, AnsweredBy::kBestInterests);
  EXPECT_EQ(amended->record.amended_by, AnsweredBy::kGuardian);
  EXPECT_EQ(ReadDirectives(amended->record, kA, kCheck).effect, Effect::kDeny);
  EXPECT_EQ(ReadDirectives(amended->record, kB, kCheck).effect, Effect::kAllow);
}

TEST(ConsentAmendmentTest, GuardianMayNeitherAllowNorLift) {
  ConsentRecord previous = RecordWith({Deny(kA, kCheck)});
  previous.answered_by = AnsweredBy::kGuardian;
  previous.age_at_recording = AgeAtRecording::kChild;
  const auto by_guardian = [](Amendment amendment) {
    return By(AnsweredBy::kGuardian, AgeAtRecording::kChild, std::move(amendment));
  };
  EXPECT_EQ(ErrorReason(AmendConsent(previous, by_guardian(AmendmentWith({Allow(kB, kCheck)})), kOwn).status()),
            "MAY_NOT_ALLOW");
  EXPECT_EQ(ErrorReason(AmendConsent(previous, by_guardian(AmendmentWith({}, {Deny(kA, kCheck)})), kOwn).status()),
            "MAY_NOT_LIFT");
}

TEST(ConsentAmendmentTest, SuspectedGuardianHasNoSay) {
  const auto amended =
      AmendConsent(RecordWith({}),
                   By(AnsweredBy::kSuspectedGuardian, AgeAtRecording::kChild, AmendmentWith({Deny(kA, kCheck)})), kOwn);
  EXPECT_EQ(ErrorReason(amended.status()), "HAS_NO_SAY");
}

TEST(ConsentAmendmentTest, OfAgeSheIsAskedAgainInFull) {
  ConsentRecord previous = RecordWith({Allow(kA, Purpose::kConsularAssistance), Deny(kB, kCheck)});
  previous.answered_by = AnsweredBy::kBestInterests;
  previous.childs_view_recorded = true;
  previous.age_at_recording = AgeAtRecording::kChild;
  Amendment amendment = AmendmentWith({Allow(kA, kCheck)});
  EXPECT_EQ(ErrorReason(AmendConsent(previous, amendment, kOwn).status()), "ASK_AGAIN");
  amendment.asked_again = true;
  const auto amended = AmendConsent(previous, amendment, kOwn);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->record.age_at_recording, AgeAtRecording::kAdult);
  EXPECT_EQ(amended->record.directives, (std::vector<Directive>{Deny(kB, kCheck), Allow(kA, kCheck)}));
}

TEST(ConsentAmendmentTest, AskingAgainEndsDoubtAndAmendingDoesNot) {
  ConsentRecord previous = RecordWith({});
  previous.in_doubt = true;
  Amendment amendment = AmendmentWith({Allow(kA, kCheck)});
  EXPECT_TRUE(AmendConsent(previous, amendment, kOwn)->record.in_doubt);
  amendment.asked_again = true;
  EXPECT_FALSE(AmendConsent(previous, amendment, kOwn)->record.in_doubt);
}

TEST(ConsentAmendmentTest, FirstAnswerNeedsTheWholeInterview) {
  const ConsentRecord not_asked;
  Amendment amendment = AmendmentWith({Allow(kA, kCheck)});
  EXPECT_EQ(ErrorReason(AmendConsent(not_asked, amendment, kOwn).status()), "ASK_FIRST");
  amendment.asked_again = true;
  const auto amended = AmendConsent(not_asked, amendment, kOwn);
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->record.state, ConsentState::kAnswered);
}

TEST(ConsentAmendmentTest, AnswersCannotBeUnmade) {
  Amendment amendment = AmendmentWith({});
  amendment.asked_again = true;
  amendment.additions.state = ConsentState::kAskedNoAnswer;
  EXPECT_EQ(ErrorReason(AmendConsent(RecordWith({}), amendment, kOwn).status()), "LESS_ANSWERED");
}

TEST(ConsentAmendmentTest, WithdrawalEndsEverythingAbroadButTheCode) {
  ConsentWorld world;
  world.facts.code_handed_over = true;
  for (Purpose purpose : kPurposes) world.Say(Effect::kAllow, kA, purpose);
  world.Say(Effect::kAllow, std::nullopt, std::nullopt);
  const PartyCode parties[] = {kA, kOwn};
  for (bool code_too : {false, true}) {
    const auto amended = AmendConsent(world.record, WithdrawalFrom(parties, code_too, world.record, kOwn), kOwn);
    ASSERT_TRUE(amended.ok()) << amended.status();
    ConsentWorld after = world;
    after.record = amended->record;
    for (Purpose purpose : kPurposes) {
      EXPECT_EQ(after.Allows(kA, purpose), purpose == Purpose::kPresented && !code_too) << PurposeName(purpose);
    }
    EXPECT_TRUE(after.Allows(kB, kCheck));
    EXPECT_TRUE(after.Allows(kOwn, kCheck));
  }
}

TEST(ConsentAmendmentTest, WithdrawalBeforeAnsweringHoldsAndLeavesSilenceElsewhere) {
  for (ConsentState state : {ConsentState::kNotAsked, ConsentState::kAskedNoAnswer}) {
    ConsentWorld world;
    world.record.state = state;
    const PartyCode parties[] = {kA};
    const auto amended = AmendConsent(world.record, WithdrawalFrom(parties, true, world.record, kOwn), kOwn);
    ASSERT_TRUE(amended.ok()) << amended.status();
    EXPECT_EQ(amended->record.state, state);
    world.record = amended->record;
    EXPECT_FALSE(world.Allows(kA, kCheck));
    EXPECT_EQ(world.Allows(kB, kCheck), state == ConsentState::kAskedNoAnswer);
  }
}

TEST(ConsentAmendmentTest, NoRandomSequenceOfAmendmentsLiftsSilently) {
  const char* given = std::getenv("VSX_TEST_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << "VSX_TEST_SEED=" << seed << "\n";
  std::mt19937_64 random(seed);
  const auto random_directives = [&random] {
    std::vector<Directive> directives(random() % 3);
    const std::optional<PartyCode> rows[] = {kA, kB, std::nullopt};
    for (Directive& directive : directives) {
      directive.party = rows[random() % 3];
      if (random() % 3 != 0) directive.purpose = kPurposes[random() % 4];
      directive.effect = random() % 2 == 0 ? Effect::kAllow : Effect::kDeny;
    }
    return directives;
  };
  int accepted = 0;
  ConsentRecord standing = RecordWith({});
  for (int round = 0; round < 20000; ++round) {
    if (round % 20 == 0) standing = RecordWith(random_directives());
    Amendment amendment = AmendmentWith(random_directives());
    amendment.asked_again = random() % 4 == 0;
    if (random() % 3 == 0 && !standing.directives.empty()) {
      amendment.lifted = {standing.directives[random() % standing.directives.size()]};
    }
    const auto amended = AmendConsent(standing, amendment, kOwn);
    if (!amended.ok()) continue;
    ++accepted;
    for (const std::optional<PartyCode>& party : {std::optional<PartyCode>(kA), std::optional<PartyCode>(kB)}) {
      for (Purpose purpose : kPurposes) {
        const DirectiveVerdict before = ReadDirectives(standing, party, purpose);
        if (before.effect != Effect::kDeny) continue;
        const bool lifted = std::count(amendment.lifted.begin(), amendment.lifted.end(), *before.directive) > 0;
        ASSERT_TRUE(lifted || ReadDirectives(amended->record, party, purpose).effect == Effect::kDeny);
      }
    }
    standing = amended->record;
  }
  EXPECT_GT(accepted, 1000);
}

TEST(ConsentChainTest, HoldsOnlyWhatLiftsNothingSilently) {
  const std::string hash(32, 'h');
  const ConsentRecord first = RecordWith({Deny(kA, kCheck)});
  ConsentRecord second = RecordWith({Allow(kA, kCheck)});
  EXPECT_FALSE(ConsentChain::Create({}).ok());
  EXPECT_FALSE(ConsentChain::Create({{first, hash}}).ok());
  EXPECT_FALSE(ConsentChain::Create({{first, ""}, {first, "short"}}).ok());
  EXPECT_EQ(ErrorReason(ConsentChain::Create({{first, ""}, {second, hash}}).status()), "DENY_STANDS");
  second.lifted = {Deny(kA, kCheck)};
  const auto chain = ConsentChain::Create({{first, ""}, {second, hash}});
  ASSERT_TRUE(chain.ok()) << chain.status();
  EXPECT_EQ(chain->head(), second);
  second.recorded_at = UnixTime{-1};
  EXPECT_EQ(ErrorReason(ConsentChain::Create({{first, ""}, {second, hash}}).status()), "TIME_ORDER");
}

}  // namespace
}  // namespace vsx::domain
