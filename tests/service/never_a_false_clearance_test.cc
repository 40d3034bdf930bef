// Never a false clearance (system.md, rule 1; issue 3, "Must hold"): every Party × every failure × every path on which
// a decision is made (decision_paths.h) × every class × everybody whom the answer can tell apart. A failure makes that
// Party, and no other, one that was not consulted, with its reason; it never makes NO_RECORD, and never undoes a HOLD
// that stands on something else. So it is in the middle of an epoch, and at its borders, where the index of the epoch
// beside is what answers. clearance_table_test.cc says which test plants which failure.

#include <algorithm>
#include <future>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/service/federation_blind_checker.h"
#include "tests/service/clearance_failures.h"
#include "tests/service/clearance_fixture.h"

namespace vsx::test {
namespace {

using domain::Purpose;
using ::testing::ElementsAre;

// --- the failures of one Party ---

class NeverAFalseClearanceTest : public ClearanceTest {
 protected:
  static Blame BlameFor(const Failure& failure, const std::string& failed) {
    return {.not_consulted = {{failed, failure.reason}},
            .what_is_there_is_found = failure.what_is_there_is_found,
            .undoes_earlier_answers = failure.undoes_earlier_answers};
  }

  static void ExpectEachNamed(const std::vector<Failure>& failures) {
    for (const Failure& failure : failures) {
      for (const std::string& failed : ClearanceWorld::Issuers()) {
        for (const Purpose cls : domain::kIndexClasses) {
          SCOPED_TRACE(failed + " " + failure.name);
          ExpectOnEveryPath({cls}, BlameFor(failure, failed), [&] { failure.plant(world(), failed, cls); });
          world().Heal();
        }
      }
      if (HasFailure()) return;  // the first is enough to read
    }
    ExpectAllIsWell();
  }

  static void ExpectAllIsWell() {
    for (const Purpose cls : domain::kIndexClasses) {
      SCOPED_TRACE(std::string(domain::PurposeName(cls)));
      for (const Told& told : PathsOf(cls, {}).Answers()) ExpectWell(told);
    }
  }
};

// Without this the rest would show nothing: where nothing fails, strangers are cleared and who is known is found.
TEST_F(NeverAFalseClearanceTest, WithoutFailureEverybodyIsAnsweredFor) { ExpectAllIsWell(); }

TEST_F(NeverAFalseClearanceTest, EveryPathIsTaken) {
  for (const Purpose cls : domain::kIndexClasses) {
    std::map<std::string, std::vector<std::string>> paths;
    for (const Told& told : PathsOf(cls, {}).Answers()) paths[told.asked.who].push_back(told.path);
    EXPECT_EQ(paths.size(), world().Everybody(cls).size());
    std::vector<std::string> of_a_stranger = {"single check", "second try, at the first nobody of QQA",
                                              "second try, at the first nobody of QQB",
                                              "second try, at the first nobody of QQA QQB"};
    std::vector<std::string> of_a_person = {"single check", "second try, at the first nobody of QQA",
                                            "second try, at the first nobody of QQA QQB"};
    if (cls == kProtective) of_a_stranger.emplace_back("screening");
    if (cls == kProtective) of_a_person.emplace_back("screening");
    EXPECT_EQ(paths["a stranger"], of_a_stranger);
    EXPECT_EQ(paths["known at QQA"], of_a_person) << "who was found at a first try is a HOLD for good";
  }
}

TEST_F(NeverAFalseClearanceTest, WhenAPartyRefuses) { ExpectEachNamed(Refusals()); }

TEST_F(NeverAFalseClearanceTest, WhenAPartyIsInAnotherEpoch) { ExpectEachNamed(EpochsBeside()); }

TEST_F(NeverAFalseClearanceTest, WhenAPartyAnswersWrongly) { ExpectEachNamed(WrongAnswers()); }

TEST_F(NeverAFalseClearanceTest, WhenAHeaderIsRefused) { ExpectEachNamed(RefusedHeaders()); }

TEST_F(NeverAFalseClearanceTest, WhenAFileIsRefused) { ExpectEachNamed(RefusedFiles()); }

TEST_F(NeverAFalseClearanceTest, WhenAbsenceCannotBeReadFromAnIndex) { ExpectEachNamed(TakenIndexes()); }

// Every Party fails at once, each in its own way.
TEST_F(NeverAFalseClearanceTest, WhenAllFail) {
  const Failure at_b = BendsItsProof();
  for (const Failure& at_a : Refusals()) {
    SCOPED_TRACE(at_a.name);
    ExpectOnEveryPath(AllClasses(), {.not_consulted = {{"QQA", at_a.reason}, {"QQB", at_b.reason}}}, [&] {
      at_a.plant(world(), "QQA", kProtective);
      at_b.plant(world(), "QQB", kProtective);
    });
    world().Heal();
  }
}

// --- at the borders of an epoch ---

// Without this the next one would show nothing: there each question is put twice to each Party, the second time by the
// index of the epoch beside, and that answers for everybody.
TEST_F(NeverAFalseClearanceTest, AtABorderTheIndexOfTheEpochBesideAnswersForEverybody) {
  for (const Border border : kBorders) {
    for (const Purpose cls : domain::kIndexClasses) {
      const EveryPath& paths = PathsOf(cls, {});
      world().StandAt(border);
      world().link().ForgetSeen();  // first tries
      for (const Told& told : paths.Answers()) ExpectWell(told);
      for (const std::string& party : ClearanceWorld::Issuers()) {
        const std::vector<SeenEvaluation> seen = world().link().SeenBy(Party(party));
        ASSERT_EQ(seen.size() % 2, 0u);
        EXPECT_GE(seen.size(), 2 * world().Everybody(cls).size());
        for (size_t i = 0; i < seen.size(); i += 2) {
          EXPECT_EQ(seen[i].name.epoch, world().federation().epoch());
          EXPECT_EQ(seen[i + 1].name, world().Name(party, cls));
          EXPECT_THAT(seen[i + 1].batch.elements,
                      ::testing::Each(::testing::Not(::testing::AnyOfArray(seen[i].batch.elements))))
              << "fresh blinds";
        }
      }
      world().Heal();
    }
  }
}

TEST_F(NeverAFalseClearanceTest, WhenAPartyFailsByTheIndexOfTheEpochBeside) {
  std::vector<Failure> failures = Refusals();
  for (Failure& failure : TakenIndexes()) failures.push_back(std::move(failure));
  failures.push_back(BendsItsProof());
  failures.push_back(UsesTheKeyOfTheIndexAskedFirst());
  for (const Failure& failure : failures) {
    for (const std::string& failed : ClearanceWorld::Issuers()) {
      for (const Purpose cls : domain::kIndexClasses) {
        SCOPED_TRACE(failed + " " + failure.name);
        Blame blame = BlameFor(failure, failed);
        blame.undoes_earlier_answers = false;  // they came by the other index
        ExpectOnEveryPathAtBorders({cls}, blame, [&] { failure.plant(world(), failed, cls); });
      }
    }
    if (HasFailure()) return;
  }
  ExpectAllIsWell();
}

// --- a Party that never answers ---

// Waits as long for a batch of a screening as for a single check, so that a test that waits for both waits once.
class EquallyPatientChecker final : public service::BlindChecker {
 public:
  EquallyPatientChecker(BlindNode& asker, std::chrono::milliseconds patience)
      : single_(asker.parts(), asker.link(), asker.shelf(), asker.watch(), asker.pool(), patience),
        screening_(asker.parts(), asker.link(), asker.shelf(), asker.watch(), asker.pool(), patience / 10) {}

