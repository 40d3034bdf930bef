#ifndef VSX_CRYPTO_PASSPHRASE_H_
#define VSX_CRYPTO_PASSPHRASE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/secret_bytes.h"

namespace vsx::crypto {

inline constexpr size_t kMinPassphraseSize = 12;
inline constexpr size_t kMaxPassphraseSize = 1024;

// Errors: INVALID_ARGUMENT unless it has 12 to 1,024 bytes.
absl::Status CheckPassphrase(const SecretBytes& passphrase);

// From a file, such as a systemd credential; one newline at its end is left out, everything else counts.
// Errors: those of ReadPrivateFile (mode!) and CheckPassphrase.
absl::StatusOr<SecretBytes> ReadPassphraseFile(const std::string& path);

// Asks on the controlling terminal, without echo; Backspace, Ctrl-U and Ctrl-C work. The terminal is as before
// afterwards. Errors: FAILED_PRECONDITION without a terminal; CANCELLED on Ctrl-C or end of input; those of
// CheckPassphrase.
absl::StatusOr<SecretBytes> PromptPassphrase(std::string_view prompt);

// The same, on an open terminal.
absl::StatusOr<SecretBytes> PromptPassphraseOn(int terminal, std::string_view prompt);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_PASSPHRASE_H_
