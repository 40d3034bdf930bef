#ifndef VSX_NODE_STATEMENT_SIGN_STATEMENT_H_
#define VSX_NODE_STATEMENT_SIGN_STATEMENT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/signer.h"
#include "node/statement/statement_type.h"

namespace vsx::statement {

// A statement of this node, ready to be stored and sent.
struct SignedStatement {
  std::string envelope;        // serialised v1.Envelope
  std::string payload_sha256;  // 32 bytes
};

// Signs a serialised payload. Whose key `signer` is, is the caller's business. Errors: those of the signer.
absl::StatusOr<SignedStatement> SignStatement(StatementType type, std::string_view payload,
                                              const crypto::Signer& signer);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_SIGN_STATEMENT_H_
