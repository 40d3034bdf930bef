// The catalogue over both engines: one published header for good, the first fetched one, evidence of a second.

#include "store/index_catalogue.h"

#include "crypto/hash.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/index_codec.h"
#include "store/row_key.h"
#include "tests/store/typed_store_harness.h"

namespace vsx::store {
namespace {

using domain::Purpose;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

domain::PartyCode Party(const char* code) { return *domain::PartyCode::Create(code); }

IndexHeader Header(const std::string& payload, const std::string& signature = "s") {
  return {payload + signature, crypto::Sha256(payload)};
}

template <typename Harness>
class IndexCatalogueTest : public ::testing::Test {
 protected:
  static domain::IndexName Own(uint64_t epoch, const char* recipient = "QQB", Purpose cls = Purpose::kProtectiveCheck) {
    return {Party("QQA"), Party(recipient), cls, domain::Epoch(epoch)};
  }
  static domain::IndexName Peers(uint64_t epoch, const char* issuer = "QQB", Purpose cls = Purpose::kProtectiveCheck) {
    return {Party(issuer), Party("QQA"), cls, domain::Epoch(epoch)};
  }
  std::unique_ptr<Snapshot> Now() { return harness_.engine().TakeSnapshot(); }
  absl::Status Publish(const domain::IndexName& name, const IndexHeader& header) {
    WriteBatch batch;
    if (absl::Status status = catalogue_.PutPublished(batch, name, header, {100}); !status.ok()) return status;
    return harness_.engine().Commit(batch);
  }
  FetchedHeader Fetch(const domain::IndexName& name, const IndexHeader& header, int64_t now = 100) {
    WriteBatch batch;
    const absl::StatusOr<FetchedHeader> fetched = catalogue_.PutFetched(*Now(), batch, name, header, {now});
    EXPECT_TRUE(fetched.ok()) << fetched.status();
    EXPECT_TRUE(harness_.engine().Commit(batch).ok());
    return *fetched;
  }
  bool IsForked(const domain::IndexName& name) { return *catalogue_.IsForked(*Now(), name); }

