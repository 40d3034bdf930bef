#include "crypto/envelope.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace vsx::crypto {
namespace {

absl::Status CheckType(const Envelope& envelope, std::string_view expected_type) {
  if (envelope.payload_type != expected_type) {
    return absl::InvalidArgumentError("envelope: payload_type is not the one expected here");
  }
  return absl::OkStatus();
}

// The candidate that made `signature`, those that its key id hints at first.
std::optional<size_t> FindSigner(const EnvelopeSignature& signature, std::string_view message,
                                 absl::Span<const VerifyKey> candidates, const std::vector<std::string>& key_ids) {
  for (const bool hinted : {true, false}) {
    for (size_t i = 0; i < candidates.size(); ++i) {
      if ((key_ids[i] == signature.key_id) == hinted && candidates[i].Verify(message, signature.signature)) return i;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string PreAuthEncoding(std::string_view payload_type, std::string_view payload) {
  std::string out = "DSSEv1 ";
  out.append(std::to_string(payload_type.size())).append(" ").append(payload_type).append(" ");
  out.append(std::to_string(payload.size())).append(" ").append(payload);
  return out;
}

absl::StatusOr<Envelope> SignEnvelope(std::string_view payload_type, std::string_view payload, const Signer& signer) {
  Envelope envelope{std::string(payload_type), std::string(payload), {}};
  if (absl::Status status = AddSignature(envelope, signer); !status.ok()) return status;
  return envelope;
}

absl::Status AddSignature(Envelope& envelope, const Signer& signer) {
  const std::string message = PreAuthEncoding(envelope.payload_type, envelope.payload);
  for (const EnvelopeSignature& existing : envelope.signatures) {
    if (signer.verify_key().Verify(message, existing.signature)) {
      return absl::AlreadyExistsError("envelope: this key has signed it before");
    }
  }
  absl::StatusOr<std::string> signature = signer.Sign(message);
  if (!signature.ok()) return signature.status();
  envelope.signatures.push_back({signer.verify_key().KeyId(), *std::move(signature)});
  return absl::OkStatus();
}

absl::Status VerifySingle(const Envelope& envelope, std::string_view expected_type, const VerifyKey& key) {
  if (absl::Status status = CheckType(envelope, expected_type); !status.ok()) return status;
  if (envelope.signatures.size() != 1) return absl::InvalidArgumentError("envelope: must have exactly one signature");
  if (!key.Verify(PreAuthEncoding(envelope.payload_type, envelope.payload), envelope.signatures[0].signature)) {
    return absl::InvalidArgumentError("envelope: signature does not verify");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<size_t>> VerifyAny(const Envelope& envelope, std::string_view expected_type,
                                              absl::Span<const VerifyKey> candidates) {
  if (absl::Status status = CheckType(envelope, expected_type); !status.ok()) return status;
  if (envelope.signatures.empty()) return absl::InvalidArgumentError("envelope: has no signature");
  if (envelope.signatures.size() > kMaxEnvelopeSignatures) {
    return absl::InvalidArgumentError("envelope: has more than 64 signatures");
  }
  std::vector<std::string> key_ids;
  for (size_t i = 0; i < candidates.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (candidates[i] == candidates[j]) return absl::InvalidArgumentError("envelope: one key stands for two signers");
    }
    key_ids.push_back(candidates[i].KeyId());
  }
  const std::string message = PreAuthEncoding(envelope.payload_type, envelope.payload);
  std::vector<size_t> found;
  for (const EnvelopeSignature& signature : envelope.signatures) {
    const std::optional<size_t> signer = FindSigner(signature, message, candidates, key_ids);
    if (signer.has_value()) found.push_back(*signer);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace vsx::crypto
