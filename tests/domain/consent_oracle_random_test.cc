#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <vector>

#include "tests/domain/consent_oracle.h"
#include "tests/domain/consent_oracle_compare.h"
#include "tests/domain/consent_world.h"

// The consent policy against its oracle, and against itself, beyond what consent_oracle_test.cc runs whole.
// VSX_TEST_SEED repeats a run.
namespace vsx::domain {
namespace {

using oracle::Asked;
using oracle::Speaker;
using oracle::Vote;
using oracle::World;

uint64_t Seed() {
  const char* given = std::getenv("VSX_TEST_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << "VSX_TEST_SEED=" << seed << "\n";
  return seed;
}

std::vector<Vote> RandomVotes(std::mt19937_64& random) {
  constexpr char kRows[] = {'A', 'B', 'O', oracle::kAnyParty};
  std::vector<Vote> votes(random() % 6);
  for (Vote& vote : votes) vote = {kRows[random() % 4], static_cast<int>(random() % 10), random() % 2 == 0};
  return votes;
}

// Every combination of all states and flags has its number; what is not in it is drawn.
constexpr uint64_t kWorlds = uint64_t{3} * 5 * (1U << 13U);

World WorldOfNumber(uint64_t number, std::mt19937_64& random) {
  Digits digits(number);
  World world;
  world.asked = static_cast<Asked>(digits.Next(3));
  world.speaker = static_cast<Speaker>(digits.Next(5));
  world.view_recorded = digits.Flag();
  world.adult_then = digits.Flag();
  world.adult_now = digits.Flag();
  world.own_effect_shown = digits.Flag();
  world.in_doubt = digits.Flag();
  world.seeks_protection = digits.Flag();
  world.code = digits.Flag();
  world.is_protected = digits.Flag();
  world.asker_is_named = digits.Flag();
  if (digits.Flag()) world.feared = {'A', 'O'};
  if (digits.Flag()) world.put = {'B'};
  if (digits.Flag()) world.sending = {'B', 'O'};
  if (digits.Flag()) world.papers = EveryKindOfPapers()[random() % EveryKindOfPapers().size()];
  world.no_consul = random() % 4 == 0;
  world.votes = RandomVotes(random);
  return world;
}

TEST(ConsentOracleRandomTest, PolicyAgreesInEveryCombinationOfStatesAndFlags) {
  std::mt19937_64 random(Seed());
  for (uint64_t number = 0; number < kWorlds; number += kStride) {
    const World world = WorldOfNumber(number, random);
    const ConsentWorld built = FromOracle(world);
    // One Party for each purpose, so that over the worlds every pair comes up thousands of times.
    for (int purpose = 0; purpose <= oracle::kPurposeCount; ++purpose) {
      constexpr char kRecipients[] = {'A', 'B', 'O'};
      ASSERT_TRUE(Agree(built, world, kRecipients[random() % 3], purpose));
    }
  }
}

World RandomWorld(std::mt19937_64& random) {
  World world = WorldOfNumber(random() % kWorlds, random);
  // Mostly answered by who may answer, so that allows are met often.
  if (random() % 4 != 0) world.asked = Asked::kAnswered;
  if (random() % 4 != 0) {
    world.speaker = Speaker::kPerson;
    world.adult_then = true;
  }
  return world;
}

TEST(ConsentOracleRandomTest, PolicyAgreesWithLinkedCases) {
  std::mt19937_64 random(Seed());
  for (int round = 0; round < 10000; ++round) {
    World world = RandomWorld(random);
    for (uint64_t linked = random() % 3; linked > 0; --linked) {
      world.linked.push_back(RandomWorld(random));
      world.linked.back().by_name_only = random() % 4 == 0;
      if (random() % 2 == 0) {
        world.linked.back().is_protected = false;
        world.linked.back().papers = {};
      }
    }
    const ConsentWorld built = FromOracle(world);
    for (char recipient : {'A', 'B', 'O'}) {
      for (int purpose = 1; purpose <= oracle::kPurposeCount; ++purpose) {
        ASSERT_TRUE(Agree(built, world, recipient, purpose));
      }
    }
  }
}

TEST(ConsentPropertyTest, AddingADenyNeverAllowsMore) {
  std::mt19937_64 random(Seed());
  for (int round = 0; round < 8000; ++round) {
    World world = RandomWorld(random);
    if (random() % 2 == 0) world.linked.push_back(RandomWorld(random));
    const ConsentWorld before = FromOracle(world);
    ConsentWorld after = before;
    constexpr char kRows[] = {'A', 'B', 'O', oracle::kAnyParty};
    const char row = kRows[random() % 4];
    const int column = static_cast<int>(random() % 9);
    Directive deny;
    if (row != oracle::kAnyParty) deny.party = PartyOf(row);
    if (column != oracle::kAnyPurpose) deny.purpose = PurposeOf(column);
    (after.linked.empty() || random() % 2 == 0 ? after.record : after.linked[0].record).directives.push_back(deny);
    for (char recipient : {'A', 'B', 'O'}) {
      for (Purpose purpose : kPurposes) {
        ASSERT_LE(after.Allows(PartyOf(recipient), purpose), before.Allows(PartyOf(recipient), purpose));
      }
    }
  }
}

TEST(ConsentPropertyTest, LevelTwoIsNeverAllowedWithoutLevelOne) {
  std::mt19937_64 random(Seed());
  int allowed = 0;
  for (int round = 0; round < 20000; ++round) {
    const ConsentWorld built = FromOracle(RandomWorld(random));
    for (char recipient : {'A', 'B', 'O'}) {
      if (!built.Allows(PartyOf(recipient), Purpose::kNotifyLevel2)) continue;
      ++allowed;
      ASSERT_TRUE(built.Allows(PartyOf(recipient), Purpose::kNotifyLevel1));
    }
  }
  EXPECT_GT(allowed, 20);
}

}  // namespace
}  // namespace vsx::domain
