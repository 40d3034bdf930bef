#include "node/domain/consent_policy.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/domain/consent_world.h"

namespace vsx::domain {
namespace {

ConsentWorld Answered() { return {}; }

ConsentWorld AskedNoAnswer() {
  ConsentWorld world;
  world.record.state = ConsentState::kAskedNoAnswer;
  return world;
}

TEST(ConsentPolicyTest, NotAskedLetsNothingLeaveTheState) {
  ConsentWorld world;
  world.record.state = ConsentState::kNotAsked;
  world.facts.code_handed_over = true;
  for (Purpose purpose : kPurposes) {
    EXPECT_EQ(world.Ask(kA, purpose).reason, ConsentReason::kNotAsked) << PurposeName(purpose);
  }
  EXPECT_EQ(world.Ask(kOwn, Purpose::kProtectiveCheck).reason, ConsentReason::kOwnProtectiveCheck);
}

TEST(ConsentPolicyTest, UnreadableStateCountsAsNotAsked) {
  ConsentWorld world;
  world.record.state = static_cast<ConsentState>(77);
  world.Say(Effect::kAllow, std::nullopt, std::nullopt);
  for (Purpose purpose : kPurposes) EXPECT_FALSE(world.Allows(kA, purpose));
}

TEST(ConsentPolicyTest, SilenceNotifiesTheSendingPartyAndProtects) {
  ConsentWorld world = AskedNoAnswer();
  world.facts.sending_parties = {kA};
  EXPECT_EQ(world.Ask(kA, Purpose::kNotifyLevel1).reason, ConsentReason::kSilenceNotifies);
  EXPECT_EQ(world.Ask(kB, Purpose::kNotifyLevel1).reason, ConsentReason::kNotASendingParty);
  EXPECT_EQ(world.Ask(kB, Purpose::kProtectiveCheck).reason, ConsentReason::kSilenceProtects);
  for (Purpose purpose : {Purpose::kNotifyLevel2, Purpose::kConsularAssistance, Purpose::kPresented,
                          Purpose::kRecognitionFollowUp, Purpose::kAccessNotice, Purpose::kAggregateStatistics}) {
    EXPECT_FALSE(world.Allows(kA, purpose)) << PurposeName(purpose);
  }
}

TEST(ConsentPolicyTest, SilenceDoesNotReachAFearedParty) {
  ConsentWorld world = AskedNoAnswer();
  world.record.feared_parties = {kA};
  EXPECT_EQ(world.Ask(kA, Purpose::kNotifyLevel1).reason, ConsentReason::kFearedParty);
  EXPECT_EQ(world.Ask(kA, Purpose::kProtectiveCheck).reason, ConsentReason::kFearedParty);
  EXPECT_TRUE(world.Allows(kB, Purpose::kNotifyLevel1));
}

TEST(ConsentPolicyTest, DenyOutlivesSilence) {
  ConsentWorld world = AskedNoAnswer();
  world.Say(Effect::kDeny, kA, std::nullopt);
  world.Say(Effect::kAllow, kA, Purpose::kNotifyLevel2);  // no answer was given: it cannot count
  EXPECT_FALSE(world.Allows(kA, Purpose::kNotifyLevel1));
  EXPECT_FALSE(world.Allows(kA, Purpose::kNotifyLevel2));
  EXPECT_FALSE(world.Allows(kA, Purpose::kProtectiveCheck));
  EXPECT_TRUE(world.Allows(kB, Purpose::kNotifyLevel1));
}

TEST(ConsentPolicyTest, AnsweredWithoutDefaultWithholdsWhatShePassedOver) {
  ConsentWorld world = Answered();
  for (Purpose purpose : kPurposes) EXPECT_FALSE(world.Allows(kA, purpose)) << PurposeName(purpose);
}

TEST(ConsentPolicyTest, DenyToOnePartyLeavesOthersInformed) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, std::nullopt, Purpose::kProtectiveCheck);
  world.Say(Effect::kDeny, kA, std::nullopt);
  EXPECT_EQ(world.Ask(kA, Purpose::kProtectiveCheck).reason, ConsentReason::kDirectiveDeny);
  EXPECT_EQ(world.Ask(kB, Purpose::kProtectiveCheck).reason, ConsentReason::kDirectiveAllow);
}

