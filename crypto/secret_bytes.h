#ifndef VSX_CRYPTO_SECRET_BYTES_H_
#define VSX_CRYPTO_SECRET_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "crypto/random_source.h"

namespace vsx::crypto {

// SecretBytes owns secret bytes in memory of their own: from sodium_malloc (guard pages, canary, left out of core
// dumps), locked against swapping as far as RLIMIT_MEMLOCK allows, read-only once written, wiped when freed. It cannot
// be copied by accident, printed, or compared other than in constant time. A moved-from value is empty. Threads: a
// const object may be read concurrently. Exhausted memory ends the process.
class SecretBytes {
 public:
  SecretBytes() = default;
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  static SecretBytes Random(size_t size);
  static SecretBytes Random(size_t size, RandomSource& random);

  // The caller answers for the memory copied from.
  static SecretBytes CopyFrom(std::string_view bytes);

  // `write` fills `size` bytes, zero before, in place; afterwards nothing can change them.
  static SecretBytes Build(size_t size, absl::FunctionRef<void(absl::Span<uint8_t>)> write);

  SecretBytes Clone() const;

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  // The only way to the bytes; valid as long as this object. Search for this name to find every use of a secret.
  std::string_view ExposeSecret() const { return {reinterpret_cast<const char*>(data_), size_}; }

  // Constant time for equal sizes; sizes are not secret.
  friend bool operator==(const SecretBytes& a, const SecretBytes& b);
  friend std::ostream& operator<<(std::ostream&, const SecretBytes&) = delete;

 private:
  explicit SecretBytes(size_t size);
  void Free();

  uint8_t* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_SECRET_BYTES_H_
