// What the keeper and what it stands on do at each moment, and after each crash (protocol §4, Epochs): an index is
// published once or not at all, on the clock; seeds, files and headers go on time.

#include "node/service/index_keeper.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <thread>

#include "crypto/random_source.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "tests/service/index_keeper_fixture.h"
#include "tests/support/one_index.h"

namespace vsx::test {
namespace {

using domain::Epoch;
using domain::IndexName;
using domain::Purpose;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// --- published once ---

TEST_F(IndexKeeperTest, CrashBetweenFileAndHeaderStartsOver) {
  Identify();
  base().node("QQA").engine().FailCommitAfter(0);
  const auto built = BuildOneIndex(base().context("QQA"), issuer().parts(), Name(), clock().Now());
  EXPECT_FALSE(built.ok());
  EXPECT_TRUE(std::filesystem::exists(OwnPath(Name()))) << "the file was on the medium already";
  EXPECT_EQ(PublishedHeader(Name()), "");
  EXPECT_EQ(domain::ErrorReason(OpensAfterRestart(Name())), "INDEX_NOT_PUBLISHED");
  Overwrite(OwnPath(Name()), 1'000'000, 'x');  // as if it had been another

  ASSERT_TRUE(issuer().keeper().Recover().ok());
  federation_.RunKeepers();
  EXPECT_TRUE(OpensAfterRestart(Name()).ok());
  EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kHold);
}

TEST_F(IndexKeeperTest, CrashWhileTheFileIsWrittenLeavesNothing) {
  const std::string path = OwnPath(Name());
  std::ofstream(path + ".new-0123456789abcdef") << "half a file";
  ASSERT_TRUE(issuer().keeper().Recover().ok());
  EXPECT_THAT(std::filesystem::directory_iterator(std::filesystem::path(path).parent_path()),
              ::testing::Eq(std::filesystem::directory_iterator()))
      << "the folder is empty";
}

TEST_F(IndexKeeperTest, WhatHasAHeaderIsThatFileOrNothing) {
  Identify();
  issuer().keeper().BuildDue();
  const std::string header = PublishedHeader(Name());
  ASSERT_NE(header, "");
  Overwrite(OwnPath(Name()), 1'000'000, 'x');
  EXPECT_TRUE(absl::IsDataLoss(OpensAfterRestart(Name()))) << "a file that is another is not given out";
  std::filesystem::remove(OwnPath(Name()));
  EXPECT_EQ(domain::ErrorReason(OpensAfterRestart(Name())), "INDEX_NOT_PUBLISHED");
  issuer().keeper().BuildDue();
  EXPECT_EQ(PublishedHeader(Name()), header);
  EXPECT_FALSE(std::filesystem::exists(OwnPath(Name()))) << "it is not built again";
  recipient().keeper().FetchDue(Party("QQA"));
  EXPECT_EQ(ReasonOfIssuer(), "INDEX_MISSING");
  federation_.NextEpoch();
  EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kHold) << "the next epoch goes on";
}

// Runs something when the seed is read: while another builder has looked, and has not yet written.
class InterruptedVault final : public store::EpochSeedVault {
 public:
  InterruptedVault(store::EpochSeedVault& inner, std::function<void()> meanwhile)
      : inner_(inner), meanwhile_(std::move(meanwhile)) {}
  absl::StatusOr<crypto::SecretBytes> CreateIfAbsent(Epoch epoch) override { return inner_.CreateIfAbsent(epoch); }
  absl::StatusOr<crypto::SecretBytes> Read(Epoch epoch) const override {
    if (meanwhile_) std::exchange(meanwhile_, nullptr)();
    return inner_.Read(epoch);
  }
  absl::Status Destroy(Epoch epoch) override { return inner_.Destroy(epoch); }
  absl::Status DestroyBefore(Epoch epoch) override { return inner_.DestroyBefore(epoch); }

 private:
  store::EpochSeedVault& inner_;
  mutable std::function<void()> meanwhile_;
};

