#ifndef VSX_TESTS_SERVICE_DECISION_PATHS_H_
#define VSX_TESTS_SERVICE_DECISION_PATHS_H_

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/service/clearance_world.h"

namespace vsx::test {

// What was said about somebody, by whichever path.
struct Told {
  std::string path;
  AskedPerson asked;
  domain::CheckOutcome outcome = domain::CheckOutcome::kNoRecord;
  std::map<std::string, std::string> not_consulted{};  // which Parties, and why
  std::set<std::string> doubts{};                      // what else keeps an answer from NO_RECORD
  bool says_why = true;                                // not so a HOLD of a screening
};

// EveryPath asks about persons by every path on which a decision is made:
//   a single check            CheckStatus, one try;
//   a second try              of a check that stays open (StatusCheck::Try again), after a first one at which some were
//                             away: QQA, QQB, or both. Who answered then is not asked again, and its word is judged
//                             anew (CheckTries, Rejudge). A HOLD is final: after it there is no second try;
//   a screening               ScreenPersons, everybody in one batch. It exists for protective checks alone: a row has
//                             no class, InputOf (screen_persons.cc) names this one.
// Own cases and delivered copies are read on each; consular checks and presented codes are classes of the first two.
// On each, a Party that is in the epoch before or after is asked a second time, by the index of that epoch: that is
// where the world stands (ClearanceWorld::StandAt), and the paths are the same.
// AwaitStatus and ScreeningRun decide nothing of their own. Where the asking State's own budgets are used up, nobody is
// asked and nothing decided, and where an agency's share is, the first try is by the own records alone:
// officer_budgets_test.cc, screening_test.cc.
class EveryPath {
 public:
  // The time before a failure: checks that stay open make their first tries. `failing`: whose failure will undo nothing
  // of what it said before. A second try that does not ask it again does not meet the failure, and is left out.
  EveryPath(ClearanceWorld& world, domain::Purpose cls, const std::vector<AskedPerson>& persons,
            const std::set<std::string>& failing = {});

  // What is said now, of each path and person; as often as one likes, since every second try begins where the first one
  // ended. `before_each`: what is done before each question.
  std::vector<Told> Answers(const std::function<void()>& before_each = [] {}) const;
  // The same, all at once, each on a thread of its own.
  std::vector<Told> AnswersAtOnce() const;

 private:
  using Question = std::function<std::vector<Told>()>;

  void AddSecondTry(ClearanceWorld& world, domain::Purpose cls, const AskedPerson& asked,
                    const std::set<std::string>& away);

  std::vector<Question> questions_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_DECISION_PATHS_H_
