// What the keeper fetches (protocol §4): downloads go on where they stopped, a larger index than its Party may have is
// refused, and two headers are evidence.

#include <algorithm>
#include <filesystem>
#include <functional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "tests/service/index_keeper_fixture.h"

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

// --- an index that is larger than its Party's record says ---

TEST_F(IndexKeeperTest, LargerIndexThanItsPartysRecordSaysIsRefusedBeforeItIsFetched) {
  issuer().keeper().BuildDue();
  federation_.index_link().bend_header[Party("QQA")] = [&](absl::StatusOr<service::PublishedHeader>& published) {
    statement::IndexHeader header =
        statement::VerifyIndexHeader(recipient().parts().trust, published->envelope, Name(), clock().Now())->content;
    header.capacity_step = 3;
    published->envelope = statement::SignIndexHeader(header, base().context("QQA").operations_signer)->envelope;
  };
  BlindNode& node = recipient();
  const auto fetched = service::FetchIndex(node.parts(), node.link(), node.shelf(), node.watch(), Name());
  EXPECT_EQ(domain::ErrorReason(fetched.status()), "INDEX_MALFORMED");
  EXPECT_THAT(std::string(fetched.status().message()), HasSubstr("larger than its Party's record"));
}

// --- downloads ---

class DownloadTest : public IndexKeeperTest {
 protected:
  // Which chunks the issuer sent, with what `bend` does to the transfer.
  void Watch(std::function<absl::Status(uint32_t, std::string&)> bend = nullptr) {
    sent_.clear();
    federation_.index_link().bend_chunk[Party("QQA")] = [this, bend](uint32_t number, std::string& chunk) {
      absl::Status bent = bend ? bend(number, chunk) : absl::OkStatus();
      if (bent.ok()) sent_.push_back(number);
      return bent;
    };
  }
  // A run of the process of which nothing is left but what it stored.
  absl::Status FetchInANewRun() {
    service::IndexShelf shelf;
    const auto fetched =
        service::FetchIndex(recipient().parts(), recipient().link(), shelf, recipient().watch(), Name());
    EXPECT_EQ(fetched.ok(), shelf.Find(Name()) != nullptr) << "nothing is on the shelf that is not whole";
    return fetched.status();
  }

  std::vector<uint32_t> sent_;
};

TEST_F(DownloadTest, GoesOnWhereItStopped) {
  issuer().keeper().BuildDue();
  Watch(
      [](uint32_t number, std::string&) { return number == 60 ? absl::UnavailableError("reset") : absl::OkStatus(); });
  EXPECT_TRUE(absl::IsUnavailable(FetchInANewRun()));
  EXPECT_THAT(sent_, SizeIs(60));
  Watch();
  EXPECT_TRUE(FetchInANewRun().ok());
  ASSERT_THAT(sent_, SizeIs(22));
  EXPECT_EQ(sent_.front(), 60u);
  Watch();
  EXPECT_TRUE(FetchInANewRun().ok());
}

TEST_F(DownloadTest, BelievesWhatIsThereByItsHashAlone) {
  issuer().keeper().BuildDue();
  Watch(
      [](uint32_t number, std::string&) { return number == 60 ? absl::UnavailableError("reset") : absl::OkStatus(); });
  EXPECT_FALSE(FetchInANewRun().ok());
  Overwrite(PeerPath(Name()) + ".part", 10 * domain::kIndexChunkSize + 5, '\x5a');
  Overwrite(PeerPath(Name()) + ".part", 10 * domain::kIndexChunkSize + 6, '\x5b');
  Watch();
  EXPECT_TRUE(FetchInANewRun().ok());
  EXPECT_EQ(sent_.front(), 10u);
}

TEST_F(DownloadTest, BentChunkEndsTheTryAndTheNextOneGoesOn) {
  issuer().keeper().BuildDue();
  Watch([](uint32_t number, std::string& chunk) {
    if (number == 70) chunk[0] ^= 1;
    return absl::OkStatus();
  });
  EXPECT_EQ(domain::ErrorReason(FetchInANewRun()), "INDEX_MALFORMED");
  Watch();
  EXPECT_TRUE(FetchInANewRun().ok());
  EXPECT_EQ(sent_.front(), 70u);
}

TEST_F(DownloadTest, RestartedNodeFindsWhatItHadAndAsksNobody) {
  Identify();
  federation_.RunKeepers();
  recipient().shelf().RemoveBefore(federation_.epoch().Next());
  for (const char* party : {"QQA", "QQB"}) {
    federation_.index_link().bend_header[Party(party)] = [](auto& header) {
      ADD_FAILURE() << "it asked";
      header = absl::UnavailableError("");
    };
  }
  ASSERT_TRUE(recipient().keeper().Recover().ok());
  for (const Purpose cls : domain::kIndexClasses) {
    EXPECT_NE(recipient().shelf().Find(Name(federation_.epoch(), cls)), nullptr);
  }
  EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kHold);
}

TEST_F(DownloadTest, RestartedNodeFetchesAnewWhatWasDamaged) {
  Identify();
  federation_.RunKeepers();
  recipient().shelf().RemoveBefore(federation_.epoch().Next());
  Overwrite(PeerPath(Name()), 3'000'000, '\x5a');
  Overwrite(PeerPath(Name()), 3'000'001, '\x5b');
  ASSERT_TRUE(recipient().keeper().Recover().ok());
  EXPECT_EQ(recipient().shelf().Find(Name()), nullptr);
  EXPECT_TRUE(recipient().keeper().FetchDue(Party("QQA")));
  EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kHold);
}

