#include "node/statement/trust_documents.h"

#include <algorithm>
#include <utility>

#include "crypto/envelope.h"
#include "crypto/hash.h"
#include "node/domain/error.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/statement_type.h"
#include "node/statement/trust_content.h"
#include "node/statement/wire.h"

namespace vsx::statement {
namespace {

absl::StatusOr<crypto::Envelope> DecodeDocument(std::string_view bytes, StatementType type, std::string_view reason) {
  absl::StatusOr<crypto::Envelope> envelope = DecodeEnvelope(bytes, kMaxTrustDocumentBytes);
  if (!envelope.ok()) return envelope.status();
  if (envelope->payload_type != PayloadType(type)) {
    return domain::InvalidField(reason, "", "the file is a document of another kind");
  }
  return envelope;
}

template <typename Message>
absl::StatusOr<TrustDocument<Message>> ToDocument(const crypto::Envelope& envelope, std::string_view reason) {
  TrustDocument<Message> document;
  if (!Parse(envelope.payload, document.message)) return domain::InvalidField(reason, "", "the payload cannot be read");
  document.message.DiscardUnknownFields();
  document.payload_sha256 = crypto::Sha256(envelope.payload);
  for (const crypto::EnvelopeSignature& signature : envelope.signatures) {
    document.signer_ids.push_back(signature.key_id);
  }
  return document;
}

template <typename Message>
void FillFrame(Message& message) {
  message.set_format_version(kStatementVersion);
  message.set_algorithms(std::string(kStatementAlgorithms));
}

bool NamesRootKey(const Manifest& manifest, const crypto::VerifyKey& key) {
  return std::any_of(manifest.parties.begin(), manifest.parties.end(), [&](const ManifestParty& party) {
    return std::find(party.root_keys.begin(), party.root_keys.end(), key) != party.root_keys.end();
  });
}

}  // namespace

absl::StatusOr<std::string> NewManifest(v1::Manifest manifest) {
  FillFrame(manifest);
  std::string payload = Serialise(manifest);
  if (absl::Status status = ParseManifest(payload).status(); !status.ok()) return status;
  return EncodeEnvelope({std::string(PayloadType(StatementType::kManifest)), std::move(payload), {}});
}

absl::StatusOr<std::string> AddManifestSignature(std::string_view manifest_envelope, const crypto::Signer& root) {
  absl::StatusOr<crypto::Envelope> envelope =
      DecodeDocument(manifest_envelope, StatementType::kManifest, "MANIFEST_MALFORMED");
  if (!envelope.ok()) return envelope.status();
  const absl::StatusOr<Manifest> manifest = ParseManifest(envelope->payload);
  if (!manifest.ok()) return manifest.status();
  if (!NamesRootKey(*manifest, root.verify_key())) {
    return domain::InvalidField("NOT_A_ROOT_KEY", "", "the manifest gives this root key to no Party");
  }
  if (absl::Status status = crypto::AddSignature(*envelope, root); !status.ok()) return status;
  return EncodeEnvelope(*envelope);
}

absl::StatusOr<std::string> SignPartyRecord(v1::PartyRecord record, absl::Span<const crypto::Signer* const> roots) {
  FillFrame(record);
  std::string payload = Serialise(record);
  if (absl::Status status = ParsePartyRecord(payload).status(); !status.ok()) return status;
  crypto::Envelope envelope{std::string(PayloadType(StatementType::kPartyRecord)), std::move(payload), {}};
  for (const crypto::Signer* root : roots) {
    if (absl::Status status = crypto::AddSignature(envelope, *root); !status.ok()) return status;
  }
  return EncodeEnvelope(envelope);
}

absl::StatusOr<TrustDocument<v1::Manifest>> ReadManifest(std::string_view envelope_bytes) {
  const absl::StatusOr<crypto::Envelope> envelope =
      DecodeDocument(envelope_bytes, StatementType::kManifest, "MANIFEST_MALFORMED");
  if (!envelope.ok()) return envelope.status();
  if (absl::Status status = ParseManifest(envelope->payload).status(); !status.ok()) return status;
  return ToDocument<v1::Manifest>(*envelope, "MANIFEST_MALFORMED");
}

absl::StatusOr<TrustDocument<v1::PartyRecord>> ReadPartyRecord(std::string_view envelope_bytes) {
  const absl::StatusOr<crypto::Envelope> envelope =
      DecodeDocument(envelope_bytes, StatementType::kPartyRecord, "PARTY_RECORD_MALFORMED");
  if (!envelope.ok()) return envelope.status();
  if (absl::Status status = ParsePartyRecord(envelope->payload).status(); !status.ok()) return status;
  return ToDocument<v1::PartyRecord>(*envelope, "PARTY_RECORD_MALFORMED");
}

}  // namespace vsx::statement
