#ifndef VSX_CRYPTO_ENVELOPE_H_
#define VSX_CRYPTO_ENVELOPE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/signer.h"
#include "crypto/verify_key.h"

// DSSE, Dead Simple Signing Envelope, protocol version 1 (https://github.com/secure-systems-lab/dsse). The payload is
// bytes: whoever reads it verifies first and parses after. How an envelope looks on the wire is statement/'s business.

namespace vsx::crypto {

// More signatures than this are refused before any is verified.
inline constexpr size_t kMaxEnvelopeSignatures = 64;

struct EnvelopeSignature {
  std::string key_id;  // VerifyKey::KeyId of the signer, a hint that nothing relies on
  std::string signature;
};

struct Envelope {
  std::string payload_type;
  std::string payload;
  std::vector<EnvelopeSignature> signatures;
};

// What is signed: "DSSEv1" SP LEN(type) SP type SP LEN(payload) SP payload, LEN in decimal ASCII.
std::string PreAuthEncoding(std::string_view payload_type, std::string_view payload);

// An envelope with one signature. Errors: those of the signer.
absl::StatusOr<Envelope> SignEnvelope(std::string_view payload_type, std::string_view payload, const Signer& signer);

// Adds a signature, for trust documents. Errors: ALREADY_EXISTS if that key has signed before, those of the signer.
absl::Status AddSignature(Envelope& envelope, const Signer& signer);

// OK if the envelope is of `expected_type` and carries exactly one signature, and that is by `key`.
// Errors: INVALID_ARGUMENT otherwise.
absl::Status VerifySingle(const Envelope& envelope, std::string_view expected_type, const VerifyKey& key);

// The positions in `candidates`, ascending, of the keys that have signed, each once however often it signed. Signatures
// by other keys are passed over; nobody having signed is an empty list. Errors: INVALID_ARGUMENT for another type, for
// no or too many signatures, or for a candidate named twice (or one key would count for two Parties).
absl::StatusOr<std::vector<size_t>> VerifyAny(const Envelope& envelope, std::string_view expected_type,
                                              absl::Span<const VerifyKey> candidates);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_ENVELOPE_H_
