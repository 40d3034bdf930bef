#include "tests/domain/consent_oracle.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "tests/domain/consent_oracle_compare.h"
#include "tests/domain/consent_world.h"

// The consent policy against its oracle, exhaustively. All assignments of all answers in all worlds would be some 10^12
// decisions; they are taken apart into products that can be run whole:
// 1. Which votes bear on a cell: all 3^9 assignments to 2 Parties × every pair of purposes, with wildcards. They show
//    that a cell hears the votes of its own row and column (and of the other level of notice) and no others.
// 2. How those votes are read: all their assignments × whatever bears on reading a vote (state, who spoke, with or
//    without the child's view, age at the time, own Party) × each override, which asks whether a yes was exact.
//    They show that a vote counts by what it adds up to: silence, or yes or no at one of four levels.
// 3. What follows: one set of votes for each such sum × every combination of everything else.
// 4., 5. The same sums × every kind of nationality and papers, and × every linked case.
// What factors are left together only by this argument is met at random, in consent_oracle_random_test.cc.
namespace vsx::domain {
namespace {

using oracle::Asked;
using oracle::kAnyParty;
using oracle::kAnyPurpose;
using oracle::kPurposeCount;
using oracle::Papers;
using oracle::Speaker;
using oracle::Vote;
using oracle::World;

// Adds the vote that the digit means: none, yes, no.
void Cast(std::vector<Vote>& votes, char party, int purpose, size_t digit) {
  if (digit != 0) votes.push_back({party, purpose, digit == 1});
}

// The n-th assignment of {absent, allow, deny} to {A, B, any} × {first, second, any}.
std::vector<Vote> Assignment(uint64_t number, int first, int second) {
  Digits digits(number);
  std::vector<Vote> votes;
  votes.reserve(9);
  for (char party : {'A', 'B', kAnyParty}) {
    for (int purpose : {first, second, kAnyPurpose}) Cast(votes, party, purpose, digits.Next(3));
  }
  return votes;
}

constexpr uint64_t kAssignments = 19683;  // 3^9

// Worlds in which votes weigh differently.
std::vector<World> PlainWorlds() {
  const std::function<void(World&)> changes[] = {
      [](World&) {},
      [](World& w) { w.asked = Asked::kNoAnswer; },
      [](World& w) {
        w.speaker = Speaker::kBestInterests;
        w.view_recorded = true;
        w.adult_then = w.adult_now = false;
      },
      [](World& w) {
        w.seeks_protection = true;
        w.papers.nationalities = {"QQA"};
        w.papers.former_residences = {"QQB"};
      },
      [](World& w) {
        w.papers.stateless = true;
        w.sending = {'A'};
      },
      [](World& w) {
        w.own = 'A';
        w.own_effect_shown = true;
      },
  };
  std::vector<World> worlds;
  for (const auto& change : changes) change(worlds.emplace_back());
  return worlds;
}

// Both cells of both Parties, for every assignment to the pair of purposes.
void CompareEveryAssignment(World& world, int first, int second) {
  ConsentWorld built = FromOracle(world);
  for (uint64_t number = 0; number < kAssignments; number += kStride) {
    world.votes = Assignment(number, first, second);
    built.record.directives = DirectivesOf(world.votes);
    for (char recipient : {'A', 'B'}) {
      ASSERT_TRUE(Agree(built, world, recipient, first) && Agree(built, world, recipient, second));
    }
  }
}

TEST(ConsentOracleTest, PolicyAgreesOnEveryAssignmentToEveryPairOfPurposes) {
  for (World& world : std::vector<World>(PlainWorlds())) {
    for (int first = 1; first <= kPurposeCount; ++first) {
      for (int second = first + 1; second <= kPurposeCount; ++second) {
        CompareEveryAssignment(world, first, second);
        ASSERT_FALSE(HasFatalFailure());
      }
    }
  }
}

bool IsNotice(int purpose) { return purpose == 1 || purpose == 2; }
int OtherLevel(int purpose) { return 3 - purpose; }

// The n-th assignment to the votes that bear on (A, purpose): 3^4, for notices 3^6.
std::vector<Vote> Bearing(uint64_t number, int purpose) {
  Digits digits(number);
  std::vector<Vote> votes;
  for (char party : {'A', kAnyParty}) {
    Cast(votes, party, purpose, digits.Next(3));
    Cast(votes, party, kAnyPurpose, digits.Next(3));
    if (IsNotice(purpose)) Cast(votes, party, OtherLevel(purpose), digits.Next(3));
  }
  return votes;
}

constexpr uint64_t kReaders = uint64_t{3} * 5 * 2 * 2 * 2 * 2 * 2 * 2 * 2;

World ReaderOfNumber(uint64_t number) {
  Digits digits(number);
  World world;
  world.asked = static_cast<Asked>(digits.Next(3));
  world.speaker = static_cast<Speaker>(digits.Next(5));
  world.view_recorded = digits.Flag();
  world.adult_then = world.adult_now = digits.Flag();
  if (digits.Flag()) world.own = 'A';
  world.own_effect_shown = digits.Flag();
  if (digits.Flag()) world.feared = {'A'};
  world.seeks_protection = digits.Flag();
  world.papers.nationalities = {"QQA"};
  world.papers.stateless = digits.Flag();
  return world;
}

TEST(ConsentOracleTest, PolicyReadsEveryVoteThatBearsAsTheOracleDoesWhoeverSpoke) {
  for (uint64_t number = 0; number < kReaders; number += kStride) {
    World world = ReaderOfNumber(number);
    ConsentWorld built = FromOracle(world);
    for (int purpose = 1; purpose <= kPurposeCount; ++purpose) {
      for (uint64_t votes = 0; votes < (IsNotice(purpose) ? 729 : 81); ++votes) {
        world.votes = Bearing(votes, purpose);
        built.record.directives = DirectivesOf(world.votes);
        ASSERT_TRUE(Agree(built, world, 'A', purpose));
      }
    }
  }
}

using Sums = std::vector<std::vector<Vote>>;

Sums MakeSums(int purpose) {
  Sums sums = {{}};
  for (bool yes : {false, true}) {
    for (char party : {'A', kAnyParty}) {
      for (int named : {purpose, kAnyPurpose}) sums.push_back({{party, named, yes}});
      if (IsNotice(purpose)) sums.push_back({{party, OtherLevel(purpose), yes}});
    }
  }
  return sums;
}

// One set of votes for each sum that votes can have for (A, purpose); for notices also through the other level.
const Sums& EverySum(int purpose) {
  static const auto* sums = [] {
    auto* all = new std::vector<Sums>;
    for (int each = 1; each <= kPurposeCount; ++each) all->push_back(MakeSums(each));
    return all;
  }();
  return sums->at(static_cast<size_t>(purpose - 1));
}

// Compares (A, purpose) for every purpose and every sum of votes.
bool AgreeOnEverySum(World& world) {
  ConsentWorld built = FromOracle(world);
  for (int purpose = 1; purpose <= kPurposeCount; ++purpose) {
    for (const std::vector<Vote>& votes : EverySum(purpose)) {
      world.votes = votes;
      built.record.directives = DirectivesOf(votes);
      if (!Agree(built, world, 'A', purpose)) return false;
    }
  }
  return true;
}

// Six kinds of speaker: best interests with and without the child's view.
void Speak(World& world, size_t kind) {
  constexpr Speaker kKinds[] = {Speaker::kNobody,        Speaker::kPerson,   Speaker::kBestInterests,
                                Speaker::kBestInterests, Speaker::kGuardian, Speaker::kSuspect};
  world.speaker = kKinds[kind];
  world.view_recorded = kind == 3;
}

// Not protected, from an agency that is not named, or for the one that asks.
void Protect(World& world, size_t kind) {
  world.is_protected = kind > 0;
  world.asker_is_named = kind == 2;
}

constexpr uint64_t kSituations = uint64_t{3} * 6 * 4 * 2 * 2 * 2 * 3 * 2 * 2 * 2 * 2 * 2 * 4 * 2;

World SituationOfNumber(uint64_t number) {
  static const Papers kPapers[] = {{},
                                   {.nationalities = {"QQA"}},
                                   {.former_residences = {"QQA"}},
                                   {.nationality_unknown = true, .nationalities = {"QQA"}}};
  Digits digits(number);
  World world;
  world.asked = static_cast<Asked>(digits.Next(3));
  Speak(world, digits.Next(6));
  world.adult_then = digits.Flag();
  world.adult_now = digits.Flag();
  world.in_doubt = digits.Flag();
  world.code = digits.Flag();
  world.own_effect_shown = digits.Flag();
  Protect(world, digits.Next(3));
  if (digits.Flag()) world.own = 'A';
  if (digits.Flag()) world.feared = {'A', 'O'};
  if (digits.Flag()) world.put = {'B', 'O'};
  if (digits.Flag()) world.sending = {'B'};
  world.seeks_protection = digits.Flag();
  world.papers = kPapers[digits.Next(4)];
  world.no_consul = digits.Flag();
  return world;
}

TEST(ConsentOracleTest, PolicyAgreesOnEverySumOfVotesInEverySituation) {
  for (uint64_t number = 0; number < kSituations; number += kStride) {
    World world = SituationOfNumber(number);
    ASSERT_TRUE(AgreeOnEverySum(world));
  }
}

TEST(ConsentOracleTest, PolicyAgreesOnEveryKindOfNationalityAndPapers) {
  const std::vector<Papers>& papers = EveryKindOfPapers();
  const uint64_t count = papers.size() * 3 * 6 * 2 * 2 * 2 * 2 * 2;
  for (uint64_t number = 0; number < count; number += kStride) {
    Digits digits(number);
    World world;
    world.papers = papers[digits.Next(papers.size())];
    world.asked = static_cast<Asked>(digits.Next(3));
    Speak(world, digits.Next(6));
    world.adult_then = world.adult_now = digits.Flag();
    world.seeks_protection = digits.Flag();
    if (digits.Flag()) world.feared = {'A'};
    if (digits.Flag()) world.sending = {'B'};
    if (digits.Flag()) world.own = 'A';
    ASSERT_TRUE(AgreeOnEverySum(world));
  }
}

// Every linked case, beside a case that says yes to exactly each purpose, one that says yes to everything by default,
// and one that says nothing.
constexpr uint64_t kLinkedCases = uint64_t{3} * 6 * 2 * 2 * 3 * 2 * 2 * 2 * 2 * 6 * 2 * 2 * 2;
enum class Beside { kExactYes, kDefaultYes, kSilence };

bool AgreeBesideLinked(const World& linked, Beside beside, bool own, bool sending) {
  World world;
  world.asker_is_named = linked.asker_is_named;
  if (own) world.own = 'A';
  if (!sending) world.sending = {'B'};
  world.linked = {linked};
  world.linked[0].own = world.own;
  if (beside == Beside::kSilence) world.asked = Asked::kNoAnswer;
  if (beside == Beside::kDefaultYes) world.votes = {{kAnyParty, kAnyPurpose, true}};
  if (beside == Beside::kExactYes) {
    for (int purpose = 1; purpose <= kPurposeCount; ++purpose) world.votes.push_back({'A', purpose, true});
  }
  ConsentWorld built = FromOracle(world);
  for (int purpose = 1; purpose <= kPurposeCount; ++purpose) {
    for (const std::vector<Vote>& votes : EverySum(purpose)) {
      world.linked[0].votes = votes;
      built.linked[0].record.directives = DirectivesOf(votes);
      if (!Agree(built, world, 'A', purpose)) return false;
    }
  }
  return true;
}

TEST(ConsentOracleTest, PolicyAgreesBesideEveryLinkedCase) {
  const std::vector<Papers> papers = {{},
                                      {.nationalities = {"QQA"}},
                                      {.former_residences = {"QQA"}},
                                      {.stateless = true, .nationalities = {"QQN"}},
                                      {.nationality_unknown = true, .nationalities = {}},
                                      {.nationalities = {}, .document_codes = {"PT"}}};
  for (uint64_t number = 0; number < 3 * kLinkedCases; number += kStride) {
    Digits digits(number);
    const auto beside = static_cast<Beside>(digits.Next(3));
    World linked;
    linked.asked = static_cast<Asked>(digits.Next(3));
    Speak(linked, digits.Next(6));
    linked.adult_then = digits.Flag();
    linked.own_effect_shown = digits.Flag();
    Protect(linked, digits.Next(3));
    if (digits.Flag()) linked.feared = {'A'};
    if (digits.Flag()) linked.sending = {'B'};
    const bool own = digits.Flag();
    const bool sending = digits.Flag();
    linked.papers = papers[digits.Next(6)];
    linked.seeks_protection = digits.Flag();
    linked.by_name_only = digits.Flag();
    linked.no_consul = digits.Flag();
    ASSERT_TRUE(AgreeBesideLinked(linked, beside, own, sending));
  }
}

}  // namespace
}  // namespace vsx::domain
