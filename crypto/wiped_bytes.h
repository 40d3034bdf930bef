#ifndef VSX_CRYPTO_WIPED_BYTES_H_
#define VSX_CRYPTO_WIPED_BYTES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iosfwd>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "crypto/init.h"
#include "crypto/random_source.h"

namespace vsx::crypto {

// Overwrites with zeros in a way that the compiler cannot leave out.
void WipeMemory(void* memory, size_t size);

// Constant time.
bool EqualInConstantTime(const void* a, const void* b, size_t size);

// WipedBytes owns N secret bytes that live for the length of one piece of work: kept where the object is, wiped when it
// ends or is moved from, which costs nothing beside a curve operation. SecretBytes, which locks its pages, costs as
// much as one, and is for keys that stay. It cannot be copied by accident, printed, or compared other than in constant
// time. Threads: a const object may be read concurrently.
template <size_t N>
class WipedBytes {
 public:
  static constexpr size_t kSize = N;

  WipedBytes(WipedBytes&& other) noexcept : bytes_(other.bytes_) { other.Wipe(); }
  WipedBytes& operator=(WipedBytes&& other) noexcept {
    if (this == &other) return *this;
    bytes_ = other.bytes_;
    other.Wipe();
    return *this;
  }
  WipedBytes(const WipedBytes&) = delete;
  WipedBytes& operator=(const WipedBytes&) = delete;
  ~WipedBytes() { Wipe(); }

  // `write` fills the bytes, zero before, in place.
  static WipedBytes Build(absl::FunctionRef<void(absl::Span<uint8_t>)> write) {
    WipedBytes made;
    write(absl::MakeSpan(made.bytes_));
    return made;
  }

  static WipedBytes Random(RandomSource& random) {
    return Build([&random](absl::Span<uint8_t> out) { random.Fill(out); });
  }

  // Another size than N ends the process. The caller answers for the memory copied from.
  static WipedBytes CopyFrom(std::string_view bytes) {
    Require(bytes.size() == N, "size of copied secret bytes");
    return Build([bytes](absl::Span<uint8_t> out) { std::memcpy(out.data(), bytes.data(), N); });
  }

  // The only way to the bytes; valid as long as this object stands where it is.
  std::string_view ExposeSecret() const { return {reinterpret_cast<const char*>(bytes_.data()), N}; }

  friend bool operator==(const WipedBytes& a, const WipedBytes& b) {
    return EqualInConstantTime(a.bytes_.data(), b.bytes_.data(), N);
  }
  friend std::ostream& operator<<(std::ostream&, const WipedBytes&) = delete;

 private:
  WipedBytes() = default;
  void Wipe() { WipeMemory(bytes_.data(), N); }

  std::array<uint8_t, N> bytes_{};
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_WIPED_BYTES_H_
