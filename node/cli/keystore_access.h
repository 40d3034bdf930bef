#ifndef VSX_NODE_CLI_KEYSTORE_ACCESS_H_
#define VSX_NODE_CLI_KEYSTORE_ACCESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "crypto/keystore.h"
#include "crypto/secret_bytes.h"

namespace vsx::cli {

// The passphrase from the file, or asked for on the terminal if `file` is empty; `what` names what it opens.
// Errors: WrongInput.
absl::StatusOr<crypto::SecretBytes> GetPassphrase(const std::string& file, const std::string& what);

// The same for a new keystore: asked for twice.
absl::StatusOr<crypto::SecretBytes> GetNewPassphrase(const std::string& file, const std::string& what);

// Opens the keystore at `path`. Errors: WrongInput, naming the path.
absl::StatusOr<crypto::Keystore> OpenKeystore(const std::string& path, const std::string& passphrase_file);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_KEYSTORE_ACCESS_H_
