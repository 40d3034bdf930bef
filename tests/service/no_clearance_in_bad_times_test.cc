// Never a false clearance, in bad times: clocks that disagree, epochs that end, indexes that hold less than there is.

#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/index_layout.h"
#include "tests/service/clearance_fixture.h"
#include "tests/support/one_index.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using domain::ConsultationStatus;
using domain::Purpose;
using service::Evaluation;
using ::testing::Contains;

class NoClearanceInBadTimesTest : public ClearanceTest {
 protected:
  static domain::StatusDecision AskAboutAStranger() {
    return world().Ask(kProtective, world().Everybody(kProtective)[0].handles);
  }

  static void ExpectCleared() {
    const domain::StatusDecision decision = AskAboutAStranger();
    EXPECT_EQ(decision.outcome, CheckOutcome::kNoRecord);
    for (const domain::ConsultedParty& line : decision.consultations) {
      EXPECT_EQ(line.status, ConsultationStatus::kConsulted) << line.party.value() << " " << line.reason;
    }
  }

  // Peers' clocks are so far ahead of QQC's, which hears them all.
  static void SkewPeers(const std::map<std::string, int64_t>& ahead) {
    for (const auto& [party, seconds] : ahead) {
      world().link().bend_evaluation[Party(party)] = [seconds = seconds](absl::StatusOr<Evaluation>& answer) {
        if (answer.ok()) answer->server_time.seconds += seconds;
      };
    }
    AskAboutAStranger();
  }

  static void ExpectDoubtOfTheClock(const std::map<std::string, int64_t>& ahead) {
    const Blame blame{.doubts = {"OWN_CLOCK"}, .undoes_earlier_answers = true};
    ExpectOnEveryPath(AllClasses(), blame, [&] { SkewPeers(ahead); });
    world().Heal();
  }

  static domain::UnixTime End() { return plan().End(world().federation().epoch()); }

  // QQC's time, and this Party's: everybody else's is QQC's.
  static void SetApart(const std::string& party, domain::UnixTime here, domain::UnixTime there) {
    world().PrefetchNextEpoch();
    world().LivesAt(party, there);
    clock().Set(here);
  }

  // Who cleared a stranger was that Party's index of `second`, which it was asked by after that of `first`, and once.
  static void ExpectAskedOnceMore(const std::string& party, domain::Epoch first, domain::Epoch second) {
    world().link().ForgetSeen();
    ExpectCleared();
    const std::vector<SeenEvaluation> seen = world().link().SeenBy(Party(party));
    ASSERT_EQ(seen.size(), 2u);
    EXPECT_EQ(seen[0].name.epoch, first);
    EXPECT_EQ(seen[1].name.epoch, second);
    for (const std::string& element : seen[1].batch.elements) {
      EXPECT_THAT(seen[0].batch.elements, ::testing::Not(Contains(element)));
    }
    EXPECT_EQ(ClearanceWorld::LineOf(AskAboutAStranger(), party).epoch, second);
  }

  // Every Party is where QQC is now, and stays there; when its answer comes, it is `moment`.
  static void EndChecksAt(domain::UnixTime moment) {
    for (const std::string& party : ClearanceWorld::Issuers()) {
      world().LivesAt(party, clock().Now());
      SetClockWhenAnswered(party, moment);
    }
  }

  static void SetClockWhenAnswered(const std::string& party, domain::UnixTime moment) {
    world().link().bend_evaluation[Party(party)] = [moment](absl::StatusOr<Evaluation>& answer) {
      clock().Set(moment);
      if (answer.ok()) answer->server_time = moment;
    };
  }
};

// --- clocks ---

TEST_F(NoClearanceInBadTimesTest, OwnClockApartFromThePeersMedianClearsNobody) {
  for (const int64_t seconds : {121, -121, 86'400, -86'400}) {
    SCOPED_TRACE(seconds);
    ExpectDoubtOfTheClock({{"QQA", seconds}, {"QQB", seconds}});
  }
  ExpectDoubtOfTheClock({{"QQA", INT64_MAX - clock().Now().seconds}, {"QQB", INT64_MIN}});
}

TEST_F(NoClearanceInBadTimesTest, OwnClockWithinTheBoundClears) {
  for (const int64_t seconds : {120, -120, 0}) {
    SkewPeers({{"QQA", seconds}, {"QQB", seconds}});
    ExpectCleared();
  }
}

TEST_F(NoClearanceInBadTimesTest, OneOfTwoPeersApartIsDoubt) {
  for (const std::string& party : ClearanceWorld::Issuers()) ExpectDoubtOfTheClock({{party, 121}});
}

// --- epochs ---

