#include "node/domain/consent_preview.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/domain/consent_world.h"

namespace vsx::domain {
namespace {

using enum ConsentEffectCode;

const PartyCode kC = Party("QQC");  // put to her, and no sending Party

constexpr FederationAbilities kEverything = {
    .blind_check = true, .recognition_follow_up = true, .access_notices = true, .aggregates = true};

std::vector<ConsentPreviewLine> Preview(const ConsentWorld& world, const FederationAbilities& abilities = kEverything) {
  const PartyCode parties[] = {kOwn, kA, kC, Party("QQZ")};
  return PreviewConsent(world.record, world.facts, {}, world.own, parties, world.today, world.adult_now, abilities);
}

ConsentPreviewLine LineOf(const ConsentWorld& world, const PartyCode& party, Purpose purpose,
                          const FederationAbilities& abilities = kEverything) {
  for (const ConsentPreviewLine& line : Preview(world, abilities)) {
    if (line.party == party && line.purpose == purpose) return line;
  }
  ADD_FAILURE() << "no line";
  return Preview(world).front();
}

TEST(ConsentPreviewTest, HasALineForEveryPartyAndPurposeThatThePolicyAgreesWith) {
  ConsentWorld world;
  world.Say(Effect::kAllow, kA, Purpose::kNotifyLevel2);
  const auto lines = Preview(world);
  ASSERT_EQ(lines.size(), 4 * kPurposes.size());
  for (const ConsentPreviewLine& line : lines) {
    EXPECT_EQ(line.decision.allowed, world.Allows(line.party, line.purpose));
    EXPECT_NE(line.text.find(line.party.value()), std::string::npos);
    EXPECT_EQ(line.text.find('$'), std::string::npos);
  }
}

TEST(ConsentPreviewTest, NoToProtectiveChecksSaysWhetherTheCodeStillWorks) {
  ConsentWorld world;
  world.Say(Effect::kDeny, kA, Purpose::kProtectiveCheck);
  EXPECT_EQ(LineOf(world, kA, Purpose::kProtectiveCheck).effect, ConsentEffectCode::kOfficersDoNotSeeNoCode);
  world.facts.code_handed_over = true;
  EXPECT_EQ(
      LineOf(world, kA, Purpose::kProtectiveCheck).text,
      "If you say no, border officers of QQA will not see that you are protected. Your reference code still works "
      "there.");
}

// Every yes, at the own Party, at a sending Party and at another.
TEST(ConsentPreviewTest, PromisesNoMoreThanTheFederationCanDo) {
  ConsentWorld world;
  world.record.parties_put_to_her.push_back(kC);
  world.facts.code_handed_over = true;
  world.Say(Effect::kAllow, std::nullopt, std::nullopt);
  const FederationAbilities nothing;
  const auto effect = [&](const PartyCode& party, Purpose purpose, const FederationAbilities& abilities) {
    const ConsentPreviewLine line = LineOf(world, party, purpose, abilities);
    EXPECT_TRUE(line.decision.allowed);
    return line.effect;
  };
  for (const PartyCode& party : {kA, kC}) {
    EXPECT_EQ(effect(party, Purpose::kProtectiveCheck, kEverything), kOfficersSeeProtection);
    EXPECT_EQ(effect(party, Purpose::kProtectiveCheck, nothing), kOfficersCannotSeeYet);
    EXPECT_EQ(effect(party, Purpose::kConsularAssistance, kEverything), kConsulateMayHelp);
    EXPECT_EQ(effect(party, Purpose::kConsularAssistance, nothing), kConsulateCannotLearnYet);
    EXPECT_EQ(effect(party, Purpose::kPresented, kEverything), kCodeWorks);
    EXPECT_EQ(effect(party, Purpose::kPresented, nothing), kCodeDoesNotWorkYet);
  }
  EXPECT_EQ(effect(kOwn, Purpose::kProtectiveCheck, nothing), kOwnOfficersProtect);
  EXPECT_EQ(effect(kOwn, Purpose::kConsularAssistance, nothing), kConsulateMayHelp);
  EXPECT_EQ(effect(kOwn, Purpose::kPresented, nothing), kCodeWorks);
  for (const PartyCode& party : {kOwn, kA, kC}) {
    EXPECT_EQ(effect(party, Purpose::kRecognitionFollowUp, kEverything), kMeasuresAreReported);
    EXPECT_EQ(effect(party, Purpose::kRecognitionFollowUp, nothing), kMeasuresAreNotReportedYet);
    EXPECT_EQ(effect(party, Purpose::kAccessNotice, kEverything), kYouAreToldWhoLooked);
    EXPECT_EQ(effect(party, Purpose::kAccessNotice, nothing), kYouAreNotToldYetWhoLooked);
    EXPECT_EQ(effect(party, Purpose::kAggregateStatistics, kEverything), kCountedWithoutName);
    EXPECT_EQ(effect(party, Purpose::kAggregateStatistics, nothing), kNotCountedYet);
  }
}

TEST(ConsentPreviewTest, WithoutTheBlindCheckOfficersSeeHerWhereACopyIsOpenedToThem) {
  ConsentWorld world;
  world.record.parties_put_to_her.push_back(kC);
  world.Say(Effect::kAllow, std::nullopt, Purpose::kProtectiveCheck);
  world.Say(Effect::kAllow, kC, Purpose::kNotifyLevel2);  // no sending Party: no notice, and no copy beside it
  const FederationAbilities nothing;
  EXPECT_EQ(LineOf(world, kA, Purpose::kProtectiveCheck, nothing).text,
            "You allow it; officers of QQA cannot see it yet. They may arrest, detain or remove you without knowing.");
  world.Say(Effect::kAllow, kA, Purpose::kNotifyLevel2);
  for (const PartyCode& party : {kA, kC}) {
    EXPECT_EQ(LineOf(world, party, Purpose::kProtectiveCheck, nothing).effect,
              world.MayOpen(party) ? kOfficersSeeProtection : kOfficersCannotSeeYet);
  }
  EXPECT_TRUE(world.MayOpen(kA));
  EXPECT_FALSE(world.MayOpen(kC));
}

TEST(ConsentPreviewTest, CodeIsNoComfortWhereItCannotBeRead) {
  ConsentWorld world;
  world.facts.code_handed_over = true;
  world.Say(Effect::kDeny, kA, Purpose::kProtectiveCheck);
  EXPECT_EQ(LineOf(world, kA, Purpose::kProtectiveCheck).effect, kOfficersDoNotSeeCodeWorks);
  EXPECT_EQ(LineOf(world, kA, Purpose::kProtectiveCheck, {}).effect, kOfficersDoNotSeeNoCode);
}

TEST(ConsentPreviewTest, SaysWhatDenyingTheOwnStateMeans) {
  ConsentWorld world;
  EXPECT_EQ(LineOf(world, kOwn, Purpose::kProtectiveCheck).effect, ConsentEffectCode::kOwnOfficersProtect);
  world.record.own_effect_shown = true;
  world.Say(Effect::kDeny, kOwn, Purpose::kProtectiveCheck);
  EXPECT_EQ(LineOf(world, kOwn, Purpose::kProtectiveCheck).effect, ConsentEffectCode::kOwnOfficersDoNotSee);
  world.facts.protected_for_agencies = {"police/example-unit"};
  EXPECT_EQ(LineOf(world, kOwn, Purpose::kProtectiveCheck).effect, ConsentEffectCode::kOwnNamedOfficersOnly);
}

TEST(ConsentPreviewTest, SaysWhyAPartyThatWasNotPutToHerLearnsNothing) {
  ConsentWorld world;
  const std::string text = LineOf(world, Party("QQZ"), Purpose::kProtectiveCheck).text;
  EXPECT_NE(text.find("You were not asked about this State."), std::string::npos);
}

TEST(ConsentPreviewTest, EveryEffectHasANameAndWordsOfItsOwn) {
  std::set<std::string_view> names;
  std::set<std::string> texts;
  constexpr int kCount = static_cast<int>(ConsentEffectCode::kNotCounted) + 1;
  for (int code = 0; code < kCount; ++code) {
    names.insert(ConsentEffectName(static_cast<ConsentEffectCode>(code)));
    texts.insert(ConsentEffectText(static_cast<ConsentEffectCode>(code), kA));
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(kCount));
  EXPECT_EQ(texts.size(), static_cast<size_t>(kCount));
}

TEST(ConsentPreviewTest, EveryReasonHasANameOfItsOwn) {
  std::set<std::string_view> names;
  constexpr int kCount = static_cast<int>(ConsentReason::kObjectionInLinkedCase) + 1;
  for (int reason = 0; reason < kCount; ++reason) names.insert(ConsentReasonName(static_cast<ConsentReason>(reason)));
  EXPECT_EQ(names.size(), static_cast<size_t>(kCount));
  EXPECT_EQ(names.count("UNKNOWN"), 0u);
}

}  // namespace
}  // namespace vsx::domain
