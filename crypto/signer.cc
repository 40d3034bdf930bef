#include "crypto/signer.h"

#include <utility>

namespace vsx::crypto {

LocalSigner::LocalSigner(SigningKey key) : key_(std::move(key)) {}

absl::StatusOr<std::string> LocalSigner::Sign(std::string_view message) const { return key_.Sign(message); }

}  // namespace vsx::crypto