TEST_F(NoClearanceInBadTimesTest, IndexOfTheLastEpochClearsNobody) {
  const Blame blame{.not_consulted = {{"QQA", "INDEX_MISSING"}, {"QQB", "INDEX_MISSING"}},
                    .undoes_earlier_answers = true};
  ExpectOnEveryPath(AllClasses(), blame, [] { clock().Set(End()); });
}

TEST_F(NoClearanceInBadTimesTest, PartyOfTheNextEpochIsAskedOnceMoreWithFreshBlinds) {
  const domain::UnixTime end = End();
  for (const std::string& party : ClearanceWorld::Issuers()) {
    for (const int64_t seconds : {int64_t{1}, plan().Skew()}) {
      SCOPED_TRACE(party + " is in the next epoch, seconds to it: " + std::to_string(seconds));
      const domain::Epoch now = world().federation().epoch();
      SetApart(party, {end.seconds - seconds}, end);
      ExpectAskedOnceMore(party, now, now.Next());
      world().Heal();
    }
  }
}

TEST_F(NoClearanceInBadTimesTest, PartyOfTheNextEpochIsNotBelievedBeforeItsTime) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    ExpectOnEveryPath(AllClasses(), {.not_consulted = {{party, "WRONG_EPOCH"}}},
                      [&] { SetApart(party, {End().seconds - plan().Skew() - 1}, End()); });
    world().Heal();
  }
}

// Its mirror image: QQC's epoch has ended, that Party's has not. QQC still has the index, and absence in it counts as
// long as clocks may differ so much.
TEST_F(NoClearanceInBadTimesTest, PartyOfTheLastEpochIsAskedOnceMoreWithFreshBlinds) {
  const domain::UnixTime end = End();
  for (const std::string& party : ClearanceWorld::Issuers()) {
    for (const int64_t seconds : {int64_t{0}, int64_t{1}, plan().Skew() - 1}) {
      SCOPED_TRACE(party + " is in the last epoch, seconds since: " + std::to_string(seconds));
      const domain::Epoch last = world().federation().epoch();
      for (const Purpose cls : AllClasses()) PathsOf(cls, {});
      SetApart(party, {end.seconds + seconds}, {end.seconds - 1});
      ExpectAskedOnceMore(party, last.Next(), last);
      for (const Purpose cls : AllClasses()) {
        for (const Told& told : PathsOf(cls, {}).Answers()) ExpectWell(told);
      }
      world().Heal();
    }
  }
}

TEST_F(NoClearanceInBadTimesTest, PartyOfTheLastEpochIsNotBelievedAfterItsTime) {
  const domain::UnixTime end = End();
  for (const std::string& party : ClearanceWorld::Issuers()) {
    for (const int64_t seconds : {plan().Skew(), plan().Skew() + 1, int64_t{600}}) {
      SCOPED_TRACE(party + " is in the last epoch, seconds since: " + std::to_string(seconds));
      const Blame blame{.not_consulted = {{party, "WRONG_EPOCH"}}, .undoes_earlier_answers = true};
      ExpectOnEveryPath(AllClasses(), blame, [&] { SetApart(party, {end.seconds + seconds}, {end.seconds - 1}); });
      world().link().ForgetSeen();
      AskAboutAStranger();
      EXPECT_EQ(world().link().SeenBy(Party(party)).size(), 1u) << "nothing that it could say would count";
      world().Heal();
    }
  }
}

// Asked in time, answered too late: what is there is found, and nobody is absent.
TEST_F(NoClearanceInBadTimesTest, PartyOfTheLastEpochIsNotBelievedIfItsTimeEndsMeanwhile) {
  const domain::UnixTime end = End();
  for (const std::string& party : ClearanceWorld::Issuers()) {
    const Blame blame{
        .not_consulted = {{party, "OTHER_EPOCH"}}, .what_is_there_is_found = true, .undoes_earlier_answers = true};
    ExpectOnEveryPath(
        AllClasses(), blame,
        [&] {
          SetApart(party, end, {end.seconds - 1});
          SetClockWhenAnswered(party, {end.seconds + plan().Skew()});
        },
        [&] { clock().Set({end.seconds + plan().Skew() - 1}); });
    world().Heal();
  }
}

TEST_F(NoClearanceInBadTimesTest, PartyThatCannotDecideOnAnEpochIsAskedTwiceAndNoMore) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    ExpectOnEveryPathAtBorders(AllClasses(), {.not_consulted = {{party, "WRONG_EPOCH"}}}, [&] {
      const domain::Epoch here = world().federation().epoch();
      const domain::Epoch there = world().Name(party, kProtective).epoch;
      world().link().lives_in.clear();
      world().link().bend_evaluation[Party(party)] = [party, here, there](absl::StatusOr<Evaluation>& answer) {
        const domain::Epoch asked = world().link().LastSeenBy(Party(party)).name.epoch;
        answer = domain::WrongEpoch(asked == here ? there : here);
      };
      world().link().ForgetSeen();
      AskAboutAStranger();
      EXPECT_EQ(world().link().SeenBy(Party(party)).size(), 2u);
    });
  }
}

