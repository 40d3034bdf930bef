// Downloads of index files: only right chunks, from whatever a crash left.

#include "store/index_download.h"

#include <sys/stat.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/mapped_index_file.h"
#include "tests/store/engine_harness.h"
#include "tests/store/example_index.h"
#include "tests/support/file_bytes.h"

namespace vsx::store {
namespace {

using ::testing::Optional;

class IndexDownloadTest : public ::testing::Test {
 protected:
  IndexDownloadTest()
      : digest_(WriteExampleIndex(folder_.path("source"))), bytes_(test::FileBytes(folder_.path("source"))) {}

  std::string path() const { return folder_.path("7.idx"); }
  std::string part() const { return folder_.path("7.idx.part"); }
  std::string Chunk(size_t i) const { return bytes_.substr(geometry_.ChunkOffset(i), geometry_.ChunkSize(i)); }
  absl::StatusOr<std::unique_ptr<IndexDownload>> Begin() {
    return IndexDownload::Begin(path(), geometry_, digest_.root, digest_.chunk_hashes);
  }
  absl::Status FetchAll(IndexDownload& download) {
    while (const std::optional<size_t> next = download.NextMissing()) {
      if (absl::Status status = download.PutChunk(*next, Chunk(*next)); !status.ok()) return status;
    }
    return download.Finish();
  }
  void ExpectWhole() {
    EXPECT_TRUE(MappedIndexFile::Open(path(), geometry_, digest_.root).ok());
    EXPECT_TRUE(test::FileBytes(path()) == bytes_);
    EXPECT_FALSE(std::filesystem::exists(part()));
  }

