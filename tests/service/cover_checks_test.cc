// Cover checks (protocol §4, §11): to whoever is asked they are checks, at moments that nobody can foresee.

#include "node/service/cover_checks.h"

#include <condition_variable>
#include <future>
#include <semaphore>
#include <set>

#include "crypto/blind_query.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/statement/audit_entry.h"
#include "store/audit_log.h"
#include "tests/service/clearance_world.h"
#include "tests/service/open_check_fixture.h"
#include "tests/service/seen_shape.h"

namespace vsx::test {
namespace {

using domain::Purpose;
using std::chrono::seconds;
using std::chrono::steady_clock;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RecordingCoverObserver final : public service::CoverObserver {
 public:
  void OnCoverFailed(const domain::PartyCode& party, Purpose, std::string_view reason) override {
    const std::lock_guard lock(mutex_);
    failed_.push_back(party.value() + " " + std::string(reason));
    changed_.notify_all();
  }
  // Whose first try has failed and ended.
  void WaitForFailures(size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, seconds(30), [&] { return failed_.size() >= count; }));
  }
  void OnCoverNotAsked(const absl::Status&) override { ++not_asked; }
  std::vector<std::string> failed() const {
    const std::lock_guard lock(mutex_);
    return failed_;
  }
  std::atomic<int> not_asked = 0;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> failed_;
};

// QQA never answers and QQB always does; who is asked again may be made to wait. Threads: safe concurrently.
class OneIsMissingChecker final : public service::BlindChecker {
 public:
  explicit OneIsMissingChecker(const service::NodeContext& node) : node_(node) {}
  ~OneIsMissingChecker() override { Release(); }

  std::vector<std::vector<service::BlindAnswer>> AskAbout(const service::BlindQuestions& questions) override {
    std::unique_lock lock(mutex_);
    if (questions.parties.size() > 1) {
      ++first_tries_;
      changed_.notify_all();
      changed_.wait_for(lock, seconds(60), [this] { return !first_held_; });
    } else {
      EXPECT_THAT(questions.parties, ElementsAre(Party("QQA")));
      ++further_tries_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return !held_; });
    }
    std::vector<service::BlindAnswer> answers;
    for (const domain::PartyCode& party : questions.parties) {
      answers.push_back(NobodyThere(node_, party));
      domain::ConsultationEvidence& said = answers.back().consultation;
      if (party == Party("QQB")) continue;
      said.consulted = false;
      said.failure = "PEER_NOT_REACHED";
    }
    return {answers};
  }
  void Rejudge(Purpose, domain::ConsultationEvidence&) const override {}
  bool OwnClockSane() const override { return true; }

  void Hold() {
    const std::lock_guard lock(mutex_);
    held_ = true;
  }
  void HoldFirstTries() {
    const std::lock_guard lock(mutex_);
    first_held_ = true;
  }
  void Release() {
    const std::lock_guard lock(mutex_);
    held_ = first_held_ = false;
    changed_.notify_all();
  }
  void WaitForFirstTries(int tries) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, seconds(30), [&] { return first_tries_ >= tries; });
  }
  void WaitForFurtherTries(int tries) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return further_tries_ >= tries; });
  }
  int first_tries() const {
    const std::lock_guard lock(mutex_);
    return first_tries_;
  }
  int further_tries() const {
    const std::lock_guard lock(mutex_);
    return further_tries_;
  }

 private:
  const service::NodeContext& node_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;        // further tries; guarded by mutex_
  bool first_held_ = false;  // guarded by mutex_
  int first_tries_ = 0;      // guarded by mutex_
  int further_tries_ = 0;    // guarded by mutex_
};

std::vector<Shape> ShapesOf(const std::vector<SeenEvaluation>& all) {
  std::vector<Shape> shapes;
  for (const SeenEvaluation& seen : all) shapes.push_back(ShapeOf(seen));
  return shapes;
}

class CoverChecksTest : public ::testing::Test {
 protected:
  const service::NodeContext& node() { return world_.base().context(ClearanceWorld::kAsker); }
  std::vector<SeenEvaluation> SeenBy(const std::string& issuer) { return world_.link().SeenBy(Party(issuer)); }
  std::vector<statement::AuditEntry> Audited() {
    std::vector<statement::AuditEntry> entries;
    const auto read = store::ReadAudit(*node().engine.TakeSnapshot(), 0, store::kMaxPageRows).value();
    for (const store::AuditEntry& entry : read) {
      entries.push_back(statement::DecodeAuditEntry(entry.body).value());
    }
    return entries;
  }

