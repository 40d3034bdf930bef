#ifndef VSX_CRYPTO_HANDLE_COMMITMENT_H_
#define VSX_CRYPTO_HANDLE_COMMITMENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace vsx::crypto {

inline constexpr size_t kCopyIdSize = 16;
inline constexpr size_t kHandleSaltSize = 32;

// One slot of an attestation copy, 32 bytes (protocol §2): SHA-256(LP("vsx/handle-commit/v1") ‖ copy_id[16] ‖
// LP(handle_class) ‖ u8(mark) ‖ salt[32] ‖ LP(handle)). `handle_class` is `document`, `biographic` or `reference`; mark
// 0 is EXACT, 1 POSSIBLE; `handle` is the canonical string of protocol §3. A fresh random salt per slot hides the
// handle. Errors: INVALID_ARGUMENT for other sizes, another mark, or an empty class or handle.
absl::StatusOr<std::string> HandleCommitment(std::string_view copy_id, std::string_view handle_class, uint8_t mark,
                                             std::string_view salt, std::string_view handle);

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_HANDLE_COMMITMENT_H_