// Two builders at once, wherever the second one comes in: one header, and the file that it names.
class TwoBuildersTest : public IndexKeeperTest {
 protected:
  // Another node of the same State, which draws otherwise.
  service::IndexParts Other(store::EpochSeedVault& seeds) {
    const service::IndexParts& parts = issuer().parts();
    return {parts.trust, parts.clock, parts.engine, parts.catalogue, parts.folder, seeds, parts.random, others_};
  }
  absl::StatusOr<service::BuiltIndex> Build(const service::IndexParts& parts) {
    return BuildOneIndex(base().context("QQA"), parts, Name(), clock().Now());
  }
  void ExpectOneThatServes(const std::string& header) {
    ASSERT_NE(header, "");
    EXPECT_EQ(PublishedHeader(Name()), header) << "the first stands";
    EXPECT_TRUE(OpensAfterRestart(Name()).ok()) << OpensAfterRestart(Name());
    recipient().keeper().FetchDue(Party("QQA"));
    EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kHold);
  }

  StoryRandomStreams others_{"the other builder"};
};

TEST_F(TwoBuildersTest, SecondThatComesBeforeTheHeaderWins) {
  Identify();
  std::string header;
  base().node("QQA").engine().BeforeNextCommit([&] {
    EXPECT_TRUE(Build(Other(issuer().seeds())).ok());
    header = PublishedHeader(Name());
  });
  EXPECT_TRUE(absl::IsAborted(Build(issuer().parts()).status()));
  ExpectOneThatServes(header);
}

TEST_F(TwoBuildersTest, SecondThatComesBeforeTheFileWins) {
  Identify();
  std::string header;
  InterruptedVault vault(issuer().seeds(), [&] {
    EXPECT_TRUE(Build(issuer().parts()).ok());
    header = PublishedHeader(Name());
  });
  const auto built = Build(Other(vault));
  EXPECT_TRUE(absl::IsAborted(built.status()) || !built->is_new) << built.status();
  ExpectOneThatServes(header);
}

TEST_F(TwoBuildersTest, ThreadsAtOncePublishEachIndexOnce) {
  std::vector<std::thread> builders;
  for (int i = 0; i < 4; ++i) builders.emplace_back([this] { issuer().keeper().BuildDue(); });
  for (std::thread& builder : builders) builder.join();
  const service::IndexParts& parts = issuer().parts();
  EXPECT_THAT(parts.catalogue.ListPublished(*parts.engine.TakeSnapshot()).value(), SizeIs(2 * 3));
  for (const Purpose cls : domain::kIndexClasses) EXPECT_TRUE(OpensAfterRestart(Name(federation_.epoch(), cls)).ok());
}

// --- on the clock ---

TEST_F(IndexKeeperTest, NothingIsGivenOutBeforeItsTime) {
  federation_.RunKeepers();
  const IndexName next = Name(federation_.epoch().Next());
  const auto status = [&] {
    const service::IndexCaller caller{Party("QQC"), "vsx://QQC/node/1"};
    const absl::Status header = issuer().issued().Header(caller, next).status();
    const absl::Status file = issuer().issued().Open(caller, next).status();
    EXPECT_EQ(header.code(), file.code());
    return header;
  };
  clock().Set({plan().CutOff(next.epoch).seconds - 1});
  federation_.RunKeepers();
  EXPECT_EQ(PublishedHeader(next), "") << "nothing is built before its cut-off";
  clock().Set(plan().CutOff(next.epoch));
  federation_.RunKeepers();
  EXPECT_NE(PublishedHeader(next), "");
  EXPECT_EQ(domain::ErrorReason(status()), "INDEX_NOT_PUBLISHED");
  clock().Set({plan().PublishFrom(next.epoch).seconds - 1});
  EXPECT_EQ(domain::ErrorReason(status()), "INDEX_NOT_PUBLISHED");
  EXPECT_EQ(recipient().shelf().Find(next), nullptr);
  clock().Set(plan().PublishFrom(next.epoch));
  EXPECT_TRUE(status().ok()) << status();
  federation_.RunKeepers();
  EXPECT_NE(recipient().shelf().Find(next), nullptr);
}