TEST(ConsentPolicyTest, NarrowerDirectiveWins) {
  ConsentWorld world = Answered();
  const Purpose purpose = Purpose::kConsularAssistance;
  world.Say(Effect::kDeny, std::nullopt, std::nullopt);
  EXPECT_EQ(world.Ask(kA, purpose).reason, ConsentReason::kDefaultDeny);
  world.Say(Effect::kAllow, std::nullopt, purpose);
  EXPECT_TRUE(world.Allows(kA, purpose));
  world.Say(Effect::kDeny, kA, std::nullopt);
  EXPECT_FALSE(world.Allows(kA, purpose));
  world.Say(Effect::kAllow, kA, purpose);
  EXPECT_EQ(world.Ask(kA, purpose).reason, ConsentReason::kExactAllow);
  EXPECT_EQ(world.Ask(kA, purpose).directive, (Directive{kA, purpose, Effect::kAllow}));
}

TEST(ConsentPolicyTest, AnswerAboutAPartyOutranksAnswerAboutAPurpose) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, kA, std::nullopt);
  world.Say(Effect::kDeny, std::nullopt, Purpose::kProtectiveCheck);
  EXPECT_TRUE(world.Allows(kA, Purpose::kProtectiveCheck));
  EXPECT_FALSE(world.Allows(kB, Purpose::kProtectiveCheck));
}

TEST(ConsentPolicyTest, DenyWinsAtEqualRankInAnyOrder) {
  for (bool deny_first : {true, false}) {
    ConsentWorld world = Answered();
    world.Say(deny_first ? Effect::kDeny : Effect::kAllow, kA, Purpose::kProtectiveCheck);
    world.Say(deny_first ? Effect::kAllow : Effect::kDeny, kA, Purpose::kProtectiveCheck);
    EXPECT_FALSE(world.Allows(kA, Purpose::kProtectiveCheck));
  }
}

TEST(ConsentPolicyTest, DefaultIsWhatSheAnswered) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, std::nullopt, std::nullopt);
  EXPECT_EQ(world.Ask(kA, Purpose::kProtectiveCheck).reason, ConsentReason::kDefaultAllow);
}

TEST(ConsentPolicyTest, LevelTwoNeedsAYesThatNamesThePartyAndTheLevel) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, std::nullopt, std::nullopt);
  world.Say(Effect::kAllow, std::nullopt, Purpose::kNotifyLevel2);
  world.Say(Effect::kAllow, kA, std::nullopt);
  world.Say(Effect::kAllow, kA, Purpose::kNotifyLevel1);
  EXPECT_EQ(world.Ask(kA, Purpose::kNotifyLevel2).reason, ConsentReason::kNoExplicitYes);
  world.Say(Effect::kAllow, kA, Purpose::kNotifyLevel2);
  EXPECT_TRUE(world.Allows(kA, Purpose::kNotifyLevel2));
}

TEST(ConsentPolicyTest, LevelTwoImpliesLevelOneAndNotTheReverse) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, kA, Purpose::kNotifyLevel2);
  world.Say(Effect::kAllow, kB, Purpose::kNotifyLevel1);
  EXPECT_TRUE(world.Allows(kA, Purpose::kNotifyLevel1));
  EXPECT_TRUE(world.Allows(kB, Purpose::kNotifyLevel1));
  EXPECT_FALSE(world.Allows(kB, Purpose::kNotifyLevel2));
}

TEST(ConsentPolicyTest, DenyingLevelOneDeniesBoth) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, kA, Purpose::kNotifyLevel2);
  world.Say(Effect::kDeny, kA, Purpose::kNotifyLevel1);
  EXPECT_FALSE(world.Allows(kA, Purpose::kNotifyLevel1));
  EXPECT_FALSE(world.Allows(kA, Purpose::kNotifyLevel2));
}

