#include "crypto/dleq_proof.h"

#include <sodium.h>

#include <cstring>
#include <vector>

#include "crypto/blind_prf.h"
#include "crypto/byte_pointer.h"
#include "crypto/public_sum.h"
#include "crypto/sha512.h"

namespace vsx::crypto {
namespace {

std::string_view View(const Public32& bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

// The scalars d_i that stand for the batch as a whole.
class BatchScalars {
 public:
  BatchScalars(const PrfSuite& suite, std::string_view public_key) : domain_(suite.hash_to_scalar) {
    Sha512()
        .UpdateU16(public_key.size())
        .Update(public_key)
        .UpdateU16(suite.seed.size())
        .Update(suite.seed)
        .Finish(seed_.data());
  }

  Public32 At(size_t index, std::string_view blinded, std::string_view evaluated) const {
    const char number[] = {static_cast<char>(index >> 8), static_cast<char>(index & 0xff)};
    const std::string_view seed(reinterpret_cast<const char*>(seed_.data()), seed_.size());
    Public32 scalar;
    HashToScalar({kSeedSize, seed, std::string_view(number, sizeof number), kElementSize, blinded, kElementSize,
                  evaluated, "Composite"},
                 domain_, absl::MakeSpan(scalar));
    return scalar;
  }

  static constexpr std::string_view kSeedSize{"\0\x40", 2};
  static constexpr std::string_view kElementSize{"\0\x20", 2};

 private:
  std::string_view domain_;
  std::array<uint8_t, Sha512::kSize> seed_{};
};

Public32 Challenge(const PrfSuite& suite, std::string_view public_key, const Public32& m, const Public32& z,
                   const Public32& t2, const Public32& t3) {
  constexpr std::string_view kSize = BatchScalars::kElementSize;
  Public32 challenge;
  HashToScalar({kSize, public_key, kSize, View(m), kSize, View(z), kSize, View(t2), kSize, View(t3), "Challenge"},
               suite.hash_to_scalar, absl::MakeSpan(challenge));
  return challenge;
}

// Below the group's order and not zero. libsodium would drop bits that a scalar should not have.
bool IsSoundScalar(const Public32& scalar) {
  std::array<uint8_t, 64> wide{};
  std::memcpy(wide.data(), scalar.data(), scalar.size());
  Public32 reduced;
  crypto_core_ristretto255_scalar_reduce(reduced.data(), wide.data());
  return reduced == scalar && sodium_is_zero(scalar.data(), scalar.size()) == 0;
}

absl::Status CannotProve() { return absl::InvalidArgumentError("ELEMENT_INVALID: these elements allow no proof"); }

}  // namespace

absl::StatusOr<std::string> ProveEvaluation(const PrfSuite& suite, const PrfPrivateKey& key,
                                            absl::Span<const std::string> blinded,
                                            absl::Span<const std::string> evaluated, RandomSource& random) {
  const std::string_view public_key = key.public_key().bytes();
  const std::string_view secret = key.scalar().ExposeSecret();
  const BatchScalars scalars(suite, public_key);
  PublicSum sum;
  for (size_t i = 0; i < blinded.size(); ++i) {
    if (!sum.Add(scalars.At(i, blinded[i], evaluated[i]), blinded[i])) return CannotProve();
  }
  Public32 m;
  if (!sum.Finish(m)) return CannotProve();
  const PrfScalar r = RandomScalar(random);
  const std::string_view r_bytes = r.ExposeSecret();
  Public32 z;
  Public32 t2;
  Public32 t3;
  if (!MultiplyElement(absl::MakeSpan(z), secret, View(m)) ||
      crypto_scalarmult_ristretto255_base(t2.data(), BytePointer(r_bytes)) != 0 ||
      !MultiplyElement(absl::MakeSpan(t3), r_bytes, View(m))) {
    return CannotProve();
  }
  const Public32 c = Challenge(suite, public_key, m, z, t2, t3);
  const PrfScalar c_times_key = PrfScalar::Build(
      [&](absl::Span<uint8_t> out) { crypto_core_ristretto255_scalar_mul(out.data(), c.data(), BytePointer(secret)); });
  std::string proof(View(c));
  proof.resize(kPrfProofSize);
  crypto_core_ristretto255_scalar_sub(BytePointer(proof) + c.size(), BytePointer(r_bytes),
                                      BytePointer(c_times_key.ExposeSecret()));
  return proof;
}

bool VerifyEvaluation(const PrfSuite& suite, const PrfPublicKey& public_key, absl::Span<const std::string> blinded,
                      absl::Span<const std::string> evaluated, std::string_view proof) {
  return VerifyEvaluation(suite, public_key, blinded, evaluated, proof,
                          [blinded](absl::Span<const Public32> weights, Public32& sum) {
                            PublicSum m;
                            for (size_t i = 0; i < blinded.size(); ++i) {
                              if (!m.Add(weights[i], blinded[i])) return false;
                            }
                            return m.Finish(sum);
                          });
}

bool VerifyEvaluation(const PrfSuite& suite, const PrfPublicKey& public_key, absl::Span<const std::string> blinded,
                      absl::Span<const std::string> evaluated, std::string_view proof, SumBlinded sum_blinded) {
  if (proof.size() != kPrfProofSize) return false;
  Public32 c;
  Public32 s;
  std::memcpy(c.data(), proof.data(), c.size());
  std::memcpy(s.data(), proof.data() + c.size(), s.size());
  if (!IsSoundScalar(c) || !IsSoundScalar(s)) return false;

  const BatchScalars scalars(suite, public_key.bytes());
  std::vector<Public32> weights;
  weights.reserve(blinded.size());
  PublicSum evaluated_sum;
  for (size_t i = 0; i < blinded.size(); ++i) {
    weights.push_back(scalars.At(i, blinded[i], evaluated[i]));
    if (!evaluated_sum.Add(weights.back(), evaluated[i])) return false;
  }
  Public32 m;
  Public32 z;
  if (!sum_blinded(weights, m) || !evaluated_sum.Finish(z)) return false;
  PublicSum t2;  // s·G + c·B
  PublicSum t3;  // s·M + c·Z
  Public32 t2_bytes;
  Public32 t3_bytes;
  if (!t2.AddGenerator(s) || !t2.Add(c, public_key.bytes()) || !t2.Finish(t2_bytes) ||  //
      !t3.Add(s, View(m)) || !t3.Add(c, View(z)) || !t3.Finish(t3_bytes)) {
    return false;
  }
  return Challenge(suite, public_key.bytes(), m, z, t2_bytes, t3_bytes) == c;
}

}  // namespace vsx::crypto
