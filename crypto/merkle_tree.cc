#include "crypto/merkle_tree.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "crypto/hash.h"
#include "crypto/init.h"

namespace vsx::crypto {
namespace {

constexpr std::string_view kLeaf("\x00", 1);
constexpr std::string_view kNode("\x01", 1);

// One context per thread, used again: making one costs more than hashing a node.
Sha256Hasher& Hasher() {
  thread_local Sha256Hasher hasher;
  return hasher;
}

}  // namespace

std::string MerkleLeafHash(std::string_view data) { return Hasher().Update(kLeaf).Update(data).Finish(); }

std::string MerkleNodeHash(std::string_view left, std::string_view right) {
  Require(left.size() == kSha256Size && right.size() == kSha256Size, "a Merkle node of something other than hashes");
  return Hasher().Update(kNode).Update(left).Update(right).Finish();
}

std::string MerkleRoot(absl::Span<const std::string> leaf_hashes) {
  if (leaf_hashes.empty()) return Sha256("");
  // Perfect subtrees, left to right and falling in size: one for each bit of the number of leaves taken in so far.
  std::vector<std::string> subtrees;
  for (size_t taken = 0; taken < leaf_hashes.size(); ++taken) {
    std::string right = leaf_hashes[taken];
    Require(right.size() == kSha256Size, "a Merkle leaf hash of another size");
    for (size_t bit = 1; (taken & bit) != 0; bit <<= 1) {
      right = MerkleNodeHash(subtrees.back(), right);
      subtrees.pop_back();
    }
    subtrees.push_back(std::move(right));
  }
  std::string root = std::move(subtrees.back());
  for (subtrees.pop_back(); !subtrees.empty(); subtrees.pop_back()) root = MerkleNodeHash(subtrees.back(), root);
  return root;
}

}  // namespace vsx::crypto
