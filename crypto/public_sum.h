#ifndef VSX_CRYPTO_PUBLIC_SUM_H_
#define VSX_CRYPTO_PUBLIC_SUM_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace vsx::crypto {

// An element or scalar that everybody may see.
using Public32 = std::array<uint8_t, 32>;

// PublicSum is Σ scalar · element over values that everybody may see: RFC 9497's composites, and both sides of a
// proof's equations. libdecaf does it, whose points need not be encoded after each step and which multiplies two at a
// time; libsodium has neither. Nothing secret may be given to it. Scalars and elements are 32 bytes, little-endian and
// in RFC 9496's encoding. Private to crypto/ and its tests. Threads: one at a time.
class PublicSum {
 public:
  PublicSum();
  ~PublicSum();
  PublicSum(const PublicSum&) = delete;
  PublicSum& operator=(const PublicSum&) = delete;

  // False, and nothing is added, for an element that is not canonical or is the identity, and for a scalar that is not
  // canonical.
  bool Add(const Public32& scalar, std::string_view element);
  // Adds scalar · generator. False, and nothing is added, for a scalar that is not canonical.
  bool AddGenerator(const Public32& scalar);

  // The sum's encoding; false if that is the identity, as a sum of nothing is.
  bool Finish(Public32& out);

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_PUBLIC_SUM_H_
