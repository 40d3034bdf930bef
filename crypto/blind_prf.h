#ifndef VSX_CRYPTO_BLIND_PRF_H_
#define VSX_CRYPTO_BLIND_PRF_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/prf_key.h"
#include "crypto/prf_output.h"
#include "crypto/random_source.h"

// The side of the blind PRF that has the key (RFC 9497 VOPRF mode, ristretto255-SHA512). The other side is BlindQuery.

namespace vsx::crypto {

inline constexpr size_t kPrfProofSize = 64;
inline constexpr size_t kMaxPrfBatch = 256;
inline constexpr size_t kMaxPrfInputSize = 65535;

// What goes back to who asked: an evaluated element for each element, in the same order, and one proof for all that the
// public key's own key was used.
struct Evaluation {
  std::vector<std::string> elements;
  std::string proof;  // scalars c ‖ s
};

// Evaluates elements without seeing what stands behind them. Draws 64 bytes from `random`, for the proof. Two scalar
// multiplications per element, and three. One bad element fails the batch.
// Errors: INVALID_ARGUMENT, with a message that begins with ELEMENT_INVALID, if an element is not the canonical 32
// bytes of one other than the identity, and unless there are 1 … 256 of them.
absl::StatusOr<Evaluation> BlindEvaluate(const PrfPrivateKey& key, absl::Span<const std::string> elements,
                                         RandomSource& random);

// What BlindQuery gives for the same input and key, without blinding: for whoever builds an index.
// Errors: INVALID_ARGUMENT if `input` has more than 65,535 bytes.
absl::StatusOr<PrfOutput> Evaluate(const PrfPrivateKey& key, std::string_view input);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_BLIND_PRF_H_
