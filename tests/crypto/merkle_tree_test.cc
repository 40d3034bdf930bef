#include "crypto/merkle_tree.h"

#include <gtest/gtest.h>

#include <bit>
#include <vector>

#include "crypto/hash.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

std::vector<std::string> LeafHashes(size_t count) {
  std::vector<std::string> hashes;
  for (size_t i = 0; i < count; ++i) hashes.push_back(MerkleLeafHash("leaf " + std::to_string(i)));
  return hashes;
}

// The definition of RFC 6962, section 2.1, as it stands there.
std::string RootByDefinition(absl::Span<const std::string> hashes) {
  if (hashes.empty()) return Sha256("");
  if (hashes.size() == 1) return hashes[0];
  const size_t split = std::bit_floor(hashes.size() - 1);
  return Sha256("\x01" + RootByDefinition(hashes.first(split)) + RootByDefinition(hashes.subspan(split)));
}

TEST(MerkleTreeTest, GivesThePublishedHashes) {
  const nlohmann::json hashes = LoadVectors("merkle/rfc6962.json")["hashes"];
  EXPECT_EQ(MerkleRoot({}), Bytes(hashes["empty_tree"]));
  int cases = 0;
  for (const nlohmann::json& leaf : hashes["leaf"]) {
    EXPECT_EQ(MerkleLeafHash(Bytes(leaf["data"])), Bytes(leaf["hash"]));
    ++cases;
  }
  for (const nlohmann::json& node : hashes["node"]) {
    EXPECT_EQ(MerkleNodeHash(Bytes(node["left"]), Bytes(node["right"])), Bytes(node["hash"]));
    ++cases;
  }
  EXPECT_EQ(cases, 4);
}

TEST(MerkleTreeTest, GivesTheReferenceTreesRootAtEverySize) {
  const nlohmann::json tree = LoadVectors("merkle/rfc6962.json")["reference_tree"];
  std::vector<std::string> hashes;
  for (const nlohmann::json& leaf : tree["leaves"]) hashes.push_back(MerkleLeafHash(Bytes(leaf)));
  int cases = 0;
  for (const nlohmann::json& at : tree["roots_by_size"]) {
    EXPECT_EQ(MerkleRoot(absl::MakeSpan(hashes).first(at["size"].get<size_t>())), Bytes(at["root"])) << at["size"];
    ++cases;
  }
  EXPECT_EQ(cases, 8);
}

TEST(MerkleTreeTest, GivesTheGeneratedRoots) {
  const nlohmann::json vectors = LoadVectors("merkle/rfc6962.json");
  const std::vector<std::string> hashes = LeafHashes(1025);
  int cases = 0;
  for (const nlohmann::json& at : vectors["generated_roots"]["roots"]) {
    EXPECT_EQ(MerkleRoot(absl::MakeSpan(hashes).first(at["size"].get<size_t>())), Bytes(at["root"])) << at["size"];
    ++cases;
  }
  EXPECT_EQ(cases, 30);
}

TEST(MerkleTreeTest, IsTheRecursiveDefinitionAtEverySize) {
  const std::vector<std::string> hashes = LeafHashes(300);
  for (size_t size = 0; size <= hashes.size(); ++size) {
    const absl::Span<const std::string> part = absl::MakeSpan(hashes).first(size);
    ASSERT_EQ(MerkleRoot(part), RootByDefinition(part)) << size;
  }
}

TEST(MerkleTreeTest, SwappedLeavesGiveAnotherRoot) {
  std::vector<std::string> hashes = LeafHashes(82);
  const std::string root = MerkleRoot(hashes);
  std::swap(hashes[3], hashes[81]);
  EXPECT_NE(MerkleRoot(hashes), root);
}

TEST(MerkleTreeDeathTest, RefusesWhatIsNoHash) {
  EXPECT_DEATH(MerkleRoot({std::string(31, 'x')}), "another size");
  EXPECT_DEATH(MerkleNodeHash(std::string(32, 'x'), ""), "other than hashes");
}

}  // namespace
}  // namespace vsx::crypto