  Harness harness_;
  const IndexCatalogue catalogue_{Party("QQA")};
};
TYPED_TEST_SUITE(IndexCatalogueTest, BothEngines);

TYPED_TEST(IndexCatalogueTest, PublishedHeaderIsReadBackAndNothingElse) {
  ASSERT_TRUE(this->Publish(this->Own(7), Header("one")).ok());
  EXPECT_EQ(*this->catalogue_.FindPublished(*this->Now(), this->Own(7)), Header("one"));
  for (const domain::IndexName& other : {this->Own(8), this->Own(7, "QQC"), this->Own(7, "QQB", Purpose::kPresented)}) {
    EXPECT_EQ(*this->catalogue_.FindPublished(*this->Now(), other), std::nullopt);
  }
}

TYPED_TEST(IndexCatalogueTest, SecondHeaderIsNeverPublishedEvenTheSame) {
  ASSERT_TRUE(this->Publish(this->Own(7), Header("one")).ok());
  EXPECT_EQ(this->Publish(this->Own(7), Header("two")).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(this->Publish(this->Own(7), Header("one")).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(*this->catalogue_.FindPublished(*this->Now(), this->Own(7)), Header("one"));
}

TYPED_TEST(IndexCatalogueTest, FirstFetchedHeaderCounts) {
  EXPECT_EQ(this->Fetch(this->Peers(7), Header("one")), FetchedHeader::kFirst);
  EXPECT_EQ(this->Fetch(this->Peers(7), Header("one")), FetchedHeader::kSame);
  EXPECT_EQ(this->Fetch(this->Peers(7), Header("one", "signed again")), FetchedHeader::kSame);
  EXPECT_EQ(*this->catalogue_.FindFetched(*this->Now(), this->Peers(7)), Header("one"));
  EXPECT_FALSE(this->IsForked(this->Peers(7)));
}

TYPED_TEST(IndexCatalogueTest, DifferentSecondHeaderIsKeptAsEvidenceOnce) {
  this->Fetch(this->Peers(7), Header("one"), 100);
  EXPECT_EQ(this->Fetch(this->Peers(7), Header("two"), 200), FetchedHeader::kForkFound);
  EXPECT_EQ(this->Fetch(this->Peers(7), Header("three"), 300), FetchedHeader::kForkKnown);
  EXPECT_EQ(this->Fetch(this->Peers(7), Header("one"), 400), FetchedHeader::kForkKnown);
  EXPECT_TRUE(this->IsForked(this->Peers(7)));
  const std::vector<IndexFork> forks = *this->catalogue_.ListForks(*this->Now());
  ASSERT_THAT(forks, SizeIs(1));
  EXPECT_EQ(forks[0].name, this->Peers(7));
  EXPECT_EQ(forks[0].first, Header("one"));
  EXPECT_EQ(forks[0].second, Header("two"));
  EXPECT_EQ(forks[0].found_at.seconds, 200);
  for (const domain::IndexName& other :
       {this->Peers(8), this->Peers(7, "QQC"), this->Peers(7, "QQB", Purpose::kPresented)}) {
    EXPECT_FALSE(this->IsForked(other));
  }
}

TYPED_TEST(IndexCatalogueTest, OfTwoAtOnceOneIsAbortedAndFindsTheOther) {
  WriteBatch slower;
  EXPECT_EQ(*this->catalogue_.PutFetched(*this->Now(), slower, this->Peers(7), Header("two"), {100}),
            FetchedHeader::kFirst);
  EXPECT_EQ(this->Fetch(this->Peers(7), Header("one")), FetchedHeader::kFirst);
  EXPECT_EQ(this->harness_.engine().Commit(slower).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(*this->catalogue_.FindFetched(*this->Now(), this->Peers(7)), Header("one"));

  WriteBatch third;
  EXPECT_EQ(*this->catalogue_.PutFetched(*this->Now(), third, this->Peers(7), Header("three"), {100}),
            FetchedHeader::kForkFound);
  EXPECT_EQ(this->Fetch(this->Peers(7), Header("two")), FetchedHeader::kForkFound);
  EXPECT_EQ(this->harness_.engine().Commit(third).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(this->catalogue_.ListForks(*this->Now())->at(0).second, Header("two")) << "the first evidence stands";
}

TYPED_TEST(IndexCatalogueTest, CleaningUpSparesLaterEpochsAndEvidence) {
  for (const uint64_t epoch : {255, 256, 257}) {
    ASSERT_TRUE(this->Publish(this->Own(epoch), Header("own")).ok());
    ASSERT_TRUE(this->Publish(this->Own(epoch, "QQC", Purpose::kPresented), Header("own")).ok());
    this->Fetch(this->Peers(epoch), Header("one"));
    this->Fetch(this->Peers(epoch), Header("two"));
  }
  WriteBatch batch;
  ASSERT_TRUE(this->catalogue_.DeleteBefore(*this->Now(), batch, domain::Epoch(257), domain::EpochPlan()).ok());
  ASSERT_TRUE(this->harness_.engine().Commit(batch).ok());
  const auto published = *this->catalogue_.ListPublished(*this->Now());
  ASSERT_THAT(published, SizeIs(2));
  EXPECT_EQ(published[0].name, this->Own(257));
  EXPECT_EQ(published[1].name, this->Own(257, "QQC", Purpose::kPresented));
  EXPECT_EQ(published[0].header, Header("own"));
  EXPECT_EQ(published[0].stored_at.seconds, 100);
  const auto fetched = *this->catalogue_.ListFetched(*this->Now());
  ASSERT_THAT(fetched, SizeIs(1));
  EXPECT_EQ(fetched[0].name, this->Peers(257));
  EXPECT_THAT(*this->catalogue_.ListForks(*this->Now()), SizeIs(3));
  EXPECT_TRUE(this->IsForked(this->Peers(255)));
  EXPECT_EQ(this->Fetch(this->Peers(255), Header("one")), FetchedHeader::kForkKnown) << "nothing comes back";
  EXPECT_EQ(*this->catalogue_.FindFetched(*this->Now(), this->Peers(255)), std::nullopt);
}

TYPED_TEST(IndexCatalogueTest, EpochsWhoseHeadersWereDeletedHaveEndedForGood) {
  const domain::EpochPlan plan;
  EXPECT_FALSE(*this->catalogue_.HasEnded(*this->Now(), domain::Epoch(7), plan));
  for (const uint64_t epoch : {7, 8, 9}) ASSERT_TRUE(this->Publish(this->Own(epoch), Header("own")).ok());
  EXPECT_THAT(*this->catalogue_.PublishedEpochs(*this->Now()),
              ElementsAre(domain::Epoch(7), domain::Epoch(8), domain::Epoch(9)));
  const auto delete_before = [&](uint64_t epoch) {
    WriteBatch batch;
    ASSERT_TRUE(this->catalogue_.DeleteBefore(*this->Now(), batch, domain::Epoch(epoch), plan).ok());
    ASSERT_TRUE(this->harness_.engine().Commit(batch).ok());
  };
  delete_before(9);
  ASSERT_TRUE(this->Publish(this->Own(1'000), Header("own")).ok());  // by a clock that ran ahead
  delete_before(1'001);
  EXPECT_TRUE(*this->catalogue_.HasEnded(*this->Now(), domain::Epoch(7), plan));
  EXPECT_TRUE(*this->catalogue_.HasEnded(*this->Now(), domain::Epoch(9), plan));
  EXPECT_TRUE(*this->catalogue_.HasEnded(*this->Now(), domain::Epoch(1'000), plan));
  for (const uint64_t never : {6, 10, 500, 999, 1'001}) {
    EXPECT_FALSE(*this->catalogue_.HasEnded(*this->Now(), domain::Epoch(never), plan)) << never;
  }
  // By time, so that epochs of another length are judged by when they are.
  const domain::EpochPlan twice = *domain::EpochPlan::OfLength(2 * plan.epoch_seconds);
  EXPECT_TRUE(*this->catalogue_.HasEnded(*this->Now(), domain::Epoch(4), twice));
  EXPECT_FALSE(*this->catalogue_.HasEnded(*this->Now(), domain::Epoch(5), twice));
}

TYPED_TEST(IndexCatalogueTest, EndedEpochsApartFromEachOtherAreBoundedAndTheLatestExact) {
  const domain::EpochPlan plan;
  const auto end = [&](uint64_t epoch) {
    ASSERT_TRUE(this->Publish(this->Own(epoch), Header("own")).ok());
    WriteBatch batch;
    ASSERT_TRUE(this->catalogue_.DeleteBefore(*this->Now(), batch, domain::Epoch(epoch + 1), plan).ok());
    ASSERT_TRUE(this->harness_.engine().Commit(batch).ok());
  };
  for (uint64_t i = 0; i < kMostEndedTimes + 3; ++i) end(10 + 2 * i);
  for (uint64_t i = 0; i < kMostEndedTimes + 3; ++i) {
    EXPECT_TRUE(*this->catalogue_.HasEnded(*this->Now(), domain::Epoch(10 + 2 * i), plan)) << i;
    EXPECT_EQ(*this->catalogue_.HasEnded(*this->Now(), domain::Epoch(11 + 2 * i), plan), i < 3) << i;
  }
}

TYPED_TEST(IndexCatalogueTest, ListsAreEmptyAtFirst) {
  EXPECT_THAT(*this->catalogue_.ListPublished(*this->Now()), IsEmpty());
  EXPECT_THAT(*this->catalogue_.ListFetched(*this->Now()), IsEmpty());
  EXPECT_THAT(*this->catalogue_.ListForks(*this->Now()), IsEmpty());
}

TYPED_TEST(IndexCatalogueTest, HeaderOutOfBoundsIsRefused) {
  WriteBatch batch;
  for (const IndexHeader& header :
       {IndexHeader{std::string(65'537, 'x'), crypto::Sha256("")}, IndexHeader{"x", std::string(31, 'h')}}) {
    EXPECT_EQ(this->catalogue_.PutPublished(batch, this->Own(7), header, {}).code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(this->catalogue_.PutFetched(*this->Now(), batch, this->Peers(7), header, {}).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_THAT(batch.changes(), IsEmpty());
}

TYPED_TEST(IndexCatalogueTest, DamagedRowsAreDataLoss) {
  this->Fetch(this->Peers(9), Header("one"));
  WriteBatch damage;
  damage.Put(Table::kIndex, PublishedIndexKey(this->Own(7)), "x");
  damage.Put(Table::kIndex, FetchedIndexKey(this->Peers(7)), "x");
  damage.Put(Table::kIndex, ForkedIndexKey(this->Peers(8)), "x");
  ASSERT_TRUE(this->harness_.engine().Commit(damage).ok());
  EXPECT_EQ(this->catalogue_.FindPublished(*this->Now(), this->Own(7)).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(this->catalogue_.ListPublished(*this->Now()).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(*this->catalogue_.PublishedEpochs(*this->Now()), ElementsAre(domain::Epoch(7))) << "it begins no more";
  EXPECT_EQ(this->catalogue_.FindFetched(*this->Now(), this->Peers(7)).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(*this->catalogue_.ListFetched(*this->Now()), SizeIs(1)) << "one damaged row takes no other index away";
  EXPECT_EQ(this->catalogue_.ListForks(*this->Now()).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(this->IsForked(this->Peers(8))) << "evidence that cannot be read is evidence still";
}

TEST(IndexCatalogueDeathTest, TakesNoNameInWhichTheOwnPartyHasAnotherPart) {
  crypto::SystemRandomSource random;
  InMemoryEngine engine(random);
  const IndexCatalogue catalogue(Party("QQA"));
  const domain::IndexName foreign{Party("QQB"), Party("QQC"), Purpose::kPresented, domain::Epoch(1)};
  EXPECT_DEATH((void)catalogue.FindPublished(*engine.TakeSnapshot(), foreign), "own index");
  EXPECT_DEATH((void)catalogue.IsForked(*engine.TakeSnapshot(), foreign), "another Party");
}

}  // namespace
}  // namespace vsx::store