TEST_F(NoClearanceInBadTimesTest, PartyOfTheNextEpochWhoseIndexIsNotHereClearsNobody) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    ExpectOnEveryPath(AllClasses(), {.not_consulted = {{party, "INDEX_MISSING"}}}, [&] {
      world().LivesAt(party, End());
      clock().Set({End().seconds - 1});
    });
    world().Heal();
  }
}

// A check that begins in one epoch and ends in the next is answered by what it asked.
TEST_F(NoClearanceInBadTimesTest, CheckThatAnEpochEndsUnderIsNoFailedCheck) {
  const domain::UnixTime end = plan().End(world().federation().epoch());
  for (const Purpose cls : domain::kIndexClasses) {
    const EveryPath& paths = PathsOf(cls, {});
    EndChecksAt(end);
    for (const Told& told : paths.Answers([&] { clock().Set({end.seconds - 1}); })) ExpectWell(told);
    world().Heal();
  }
}

// One that ends so much later that its index may not be used any more: the clock was set meanwhile.
TEST_F(NoClearanceInBadTimesTest, CheckThatEndsInAnotherTimeClearsNobody) {
  const domain::UnixTime end = plan().End(world().federation().epoch());
  // What was found is found, whenever.
  const Blame blame{.not_consulted = {{"QQA", "OTHER_EPOCH"}, {"QQB", "OTHER_EPOCH"}},
                    .what_is_there_is_found = true,
                    .undoes_earlier_answers = true};
  ExpectOnEveryPath(
      AllClasses(), blame, [&] { EndChecksAt({end.seconds + plan().Skew()}); },
      [&] { clock().Set({end.seconds - 1}); });
}

// --- what there is less of ---

// A real index of more cases than it can hold: who is in it is found, and nobody is absent.
TEST_F(NoClearanceInBadTimesTest, IndexAboveCapacityClearsNobody) {
  const auto overfill = [](const domain::IndexName& name) {
    const service::IndexParts& parts = world().federation().blind(name.issuer.value()).parts();
    auto population =
        GatherOnePopulation(base().context(name.issuer.value()), *parts.engine.TakeSnapshot(), name, clock().Now());
    ASSERT_TRUE(population.ok()) << population.status();
    const size_t real = population->copies.size();
    for (size_t i = real; i < 1'025; ++i) {
      service::IndexedCopy copy = population->copies[i % real];
      copy.id = *domain::CopyId::FromBytes(std::string(12, 'x') + std::to_string(1'000 + i));
      population->copies.push_back(std::move(copy));
    }
    ForgedIndex index(world().federation(), name);
    const auto geometry = domain::IndexGeometry::OfStep(0).value();
    StoryRandomStreams streams("above capacity");
    auto layout = service::LayOutIndex(name, geometry, index.key(), population->copies, true, streams);
    ASSERT_TRUE(layout.ok()) << layout.status();
    EXPECT_FALSE(layout->complete);
    index.records = std::move(layout->records);
    index.entries = std::move(layout->entries);
    index.header.complete = layout->complete;
    index.Serve();
    ASSERT_TRUE(world().FetchAnew(name).ok());
  };
  for (const std::string& issuer : ClearanceWorld::Issuers()) {
    for (const Purpose cls : domain::kIndexClasses) {
      const Blame blame{.not_consulted = {{issuer, "INDEX_INCOMPLETE"}},
                        .what_is_there_is_found = true,
                        .undoes_earlier_answers = true};
      ExpectOnEveryPath({cls}, blame, [&] { overfill(world().Name(issuer, cls)); });
      world().Heal();
    }
  }
}

TEST_F(NoClearanceInBadTimesTest, PartialBirthDateAloneClearsNobody) {
  const auto name = domain::NameKey::FromName("Siapa Pun Nobody").value();
  const auto asked = [&](const char* date, bool partial) {
    const auto handle = domain::Handle::FromBiographic(name, domain::PartialDate::Parse(date).value());
    return AskedPerson{.who = date, .handles = {handle}, .partial_date_only = partial};
  };
  for (const Told& told : EveryPath(world(), kProtective, {asked("1999", true), asked("1999-04", true)}).Answers()) {
    ExpectTold(told, {.doubts = {"PARTIAL_DATE"}});
  }
  for (const Told& told : EveryPath(world(), kProtective, {asked("1999-04-05", false)}).Answers()) ExpectWell(told);
}

}  // namespace
}  // namespace vsx::test