TEST(ConsentPolicyTest, DenyingLevelTwoLeavesLevelOne) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, kA, Purpose::kNotifyLevel1);
  world.Say(Effect::kDeny, kA, Purpose::kNotifyLevel2);
  EXPECT_TRUE(world.Allows(kA, Purpose::kNotifyLevel1));
  EXPECT_FALSE(world.Allows(kA, Purpose::kNotifyLevel2));
}

TEST(ConsentPolicyTest, NoticesGoToSendingPartiesOnly) {
  ConsentWorld world = Answered();
  world.facts.sending_parties = {kA, kOwn};
  for (const PartyCode& party : {kA, kB, kOwn}) world.Say(Effect::kAllow, party, Purpose::kNotifyLevel2);
  EXPECT_TRUE(world.Allows(kA, Purpose::kNotifyLevel2));
  EXPECT_EQ(world.Ask(kB, Purpose::kNotifyLevel2).reason, ConsentReason::kNotASendingParty);
  EXPECT_EQ(world.Ask(kOwn, Purpose::kNotifyLevel1).reason, ConsentReason::kNotASendingParty);
}

TEST(ConsentPolicyTest, CodeWorksOnceHandedOverAgainstEverythingButItsOwnName) {
  ConsentWorld world = Answered();
  EXPECT_EQ(world.Ask(kA, Purpose::kPresented).reason, ConsentReason::kNoCodeHandedOver);
  world.facts.code_handed_over = true;
  world.record.feared_parties = {kA};
  world.record.in_doubt = true;
  world.record.parties_put_to_her.clear();
  world.facts.stateless = true;
  world.Say(Effect::kDeny, std::nullopt, std::nullopt);
  world.Say(Effect::kDeny, kA, std::nullopt);
  EXPECT_EQ(world.Ask(kA, Purpose::kPresented).reason, ConsentReason::kCodeHandedOver);
  world.Say(Effect::kDeny, std::nullopt, Purpose::kPresented);
  EXPECT_FALSE(world.Allows(kA, Purpose::kPresented));
  world.Say(Effect::kAllow, kA, Purpose::kPresented);
  EXPECT_TRUE(world.Allows(kA, Purpose::kPresented));
  EXPECT_FALSE(world.Allows(kB, Purpose::kPresented));
}

TEST(ConsentPolicyTest, CodeWorksInSilence) {
  ConsentWorld world = AskedNoAnswer();
  world.facts.code_handed_over = true;
  EXPECT_TRUE(world.Allows(kA, Purpose::kPresented));
}

TEST(ConsentPolicyTest, FearedPartyNeedsAnExactYes) {
  ConsentWorld world = Answered();
  world.record.feared_parties = {kA};
  world.Say(Effect::kAllow, kA, std::nullopt);
  world.Say(Effect::kAllow, std::nullopt, Purpose::kProtectiveCheck);
  EXPECT_EQ(world.Ask(kA, Purpose::kProtectiveCheck).reason, ConsentReason::kFearedParty);
  world.Say(Effect::kAllow, kA, Purpose::kProtectiveCheck);
  EXPECT_TRUE(world.Allows(kA, Purpose::kProtectiveCheck));
  EXPECT_FALSE(world.Allows(kA, Purpose::kConsularAssistance));
}

TEST(ConsentPolicyTest, StatesSheFledLearnNothingWhereProtectionIsSought) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, std::nullopt, std::nullopt);
  world.facts.nationalities = {"QQA"};
  world.facts.former_habitual_residences = {"QQB"};
  EXPECT_TRUE(world.Allows(kA, Purpose::kProtectiveCheck));
  world.facts.seeks_protection = true;
  EXPECT_EQ(world.Ask(kA, Purpose::kProtectiveCheck).reason, ConsentReason::kProtectionSought);
  EXPECT_EQ(world.Ask(kB, Purpose::kConsularAssistance).reason, ConsentReason::kProtectionSought);
  world.Say(Effect::kAllow, kA, Purpose::kProtectiveCheck);
  EXPECT_TRUE(world.Allows(kA, Purpose::kProtectiveCheck));
}

