#include "crypto/secret_bytes.h"

#include <sodium.h>

#include <cstring>
#include <utility>

#include "crypto/init.h"

namespace vsx::crypto {

SecretBytes::SecretBytes(size_t size) : size_(size) {
  if (size == 0) return;
  Require(InitCrypto().ok(), "libsodium cannot start");
  data_ = static_cast<uint8_t*>(sodium_malloc(size));
  Require(data_ != nullptr, "no memory left for a secret");
  std::memset(data_, 0, size);  // sodium_malloc fills with a pattern
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this == &other) return *this;
  Free();
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

SecretBytes::~SecretBytes() { Free(); }

void SecretBytes::Free() {
  sodium_free(data_);  // wipes; takes nullptr
  data_ = nullptr;
  size_ = 0;
}

SecretBytes SecretBytes::Build(size_t size, absl::FunctionRef<void(absl::Span<uint8_t>)> write) {
  SecretBytes secret(size);
  write(absl::MakeSpan(secret.data_, size));
  if (size > 0) Require(sodium_mprotect_readonly(secret.data_) == 0, "secret memory cannot be made read-only");
  return secret;
}

SecretBytes SecretBytes::Random(size_t size) {
  SystemRandomSource random;
  return Random(size, random);
}

SecretBytes SecretBytes::Random(size_t size, RandomSource& random) {
  return Build(size, [&random](absl::Span<uint8_t> out) { random.Fill(out); });
}

SecretBytes SecretBytes::CopyFrom(std::string_view bytes) {
  return Build(bytes.size(), [bytes](absl::Span<uint8_t> out) {
    if (!bytes.empty()) std::memcpy(out.data(), bytes.data(), bytes.size());
  });
}

SecretBytes SecretBytes::Clone() const { return CopyFrom(ExposeSecret()); }

bool operator==(const SecretBytes& a, const SecretBytes& b) {
  if (a.size_ != b.size_) return false;
  return a.size_ == 0 || sodium_memcmp(a.data_, b.data_, a.size_) == 0;
}

}  // namespace vsx::crypto
