#include "node/rpc/deny_list.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/rpc/port_fixture.h"

namespace vsx::test {
namespace {

const std::string kFingerprint(64, 'a');
constexpr char kUri[] = "vsx://XAA/agency/police/example";

TEST(DenyListTest, NoPathDeniesNobody) {
  const auto list = rpc::DenyList::Load("");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_FALSE((*list)->Contains(kFingerprint, kUri));
}

TEST(DenyListTest, ReadsFingerprintsUrisAndComments) {
  const TemporaryFolder folder;
  std::string with_colons;
  for (int i = 0; i < 32; ++i) with_colons += i == 0 ? "AA" : ":AA";
  const auto list =
      rpc::DenyList::Load(folder.Write("denied", "# example\n\n  " + with_colons + " # lost\nvsx://XAA/node/1\n"));
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_TRUE((*list)->Contains(kFingerprint, kUri));
  EXPECT_TRUE((*list)->Contains(std::string(64, 'b'), "vsx://XAA/node/1"));
  EXPECT_FALSE((*list)->Contains(std::string(64, 'b'), "vsx://XAA/node/11"));
}

TEST(DenyListTest, MistakeAtStartIsRefusedByLine) {
  const TemporaryFolder folder;
  const auto list = rpc::DenyList::Load(folder.Write("denied", "# example\naaaa\n"));
  EXPECT_EQ(list.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(list.status().message()).find("line 2"), std::string::npos) << list.status();
  EXPECT_EQ(rpc::DenyList::Load(folder.path("absent")).status().code(), absl::StatusCode::kNotFound);
}

TEST(DenyListTest, ChangedFileTakesEffectAtOnce) {
  const TemporaryFolder folder;
  const auto list = *rpc::DenyList::Load(folder.Write("denied", ""));
  EXPECT_FALSE(list->Contains(kFingerprint, kUri));
  folder.Write("denied", std::string(kUri) + "\n");
  EXPECT_TRUE(list->Contains(kFingerprint, kUri));
  EXPECT_TRUE(list->last_error().ok());
}

TEST(DenyListTest, MistakeLaterKeepsWhatWasInForce) {
  const TemporaryFolder folder;
  const auto list = *rpc::DenyList::Load(folder.Write("denied", std::string(kUri) + "\n"));
  folder.Write("denied", "nonsense\n");
  EXPECT_TRUE(list->Contains(kFingerprint, kUri));
  EXPECT_FALSE(list->last_error().ok());
  std::filesystem::remove(folder.path("denied"));
  EXPECT_TRUE(list->Contains(kFingerprint, kUri));
  EXPECT_FALSE(list->last_error().ok());
  folder.Write("denied", "# nobody\n");
  EXPECT_FALSE(list->Contains(kFingerprint, kUri));
  EXPECT_TRUE(list->last_error().ok());
}

}  // namespace
}  // namespace vsx::test
