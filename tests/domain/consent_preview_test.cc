#include "node/domain/consent_preview.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/domain/consent_world.h"

namespace vsx::domain {
namespace {

std::vector<ConsentPreviewLine> Preview(const ConsentWorld& world) {
  const PartyCode parties[] = {kOwn, kA, Party("QQZ")};
  return PreviewConsent(world.record, world.facts, {}, world.own, parties, world.today, world.adult_now);
}

ConsentPreviewLine LineOf(const ConsentWorld& world, const PartyCode& party, Purpose purpose) {
  for (const ConsentPreviewLine& line : Preview(world)) {
    if (line.party == party && line.purpose == purpose) return line;
  }
  ADD_FAILURE() << "no line";
  return Preview(world).front();
}

TEST(ConsentPreviewTest, HasALineForEveryPartyAndPurposeThatThePolicyAgreesWith) {
  ConsentWorld world;
  world.Say(Effect::kAllow, kA, Purpose::kNotifyLevel2);
  const auto lines = Preview(world);
  ASSERT_EQ(lines.size(), 3 * kPurposes.size());
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