TEST(ConsentPolicyTest, UncertainNationalityWithholdsFromEverySendingParty) {
  const auto allows = [](const std::function<void(CaseFacts&)>& change) {
    ConsentWorld world = Answered();
    world.facts.sending_parties = {kA};
    world.Say(Effect::kAllow, std::nullopt, std::nullopt);
    change(world.facts);
    EXPECT_TRUE(world.Allows(kB, Purpose::kProtectiveCheck));  // did not send her
    return world.Allows(kA, Purpose::kProtectiveCheck);
  };
  EXPECT_TRUE(allows([](CaseFacts&) {}));
  EXPECT_FALSE(allows([](CaseFacts& facts) { facts.stateless = true; }));
  EXPECT_FALSE(allows([](CaseFacts& facts) { facts.nationality_unknown = true; }));
  EXPECT_FALSE(allows([](CaseFacts& facts) { facts.nationalities.clear(); }));
  for (const char* code : {"XXA", "XXB", "XXC", "XXX"}) {
    EXPECT_FALSE(allows([&](CaseFacts& facts) { facts.nationalities.push_back(code); })) << code;
  }
  for (const char* code : {"PR", "PS", "PT"}) {
    EXPECT_FALSE(allows([&](CaseFacts& facts) { facts.documents.push_back({code, "QQN", "XX000001", {}}); })) << code;
  }
  EXPECT_TRUE(allows([](CaseFacts& facts) { facts.documents.push_back({"PP", "QQN", "XX000001", {}}); }));
}

TEST(ConsentPolicyTest, PartyThatJoinedLaterLearnsNothingUntilSheIsAsked) {
  ConsentWorld world = Answered();
  const PartyCode newcomer = Party("QQZ");
  world.facts.sending_parties.push_back(newcomer);
  world.Say(Effect::kAllow, std::nullopt, std::nullopt);
  world.Say(Effect::kAllow, newcomer, Purpose::kProtectiveCheck);  // contradicts the list: withhold
  EXPECT_EQ(world.Ask(newcomer, Purpose::kProtectiveCheck).reason, ConsentReason::kPartyNotPut);
  world.record.state = ConsentState::kAskedNoAnswer;
  EXPECT_EQ(world.Ask(newcomer, Purpose::kNotifyLevel1).reason, ConsentReason::kPartyNotPut);
}

TEST(ConsentPolicyTest, DoubtStopsNoticesAndConsulsAndLeavesProtection) {
  ConsentWorld world = Answered();
  world.record.in_doubt = true;
  for (Purpose purpose : {Purpose::kNotifyLevel2, Purpose::kConsularAssistance, Purpose::kProtectiveCheck}) {
    world.Say(Effect::kAllow, kA, purpose);
  }
  EXPECT_EQ(world.Ask(kA, Purpose::kNotifyLevel1).reason, ConsentReason::kInDoubt);
  EXPECT_EQ(world.Ask(kA, Purpose::kNotifyLevel2).reason, ConsentReason::kInDoubt);
  EXPECT_EQ(world.Ask(kA, Purpose::kConsularAssistance).reason, ConsentReason::kInDoubt);
  EXPECT_TRUE(world.Allows(kA, Purpose::kProtectiveCheck));
}

TEST(ConsentPolicyTest, AtEighteenNoticesAndConsulsLapseAndProtectionStands) {
  ConsentWorld world = Answered();
  world.record.answered_by = AnsweredBy::kBestInterests;
  world.record.childs_view_recorded = true;
  world.record.age_at_recording = AgeAtRecording::kChild;
  world.adult_now = false;
  for (Purpose purpose : {Purpose::kNotifyLevel2, Purpose::kConsularAssistance, Purpose::kProtectiveCheck}) {
    world.Say(Effect::kAllow, kA, purpose);
    EXPECT_TRUE(world.Allows(kA, purpose)) << PurposeName(purpose);
  }
  world.adult_now = true;
  EXPECT_EQ(world.Ask(kA, Purpose::kNotifyLevel1).reason, ConsentReason::kLapsedAtEighteen);
  EXPECT_EQ(world.Ask(kA, Purpose::kNotifyLevel2).reason, ConsentReason::kLapsedAtEighteen);
  EXPECT_EQ(world.Ask(kA, Purpose::kConsularAssistance).reason, ConsentReason::kLapsedAtEighteen);
  EXPECT_TRUE(world.Allows(kA, Purpose::kProtectiveCheck));
}

