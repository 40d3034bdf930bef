#ifndef VSX_CRYPTO_MERKLE_TREE_H_
#define VSX_CRYPTO_MERKLE_TREE_H_

#include <string>
#include <string_view>

#include "absl/types/span.h"

// Merkle trees of RFC 6962, section 2.1, over SHA-256. Only roots: who needs them has all leaves at hand (an index's
// chunks). Inclusion and consistency proofs come with the transparency log, which is what needs them.

namespace vsx::crypto {

// SHA-256(0x00 ‖ data): 32 bytes.
std::string MerkleLeafHash(std::string_view data);

// SHA-256(0x01 ‖ left ‖ right) of two hashes of 32 bytes.
std::string MerkleNodeHash(std::string_view left, std::string_view right);

// The tree's root over its leaf hashes, 32 bytes each; of no leaves, SHA-256 of nothing. A hash of another size ends
// the process: who takes them from outside looks first.
std::string MerkleRoot(absl::Span<const std::string> leaf_hashes);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_MERKLE_TREE_H_
