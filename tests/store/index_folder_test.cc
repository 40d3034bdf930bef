#include "store/index_folder.h"

#include <unistd.h>

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/store/example_index.h"
#include "tests/store/temp_folder.h"

namespace vsx::store {
namespace {

using domain::Purpose;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

domain::IndexName Name(const char* issuer, const char* recipient, uint64_t epoch,
                       Purpose cls = Purpose::kProtectiveCheck) {
  return {*domain::PartyCode::Create(issuer), *domain::PartyCode::Create(recipient), cls, domain::Epoch(epoch)};
}

class IndexFolderTest : public ::testing::Test {
 protected:
  // Files below the folder, by their path from there.
  std::set<std::string> Files() const {
    std::set<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path("index"))) {
      if (entry.is_regular_file()) files.insert(std::filesystem::relative(entry.path(), folder_.path("index")));
    }
    return files;
  }
  static void Touch(const std::string& path) { std::ofstream(path) << "x"; }

  TempFolder folder_;
  const IndexFolder index_ = *IndexFolder::Open(folder_.path("index"));
};

using IndexFolderDeathTest = IndexFolderTest;  // by this name it runs before there are threads

TEST_F(IndexFolderTest, PathsNamePartyClassAndEpoch) {
  EXPECT_EQ(*index_.OwnPath(Name("QQA", "QQB", 500'000)), folder_.path("index/own/QQB/PROTECTIVE_CHECK/500000.idx"));
  EXPECT_EQ(*index_.PeerPath(Name("QQB", "QQA", 7, Purpose::kConsularAssistance)),
            folder_.path("index/peers/QQB/CONSULAR_ASSISTANCE/7.idx"));
  EXPECT_EQ(*index_.PeerPath(Name("QQB", "QQA", 7, Purpose::kPresented)),
            folder_.path("index/peers/QQB/PRESENTED/7.idx"));
  Touch(*index_.OwnPath(Name("QQA", "QQC", 1)));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path("index"))) {
    if (!entry.is_directory()) continue;
    EXPECT_EQ(std::filesystem::status(entry).permissions(), std::filesystem::perms::owner_all) << entry;
  }
}

TEST_F(IndexFolderTest, RemovesEarlierEpochsByNumberWholeOrNot) {
  for (const uint64_t epoch : {9, 10, 100}) {
    const std::string own = *index_.OwnPath(Name("QQA", "QQB", epoch));
    const std::string peers = *index_.PeerPath(Name("QQB", "QQA", epoch, Purpose::kPresented));
    Touch(own);
    Touch(own + ".new-0011223344556677");
    Touch(peers);
    Touch(peers + ".part");
  }
  Touch(folder_.path("index/notes"));
  Touch(folder_.path("index/own/1.txt"));
  ASSERT_TRUE(index_.RemoveBefore(domain::Epoch(100)).ok());
  EXPECT_THAT(Files(), ElementsAre("notes", "own/1.txt", "own/QQB/PROTECTIVE_CHECK/100.idx",
                                   "own/QQB/PROTECTIVE_CHECK/100.idx.new-0011223344556677",
                                   "peers/QQB/PRESENTED/100.idx", "peers/QQB/PRESENTED/100.idx.part"));
}

TEST_F(IndexFolderDeathTest, RemovesWhatABuildLeftThatDied) {
  const std::string path = *index_.OwnPath(Name("QQA", "QQB", 7));
  const auto die_in_the_middle = [&path] {
    auto writer = IndexFileWriter::Create(path, BaseGeometry());
    AppendExample(**writer, 1'000, 0).IgnoreError();
    _exit(7);
  };
  EXPECT_EXIT(die_in_the_middle(), ::testing::ExitedWithCode(7), "");
  EXPECT_THAT(Files(), ElementsAre(HasSubstr("7.idx.new-")));
  EXPECT_FALSE(std::filesystem::exists(path)) << "half a file never has the name";
  const std::string download = *index_.PeerPath(Name("QQB", "QQA", 7)) + ".part";
  Touch(download);
  ASSERT_TRUE(index_.RemoveLeftovers().ok());
  EXPECT_THAT(Files(), ElementsAre("peers/QQB/PROTECTIVE_CHECK/7.idx.part")) << "a download goes on";
  WriteExampleIndex(path);
}

TEST_F(IndexFolderTest, RemovesOneFileAndItsDownload) {
  const std::string path = *index_.PeerPath(Name("QQB", "QQA", 7));
  Touch(path);
  Touch(path + ".part");
  ASSERT_TRUE(index_.Remove(path).ok());
  EXPECT_THAT(Files(), IsEmpty());
  EXPECT_TRUE(index_.Remove(path).ok()) << "nothing there is no error";
}

TEST_F(IndexFolderTest, OpensWhatIsThere) {
  Touch(*index_.OwnPath(Name("QQA", "QQB", 7)));
  ASSERT_TRUE(IndexFolder::Open(folder_.path("index")).ok());
  EXPECT_THAT(Files(), Contains("own/QQB/PROTECTIVE_CHECK/7.idx"));
}

}  // namespace
}  // namespace vsx::store