TEST_F(IndexKeeperTest, AsOfTheCutOffAndNotLater) {
  const Epoch next = federation_.epoch().Next();
  clock().Set(plan().CutOff(next));
  federation_.RunKeepers();
  clock().Advance(1);
  Identify();
  federation_.NextEpoch();
  EXPECT_EQ(recipient().shelf().Find(Name(next))->header.cut_off, plan().CutOff(next));
  EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kNoRecord) << "she came a second too late for it";
  federation_.NextEpoch();
  EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kHold);
}

// How long the indexes before it took says who is in them: a header says when the pass began, not when it was its turn.
TEST_F(IndexKeeperTest, HeaderDoesNotSayHowLongOthersTookToBuild) {
  const Epoch next = federation_.epoch().Next();
  const domain::UnixTime began = plan().CutOff(next);
  clock().Set({began.seconds + 7});
  ASSERT_TRUE(BuildOneIndex(base().context("QQA"), issuer().parts(), Name(next), began).ok());
  clock().Set(plan().PublishFrom(next));
  federation_.RunKeepers();
  EXPECT_EQ(recipient().shelf().Find(Name(next))->header.cut_off, began);
}

TEST_F(IndexKeeperTest, NodeThatStartsLatePublishesTheCurrentEpoch) {
  Identify();
  federation_.RunKeepers();
  ASSERT_NE(recipient().shelf().Find(Name()), nullptr);
  EXPECT_EQ(recipient().shelf().Find(Name())->header.cut_off, plan().AsOf(Name().epoch, clock().Now()));
  EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kHold);
}

TEST_F(IndexKeeperTest, SeedGoesWithItsEpochAndTheRestALittleLater) {
  federation_.RunKeepers();
  const IndexName old = Name();
  const std::string own = OwnPath(old);
  const std::string peer = PeerPath(old);
  federation_.NextEpoch();
  EXPECT_TRUE(absl::IsNotFound(issuer().seeds().Read(old.epoch).status()));
  EXPECT_TRUE(issuer().seeds().Read(old.epoch.Next()).ok());
  const auto& parts = recipient().parts();
  const auto fetched = [&] { return parts.catalogue.FindFetched(*parts.engine.TakeSnapshot(), old).value(); };
  clock().Set({plan().End(old.epoch).seconds + plan().Skew() - 1});
  federation_.RunKeepers();
  EXPECT_NE(PublishedHeader(old), "");
  EXPECT_TRUE(fetched().has_value());
  EXPECT_NE(recipient().shelf().Find(old), nullptr) << "for clocks that differ";
  EXPECT_TRUE(std::filesystem::exists(own) && std::filesystem::exists(peer));
  clock().Advance(1);
  federation_.RunKeepers();
  EXPECT_EQ(PublishedHeader(old), "");
  EXPECT_FALSE(fetched().has_value());
  EXPECT_EQ(recipient().shelf().Find(old), nullptr);
  EXPECT_FALSE(std::filesystem::exists(own) || std::filesystem::exists(peer));
  EXPECT_THAT(issuer().observer().failures(), IsEmpty());
}

// The node was down when the epoch ended: the seed goes with its first step.
TEST_F(IndexKeeperTest, SeedOfAnEpochThatEndedWhileTheNodeWasDownGoesFirst) {
  federation_.RunKeepers();
  const Epoch old = federation_.epoch();
  clock().Advance(5 * plan().epoch_seconds);
  issuer().keeper().BuildDue();
  EXPECT_TRUE(absl::IsNotFound(issuer().seeds().Read(old).status()));
}

// --- a clock that ran ahead ---

