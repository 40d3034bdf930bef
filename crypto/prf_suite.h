#ifndef VSX_CRYPTO_PRF_SUITE_H_
#define VSX_CRYPTO_PRF_SUITE_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/prf_output.h"
#include "crypto/random_source.h"
#include "crypto/secret_bytes.h"
#include "crypto/wiped_bytes.h"

// The steps of RFC 9497 for one input, in the words of its §3 and §4.1 (ristretto255-SHA512). Private to crypto/ and
// its tests: everybody else uses BlindQuery and blind_prf.h, which leave no step out.

namespace vsx::crypto {

enum class PrfMode : uint8_t {
  kOprf = 0,   // without proofs; here for the RFC's vectors only
  kVoprf = 1,  // what the protocol uses
};

using PrfScalar = WipedBytes<32>;         // little-endian, below the group's order
using PrfSecretElement = WipedBytes<32>;  // an element that tells of an input

// The RFC's domain separation tags for a mode.
struct PrfSuite {
  std::string hash_to_group;
  std::string hash_to_scalar;
  std::string derive_key_pair;
  std::string seed;

  static const PrfSuite& Of(PrfMode mode);
};

// HashToScalar over the parts of a message one after the other, into 32 bytes.
void HashToScalar(std::initializer_list<std::string_view> message, std::string_view domain, absl::Span<uint8_t> out);

// A uniformly random scalar other than zero: 64 bytes reduced, drawn again if that is zero.
PrfScalar RandomScalar(RandomSource& random);

// Replaces each scalar (none zero) by its inverse, with one inversion for all.
void InvertScalars(absl::Span<PrfScalar> scalars);

// DeriveKeyPair's private half. Errors as PrfPrivateKey::Derive.
absl::StatusOr<SecretBytes> DerivePrfScalar(const PrfSuite& suite, const SecretBytes& seed, std::string_view info);

// HashToGroup. Errors: INVALID_ARGUMENT for an input of more than 65,535 bytes, or whose element is the identity (which
// nobody can find).
absl::StatusOr<PrfSecretElement> HashToGroup(const PrfSuite& suite, std::string_view input);

// Is that the canonical encoding (RFC 9496 §4.3.1) of an element that is not the identity? Constant time for 32 bytes.
bool IsElement(std::string_view bytes);

// Writes scalar · element, 32 bytes; false if that is no element (`element` not canonical) or the identity: `element`
// is it, or the scalar is zero. `scalar` must be canonical.
bool MultiplyElement(absl::Span<uint8_t> out, std::string_view scalar, std::string_view element);

// The last step of Finalize and Evaluate: Hash(LP16(input) ‖ LP16(element) ‖ "Finalize").
PrfOutput HashToOutput(std::string_view input, std::string_view element);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_PRF_SUITE_H_
