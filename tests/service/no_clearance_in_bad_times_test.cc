// Never a false clearance, in bad times: clocks that disagree, epochs that end, indexes that hold less than there is.

#include <map>

#include "crypto/blind_prf.h"
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
  static constexpr int64_t kSecondsBeforeTheEnd = 5;

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

  static void SetClockBeforeTheEnd(int64_t seconds) {
    clock().Set({plan().End(world().federation().epoch()).seconds - seconds});
  }

  // The Party answers as a node would whose clock is in `epoch`: with that epoch's key, refusing any other.
  static void LivesInEpoch(const std::string& party, domain::Epoch epoch) {
    world().link().bend_evaluation[Party(party)] = [party, epoch](absl::StatusOr<Evaluation>& answer) {
      const SeenEvaluation asked = world().link().LastSeenBy(Party(party));
      if (asked.name.epoch != epoch) {
        answer = domain::WrongEpoch(epoch);
        return;
      }
      StoryRandomSource random("epoch");
      crypto::Evaluation made =
          crypto::BlindEvaluate(KeyOfIndex(world().federation(), asked.name), asked.batch.elements, random).value();
      answer = Evaluation{std::move(made.elements), std::move(made.proof), clock().Now()};
    };
  }

  // Every Party answers in the epoch that it is now; when its answer comes, it is `moment`.
  static void EndChecksAt(domain::UnixTime moment) {
    for (const std::string& party : ClearanceWorld::Issuers()) {
      LivesInEpoch(party, world().federation().epoch());
      world().link().bend_evaluation[Party(party)] =
          [moment, answers = world().link().bend_evaluation[Party(party)]](absl::StatusOr<Evaluation>& answer) {
            answers(answer);
            clock().Set(moment);
            if (answer.ok()) answer->server_time = moment;
          };
    }
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
  ExpectOnEveryPath(AllClasses(), blame, [] { SetClockBeforeTheEnd(0); });
}

TEST_F(NoClearanceInBadTimesTest, PartyOfTheNextEpochIsAskedOnceMoreWithFreshBlinds) {
  world().PrefetchNextEpoch();
  SetClockBeforeTheEnd(kSecondsBeforeTheEnd);
  const domain::Epoch next = world().federation().epoch().Next();
  for (const std::string& party : ClearanceWorld::Issuers()) {
    LivesInEpoch(party, next);
    ExpectCleared();
    const std::vector<SeenEvaluation> seen = world().link().SeenBy(Party(party));
    const SeenEvaluation& first = seen[seen.size() - 2];
    const SeenEvaluation& second = seen.back();
    EXPECT_EQ(second.name.epoch, next);
    EXPECT_EQ(first.name.epoch, next.Previous());
    for (const std::string& element : second.batch.elements) {
      EXPECT_THAT(first.batch.elements, ::testing::Not(Contains(element)));
    }
    world().link().bend_evaluation.clear();
  }
}

TEST_F(NoClearanceInBadTimesTest, PartyOfTheNextEpochIsNotBelievedBeforeItsTime) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    ExpectOnEveryPath(AllClasses(), {.not_consulted = {{party, "WRONG_EPOCH"}}}, [&] {
      world().PrefetchNextEpoch();
      SetClockBeforeTheEnd(plan().Skew() + 1);
      LivesInEpoch(party, world().federation().epoch().Next());
    });
    world().Heal();
  }
}

TEST_F(NoClearanceInBadTimesTest, PartyThatCannotDecideOnAnEpochIsAskedTwiceAndNoMore) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    ExpectOnEveryPath(AllClasses(), {.not_consulted = {{party, "WRONG_EPOCH"}}}, [&] {
      world().PrefetchNextEpoch();
      SetClockBeforeTheEnd(kSecondsBeforeTheEnd);
      const domain::Epoch now = world().federation().epoch();
      world().link().bend_evaluation[Party(party)] = [party, now](absl::StatusOr<Evaluation>& answer) {
        const domain::Epoch asked = world().link().LastSeenBy(Party(party)).name.epoch;
        answer = domain::WrongEpoch(asked == now ? now.Next() : now);
      };
    });
    world().link().ForgetSeen();
    AskAboutAStranger();
    EXPECT_EQ(world().link().SeenBy(Party(party)).size(), 2u);
    world().Heal();
  }
}

TEST_F(NoClearanceInBadTimesTest, PartyOfTheNextEpochWhoseIndexIsNotHereClearsNobody) {
  for (const std::string& party : ClearanceWorld::Issuers()) {
    ExpectOnEveryPath(AllClasses(), {.not_consulted = {{party, "INDEX_MISSING"}}}, [&] {
      SetClockBeforeTheEnd(kSecondsBeforeTheEnd);
      LivesInEpoch(party, world().federation().epoch().Next());
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