// It is corrected within the epoch whose seed and headers it has cost.
TEST_F(IndexKeeperTest, EpochThatTheClockLeftAndCameBackToHasNoSecondHeader) {
  Identify();
  federation_.RunKeepers();
  const IndexName name = Name();
  ASSERT_EQ(Outcome(person_), domain::CheckOutcome::kHold);
  const domain::UnixTime before = clock().Now();
  clock().Set({plan().End(name.epoch).seconds + plan().Skew() + 60});
  issuer().keeper().BuildDue();
  clock().Set(before);
  for (int i = 0; i < 2; ++i) issuer().keeper().BuildDue();
  EXPECT_TRUE(absl::IsNotFound(issuer().seeds().Read(name.epoch).status())) << "no second seed";
  EXPECT_EQ(PublishedHeader(name), "");
  recipient().keeper().FetchDue(Party("QQA"));
  EXPECT_FALSE(recipient().shelf().IsForked(name));
  EXPECT_EQ(ReasonOfIssuer(), "INDEX_NOT_PUBLISHED");
  federation_.NextEpoch();
  federation_.NextEpoch();
  EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kHold) << "what follows goes on";
}

// What was built ahead of its cut-off lacks who is registered until then: it answers nobody, and clears nobody.
TEST_F(IndexKeeperTest, IndexBuiltWhileTheClockRanAheadAnswersNobody) {
  federation_.RunKeepers();
  const Epoch next = federation_.epoch().Next();
  const domain::UnixTime before = clock().Now();
  clock().Set({plan().CutOff(next).seconds + 1});
  issuer().keeper().BuildDue();
  const std::string header = PublishedHeader(Name(next));
  ASSERT_NE(header, "");
  clock().Set(before);
  for (int i = 0; i < 3; ++i) {
    issuer().keeper().BuildDue();
    EXPECT_EQ(issuer().observer().failures().size(), i < 2 ? 0u : 1u) << "once it stays back, told once";
    clock().Advance(150);
  }
  issuer().keeper().BuildDue();
  EXPECT_THAT(issuer().observer().failures(), ElementsAre(HasSubstr("the clock went back")));
  Identify();  // in time
  federation_.NextEpoch();
  ASSERT_EQ(federation_.epoch(), next);
  EXPECT_EQ(PublishedHeader(Name(next)), header) << "and there is no second one";
  EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kIncomplete);
  EXPECT_EQ(ReasonOfIssuer(), "SEED_UNAVAILABLE");
  federation_.NextEpoch();
  EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kHold);
}

TEST_F(IndexKeeperTest, ClockThatStepsBackForAMomentCostsNoEpoch) {
  federation_.RunKeepers();
  const Epoch next = federation_.epoch().Next();
  clock().Set(plan().CutOff(next));
  issuer().keeper().BuildDue();
  for (int i = 0; i < 4; ++i) {
    clock().Advance(-1'000);
    issuer().keeper().BuildDue();
    clock().Advance(1'010);
    issuer().keeper().BuildDue();
  }
  EXPECT_TRUE(issuer().seeds().Read(next).ok());
  EXPECT_TRUE(issuer().seeds().Read(federation_.epoch()).ok());
}

TEST_F(IndexKeeperTest, ClockThatGoesBackByWhatClocksMayDifferCostsNothing) {
  Identify();
  federation_.RunKeepers();
  const Epoch next = federation_.epoch().Next();
  clock().Set(plan().CutOff(next));
  issuer().keeper().BuildDue();
  clock().Set({plan().CutOff(next).seconds - plan().Skew()});
  issuer().keeper().BuildDue();
  EXPECT_TRUE(issuer().seeds().Read(next).ok());
  federation_.NextEpoch();
  EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kHold);
}

// --- building takes long ---

TEST_F(IndexKeeperTest, BuildingThatIsBrokenOffPublishesNoHalf) {
  Identify();
  const std::vector<IndexName> names = {Name(), Name(federation_.epoch(), Purpose::kPresented)};
  int asked = 0;
  const service::BuiltIndexes built =
      service::BuildIndexes(base().context("QQA"), issuer().parts(), names, clock().Now(), service::kMostCopiesAtOnce,
                            [&] { return ++asked > 2; });
  EXPECT_TRUE(built[0].ok()) << built[0].status();
  EXPECT_TRUE(absl::IsCancelled(built[1].status())) << built[1].status();
  EXPECT_NE(PublishedHeader(names[0]), "");
  EXPECT_EQ(PublishedHeader(names[1]), "");
  issuer().keeper().BuildDue();
  EXPECT_NE(PublishedHeader(names[1]), "") << "the next step goes on";
}

// --- seeds that are lost ---

TEST_F(IndexKeeperTest, SeedLostAfterPublicationIsNeverMadeAnew) {
  Identify();
  federation_.RunKeepers();
  const std::string header = PublishedHeader(Name());
  ASSERT_TRUE(issuer().seeds().Destroy(federation_.epoch()).ok());
  EXPECT_EQ(domain::ErrorReason(EvaluatesAfterRestart(Name()).status()), "SEED_UNAVAILABLE");
  issuer().keeper().BuildDue();
  EXPECT_TRUE(absl::IsNotFound(issuer().seeds().Read(federation_.epoch()).status())) << "no second seed";
  EXPECT_EQ(PublishedHeader(Name()), header);
  federation_.NextEpoch();
  EXPECT_TRUE(EvaluatesAfterRestart(Name()).ok());
  EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kHold);
}

