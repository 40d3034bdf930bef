#include "crypto/prf_suite.h"

#include <sodium.h>

#include <array>
#include <utility>
#include <vector>

#include "crypto/blind_prf.h"
#include "crypto/byte_pointer.h"
#include "crypto/expand_message.h"
#include "crypto/prf_key.h"
#include "crypto/sha512.h"

namespace vsx::crypto {
namespace {

static_assert(kPrfElementSize == crypto_core_ristretto255_BYTES);
static_assert(PrfScalar::kSize == crypto_core_ristretto255_SCALARBYTES);

constexpr size_t kUniformSize = crypto_core_ristretto255_HASHBYTES;
static_assert(kUniformSize == crypto_core_ristretto255_NONREDUCEDSCALARBYTES);

// 64 bytes on the stack, wiped.
class Uniform {
 public:
  Uniform() = default;
  Uniform(const Uniform&) = delete;
  Uniform& operator=(const Uniform&) = delete;
  ~Uniform() { sodium_memzero(bytes_.data(), bytes_.size()); }

  absl::Span<uint8_t> span() { return absl::MakeSpan(bytes_); }
  uint8_t* data() { return bytes_.data(); }

 private:
  std::array<uint8_t, kUniformSize> bytes_{};
};

PrfSuite MakeSuite(PrfMode mode) {
  std::string context = "OPRFV1-";
  context.push_back(static_cast<char>(mode));
  context.append("-ristretto255-SHA512");
  return {.hash_to_group = "HashToGroup-" + context,
          .hash_to_scalar = "HashToScalar-" + context,
          .derive_key_pair = "DeriveKeyPair" + context,  // the RFC has no hyphen here
          .seed = "Seed-" + context};
}

void MultiplyScalars(PrfScalar& product, const PrfScalar& a, const PrfScalar& b) {
  product = PrfScalar::Build([&](absl::Span<uint8_t> out) {
    crypto_core_ristretto255_scalar_mul(out.data(), BytePointer(a.ExposeSecret()), BytePointer(b.ExposeSecret()));
  });
}

// Before 1.0.19, libsodium leaves this bit out of what it looks at: each element would have a second encoding.
bool HasTopmostBit(std::string_view bytes) { return (static_cast<uint8_t>(bytes.back()) & 0x80U) != 0; }

}  // namespace

const PrfSuite& PrfSuite::Of(PrfMode mode) {
  static const auto* const oprf = new PrfSuite(MakeSuite(PrfMode::kOprf));
  static const auto* const voprf = new PrfSuite(MakeSuite(PrfMode::kVoprf));
  return mode == PrfMode::kOprf ? *oprf : *voprf;
}

void HashToScalar(std::initializer_list<std::string_view> message, std::string_view domain, absl::Span<uint8_t> out) {
  Uniform uniform;
  Require(ExpandMessageXmd(message, domain, uniform.span()).ok(), "a scalar's domain separation tag");
  crypto_core_ristretto255_scalar_reduce(out.data(), uniform.data());
}

PrfScalar RandomScalar(RandomSource& random) {
  return PrfScalar::Build([&](absl::Span<uint8_t> out) {
    Uniform uniform;
    do {
      random.Fill(uniform.span());
      crypto_core_ristretto255_scalar_reduce(out.data(), uniform.data());
    } while (sodium_is_zero(out.data(), out.size()) == 1);
  });
}

// Montgomery's way: invert the product of all, then take the scalars out of it one by one.
void InvertScalars(absl::Span<PrfScalar> scalars) {
  if (scalars.empty()) return;
  std::vector<PrfScalar> products;  // of scalars 0 … i
  products.reserve(scalars.size());
  products.push_back(PrfScalar::CopyFrom(scalars.front().ExposeSecret()));
  for (size_t i = 1; i < scalars.size(); ++i) {
    products.push_back(PrfScalar::CopyFrom(scalars[i].ExposeSecret()));
    MultiplyScalars(products[i], products[i - 1], scalars[i]);
  }
  bool inverted = false;
  PrfScalar inverse = PrfScalar::Build([&](absl::Span<uint8_t> out) {
    inverted = crypto_core_ristretto255_scalar_invert(out.data(), BytePointer(products.back().ExposeSecret())) == 0;
  });
  Require(inverted, "a zero scalar has no inverse");
  for (size_t i = scalars.size() - 1; i > 0; --i) {
    PrfScalar rest = PrfScalar::CopyFrom(scalars[i].ExposeSecret());
    MultiplyScalars(scalars[i], inverse, products[i - 1]);
    MultiplyScalars(inverse, inverse, rest);
  }
  scalars.front() = std::move(inverse);
}

absl::StatusOr<SecretBytes> DerivePrfScalar(const PrfSuite& suite, const SecretBytes& seed, std::string_view info) {
  Require(InitCrypto().ok(), "libsodium cannot start");
  if (seed.size() != kPrfSeedSize) return absl::InvalidArgumentError("a PRF key's seed has 32 bytes");
  if (info.size() > kMaxPrfInputSize) return absl::InvalidArgumentError("a PRF key's info has at most 65535 bytes");
  const char info_size[] = {static_cast<char>(info.size() >> 8), static_cast<char>(info.size() & 0xff)};
  const std::string_view size_bytes(info_size, sizeof info_size);
  return SecretBytes::Build(PrfScalar::kSize, [&](absl::Span<uint8_t> out) {
    for (int counter = 0; counter <= 255; ++counter) {
      const char number = static_cast<char>(counter);
      HashToScalar({seed.ExposeSecret(), size_bytes, info, std::string_view(&number, 1)}, suite.derive_key_pair, out);
      if (sodium_is_zero(out.data(), out.size()) == 0) return;
    }
    Require(false, "256 derived scalars in a row are zero");
  });
}

absl::StatusOr<PrfSecretElement> HashToGroup(const PrfSuite& suite, std::string_view input) {
  if (input.size() > kMaxPrfInputSize) return absl::InvalidArgumentError("a PRF input has at most 65535 bytes");
  bool identity = false;
  PrfSecretElement element = PrfSecretElement::Build([&](absl::Span<uint8_t> out) {
    Uniform uniform;
    Require(ExpandMessageXmd({input}, suite.hash_to_group, uniform.span()).ok(), "the group's domain separation tag");
    crypto_core_ristretto255_from_hash(out.data(), uniform.data());
    identity = sodium_is_zero(out.data(), out.size()) == 1;
  });
  if (identity) return absl::InvalidArgumentError("a PRF input must not hash to the identity");
  return element;
}

// libsodium takes the identity, 32 zeros, for a valid point.
bool IsElement(std::string_view bytes) {
  return bytes.size() == kPrfElementSize && !HasTopmostBit(bytes) &&
         crypto_core_ristretto255_is_valid_point(BytePointer(bytes)) == 1 &&
         sodium_is_zero(BytePointer(bytes), bytes.size()) == 0;
}

bool MultiplyElement(absl::Span<uint8_t> out, std::string_view scalar, std::string_view element) {
  return !HasTopmostBit(element) &&
         crypto_scalarmult_ristretto255(out.data(), BytePointer(scalar), BytePointer(element)) == 0;
}

PrfOutput HashToOutput(std::string_view input, std::string_view element) {
  return PrfOutput(WipedBytes<kPrfOutputSize>::Build([&](absl::Span<uint8_t> out) {
    Sha512()
        .UpdateU16(input.size())
        .Update(input)
        .UpdateU16(element.size())
        .Update(element)
        .Update("Finalize")
        .Finish(out.data());
  }));
}

}  // namespace vsx::crypto
