// The main story once on disk: the same code as in memory, closed and opened again in between.

#include <filesystem>

#include "gtest/gtest.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

class RocksDbStoryTest : public ::testing::Test {
 protected:
  RocksDbStoryTest() {
    std::string name = ::testing::TempDir() + "vsx-story-XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  ~RocksDbStoryTest() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
};

TEST_F(RocksDbStoryTest, IdentifyAskNotifyCheckWithdrawAcrossRestarts) {
  const auto options = [this](const std::string& life) { return FederationOptions{.life = life, .folder = folder_}; };
  const Person person;
  std::optional<domain::CaseId> id;
  {
    TestFederation federation(options("first life"));
    id = Register(federation, "QQA", person);
    Record(federation, "QQA", *id, YesTo(federation, {"QQB"}));
  }
  {
    TestFederation federation(options("second life"));
    EXPECT_EQ(federation.RunDispatch(), 1);
    EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kHold);
    Withdraw(federation, "QQA", *id);
  }
  TestFederation federation(options("third life"));
  EXPECT_EQ(federation.RunDispatch(), 1);
  EXPECT_EQ(OutcomeAt(federation, "QQB", person), domain::CheckOutcome::kIncomplete);
  EXPECT_EQ(OutcomeAt(federation, "QQA", person), domain::CheckOutcome::kHold);
}

}  // namespace
}  // namespace vsx::test
