#include "node/statement/envelope_codec.h"

#include "node/domain/error.h"
#include "node/statement/wire.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {
namespace {

constexpr size_t kMaxPayloadTypeSize = 128;
constexpr size_t kMaxKeyIdSize = 64;

absl::Status MalformedEnvelope(std::string_view field, std::string_view message) {
  return domain::InvalidField("ENVELOPE_MALFORMED", field, message);
}

bool HasUnknownFields(const google::protobuf::Message& message) {
  return !message.GetReflection()->GetUnknownFields(message).empty();
}

}  // namespace

std::string EncodeEnvelope(const crypto::Envelope& envelope) {
  v1::Envelope message;
  message.set_payload_type(envelope.payload_type);
  message.set_payload(envelope.payload);
  for (const crypto::EnvelopeSignature& signature : envelope.signatures) {
    v1::EnvelopeSignature* added = message.add_signatures();
    added->set_key_id(signature.key_id);
    added->set_signature(signature.signature);
  }
  return Serialise(message);
}

absl::StatusOr<crypto::Envelope> DecodeEnvelope(std::string_view bytes, size_t max_bytes) {
  if (bytes.size() > max_bytes) {
    return domain::InvalidField("ENVELOPE_TOO_LARGE", "envelope", "the envelope is larger than statements of its kind");
  }
  v1::Envelope message;
  if (!Parse(bytes, message)) return MalformedEnvelope("envelope", "the bytes are not an envelope");
  if (HasUnknownFields(message))
    return MalformedEnvelope("envelope", "the envelope has a field that envelopes do not have");
  if (message.payload_type().empty() || message.payload_type().size() > kMaxPayloadTypeSize) {
    return MalformedEnvelope("envelope.payload_type", "the payload type must have 1 to 128 bytes");
  }
  if (message.payload().empty()) return MalformedEnvelope("envelope.payload", "the payload must not be empty");
  if (static_cast<size_t>(message.signatures_size()) > crypto::kMaxEnvelopeSignatures) {
    return MalformedEnvelope("envelope.signatures", "an envelope has at most 64 signatures");
  }
  crypto::Envelope envelope{message.payload_type(), message.payload(), {}};
  for (const v1::EnvelopeSignature& signature : message.signatures()) {
    if (HasUnknownFields(signature))
      return MalformedEnvelope("envelope.signatures", "a signature has a field it must not have");
    if (signature.key_id().size() > kMaxKeyIdSize)
      return MalformedEnvelope("envelope.signatures", "a key id is too long");
    if (signature.signature().size() != crypto::kSignatureSize) {
      return MalformedEnvelope("envelope.signatures", "a signature must have 64 bytes");
    }
    envelope.signatures.push_back({signature.key_id(), signature.signature()});
  }
  return envelope;
}

}  // namespace vsx::statement
