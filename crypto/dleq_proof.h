#ifndef VSX_CRYPTO_DLEQ_PROOF_H_
#define VSX_CRYPTO_DLEQ_PROOF_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/prf_key.h"
#include "crypto/prf_suite.h"
#include "crypto/public_sum.h"
#include "crypto/random_source.h"

// RFC 9497 §2.2: one proof that each of a batch of elements was multiplied by the private half of one public key.
// `blinded` and `evaluated` are equally many, at least one and at most 65,535, of 32 bytes each. Private to crypto/ and
// its tests.

namespace vsx::crypto {

// GenerateProof with ComputeCompositesFast: c ‖ s, 64 bytes. Draws 64 bytes.
// Errors: INVALID_ARGUMENT for an element that is not canonical or is the identity, and if the elements' weighted sum
// is the identity. Nobody meets that by chance, but the weights depend on one element each (RFC 9497 §2.2.1), so that a
// hostile asker can search for such a batch with a generalised birthday attack: it must not end the process.
absl::StatusOr<std::string> ProveEvaluation(const PrfSuite& suite, const PrfPrivateKey& key,
                                            absl::Span<const std::string> blinded,
                                            absl::Span<const std::string> evaluated, RandomSource& random);

// VerifyProof. False too for an element that is not canonical or is the identity, and for scalars that are not
// canonical or are zero.
bool VerifyEvaluation(const PrfSuite& suite, const PrfPublicKey& public_key, absl::Span<const std::string> blinded,
                      absl::Span<const std::string> evaluated, std::string_view proof);

// The composite of the blinded elements, Σ weight · element (RFC 9497 §2.2.1), of one weight for each, in order; false
// if there is none.
using SumBlinded = absl::FunctionRef<bool(absl::Span<const Public32> weights, Public32& sum)>;

// The same, for who knows a shorter way to that composite than to multiply each element.
bool VerifyEvaluation(const PrfSuite& suite, const PrfPublicKey& public_key, absl::Span<const std::string> blinded,
                      absl::Span<const std::string> evaluated, std::string_view proof, SumBlinded sum_blinded);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_DLEQ_PROOF_H_
