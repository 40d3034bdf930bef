#include "node/statement/sign_statement.h"

#include "crypto/envelope.h"
#include "crypto/hash.h"
#include "node/statement/envelope_codec.h"

namespace vsx::statement {

absl::StatusOr<SignedStatement> SignStatement(StatementType type, std::string_view payload,
                                              const crypto::Signer& signer) {
  absl::StatusOr<crypto::Envelope> envelope = crypto::SignEnvelope(PayloadType(type), payload, signer);
  if (!envelope.ok()) return envelope.status();
  return SignedStatement{EncodeEnvelope(*envelope), crypto::Sha256(payload)};
}

}  // namespace vsx::statement