// Half of an epoch's indexes were published when the machine went down, and the seed with it.
TEST_F(IndexKeeperTest, SeedLostHalfWayPublishesTheOtherHalfNever) {
  ASSERT_TRUE(BuildOneIndex(base().context("QQA"), issuer().parts(), Name(), clock().Now()).ok());
  ASSERT_TRUE(issuer().seeds().Destroy(federation_.epoch()).ok());
  issuer().keeper().BuildDue();
  EXPECT_EQ(PublishedHeader(Name(federation_.epoch(), Purpose::kPresented)), "");
  EXPECT_THAT(issuer().observer().failures(), SizeIs(5));
  EXPECT_THAT(issuer().observer().failures(), Each(HasSubstr("SEED_UNAVAILABLE")));
}

// Another seed under the same number, as a vault on another machine would have it, answers nothing.
TEST_F(IndexKeeperTest, OtherSeedThanThatOfThePublishedIndexAnswersNothing) {
  federation_.RunKeepers();
  ASSERT_TRUE(issuer().seeds().Destroy(federation_.epoch()).ok());
  ASSERT_TRUE(issuer().seeds().CreateIfAbsent(federation_.epoch()).ok());
  EXPECT_EQ(domain::ErrorReason(EvaluatesAfterRestart(Name()).status()), "SEED_UNAVAILABLE");
}

// --- threads ---

// A node that stops breaks off what it fetches: no Party has failed.
TEST_F(IndexKeeperTest, NobodyIsToldOfWhatStoppingBreaksOff) {
  federation_.index_link().bend_header[Party("QQB")] = [&](auto& header) {
    recipient().keeper().BeginStop();
    header = absl::CancelledError("");
  };
  EXPECT_FALSE(recipient().keeper().FetchDue(Party("QQB")));
  EXPECT_THAT(recipient().observer().failures(), IsEmpty());
}

