#include "crypto/handle_commitment.h"

#include "crypto/encoding.h"
#include "crypto/hash.h"

namespace vsx::crypto {

absl::StatusOr<std::string> HandleCommitment(std::string_view copy_id, std::string_view handle_class, uint8_t mark,
                                             std::string_view salt, std::string_view handle) {
  if (copy_id.size() != kCopyIdSize) return absl::InvalidArgumentError("handle commitment: copy id must have 16 bytes");
  if (handle_class.empty()) return absl::InvalidArgumentError("handle commitment: handle class is missing");
  if (mark > 1) return absl::InvalidArgumentError("handle commitment: mark must be 0 or 1");
  if (salt.size() != kHandleSaltSize) return absl::InvalidArgumentError("handle commitment: salt must have 32 bytes");
  if (handle.empty()) return absl::InvalidArgumentError("handle commitment: handle is missing");
  std::string message = LengthPrefixed("vsx/handle-commit/v1");
  message.append(copy_id);
  AppendLengthPrefixed(message, handle_class);
  message.push_back(static_cast<char>(mark));
  message.append(salt);
  AppendLengthPrefixed(message, handle);
  return Sha256(message);
}

}  // namespace vsx::crypto
