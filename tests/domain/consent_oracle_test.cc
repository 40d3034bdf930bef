#include "tests/domain/consent_oracle.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <random>
#include <sstream>
#include <utility>

#include "tests/domain/consent_world.h"

namespace vsx::domain {
namespace {

using oracle::Asked;
using oracle::Speaker;
using oracle::Vote;
using oracle::World;

std::string Describe(const World& world, char recipient, int purpose) {
  std::ostringstream out;
  out << "to " << recipient << " for " << purpose << ", asked " << static_cast<int>(world.asked) << ", speaker "
      << static_cast<int>(world.speaker) << ", adult " << world.adult_then << world.adult_now << ", shown "
      << world.own_effect_shown << ", doubt " << world.in_doubt << ", seeks " << world.seeks_protection
      << ", uncertain " << world.uncertain_nationality << ", code " << world.code << ", protected "
      << world.is_protected << world.asker_is_named << ", linked " << world.linked.size() << ", votes";
  for (const Vote& vote : world.votes) out << ' ' << vote.party << vote.purpose << (vote.yes ? '+' : '-');
  return out.str();
}

// Compares one cell; false (and a failure) where policy and oracle differ.
bool Agree(const ConsentWorld& built, const World& world, char recipient, int purpose) {
  const ConsentDecision decision = built.Ask(PartyOf(recipient), PurposeOf(purpose));
  if (decision.allowed == oracle::Allows(world, recipient, purpose)) return true;
  ADD_FAILURE() << Describe(world, recipient, purpose) << ": the policy says " << ConsentReasonName(decision.reason);
  return false;
}

uint64_t Seed() {
  const char* given = std::getenv("VSX_TEST_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << "VSX_TEST_SEED=" << seed << "\n";
  return seed;
}

// The n-th assignment of {absent, allow, deny} to {A, B, any} × {first, second, any}.
std::vector<Vote> Assignment(int number, int first, int second) {
  std::vector<Vote> votes;
  for (char party : {'A', 'B', oracle::kAnyParty}) {
    for (int purpose : {first, second, oracle::kAnyPurpose}) {
      if (number % 3 != 0) votes.push_back({party, purpose, number % 3 == 1});
      number /= 3;
    }
  }
  return votes;
}

constexpr int kAssignments = 19683;  // 3^9

struct PurposePair {
  int first;
  int second;
  bool in_every_world;  // the others only in the first; every combination of flags meets them below
};
constexpr PurposePair kPurposePairs[] = {{1, 2, true}, {3, 4, true}, {5, 6, false}, {7, 8, false}};

// The worlds in which every assignment is tried: each state and each flag by itself.
std::vector<World> PlainWorlds() {
  const std::function<void(World&)> changes[] = {
      [](World&) {},
      [](World& w) { w.asked = Asked::kNo; },
      [](World& w) { w.asked = Asked::kNoAnswer; },
      [](World& w) { w.feared = {'A'}; },
      [](World& w) {
        w.seeks_protection = true, w.fled = {'A', 'B'};
      },
      [](World& w) { w.uncertain_nationality = true, w.sending = {'A'}; },
      [](World& w) { w.in_doubt = true; },
      [](World& w) { w.put = {'B'}; },
      [](World& w) { w.own = 'A', w.own_effect_shown = true; },
      [](World& w) { w.own = 'A', w.is_protected = true; },
      [](World& w) { w.speaker = Speaker::kGuardian, w.adult_then = w.adult_now = false; },
      [](World& w) { w.speaker = Speaker::kBestInterests, w.view_recorded = true, w.adult_then = false; },
      [](World& w) { w.code = false; },
  };
  std::vector<World> worlds;
  for (const auto& change : changes) change(worlds.emplace_back());
  return worlds;
}

TEST(ConsentOracleTest, PolicyAgreesOnEveryAssignmentInEachPlainWorld) {
  bool first_world = true;
  for (World& world : std::vector<World>(PlainWorlds())) {
    ConsentWorld built = FromOracle(world);
    for (const PurposePair& pair : kPurposePairs) {
      if (!first_world && !pair.in_every_world) continue;
      for (int number = 0; number < kAssignments; ++number) {
        world.votes = Assignment(number, pair.first, pair.second);
        built.record.directives = DirectivesOf(world.votes);
        for (char recipient : {'A', 'B'}) {
          ASSERT_TRUE(Agree(built, world, recipient, pair.first));
          ASSERT_TRUE(Agree(built, world, recipient, pair.second));
        }
      }
    }
    first_world = false;
  }
}

std::vector<Vote> RandomVotes(std::mt19937_64& random) {
  constexpr char kRows[] = {'A', 'B', 'O', oracle::kAnyParty};
  std::vector<Vote> votes(random() % 6);
  for (Vote& vote : votes) vote = {kRows[random() % 4], static_cast<int>(random() % 9), random() % 2 == 0};
  return votes;
}

// World number `bits`: every combination of all states and flags has its number.
constexpr uint32_t kWorlds = 3u * 5u * (1u << 13);

World WorldOfNumber(uint32_t number) {
  World world;
  world.asked = static_cast<Asked>(number % 3);
  number /= 3;
  world.speaker = static_cast<Speaker>(number % 5);
  number /= 5;
  const auto flag = [&number] {
    const bool set = (number & 1u) != 0;
    number >>= 1u;
    return set;
  };
  world.view_recorded = flag();
  world.adult_then = flag();
  world.adult_now = flag();
  world.own_effect_shown = flag();
  world.in_doubt = flag();
  world.seeks_protection = flag();
  world.uncertain_nationality = flag();
  world.code = flag();
  world.is_protected = flag();
  world.asker_is_named = flag();
  if (flag()) world.feared = {'A', 'O'};
  if (flag()) world.put = {'B'};
  if (flag()) world.sending = {'B', 'O'};
  world.fled = {'A', 'O'};
  return world;
}

TEST(ConsentOracleTest, PolicyAgreesInEveryCombinationOfStatesAndFlags) {
  std::mt19937_64 random(Seed());
  for (uint32_t number = 0; number < kWorlds; ++number) {
    World world = WorldOfNumber(number);
    world.votes = RandomVotes(random);
    const ConsentWorld built = FromOracle(world);
    // One Party for each purpose, so that over the worlds every pair comes up thousands of times.
    for (int purpose = 0; purpose <= oracle::kPurposeCount; ++purpose) {
      constexpr char kRecipients[] = {'A', 'B', 'O'};
      ASSERT_TRUE(Agree(built, world, kRecipients[random() % 3], purpose));
    }
  }
}

World RandomWorld(std::mt19937_64& random) {
  World world = WorldOfNumber(static_cast<uint32_t>(random() % kWorlds));
  // Mostly answered by who may answer, so that allows are met often.
  if (random() % 4 != 0) world.asked = Asked::kAnswered;
  if (random() % 4 != 0) world.speaker = Speaker::kPerson, world.adult_then = true;
  world.votes = RandomVotes(random);
  return world;
}

TEST(ConsentOracleTest, PolicyAgreesWithLinkedCasesAtRandom) {
  std::mt19937_64 random(Seed());
  for (int round = 0; round < 10000; ++round) {
    World world = RandomWorld(random);
    for (uint64_t linked = random() % 3; linked > 0; --linked) {
      world.linked.push_back(RandomWorld(random));
      if (random() % 2 == 0) world.linked.back().is_protected = world.linked.back().uncertain_nationality = false;
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