TEST(ConsentPolicyTest, AllowsCountOnlyFromWhoMayAllow) {
  struct Case {
    AnsweredBy who;
    bool view;
    AgeAtRecording age;
    bool may_allow;
  };
  const Case cases[] = {
      {AnsweredBy::kPerson, false, AgeAtRecording::kAdult, true},
      {AnsweredBy::kPerson, false, AgeAtRecording::kChild, false},
      {AnsweredBy::kBestInterests, true, AgeAtRecording::kChild, true},
      {AnsweredBy::kBestInterests, false, AgeAtRecording::kChild, false},
      {AnsweredBy::kBestInterests, true, AgeAtRecording::kAdult, false},
      {AnsweredBy::kGuardian, true, AgeAtRecording::kChild, false},
      {AnsweredBy::kSuspectedGuardian, true, AgeAtRecording::kChild, false},
      {AnsweredBy::kUnknown, true, AgeAtRecording::kAdult, false},
  };
  for (const Case& each : cases) {
    ConsentWorld world = Answered();
    world.record.answered_by = each.who;
    world.record.childs_view_recorded = each.view;
    world.record.age_at_recording = each.age;
    world.Say(Effect::kAllow, kA, Purpose::kProtectiveCheck);
    EXPECT_EQ(world.Allows(kA, Purpose::kProtectiveCheck), each.may_allow) << static_cast<int>(each.who);
  }
}

TEST(ConsentPolicyTest, GuardianMayDeny) {
  ConsentWorld world = AskedNoAnswer();
  world.record.answered_by = AnsweredBy::kGuardian;
  world.record.age_at_recording = AgeAtRecording::kChild;
  world.adult_now = false;
  EXPECT_TRUE(world.Allows(kA, Purpose::kProtectiveCheck));
  world.Say(Effect::kDeny, kA, Purpose::kProtectiveCheck);
  EXPECT_FALSE(world.Allows(kA, Purpose::kProtectiveCheck));
}

TEST(ConsentPolicyTest, SuspectedGuardianCountsAsIfSheWasNotAsked) {
  ConsentWorld world = AskedNoAnswer();
  world.record.answered_by = AnsweredBy::kSuspectedGuardian;
  world.facts.code_handed_over = true;
  world.record.own_effect_shown = true;
  world.Say(Effect::kDeny, kOwn, Purpose::kProtectiveCheck);
  for (Purpose purpose : kPurposes) EXPECT_FALSE(world.Allows(kA, purpose)) << PurposeName(purpose);
  EXPECT_TRUE(world.Allows(kOwn, Purpose::kProtectiveCheck));
}

TEST(ConsentPolicyTest, OwnProtectiveCheckNeedsAnExplicitDenyWithItsEffectShown) {
  ConsentWorld world = Answered();
  world.record.feared_parties = {kOwn};
  world.record.parties_put_to_her.clear();
  world.facts.stateless = true;
  world.Say(Effect::kDeny, std::nullopt, std::nullopt);
  world.Say(Effect::kDeny, std::nullopt, Purpose::kProtectiveCheck);
  world.Say(Effect::kDeny, kOwn, std::nullopt);
  world.record.own_effect_shown = true;
  EXPECT_TRUE(world.Allows(kOwn, Purpose::kProtectiveCheck));
  world.Say(Effect::kDeny, kOwn, Purpose::kProtectiveCheck);
  EXPECT_EQ(world.Ask(kOwn, Purpose::kProtectiveCheck).reason, ConsentReason::kOwnCheckDenied);
  world.record.own_effect_shown = false;
  EXPECT_TRUE(world.Allows(kOwn, Purpose::kProtectiveCheck));
}