// --- forks ---

class ForkTest : public IndexKeeperTest {
 protected:
  // The issuer signs another header of the index that the recipient has.
  void ServeAnotherHeader() {
    ForgedIndex second(federation_, Name());
    second.header.complete = false;
    second.Serve();
  }
  std::vector<store::IndexFork> Evidence() {
    const auto& parts = recipient().parts();
    return parts.catalogue.ListForks(*parts.engine.TakeSnapshot()).value();
  }
  // A forked index says who is there, and not who is not.
  void ExpectHitsCountAndMissesDoNot() {
    EXPECT_EQ(Outcome(person_), domain::CheckOutcome::kHold);
    EXPECT_EQ(Outcome({.passport = "XX0000777"}), domain::CheckOutcome::kIncomplete);
    EXPECT_EQ(ReasonOfIssuer(), "INDEX_FORKED");
  }
};

TEST_F(ForkTest, KeeperNoticesASecondHeaderAndKeepsBothAsEvidence) {
  Identify();
  federation_.RunKeepers();
  EXPECT_EQ(ReasonOfIssuer(), "");
  const std::string first = PublishedHeader(Name());
  ServeAnotherHeader();
  recipient().keeper().FetchDue(Party("QQA"));
  ASSERT_THAT(Evidence(), Contains(::testing::Field(&store::IndexFork::name, Name())));
  const std::vector<store::IndexFork> evidence = Evidence();
  const auto fork =
      std::find_if(evidence.begin(), evidence.end(), [&](const store::IndexFork& one) { return one.name == Name(); });
  EXPECT_EQ(fork->first.envelope, first);
  EXPECT_NE(fork->second.envelope, first);
  EXPECT_EQ(fork->found_at, clock().Now());
  EXPECT_THAT(recipient().observer().forked(), Contains(Name()));
  ExpectHitsCountAndMissesDoNot();

  const size_t alarms = recipient().observer().forked().size();
  recipient().keeper().FetchDue(Party("QQA"));
  EXPECT_THAT(recipient().observer().forked(), SizeIs(alarms)) << "the alarm is raised once";
}

TEST_F(ForkTest, ForkIsRememberedByARestartedNodeAndItsEvidenceForGood) {
  Identify();
  federation_.RunKeepers();
  ServeAnotherHeader();
  recipient().keeper().FetchDue(Party("QQA"));
  federation_.index_link().bend_header.clear();  // the issuer shows the first one again
  recipient().shelf().RemoveBefore(federation_.epoch().Next());
  ASSERT_TRUE(recipient().keeper().Recover().ok());
  ExpectHitsCountAndMissesDoNot();
  const size_t evidence = Evidence().size();
  federation_.index_link().bend_hashes.clear();
  federation_.index_link().bend_chunk.clear();
  federation_.NextEpoch();
  federation_.NextEpoch();
  EXPECT_EQ(ReasonOfIssuer(), "") << "the fork was of one epoch";
  EXPECT_THAT(Evidence(), SizeIs(evidence));
}

// The second header came before the file was here: the first counts, and its file is the one that is taken.
TEST_F(ForkTest, FileOfTheFirstHeaderIsTheOneThatIsTaken) {
  Identify();
  federation_.RunKeepers();
  ServeAnotherHeader();
  recipient().shelf().RemoveBefore(federation_.epoch().Next());
  ASSERT_TRUE(recipient().folder().Remove(PeerPath(Name())).ok());
  federation_.index_link().bend_hashes.clear();
  federation_.index_link().bend_chunk.clear();
  recipient().keeper().FetchDue(Party("QQA"));
  recipient().keeper().FetchDue(Party("QQB"));
  ASSERT_NE(recipient().shelf().Find(Name()), nullptr);
  EXPECT_TRUE(recipient().shelf().Find(Name())->header.complete) << "the first one said so";
  ExpectHitsCountAndMissesDoNot();
}

// The issuer breaks off the file, then signs another header whose chunks are not those of the first.
TEST_F(ForkTest, ForkIsToldAndNamedThoughNoFileComes) {
  Identify();
  federation_.RunKeepers();
  ServeAnotherHeader();
  federation_.index_link().bend_hashes[Party("QQA")] = [](std::vector<std::string>& hashes) { hashes.clear(); };
  recipient().shelf().RemoveBefore(federation_.epoch().Next());
  ASSERT_TRUE(recipient().folder().Remove(PeerPath(Name())).ok());
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(recipient().keeper().FetchDue(Party("QQA")));
  ASSERT_EQ(recipient().shelf().Find(Name()), nullptr);
  const std::vector<IndexName> forked = recipient().observer().forked();
  EXPECT_EQ(std::count(forked.begin(), forked.end(), Name()), 1) << "told once";
  EXPECT_EQ(ReasonOfIssuer(), "INDEX_FORKED");
}

TEST_F(ForkTest, SilentPartyIsNoFork) {
  Identify();
  federation_.RunKeepers();
  federation_.index_link().bend_header[Party("QQA")] = [](auto& header) { header = absl::UnavailableError(""); };
  EXPECT_TRUE(recipient().keeper().FetchDue(Party("QQA"))) << "what is due is on the shelf";
  EXPECT_THAT(recipient().observer().forked(), IsEmpty());
  EXPECT_EQ(ReasonOfIssuer(), "");
}

}  // namespace
}  // namespace vsx::test
