#ifndef VSX_NODE_STATEMENT_ENVELOPE_CODEC_H_
#define VSX_NODE_STATEMENT_ENVELOPE_CODEC_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/envelope.h"

// crypto::Envelope ↔ a serialised v1.Envelope. Nothing is verified here.

namespace vsx::statement {

// Bounds on the serialised envelope: a statement between nodes, an attestation copy (protocol §2), a trust document.
inline constexpr size_t kMaxStatementBytes = size_t{64} * 1024;
inline constexpr size_t kMaxCopyEnvelopeBytes = 2048;
inline constexpr size_t kMaxTrustDocumentBytes = size_t{1} << 20;

// Deterministic: the same envelope gives the same bytes.
std::string EncodeEnvelope(const crypto::Envelope& envelope);

// INVALID_ARGUMENT, reason ENVELOPE_TOO_LARGE or ENVELOPE_MALFORMED, unless `bytes` are at most `max_bytes` of a
// v1.Envelope with a payload, no field besides its own (what nobody signed has no business there), at most
// crypto::kMaxEnvelopeSignatures signatures of 64 bytes, and short key ids.
absl::StatusOr<crypto::Envelope> DecodeEnvelope(std::string_view bytes, size_t max_bytes);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_ENVELOPE_CODEC_H_
