#ifndef VSX_CRYPTO_ENCODING_H_
#define VSX_CRYPTO_ENCODING_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

// The few byte encodings that hashes, associated data and key derivation are built from. Byte strings come in as
// std::string_view and go out as std::string everywhere in this folder.

namespace vsx::crypto {

// LP(x): the length of x as 4 bytes big-endian, then x. x must be shorter than 2^32 bytes.
std::string LengthPrefixed(std::string_view bytes);
void AppendLengthPrefixed(std::string& out, std::string_view bytes);

void AppendU32Be(std::string& out, uint32_t value);
void AppendU64Be(std::string& out, uint64_t value);

// Lower-case hexadecimal, two digits per byte.
std::string ToHex(std::string_view bytes);

// Accepts both cases. Errors: INVALID_ARGUMENT for an odd length or another character.
absl::StatusOr<std::string> FromHex(std::string_view hex);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_ENCODING_H_
