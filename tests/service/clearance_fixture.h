#ifndef VSX_TESTS_SERVICE_CLEARANCE_FIXTURE_H_
#define VSX_TESTS_SERVICE_CLEARANCE_FIXTURE_H_

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/service/decision_paths.h"

namespace vsx::test {

// What answers have to say where something fails.
struct Blame {
  std::map<std::string, std::string> not_consulted{};  // these Parties and no others, and why
  std::set<std::string> doubts{};                      // this beside them, and nothing else
  bool what_is_there_is_found = false;                 // only absence says nothing
  bool undoes_earlier_answers = false;                 // what the Party said before counts no more either

  std::set<std::string> Parties() const;
};

// The world of one suite of tests, which spoil it one after another; after each it is healed. To build it costs more
// than a few hundred checks.
class ClearanceTest : public ::testing::Test {
 protected:
  static constexpr const char* kAsker = ClearanceWorld::kAsker;

  static void SetUpTestSuite() { BeginWorld({}); }
  static void TearDownTestSuite() { EndWorld(); }
  void TearDown() override { world().Heal(); }

  static void BeginWorld(WorldOptions options);
  static void EndWorld();
  static ClearanceWorld& world() { return *world_; }
  static TestFederation& base() { return world_->base(); }
  static FakeClock& clock() { return world_->base().clock(); }
  static domain::EpochPlan plan() { return world_->federation().plan(); }

  // Whoever is known is found, and nobody else is cleared; why not is said.
  static void ExpectTold(const Told& told, const Blame& blame);
  // Nothing is wrong: who is known is found, and everybody else has no record.
  static void ExpectWell(const Told& told);

  // `fail` happens once the first tries of open checks were made, in a world in which everything is well; whatever is
  // asked of these classes then, by whichever path and about whomever, is told as `blame` says.
  static void ExpectOnEveryPath(
      const std::vector<domain::Purpose>& classes, const Blame& blame, const std::function<void()>& fail,
      const std::function<void()>& before_each = [] {});
  // The same at each border of an epoch: whatever is answered there is answered by a second question, on the index of
  // the epoch beside. The world is healed after each.
  static void ExpectOnEveryPathAtBorders(const std::vector<domain::Purpose>& classes, const Blame& blame,
                                         const std::function<void()>& fail);
  static std::vector<domain::Purpose> AllClasses() {
    return {domain::kIndexClasses.begin(), domain::kIndexClasses.end()};
  }

  // Everybody, by every path on which the failure of these Parties is met. Where they are asked for first, the first
  // tries are made, so everything must be well.
  static const EveryPath& PathsOf(domain::Purpose cls, const std::set<std::string>& failing);

 private:
  static inline std::unique_ptr<ClearanceWorld> world_;
  static inline std::map<std::pair<domain::Purpose, std::set<std::string>>, EveryPath> paths_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_CLEARANCE_FIXTURE_H_