  // Asked by `checker` from now on.
  void AskBy(service::BlindChecker* checker) {
    world_.base().node(ClearanceWorld::kAsker).blind_checker().real = checker;
  }

  ClearanceWorld world_;
  RecordingCoverObserver observer_;
  service::CoverChecks cover_{node(), seconds(300), observer_};
};

// The same world twice: in one somebody is asked about, in the other nobody. What each issuer receives and stores is
// the same, but for what is drawn; and that what is drawn is the same for real elements and others, blindness_test
// shows.
TEST_F(CoverChecksTest, IssuersReceiveAndStoreWhatTheyDoOfARealCheck) {
  for (const Purpose cls : domain::kIndexClasses) {
    ClearanceWorld real;
    for (const AskedPerson& asked : real.Everybody(cls)) {
      real.Ask(cls, asked.handles);
      cover_.Ask(cls);
    }
    for (const std::string& issuer : ClearanceWorld::Issuers()) {
      std::vector<SeenEvaluation> of_cover = SeenBy(issuer);
      std::erase_if(of_cover, [cls](const SeenEvaluation& seen) { return seen.name.cls != cls; });
      ASSERT_THAT(of_cover, SizeIs(real.Everybody(cls).size()));
      EXPECT_EQ(ShapesOf(of_cover), ShapesOf(real.link().SeenBy(Party(issuer))));
    }
  }
  EXPECT_THAT(observer_.failed(), IsEmpty()) << "the proofs hold";
}

// Blinding a handle takes longer than an unused place, and the moment of a question shows it: what is asked in cover is
// blinded as handles are.
TEST_F(CoverChecksTest, InputsOfNobodyAreBlindedAsHandlesAre) {
  constexpr const char* kSeed = "blinds";
  const std::vector<std::string> inputs = {"vsx-cover-v1|a", "vsx-cover-v1|b", "vsx-cover-v1|c"};
  StoryRandomSource random(kSeed);
  const service::IndexParts& own = world_.asker().parts();
  const service::IndexParts parts{own.trust,  own.clock, own.engine, own.catalogue,
                                  own.folder, own.seeds, random,     own.streams};
  service::PartyWatch watch;
  service::CryptoPool pool(1);
  service::FederationBlindChecker checker(parts, world_.asker().link(), world_.asker().shelf(), watch, pool,
                                          seconds(30));
  const std::vector<service::BlindAnswer> answers =
      checker.Ask({kProtective, {}, {Party("QQA")}, std::string(32, 'i'), inputs});
  EXPECT_TRUE(answers.front().consultation.complete);
  EXPECT_THAT(answers.front().matches, IsEmpty());
  StoryRandomSource again(kSeed);
  EXPECT_EQ(SeenBy("QQA").back().batch.elements, crypto::BlindQuery::Create(inputs, 8, again)->elements());
}

TEST_F(CoverChecksTest, CountInTheIssuersBudgetAsARealOne) {
  for (const bool is_cover : {true, false}) {
    BlindFederation federation;  // with the budgets of every day
    federation.RunKeepers();
    service::CoverChecks cover(federation.base().context("QQC"), seconds(300), observer_);
    for (int i = 0; i < 5; ++i) {
      if (is_cover) {
        cover.Ask(kProtective);
      } else {
        Check(federation.base(), "QQC", {PassportOf({})});
      }
    }
    for (const std::string& issuer : ClearanceWorld::Issuers()) {
      service::PartyBudgets& budgets = federation.blind(issuer).budgets();
      int left = 0;
      while (budgets.Take(Party("QQC"), kProtective, domain::EvaluationKind::kSingle, 1).ok()) ++left;
      EXPECT_EQ(left, 64 - 5) << (is_cover ? "cover" : "real");
    }
  }
}

TEST_F(CoverChecksTest, IntentStandsInTheAuditLogBeforeAnybodyIsAsked) {
  std::vector<std::string> recorded_when_asked;
  world_.link().bend_evaluation[Party("QQA")] = [&](auto&) {
    recorded_when_asked.push_back(Audited().back().intent_hash);
  };
  cover_.Ask(kProtective);
  const statement::AuditEntry entry = Audited().back();
  EXPECT_EQ(entry.caller, "node");
  EXPECT_EQ(entry.method, "CoverCheck");
  EXPECT_EQ(entry.outcome, "INTENT");
  EXPECT_EQ(entry.officer_hash, "");
  EXPECT_THAT(entry.intent_hash, SizeIs(32));
  EXPECT_THAT(recorded_when_asked, ElementsAre(entry.intent_hash));
  for (const std::string& issuer : ClearanceWorld::Issuers()) {
    EXPECT_EQ(SeenBy(issuer).back().batch.intent_hash, entry.intent_hash) << "one intent for all, as of a check";
  }
}

