#include "tests/service/clearance_fixture.h"

#include "gmock/gmock.h"

namespace vsx::test {

using domain::CheckOutcome;
using domain::Purpose;

std::set<std::string> Blame::Parties() const {
  std::set<std::string> parties;
  for (const auto& [party, reason] : not_consulted) parties.insert(party);
  return parties;
}

void ClearanceTest::BeginWorld(WorldOptions options) {
  EndWorld();
  world_ = std::make_unique<ClearanceWorld>(options);
}

void ClearanceTest::EndWorld() {
  paths_.clear();
  world_.reset();
}

void ClearanceTest::ExpectTold(const Told& told, const Blame& blame) {
  SCOPED_TRACE(told.path + ", " + told.asked.who);
  const bool found_there = !told.asked.known_at.empty() &&
                           (blame.what_is_there_is_found || !blame.not_consulted.contains(told.asked.known_at));
  const bool known = told.asked.known_here || found_there;
  EXPECT_NE(told.outcome, CheckOutcome::kNoRecord) << "a false clearance";
  EXPECT_EQ(told.outcome, known ? CheckOutcome::kHold : CheckOutcome::kIncomplete);
  if (!told.says_why) return;
  EXPECT_EQ(told.not_consulted, blame.not_consulted);
  EXPECT_EQ(told.doubts, blame.doubts);
}

void ClearanceTest::ExpectWell(const Told& told) {
  SCOPED_TRACE(told.path + ", " + told.asked.who);
  const bool known = told.asked.known_here || !told.asked.known_at.empty();
  EXPECT_EQ(told.outcome, known ? CheckOutcome::kHold : CheckOutcome::kNoRecord);
  EXPECT_THAT(told.not_consulted, ::testing::IsEmpty());
  EXPECT_THAT(told.doubts, ::testing::IsEmpty());
}

const EveryPath& ClearanceTest::PathsOf(Purpose cls, const std::set<std::string>& failing) {
  const auto found = paths_.find({cls, failing});
  if (found != paths_.end()) return found->second;
  return paths_.emplace(std::pair(cls, failing), EveryPath(world(), cls, world().Everybody(cls), failing))
      .first->second;
}

void ClearanceTest::ExpectOnEveryPath(const std::vector<Purpose>& classes, const Blame& blame,
                                      const std::function<void()>& fail, const std::function<void()>& before_each) {
  const std::set<std::string> failing = blame.undoes_earlier_answers ? std::set<std::string>() : blame.Parties();
  for (const Purpose cls : classes) PathsOf(cls, failing);
  fail();
  for (const Purpose cls : classes) {
    SCOPED_TRACE(std::string(domain::PurposeName(cls)));
    const std::vector<Told> answers = PathsOf(cls, failing).Answers(before_each);
    EXPECT_FALSE(answers.empty());
    for (const Told& told : answers) ExpectTold(told, blame);
  }
}

void ClearanceTest::ExpectOnEveryPathAtBorders(const std::vector<Purpose>& classes, const Blame& blame,
                                               const std::function<void()>& fail) {
  for (const Border border : kBorders) {
    SCOPED_TRACE(border == Border::kIssuersAhead ? "the issuers are in the next epoch" : "the issuers are in the last");
    Blame there = blame;
    if (border == Border::kIssuersBehind) there.undoes_earlier_answers = true;  // QQC's own epoch is a new one
    ExpectOnEveryPath(classes, there, [&] {
      world().StandAt(border);
      fail();
    });
    world().Heal();
  }
}

}  // namespace vsx::test
