#ifndef VSX_NODE_STATEMENT_TRUST_DOCUMENTS_H_
#define VSX_NODE_STATEMENT_TRUST_DOCUMENTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/signer.h"
#include "vsx/v1/trust.pb.h"

// Making and showing the trust documents (protocol §7): for the operators' ceremony, not for a running node.

namespace vsx::statement {

// The manifest as an envelope without signatures. Layout version and algorithms are filled in here. INVALID_ARGUMENT,
// reason MANIFEST_MALFORMED, for one that no node would load.
absl::StatusOr<std::string> NewManifest(v1::Manifest manifest);

// The manifest with one more signature, by a root key of a Party that it names. Errors: MANIFEST_MALFORMED;
// INVALID_ARGUMENT, NOT_A_ROOT_KEY, if no Party has that root key; ALREADY_EXISTS if that key has signed.
absl::StatusOr<std::string> AddManifestSignature(std::string_view manifest_envelope, const crypto::Signer& root);

// A Party record signed by each of `roots`, which are that Party's root keys. INVALID_ARGUMENT, reason
// PARTY_RECORD_MALFORMED, for one that no node would load; ALREADY_EXISTS for a key given twice.
absl::StatusOr<std::string> SignPartyRecord(v1::PartyRecord record, absl::Span<const crypto::Signer* const> roots);

// A document as read from a file, its signatures not verified: to be shown, and to be pinned. Errors: as of Load.
template <typename Message>
struct TrustDocument {
  Message message;
  std::string payload_sha256;           // 32 bytes
  std::vector<std::string> signer_ids;  // key ids as claimed
};
absl::StatusOr<TrustDocument<v1::Manifest>> ReadManifest(std::string_view envelope_bytes);
absl::StatusOr<TrustDocument<v1::PartyRecord>> ReadPartyRecord(std::string_view envelope_bytes);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_TRUST_DOCUMENTS_H_
