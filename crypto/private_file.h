#ifndef VSX_CRYPTO_PRIVATE_FILE_H_
#define VSX_CRYPTO_PRIVATE_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/secret_bytes.h"

// Files that only their owner may read: keystores and passphrases. Messages name the kind of file (`what`) and the
// system's reason, so that an operator finds the fault; contents never appear.

namespace vsx::crypto {

// The whole of a regular file. Group may read (a service's own group); others may nothing, and group may not write.
// Errors: NOT_FOUND; PERMISSION_DENIED if it cannot be read or its mode is too wide; INVALID_ARGUMENT if it is no
// regular file or longer than max_size; UNAVAILABLE for another failure to read.
absl::StatusOr<SecretBytes> ReadPrivateFile(std::string_view what, const std::string& path, size_t max_size);

// Writes a new file of mode 0600: whole and on the disk once it returns OK, never half there, never over another file.
// Errors: ALREADY_EXISTS; NOT_FOUND for a missing folder; PERMISSION_DENIED; UNAVAILABLE for another failure to write.
absl::Status WritePrivateFile(std::string_view what, const std::string& path, std::string_view contents);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_PRIVATE_FILE_H_
