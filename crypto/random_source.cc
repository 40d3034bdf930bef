#include "crypto/random_source.h"

#include <sodium.h>

#include "crypto/init.h"

namespace vsx::crypto {

std::string RandomSource::Bytes(size_t size) {
  std::string out(size, '\0');
  Fill(absl::MakeSpan(reinterpret_cast<uint8_t*>(out.data()), out.size()));
  return out;
}

void SystemRandomSource::Fill(absl::Span<uint8_t> out) {
  Require(InitCrypto().ok(), "libsodium cannot start");
  if (out.empty()) return;  // an empty span may point nowhere, which libsodium forbids
  randombytes_buf(out.data(), out.size());
}

}  // namespace vsx::crypto