TEST_F(IndexKeeperTest, ThreadsBringEveryIndexAndADeadPartyDelaysNoOther) {
  federation_.index_link().bend_header[Party("QQB")] = [](auto& header) { header = absl::UnavailableError("dead"); };
  for (const char* party : {"QQA", "QQB", "QQC"}) federation_.blind(party).keeper().Start();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  const auto all_there = [&] {
    return std::all_of(domain::kIndexClasses.begin(), domain::kIndexClasses.end(), [&](Purpose cls) {
      return recipient().shelf().Find(Name(federation_.epoch(), cls)) != nullptr;
    });
  };
  while (!all_there() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_TRUE(all_there());
  for (const char* party : {"QQA", "QQB", "QQC"}) federation_.blind(party).keeper().Stop();
  EXPECT_EQ(recipient().shelf().Find({Party("QQB"), Party("QQC"), kProtective, federation_.epoch()}), nullptr);
}

// A part of each window in which nothing is drawn would show as a missing tenth.
TEST(FetchDelayTest, IsDrawnFromAllOfItsWindowAndNeverBeyond) {
  crypto::SystemRandomSource random;
  const domain::EpochPlan plan;
  std::map<int64_t, int> tenths;
  for (int i = 0; i < 1'000; ++i) {
    const int64_t delay = service::DrawFetchDelay(plan, random).count();
    ASSERT_GE(delay, 0);
    ASSERT_LE(delay, 300) << "half of the ten minutes between publication and epoch";
    ++tenths[std::min<int64_t>(delay / 30, 9)];
  }
  EXPECT_THAT(tenths, SizeIs(10));
  EXPECT_EQ(service::DrawFetchDelay({domain::kShortestEpochSeconds}, random).count(), 0) << "no time for any";
}

TEST_F(IndexKeeperTest, TwoPartiesDrawTheirOwnFetchDelays) {
  const auto draws = [&](BlindNode& node) {
    std::vector<int64_t> drawn;
    for (int i = 0; i < 8; ++i) drawn.push_back(service::DrawFetchDelay(plan(), node.parts().random).count());
    return drawn;
  };
  EXPECT_NE(draws(issuer()), draws(recipient()));
}

TEST_F(IndexKeeperTest, NextIndexIsFetchedWhenItsDelayIsOver) {
  federation_.RunKeepers();
  const IndexName next = Name(federation_.epoch().Next());
  clock().Set(plan().PublishFrom(next.epoch));
  for (const char* party : {"QQA", "QQC"}) federation_.blind(party).keeper().BuildDue();
  constexpr std::chrono::seconds kDelay{200};
  clock().Set({plan().PublishFrom(next.epoch).seconds + kDelay.count() - 1});
  EXPECT_TRUE(recipient().keeper().FetchDue(Party("QQA"), kDelay));
  EXPECT_EQ(recipient().shelf().Find(next), nullptr);
  clock().Set({plan().PublishFrom(next.epoch).seconds + kDelay.count()});
  EXPECT_TRUE(recipient().keeper().FetchDue(Party("QQA"), kDelay));
  EXPECT_NE(recipient().shelf().Find(next), nullptr);
}

// Writes down at which priority the thread that built ran.
class PriorityObserver final : public service::IndexObserver {
 public:
  void OnBuilt(const IndexName& /*name*/, const service::BuiltIndex& /*built*/) override {
    priority_ = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
    ++built_;
  }
  void OnBuildFailed(const IndexName& /*name*/, const absl::Status& status) override { ADD_FAILURE() << status; }
  void OnFetched(const IndexName& /*name*/) override {}
  void OnFetchFailed(const IndexName& /*name*/, const absl::Status& /*status*/) override {}
  void OnForked(const IndexName& /*name*/) override {}
  void OnTrouble(std::string_view /*what*/, const absl::Status& /*status*/) override {}

  int built() const { return built_; }
  int priority() const { return priority_; }

 private:
  std::atomic<int> priority_ = 0;
  std::atomic<int> built_ = 0;
};

TEST_F(IndexKeeperTest, BuildsAtALowPriority) {
  const int own = ::getpriority(PRIO_PROCESS, 0);
  PriorityObserver observer;
  service::IndexKeeper keeper(base().context("QQA"), issuer().parts(), issuer().issued(), issuer().link(),
                              issuer().shelf(), issuer().watch(), observer);
  keeper.Start();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (observer.built() == 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  keeper.Stop();
  ASSERT_GT(observer.built(), 0);
  EXPECT_GE(observer.priority(), 10);
  EXPECT_EQ(::getpriority(PRIO_PROCESS, 0), own) << "of that thread alone";
}

}  // namespace
}  // namespace vsx::test
