#ifndef VSX_CRYPTO_INIT_H_
#define VSX_CRYPTO_INIT_H_

#include <string_view>

#include "absl/status/status.h"

namespace vsx::crypto {

// Prepares libsodium. Calling it is optional: everything in this folder prepares itself at first use; a program calls
// it at start in order to fail early with a message. Threads: safe concurrently and repeatedly. Errors: INTERNAL if the
// machine offers no source of randomness.
absl::Status InitCrypto();

// Ends the process unless `holds`; `what` names the broken invariant and never holds data. For programming errors and
// for exhausted locked memory only: hostile input gets a status.
void Require(bool holds, std::string_view what);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_INIT_H_