TEST(ConsentPolicyTest, WhoDoesNotWantHerConsulHasSaidNoToEveryOne) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, std::nullopt, std::nullopt);
  world.Say(Effect::kAllow, kB, Purpose::kConsularAssistance);  // contradicts the choice: withhold
  EXPECT_TRUE(world.Allows(kA, Purpose::kConsularAssistance));
  world.record.consular_choice = ConsularChoice::kNotWanted;
  for (const PartyCode& party : {kA, kB}) {
    EXPECT_EQ(world.Ask(party, Purpose::kConsularAssistance).reason, ConsentReason::kConsularNotWanted);
    EXPECT_TRUE(world.Allows(party, Purpose::kProtectiveCheck));
  }

  // She said it in another case of hers.
  ConsentWorld other = Answered();
  other.record.consular_choice = ConsularChoice::kNotWanted;
  world.record.consular_choice = ConsularChoice::kWanted;
  world.linked = {{other.record, other.facts}};
  EXPECT_EQ(world.Ask(kA, Purpose::kConsularAssistance).reason, ConsentReason::kObjectionInLinkedCase);
  EXPECT_TRUE(world.Allows(kA, Purpose::kProtectiveCheck));
  world.linked[0].record.answered_by = AnsweredBy::kSuspectedGuardian;
  EXPECT_TRUE(world.Allows(kA, Purpose::kConsularAssistance));
}

TEST(ConsentPolicyTest, OwnPartyIsAPartyForEverythingElse) {
  ConsentWorld world = Answered();
  EXPECT_FALSE(world.Allows(kOwn, Purpose::kAggregateStatistics));
  world.Say(Effect::kAllow, kOwn, Purpose::kAggregateStatistics);
  EXPECT_TRUE(world.Allows(kOwn, Purpose::kAggregateStatistics));
}

TEST(ConsentPolicyTest, ProtectedLimitsOwnChecksToNamedAuthorities) {
  ConsentWorld world = Answered();
  world.facts.protected_for_agencies = {"police/example-unit"};
  EXPECT_EQ(world.Ask(kOwn, Purpose::kProtectiveCheck).reason, ConsentReason::kProtectedForOthers);
  world.asking_agency = "police/example-unit-2";
  EXPECT_FALSE(world.Allows(kOwn, Purpose::kProtectiveCheck));
  world.asking_agency = "police/example-unit";
  EXPECT_TRUE(world.Allows(kOwn, Purpose::kProtectiveCheck));
}

TEST(ConsentPolicyTest, UnknownPurposeIsDenied) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, std::nullopt, std::nullopt);
  world.Say(Effect::kAllow, kA, Purpose::kUnknown);
  EXPECT_EQ(world.Ask(kA, Purpose::kUnknown).reason, ConsentReason::kUnknownPurpose);
  EXPECT_EQ(world.Ask(kA, static_cast<Purpose>(99)).reason, ConsentReason::kUnknownPurpose);
  EXPECT_FALSE(world.Allows(kOwn, Purpose::kUnknown));
}

TEST(ConsentPolicyTest, DenyOfAnUnreadablePurposeDeniesEachPurposeButNotTheCode) {
  ConsentWorld world = Answered();
  world.facts.code_handed_over = true;
  world.Say(Effect::kAllow, std::nullopt, Purpose::kProtectiveCheck);
  world.Say(Effect::kDeny, kA, Purpose::kUnknown);
  EXPECT_FALSE(world.Allows(kA, Purpose::kProtectiveCheck));
  EXPECT_TRUE(world.Allows(kB, Purpose::kProtectiveCheck));
  EXPECT_TRUE(world.Allows(kA, Purpose::kPresented));
}

