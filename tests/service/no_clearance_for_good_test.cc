// Never a false clearance, where the failure is for good, or for as long as anybody waits: each in a world of its own.

#include "gtest/gtest.h"
#include "node/service/fetch_index.h"
#include "node/service/party_budgets.h"
#include "store/row_key.h"
#include "tests/service/clearance_fixture.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using domain::Purpose;
using service::BudgetKind;

class NoClearanceForGoodTest : public ClearanceTest {
 protected:
  static void SetUpTestSuite() {}
  void SetUp() override { BeginWorld({}); }
  void TearDown() override { EndWorld(); }

  // QQC sees a second header of the index.
  static void Fork(const domain::IndexName& name) {
    ForgedIndex second(world().federation(), name);
    second.header.complete = false;
    second.Serve();
    const auto watched = service::WatchForFork(world().asker().parts(), world().asker().link(), world().asker().shelf(),
                                               world().asker().watch(), name);
    ASSERT_TRUE(watched.ok()) << watched.status();
    EXPECT_TRUE(watched->fork_is_new);
  }
};

// Two headers of one index, each signed: the first counts, what is there is found, absence says nothing.
TEST_F(NoClearanceForGoodTest, IndexOfTwoHeadersClearsNobody) {
  for (const std::string& failed : ClearanceWorld::Issuers()) {
    for (const Purpose cls : domain::kIndexClasses) {
      const Blame blame{
          .not_consulted = {{failed, "INDEX_FORKED"}}, .what_is_there_is_found = true, .undoes_earlier_answers = true};
      ExpectOnEveryPath({cls}, blame, [&] { Fork(world().Name(failed, cls)); });
      world().Heal();
    }
  }
}

TEST_F(NoClearanceForGoodTest, IndexOfTheEpochBesideWithTwoHeadersClearsNobody) {
  for (const std::string& failed : ClearanceWorld::Issuers()) {
    for (const Purpose cls : domain::kIndexClasses) {
      const Blame blame{.not_consulted = {{failed, "INDEX_FORKED"}}, .what_is_there_is_found = true};
      ExpectOnEveryPathAtBorders({cls}, blame, [&] { Fork(world().Name(failed, cls)); });
    }
  }
}

// The own Party is one too: a case of its own that cannot be read is not absent.
TEST_F(NoClearanceForGoodTest, OwnRecordsThatCannotBeReadClearNobody) {
  Damage(base().node(kAsker).engine(), store::Table::kCase, store::CaseRecordKey(*world().own_case().case_id));
  for (const Purpose cls : {kProtective, Purpose::kPresented}) {
    std::vector<AskedPerson> persons = world().Everybody(cls);
    std::erase_if(persons, [](const AskedPerson& one) { return one.who != "an own case"; });
    ASSERT_EQ(persons.size(), 1u);
    persons[0].known_here = false;
    for (const Told& told : EveryPath(world(), cls, persons).Answers()) {
      ExpectTold(told, {.not_consulted = {{kAsker, "OWN_RECORDS_UNREADABLE"}}});
    }
  }
}

TEST_F(NoClearanceForGoodTest, FederationThatHasJustBegunClearsNobody) {
  BeginWorld({.published = false});
  const Blame blame{.not_consulted = {{"QQA", "INDEX_MISSING"}, {"QQB", "INDEX_MISSING"}},
                    .doubts = {"OWN_CLOCK"}};  // nobody vouches for it yet
  ExpectOnEveryPath(AllClasses(), blame, [] {});
}

// --- one Party after the other, whichever is first ---

class NoClearanceInTurnTest : public NoClearanceForGoodTest, public ::testing::WithParamInterface<const char*> {
 protected:
  // First one alone, then the other too: for good.
  static std::vector<std::string> Turns() { return {GetParam(), ClearanceWorld::OtherThan(GetParam())}; }
};

// Each kind of question has a budget of its own at each Party, of which really nothing is left.
TEST_P(NoClearanceInTurnTest, ExhaustedBudgetClearsNobodyAndStarvesNoOtherKind) {
  using domain::EvaluationKind;
  std::map<BudgetKind, Blame> spent;
  const auto blame_of = [&](Purpose cls, EvaluationKind kind) { return spent[service::BudgetKindOf(cls, kind)]; };
  const auto paths_of = [&](Purpose cls) -> const EveryPath& {
    return PathsOf(cls, blame_of(cls, EvaluationKind::kSingle).Parties());
  };
  const std::vector<std::pair<Purpose, EvaluationKind>> kinds = {{kProtective, EvaluationKind::kSingle},
                                                                 {Purpose::kPresented, EvaluationKind::kSingle},
                                                                 {kProtective, EvaluationKind::kScreening}};
  for (const auto& [spent_by, kind] : kinds) {
    for (const std::string& party : Turns()) {
      SCOPED_TRACE(std::string(service::BudgetKindName(service::BudgetKindOf(spent_by, kind))) + " at " + party);
      spent[service::BudgetKindOf(spent_by, kind)].not_consulted[party] = "BUDGET_EXHAUSTED";
      for (const Purpose cls : domain::kIndexClasses) paths_of(cls);
      service::PartyBudgets& budgets = world().federation().blind(party).budgets();
      for (size_t persons = 500'000; persons > 0;) {
        if (!budgets.Take(Party(kAsker), spent_by, kind, persons).ok()) persons /= 2;
      }
      for (const Purpose cls : domain::kIndexClasses) {
        for (const Told& told : paths_of(cls).Answers()) {
          const bool screened = told.path == "screening";
          const Blame blame = blame_of(cls, screened ? EvaluationKind::kScreening : EvaluationKind::kSingle);
          if (blame.not_consulted.empty()) {
            ExpectWell(told);
          } else {
            ExpectTold(told, blame);
          }
        }
      }
    }
  }
}

// The seed is gone in the middle of the epoch: the keeper ended it, as it does at its end.
TEST_P(NoClearanceInTurnTest, LostSeedClearsNobody) {
  Blame blame;
  for (const std::string& party : Turns()) {
    blame.not_consulted[party] = "SEED_UNAVAILABLE";
    ExpectOnEveryPath(AllClasses(), blame, [&] {
      const domain::Epoch next = world().federation().epoch().Next();
      ASSERT_TRUE(world().federation().blind(party).issued().EndEpochsBefore(next).ok());
    });
  }
}

INSTANTIATE_TEST_SUITE_P(EitherPartyFirst, NoClearanceInTurnTest, ::testing::Values("QQA", "QQB"),
                         [](const auto& tested) { return std::string(tested.param); });

}  // namespace
}  // namespace vsx::test
