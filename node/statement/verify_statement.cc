#include "node/statement/verify_statement.h"

#include <array>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/envelope.h"
#include "crypto/hash.h"
#include "node/domain/error.h"
#include "node/statement/envelope_codec.h"

namespace vsx::statement {
namespace {

using crypto::KeyRole;

constexpr std::array<KeyRole, 5> kSigningRoles = {KeyRole::kRoot, KeyRole::kAttestation, KeyRole::kOperations,
                                                  KeyRole::kLog, KeyRole::kWitness};

size_t MaxBytes(StatementType type) {
  switch (type) {
    case StatementType::kAttestationCopy:
      return kMaxCopyEnvelopeBytes;
    case StatementType::kManifest:
    case StatementType::kPartyRecord:
      return kMaxTrustDocumentBytes;
    default:
      return kMaxStatementBytes;
  }
}

// The key of `keys` that made the envelope's only signature; null if none did.
const TrustedKey* FindSigner(const crypto::Envelope& envelope, absl::Span<const TrustedKey> keys) {
  std::vector<crypto::VerifyKey> candidates;
  for (const TrustedKey& trusted : keys) candidates.push_back(trusted.key);
  const absl::StatusOr<std::vector<size_t>> signers = crypto::VerifyAny(envelope, envelope.payload_type, candidates);
  return signers.ok() && signers->size() == 1 ? &keys[signers->front()] : nullptr;
}

absl::Status RefuseSignature(const TrustStore& trust, const crypto::Envelope& envelope, StatementType type,
                             const domain::PartyCode& signer) {
  for (const KeyRole role : kSigningRoles) {
    if (role == SigningRole(type)) continue;
    if (FindSigner(envelope, trust.VerificationKeys(signer, role)) != nullptr) {
      return domain::Error(absl::StatusCode::kPermissionDenied, "WRONG_ROLE", "envelope.signatures",
                           "signed by a key of that Party which may not sign statements of this kind");
    }
  }
  return domain::InvalidField("SIGNATURE_INVALID", "envelope.signatures",
                              "the signature is by no key that the trust documents give to that Party");
}

absl::Status CheckParty(const domain::PartyCode& named, const domain::PartyCode& expected, std::string_view reason,
                        std::string_view field, std::string_view message) {
  if (named == expected) return absl::OkStatus();
  return domain::Error(absl::StatusCode::kPermissionDenied, reason, field, message);
}

}  // namespace

absl::StatusOr<VerifiedStatement> VerifyStatement(const TrustStore& trust, std::string_view envelope_bytes,
                                                  StatementType type, const domain::PartyCode& expected_signer,
                                                  domain::UnixTime now) {
  absl::StatusOr<crypto::Envelope> envelope = DecodeEnvelope(envelope_bytes, MaxBytes(type));
  if (!envelope.ok()) return envelope.status();
  if (envelope->payload_type != PayloadType(type)) {
    return domain::InvalidField("WRONG_STATEMENT_TYPE", "envelope.payload_type",
                                "the statement is of another kind than the one expected here");
  }
  if (envelope->signatures.size() != 1) {
    return domain::InvalidField("SIGNATURE_COUNT", "envelope.signatures", "a statement has exactly one signature");
  }
  const KeyRole role = SigningRole(type);
  if (role != KeyRole::kRoot && trust.FindRecord(expected_signer) == nullptr) {
    return domain::Precondition("NO_PARTY_RECORD", absl::StrCat("no Party record of ", expected_signer.value(),
                                                                " is loaded, so nothing of it can be verified"));
  }
  const TrustedKey* signer = FindSigner(*envelope, trust.VerificationKeys(expected_signer, role));
  if (signer == nullptr) return RefuseSignature(trust, *envelope, type, expected_signer);
  VerifiedStatement verified;
  verified.payload_sha256 = crypto::Sha256(envelope->payload);
  verified.payload = std::move(envelope->payload);
  verified.key_id = signer->key.KeyId();
  verified.key_expired = !signer->life.ValidAt(now);
  verified.key_distrusted = signer->life.DistrustedAt(now);
  return verified;
}

absl::Status CheckIssuer(const domain::PartyCode& named, const domain::PartyCode& expected) {
  return CheckParty(named, expected, "WRONG_ISSUER", "issuer",
                    "the statement speaks for another Party than its signer");
}

absl::Status CheckRecipient(const domain::PartyCode& named, const domain::PartyCode& expected) {
  return CheckParty(named, expected, "WRONG_RECIPIENT", "recipient", "the statement is for another Party");
}

}  // namespace vsx::statement
