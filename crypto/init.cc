#include "crypto/init.h"

#include <sodium.h>

#include <cstdio>
#include <cstdlib>

namespace vsx::crypto {

absl::Status InitCrypto() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) return absl::InternalError("libsodium cannot start: the machine offers no source of randomness");
  return absl::OkStatus();
}

void Require(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "vsx: broken invariant in crypto: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

}  // namespace vsx::crypto
