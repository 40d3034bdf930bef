#ifndef VSX_NODE_STATEMENT_INDEX_HEADER_H_
#define VSX_NODE_STATEMENT_INDEX_HEADER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/signer.h"
#include "node/domain/calendar.h"
#include "node/domain/index_class.h"
#include "node/statement/sign_statement.h"
#include "node/statement/verify_statement.h"

namespace vsx::statement {

// What the header names beside the algorithms of every statement.
inline constexpr std::string_view kIndexHeaderAlgorithms =
    "ed25519 sha256 voprf-ristretto255-sha512 hkdf-sha512 xchacha20-poly1305";

// What an issuer says of one index, signed by an operations key (protocol §4). Two different ones for one name are
// evidence against the issuer.
struct IndexHeader {
  domain::IndexName name;
  uint32_t epoch_seconds = 0;  // the manifest's
  domain::UnixTime cut_off;    // of the records in it; not before the plan's, before the epoch's end
  std::string prf_public_key;  // 32 bytes
  uint32_t capacity_step = 0;  // 0 to 3
  bool complete = false;       // if not, absence says nothing
  std::string chunk_root;      // 32 bytes: RFC 6962 root over the chunks of the file

  friend bool operator==(const IndexHeader&, const IndexHeader&) = default;
};

// INVALID_ARGUMENT, reason STATEMENT_MALFORMED, for what no reader would take; else errors of the signer.
absl::StatusOr<SignedStatement> SignIndexHeader(const IndexHeader& header, const crypto::Signer& operations);

// The header of exactly the index `expected`, by its issuer. Errors: those of VerifyStatement, CheckIssuer and
// CheckRecipient; STATEMENT_MALFORMED and VERSION_UNKNOWN (INVALID_ARGUMENT); PERMISSION_DENIED, WRONG_INDEX, for a
// header of another class or epoch, or of epochs of another length than the manifest's, with the field. Whether the
// public key is a group element is for who uses it to see.
absl::StatusOr<Verified<IndexHeader>> VerifyIndexHeader(const TrustStore& trust, std::string_view envelope_bytes,
                                                        const domain::IndexName& expected, domain::UnixTime now);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_INDEX_HEADER_H_