  std::vector<std::vector<service::BlindAnswer>> AskAbout(const service::BlindQuestions& questions) override {
    return questions.kind == domain::EvaluationKind::kSingle ? single_.AskAbout(questions)
                                                             : screening_.AskAbout(questions);
  }
  void Rejudge(Purpose cls, domain::ConsultationEvidence& said) const override { single_.Rejudge(cls, said); }
  bool OwnClockSane() const override { return single_.OwnClockSane(); }

 private:
  service::FederationBlindChecker single_;
  service::FederationBlindChecker screening_;
};

// It costs the deadline, and no more; the others' answers count. So it is at a border where it answers a first
// question, and never the second.
TEST_F(NeverAFalseClearanceTest, WhenAPartyNeverAnswers) {
  EquallyPatientChecker checker(world().asker(), std::chrono::seconds(4));
  service::BlindChecker*& asked = base().node(kAsker).blind_checker().real;
  service::BlindChecker* const before = asked;
  for (const std::optional<Border> border : kWithinAndAtBorders) {
    for (const std::string& failed : ClearanceWorld::Issuers()) {
      for (const Purpose cls : domain::kIndexClasses) PathsOf(cls, {failed});
      world().Screen(world().Everybody(kProtective));  // opens the exercise
      if (border.has_value()) world().StandAt(*border);
      asked = &checker;
      world().link().hang[Party(failed)] = true;
      std::vector<std::future<std::vector<Told>>> all;
      for (const Purpose cls : domain::kIndexClasses) {
        all.push_back(std::async(std::launch::async, [&, cls] { return PathsOf(cls, {failed}).AnswersAtOnce(); }));
      }
      for (auto& answers : all) {
        for (const Told& told : answers.get()) ExpectTold(told, {.not_consulted = {{failed, "PEER_TOO_SLOW"}}});
      }
      asked = before;
      world().Heal();
    }
  }
}

}  // namespace
}  // namespace vsx::test