TEST(ConsentPolicyTest, ObjectionInALinkedCaseBinds) {
  ConsentWorld world = Answered();
  world.facts.code_handed_over = true;
  world.Say(Effect::kAllow, kA, Purpose::kProtectiveCheck);
  world.Say(Effect::kAllow, kB, Purpose::kProtectiveCheck);
  ConsentWorld other = Answered();
  world.linked = {{other.record, other.facts}};
  EXPECT_TRUE(world.Allows(kA, Purpose::kProtectiveCheck));  // silence there is no objection

  other.Say(Effect::kDeny, kA, std::nullopt);
  world.linked = {{other.record, other.facts}};
  EXPECT_EQ(world.Ask(kA, Purpose::kProtectiveCheck).reason, ConsentReason::kObjectionInLinkedCase);
  EXPECT_TRUE(world.Allows(kB, Purpose::kProtectiveCheck));
  EXPECT_TRUE(world.Allows(kA, Purpose::kPresented));
}

TEST(ConsentPolicyTest, FearProtectionAndOwnDenyOfALinkedCaseBind) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, std::nullopt, Purpose::kProtectiveCheck);
  ConsentWorld fears = Answered();
  fears.record.feared_parties = {kA};
  ConsentWorld flees = Answered();
  flees.facts.seeks_protection = true;
  flees.facts.nationalities = {"QQB"};
  ConsentWorld hides = Answered();
  hides.record.own_effect_shown = true;
  hides.Say(Effect::kDeny, kOwn, Purpose::kProtectiveCheck);
  for (const PartyCode& party : {kA, kB, kOwn}) EXPECT_TRUE(world.Allows(party, Purpose::kProtectiveCheck));
  world.linked = {{fears.record, fears.facts}, {flees.record, flees.facts}, {hides.record, hides.facts}};
  for (const PartyCode& party : {kA, kB, kOwn}) EXPECT_FALSE(world.Allows(party, Purpose::kProtectiveCheck));
}

TEST(ConsentPolicyTest, WhatIsMerelyMissingInALinkedCaseDoesNotBind) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, kA, Purpose::kNotifyLevel2);
  ConsentWorld other = Answered();
  other.record.state = ConsentState::kNotAsked;
  other.record.parties_put_to_her.clear();
  other.record.in_doubt = true;
  world.linked = {{other.record, other.facts}};
  EXPECT_TRUE(world.Allows(kA, Purpose::kNotifyLevel2));
}

TEST(ConsentPolicyTest, NationalityThatNobodyEnteredInALinkedCaseDoesNotBind) {
  ConsentWorld world = Answered();
  world.Say(Effect::kAllow, std::nullopt, std::nullopt);
  ConsentWorld other = Answered();
  other.record.state = ConsentState::kNotAsked;
  other.facts.nationalities.clear();
  other.facts.nationality_unknown = true;
  world.linked = {{other.record, other.facts}, {other.record, other.facts, true}};
  EXPECT_TRUE(world.Allows(kA, Purpose::kProtectiveCheck));
}

TEST(ConsentPolicyTest, UncertainNationalityOfALinkedCaseYieldsToHerExactYesAlone) {
  for (const bool by_name_only : {false, true}) {
    ConsentWorld world = Answered();
    world.Say(Effect::kAllow, std::nullopt, std::nullopt);
    for (int kind = 0; kind < 3; ++kind) {
      ConsentWorld other = Answered();
      if (kind == 0) other.facts.stateless = true;
      if (kind == 1) other.facts.documents = {{"PT", "QQN", "XX0000001"}};
      if (kind == 2) other.facts.nationalities = {"QQN", "XXB"};
      ConsentWorld asked = world;
      asked.linked = {{other.record, other.facts, by_name_only}};
      EXPECT_EQ(asked.Ask(kA, Purpose::kProtectiveCheck).reason, ConsentReason::kObjectionInLinkedCase) << kind;
      asked.Say(Effect::kAllow, kA, Purpose::kProtectiveCheck);
      EXPECT_TRUE(asked.Allows(kA, Purpose::kProtectiveCheck)) << kind;
      EXPECT_FALSE(asked.Allows(kA, Purpose::kConsularAssistance)) << kind;
      // What she fears there is another matter.
      asked.linked[0].record.feared_parties = {kA};
      EXPECT_FALSE(asked.Allows(kA, Purpose::kProtectiveCheck)) << kind;
    }
  }
}

}  // namespace
}  // namespace vsx::domain