  TempFolder folder_;
  const domain::IndexGeometry geometry_ = BaseGeometry();
  const IndexDigest digest_;
  const std::string bytes_;
};

using IndexDownloadDeathTest = IndexDownloadTest;  // by this name it runs before there are threads

TEST_F(IndexDownloadTest, AllChunksInAnyOrderMakeTheFile) {
  auto download = Begin();
  ASSERT_TRUE(download.ok()) << download.status();
  EXPECT_EQ((*download)->missing_count(), geometry_.chunk_count());
  for (size_t i = geometry_.chunk_count(); i > 0; --i) {
    EXPECT_FALSE(std::filesystem::exists(path()));
    EXPECT_TRUE((*download)->PutChunk(i - 1, Chunk(i - 1)).ok());
  }
  EXPECT_EQ((*download)->NextMissing(), std::nullopt);
  EXPECT_TRUE((*download)->PutChunk(3, Chunk(3)).ok()) << "once more does no harm";
  ASSERT_TRUE((*download)->Finish().ok());
  ExpectWhole();
}

TEST_F(IndexDownloadTest, WrongChunkIsRefusedAndNothingIsWritten) {
  auto download = Begin();
  ASSERT_TRUE(download.ok()) << download.status();
  std::string bent = Chunk(0);
  bent[5] ^= 1;
  const size_t last = geometry_.chunk_count() - 1;
  for (const auto& [i, chunk] : std::vector<std::pair<size_t, std::string>>{{0, bent},
                                                                            {0, Chunk(1)},
                                                                            {0, Chunk(0).substr(1)},
                                                                            {0, ""},
                                                                            {last, Chunk(last) + "x"},
                                                                            {last + 1, Chunk(last)},
                                                                            {SIZE_MAX, ""}}) {
    EXPECT_EQ((*download)->PutChunk(i, chunk).code(), absl::StatusCode::kInvalidArgument) << i;
  }
  EXPECT_EQ(std::filesystem::file_size(part()), 0u);
  EXPECT_EQ((*download)->missing_count(), geometry_.chunk_count());
}

TEST_F(IndexDownloadTest, HashesThatDoNotGiveTheRootAreRefused) {
  const auto begin = [this](std::vector<std::string> hashes, const std::string& root) {
    return IndexDownload::Begin(path(), geometry_, root, std::move(hashes)).status().code();
  };
  std::vector<std::string> swapped = digest_.chunk_hashes;
  std::swap(swapped[0], swapped[1]);
  std::vector<std::string> fewer = digest_.chunk_hashes;
  fewer.pop_back();
  std::vector<std::string> shorter = digest_.chunk_hashes;
  shorter[5].pop_back();
  for (const std::vector<std::string>& hashes : {swapped, fewer, shorter, std::vector<std::string>()}) {
    EXPECT_EQ(begin(hashes, digest_.root), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(begin(digest_.chunk_hashes, std::string(32, 'r')), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(std::filesystem::exists(part()));
}

TEST_F(IndexDownloadTest, IncompleteDownloadIsNotFinished) {
  auto download = Begin();
  ASSERT_TRUE(download.ok()) << download.status();
  for (size_t i = 1; i < geometry_.chunk_count(); ++i) ASSERT_TRUE((*download)->PutChunk(i, Chunk(i)).ok());
  EXPECT_THAT((*download)->NextMissing(), Optional(0u));
  EXPECT_EQ((*download)->Finish().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(std::filesystem::exists(path()));
}

// The process dies in the middle; the next one goes on at the first missing chunk.
TEST_F(IndexDownloadDeathTest, GoesOnAfterTheProcessDied) {
  const auto die_in_the_middle = [this] {
    auto download = Begin();
    for (size_t i = 0; i < 40; ++i) (*download)->PutChunk(i, Chunk(i)).IgnoreError();
    (*download)->PutChunk(50, Chunk(50)).IgnoreError();
    _exit(7);
  };
  EXPECT_EXIT(die_in_the_middle(), ::testing::ExitedWithCode(7), "");
  auto download = Begin();
  ASSERT_TRUE(download.ok()) << download.status();
  EXPECT_THAT((*download)->NextMissing(), Optional(40u));
  EXPECT_EQ((*download)->missing_count(), geometry_.chunk_count() - 41);
  ASSERT_TRUE(FetchAll(**download).ok());
  ExpectWhole();
}

TEST_F(IndexDownloadTest, WhatIsThereIsBelievedByItsHashAlone) {
  std::string left = bytes_ + "more than the file";
  left[geometry_.ChunkOffset(3) + 9] ^= 1;
  left.replace(geometry_.ChunkOffset(7), 100, std::string(100, '\0'));  // a page that never reached the disk
  std::ofstream(part(), std::ios::binary) << left;
  auto download = Begin();
  ASSERT_TRUE(download.ok()) << download.status();
  EXPECT_THAT((*download)->NextMissing(), Optional(3u));
  EXPECT_EQ((*download)->missing_count(), 2u);
  ASSERT_TRUE(FetchAll(**download).ok());
  ExpectWhole();
}

TEST_F(IndexDownloadTest, PartOfAnotherFileIsOverwritten) {
  std::ofstream(part(), std::ios::binary) << std::string(geometry_.file_size(), 'x');
  auto download = Begin();
  ASSERT_TRUE(download.ok()) << download.status();
  EXPECT_EQ((*download)->missing_count(), geometry_.chunk_count());
  ASSERT_TRUE(FetchAll(**download).ok());
  ExpectWhole();
}

// As after a crash between the last chunk and the name: whoever goes on must be able to open the part.
TEST_F(IndexDownloadTest, PartThatGotNoNameCanStillBeWritten) {
  std::filesystem::create_directories(path() + "/in the way");
  auto download = Begin();
  ASSERT_TRUE(download.ok()) << download.status();
  EXPECT_FALSE(FetchAll(**download).ok());
  EXPECT_EQ(std::filesystem::status(part()).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  download->reset();
  std::filesystem::remove_all(path());
  download = Begin();
  ASSERT_TRUE(download.ok()) << download.status();
  ASSERT_TRUE(FetchAll(**download).ok());
  ExpectWhole();
  EXPECT_EQ(std::filesystem::status(path()).permissions(), std::filesystem::perms::owner_read);
}

TEST_F(IndexDownloadTest, TakesThePlaceOfADamagedFile) {
  std::ofstream(path()) << "damaged";
  auto download = Begin();
  ASSERT_TRUE(download.ok()) << download.status();
  ASSERT_TRUE(FetchAll(**download).ok());
  ExpectWhole();
  EXPECT_EQ((*download)->Finish().code(), absl::StatusCode::kFailedPrecondition) << "once";
}

TEST_F(IndexDownloadTest, OnlyOneAtATime) {
  auto download = Begin();
  ASSERT_TRUE(download.ok()) << download.status();
  EXPECT_EQ(Begin().status().code(), absl::StatusCode::kUnavailable);
  download->reset();
  EXPECT_TRUE(Begin().ok());
}

TEST_F(IndexDownloadTest, FullDiskLosesNoChunkThatWasTaken) {
  auto download = Begin();
  ASSERT_TRUE(download.ok()) << download.status();
  ASSERT_TRUE((*download)->PutChunk(0, Chunk(0)).ok());
  {
    const NoFileGrows full;
    EXPECT_EQ((*download)->PutChunk(1, Chunk(1)).code(), absl::StatusCode::kResourceExhausted);
  }
  EXPECT_THAT((*download)->NextMissing(), Optional(1u));
  ASSERT_TRUE(FetchAll(**download).ok());
  ExpectWhole();
}

TEST_F(IndexDownloadTest, FolderThatIsNotThereIsNotFound) {
  const auto download = IndexDownload::Begin(folder_.path("no/7.idx"), geometry_, digest_.root, digest_.chunk_hashes);
  EXPECT_EQ(download.status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace vsx::store
