#ifndef VSX_CRYPTO_HKDF_IN_PLACE_H_
#define VSX_CRYPTO_HKDF_IN_PLACE_H_

#include <cstdint>
#include <string_view>

#include "absl/types/span.h"
#include "crypto/hkdf.h"

namespace vsx::crypto {

// HKDF-SHA512 into memory of the caller, who wipes it. Private to crypto/: included by .cc files only; everybody else
// uses hkdf.h.

// `out` has 64 bytes.
void HkdfExtractInto(absl::Span<uint8_t> out, std::string_view salt, std::string_view input_key);

// `out` has 1 … 16,320 bytes.
void HkdfExpandInto(absl::Span<uint8_t> out, std::string_view pseudorandom_key, std::string_view info);

// DeriveKey of hkdf.h, for any size that HkdfExpandInto takes.
void DeriveKeyInto(absl::Span<uint8_t> out, std::string_view input_key, KeyUse use, std::string_view context);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_HKDF_IN_PLACE_H_