TEST_F(CoverChecksTest, IntentsAndElementsAreFreshEachTime) {
  std::set<std::string> intents;
  std::set<std::string> elements;
  for (int i = 0; i < 10; ++i) cover_.Ask(kProtective);
  for (const std::string& issuer : ClearanceWorld::Issuers()) {
    for (const SeenEvaluation& seen : SeenBy(issuer)) {
      intents.insert(seen.batch.intent_hash);
      elements.insert(seen.batch.elements.begin(), seen.batch.elements.end());
    }
  }
  EXPECT_THAT(intents, SizeIs(10));
  EXPECT_THAT(elements, SizeIs(10 * 2 * 8));
}

TEST_F(CoverChecksTest, WithoutItsAuditEntryNobodyIsAsked) {
  world_.base().node(ClearanceWorld::kAsker).engine().FailCommitAfter(0);
  cover_.Ask(kProtective);
  EXPECT_EQ(observer_.not_asked, 1);
  EXPECT_THAT(SeenBy("QQA"), IsEmpty());
}

TEST_F(CoverChecksTest, WhoAnswersIsHeardAndTheOwnClockCompared) {
  world_.base().clock().Advance(2 * 86'400);
  world_.federation().RunKeepers();
  world_.base().clock().Advance(1);
  const service::PartyWatch fresh;
  ASSERT_FALSE(fresh.HeardWithinADay(Party("QQA"), world_.base().clock().Now()));
  service::PartyWatch watch;
  service::CryptoPool pool(1);
  service::FederationBlindChecker checker(world_.asker().parts(), world_.asker().link(), world_.asker().shelf(), watch,
                                          pool, seconds(30));
  AskBy(&checker);
  EXPECT_FALSE(node().blind_checker.OwnClockSane());
  cover_.Ask(kProtective);
  EXPECT_TRUE(watch.HeardWithinADay(Party("QQA"), world_.base().clock().Now()));
  EXPECT_TRUE(node().blind_checker.OwnClockSane());
  AskBy(&world_.asker().checker());
}

TEST_F(CoverChecksTest, FailingPartyIsToldAndHarmsNeitherOtherPartiesNorChecks) {
  world_.link().bend_evaluation[Party("QQA")] = [](absl::StatusOr<service::Evaluation>& evaluation) {
    if (evaluation.ok()) evaluation->proof[0] = static_cast<char>(evaluation->proof[0] ^ 1);
  };
  cover_.Ask(kProtective);
  EXPECT_THAT(observer_.failed(), ElementsAre("QQA PROOF_INVALID")) << "the proof is verified though nobody is sought";
  world_.link().bend_evaluation[Party("QQA")] = [](absl::StatusOr<service::Evaluation>& evaluation) {
    evaluation = absl::UnavailableError("");
  };
  cover_.Ask(kProtective);
  EXPECT_THAT(observer_.failed(), Contains("QQA UNAVAILABLE"));
  EXPECT_THAT(observer_.failed(), SizeIs(2)) << "QQB answers";
  world_.link().bend_evaluation.clear();
  EXPECT_EQ(world_.Ask(kProtective, world_.Everybody(kProtective)[0].handles).outcome, domain::CheckOutcome::kNoRecord);
}

TEST_F(CoverChecksTest, WhatIsAskedInCoverIsNobodysAnswer) {
  const size_t before = Audited().size();
  cover_.Ask(kProtective);
  EXPECT_THAT(Audited(), SizeIs(before + 1)) << "the intent, and no outcome";
}

// Weeks on a clock that does not run: the moments are a Poisson process of the mean that was asked for, and each is one
// question of that class to each Party.
TEST_F(CoverChecksTest, MomentsOfAClassAreRandomAroundTheMean) {
  constexpr int kCount = 400;
  const steady_clock::time_point start = steady_clock::now();
  std::vector<steady_clock::time_point> moments;
  std::counting_semaphore<kCount> asked(0);
  // Asked elsewhere, so that no budget and no epoch ends it.
  ScriptedBlindChecker& checker = world_.base().node(ClearanceWorld::kAsker).blind_checker();
  AskBy(nullptr);
  checker.clock_sane = true;
  checker.answer = [&](const service::BlindQuestion&, const domain::PartyCode& party) {
    if (party == Party("QQA")) asked.release();
    return NobodyThere(node(), party);
  };
  cover_.Run(Purpose::kPresented, [&](steady_clock::time_point until) {
    EXPECT_TRUE(moments.empty() || asked.try_acquire_for(seconds(30))) << "one at each moment";
    moments.push_back(until);
    world_.base().clock().Advance(300);
    return moments.size() < kCount;
  });
  AskBy(&world_.asker().checker());
  const auto questions = checker.questions();
  ASSERT_THAT(questions, SizeIs(kCount - 1)) << "none after the one that was not waited for";
  for (const service::BlindQuestion& question : questions) {
    EXPECT_EQ(question.cls, Purpose::kPresented);
    EXPECT_THAT(question.handles, IsEmpty());
    EXPECT_THAT(question.parties, ElementsAre(Party("QQA"), Party("QQB")));
  }
  std::vector<double> gaps;
  for (size_t i = 1; i < moments.size(); ++i) {
    gaps.push_back(std::chrono::duration<double>(moments[i] - moments[i - 1]).count());
  }
  EXPECT_THAT(gaps, Each(::testing::Ge(0.0)));
  const double mean = std::chrono::duration<double>(moments.back() - start).count() / kCount;
  EXPECT_NEAR(mean, 300, 75) << "five standard deviations";
  std::set<int64_t> parts_of_a_second;
  for (const steady_clock::time_point moment : moments) {
    parts_of_a_second.insert((moment - start) / std::chrono::milliseconds(100) % 10);
  }
  EXPECT_THAT(parts_of_a_second, SizeIs(10)) << "no moment of a second tells a cover check";
}

// With real elements: what a Party that refuses receives when it is asked again says nothing either.
TEST_F(CoverChecksTest, WhoRefusesReceivesWhatItDoesOfARealCheckThatStaysOpen) {
  ClearanceWorld real;
  for (ClearanceWorld* world : {&world_, &real}) {
    world->link().bend_evaluation[Party("QQA")] = [](absl::StatusOr<service::Evaluation>& evaluation) {
      evaluation = absl::UnavailableError("not now");
    };
  }
  service::CoverCheck check(node(), kProtective, seconds(450));
  ASSERT_TRUE(check.Try().ok());
  while (check.NextTryAt().has_value()) {
    world_.base().clock().Set(*check.NextTryAt());
    ASSERT_TRUE(check.Try().ok());
  }
  PatientReceiver receiver(real.base(), 100);
  const auto input = ClearanceWorld::Input(kProtective, real.Everybody(kProtective)[0].handles);
  ASSERT_TRUE(service::AwaitStatus(real.base().context(ClearanceWorld::kAsker), BorderOfficer(ClearanceWorld::kAsker),
                                   input, {real.base().clock().Now().seconds + 450}, receiver)
                  .ok());
  EXPECT_THAT(SeenBy("QQA"), SizeIs(5));
  EXPECT_THAT(SeenBy("QQB"), SizeIs(1));
  std::set<std::string> elements;
  for (const SeenEvaluation& seen : SeenBy("QQA")) {
    elements.insert(seen.batch.elements.begin(), seen.batch.elements.end());
  }
  EXPECT_THAT(elements, SizeIs(5 * 8)) << "fresh each time";
  for (const std::string& issuer : ClearanceWorld::Issuers()) {
    EXPECT_EQ(ShapesOf(SeenBy(issuer)), ShapesOf(real.link().SeenBy(Party(issuer))));
  }
}

TEST_F(CoverChecksTest, EachTryCountsInTheBudgetAndARefusalIsWaitedFor) {
  BlindOptions options;
  options.rates.single = *domain::BudgetRate::Create(2, 216);  // one more each 400 s
  BlindFederation federation(options);
  federation.RunKeepers();
  federation.index_link().bend_evaluation[Party("QQA")] = [](absl::StatusOr<service::Evaluation>& evaluation) {
    if (evaluation.ok()) evaluation->proof[0] = static_cast<char>(evaluation->proof[0] ^ 1);
  };
  service::CoverCheck check(federation.base().context("QQC"), kProtective, seconds(1'000));
  std::vector<int64_t> tried_at;
  std::vector<std::string> said;
  const int64_t start = federation.base().clock().Now().seconds;
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(check.Try().ok());
    tried_at.push_back(federation.base().clock().Now().seconds - start);
    said.push_back(check.answers().at(Party("QQA")).consultation.failure);
    ASSERT_TRUE(check.NextTryAt().has_value());
    federation.base().clock().Set(*check.NextTryAt());
  }
  EXPECT_THAT(said, ElementsAre("PROOF_INVALID", "PROOF_INVALID", "BUDGET_EXHAUSTED", "PROOF_INVALID"));
  EXPECT_THAT(tried_at, ElementsAre(0, 30, 90, 400));
}

// While one who is asked again keeps everybody waiting, the moments of the class go on.
TEST_F(CoverChecksTest, FurtherTriesDelayNoMoment) {
  OneIsMissingChecker checker(node());
  AskBy(&checker);
  checker.Hold();
  int moments = 0;
  cover_.Run(kProtective, [&](steady_clock::time_point) {
    observer_.WaitForFailures(static_cast<size_t>(moments));
    EXPECT_EQ(checker.first_tries(), moments);
    if (++moments == 9) {
      world_.base().clock().Advance(31);
      checker.WaitForFurtherTries(1);  // and it hangs
    }
    if (moments < 20) return true;
    checker.Release();
    return false;
  });
  EXPECT_EQ(checker.first_tries(), 19);
  EXPECT_LT(checker.further_tries(), 8) << "some ask once";
  EXPECT_THAT(observer_.failed(), SizeIs(19)) << "the operator hears of a Party once for each check";
  AskBy(&world_.asker().checker());
}

// Nor does a Party that does not answer: it would else know of two questions at once that one is real.
TEST_F(CoverChecksTest, FirstTryThatHangsDelaysNoMoment) {
  OneIsMissingChecker checker(node());
  AskBy(&checker);
  checker.HoldFirstTries();
  constexpr int kMost = static_cast<int>(service::CoverChecks::kMostOpenOfAClass);
  int moments = 0;
  cover_.Run(kProtective, [&](steady_clock::time_point) {
    checker.WaitForFirstTries(moments);
    EXPECT_EQ(checker.first_tries(), moments);
    if (++moments <= kMost) return true;
    checker.Release();
    return false;
  });
  AskBy(&world_.asker().checker());
}

TEST_F(CoverChecksTest, BoundedNumberOfAClassStaysOpenAtOnce) {
  OneIsMissingChecker checker(node());
  AskBy(&checker);
  checker.Hold();
  constexpr int kMost = static_cast<int>(service::CoverChecks::kMostOpenOfAClass);
  int moments = 0;
  cover_.Run(kProtective, [&](steady_clock::time_point) {
    observer_.WaitForFailures(static_cast<size_t>(moments));
    if (++moments <= 10 * kMost) return true;
    world_.base().clock().Advance(31);
    checker.WaitForFurtherTries(kMost);
    checker.Release();
    return false;
  });
  EXPECT_EQ(checker.first_tries(), 10 * kMost) << "the others ask once";
  EXPECT_EQ(checker.further_tries(), kMost);
  AskBy(&world_.asker().checker());
}

// The fake clock stands: what waits for a further try would wait for ever.
TEST_F(CoverChecksTest, StopEndsWaitingForAFurtherTryAtOnce) {
  OneIsMissingChecker checker(node());
  AskBy(&checker);
  int moments = 0;
  cover_.Run(kProtective, [&](steady_clock::time_point) {
    if (++moments <= 20) return true;
    cover_.Stop();
    return false;
  });
  EXPECT_EQ(checker.first_tries(), 20);
  EXPECT_EQ(checker.further_tries(), 0);
  AskBy(&world_.asker().checker());
}

// A node that stops breaks off what it asks: no Party has failed.
TEST_F(CoverChecksTest, NobodyIsToldOfWhatStoppingBreaksOff) {
  world_.link().bend_evaluation[Party("QQA")] = [&](absl::StatusOr<service::Evaluation>& evaluation) {
    cover_.BeginStop();
    evaluation = absl::CancelledError("");
  };
  world_.link().bend_evaluation[Party("QQB")] = [](auto& evaluation) { evaluation = absl::CancelledError(""); };
  int moments = 0;
  cover_.Run(kProtective, [&](steady_clock::time_point) { return ++moments == 1; });
  EXPECT_THAT(SeenBy("QQA"), SizeIs(1)) << "it is not asked again";
  EXPECT_THAT(observer_.failed(), IsEmpty());
}

TEST_F(CoverChecksTest, StopEndsWaitingAtOnce) {
  cover_.Start();
  cover_.Stop();  // ends though the next one may be half an hour away
  EXPECT_THAT(observer_.failed(), IsEmpty());
}

TEST_F(CoverChecksTest, NoQuestionWhereNobodyElseIsInForce) {
  TestFederation alone({.parties = {"QQA"}});
  service::CoverChecks cover(alone.context("QQA"), seconds(300), observer_);
  cover.Ask(kProtective);
  EXPECT_THAT(alone.node("QQA").blind_checker().questions(), IsEmpty());
}

}  // namespace
}  // namespace vsx::test
