#include "crypto/blind_query.h"

#include <sodium.h>

#include <cstring>
#include <utility>

#include "crypto/blind_prf.h"
#include "crypto/byte_pointer.h"
#include "crypto/dleq_proof.h"
#include "crypto/oblivious_sort.h"
#include "crypto/prf_suite.h"

namespace vsx::crypto {
namespace {

constexpr size_t kSlotsPerPerson = 8;

uint64_t RandomWord(RandomSource& random) {
  uint64_t word = 0;
  random.Fill(absl::MakeSpan(reinterpret_cast<uint8_t*>(&word), sizeof word));
  return word;
}

// The derivation of RFC 9496 from 64 random bytes; drawn again if that is the identity.
void RandomElement(absl::Span<uint8_t> out, RandomSource& random) {
  do {
    const auto uniform = WipedBytes<crypto_core_ristretto255_HASHBYTES>::Random(random);
    crypto_core_ristretto255_from_hash(out.data(), BytePointer(uniform.ExposeSecret()));
  } while (sodium_is_zero(out.data(), out.size()) == 1);
}

absl::Status ProofInvalid() {
  return absl::InvalidArgumentError("PROOF_INVALID: the evaluation is not of these elements under this key");
}

}  // namespace

absl::StatusOr<BlindQuery> BlindQuery::Create(absl::Span<const std::string> inputs, size_t size, RandomSource& random) {
  Require(InitCrypto().ok(), "libsodium cannot start");
  if (size == 0 || size % kSlotsPerPerson != 0 || size > kMaxPrfBatch || inputs.size() > size) {
    return absl::InvalidArgumentError(
        "a blind query has 8 to 256 slots, a multiple of 8, and no more inputs than slots");
  }
  BlindQuery query;
  query.inputs_.assign(inputs.begin(), inputs.end());
  query.blinds_.reserve(inputs.size());
  std::vector<QuerySlot> slots(size);
  for (size_t i = 0; i < size; ++i) {
    slots[i].origin = i;
    const absl::Span<uint8_t> element = absl::MakeSpan(slots[i].element);
    if (i >= inputs.size()) {
      RandomElement(element, random);
      continue;
    }
    const absl::StatusOr<PrfSecretElement> hashed = HashToGroup(PrfSuite::Of(PrfMode::kVoprf), inputs[i]);
    if (!hashed.ok()) return hashed.status();
    query.blinds_.push_back(RandomScalar(random));
    Require(MultiplyElement(element, query.blinds_.back().ExposeSecret(), hashed->ExposeSecret()),
            "a blind times an element");
  }
  for (QuerySlot& slot : slots) slot.key = RandomWord(random);
  ObliviousSort(absl::MakeSpan(slots));

  query.elements_.reserve(size);
  query.origins_.reserve(size);
  for (const QuerySlot& slot : slots) {
    query.elements_.emplace_back(reinterpret_cast<const char*>(slot.element.data()), slot.element.size());
    query.origins_.push_back(WipedBytes<8>::CopyFrom({reinterpret_cast<const char*>(&slot.origin), 8}));
  }
  return query;
}

absl::StatusOr<std::vector<PrfOutput>> BlindQuery::Finalize(const PrfPublicKey& public_key,
                                                            absl::Span<const std::string> evaluated_elements,
                                                            std::string_view proof) && {
  BlindQuery query = std::move(*this);
  Require(!query.elements_.empty(), "a blind query serves one check");
  if (evaluated_elements.size() != query.elements_.size()) return ProofInvalid();
  for (const std::string& element : evaluated_elements) {
    if (element.size() != kPrfElementSize) return ProofInvalid();
  }
  if (!VerifyEvaluation(PrfSuite::Of(PrfMode::kVoprf), public_key, query.elements_, evaluated_elements, proof)) {
    return ProofInvalid();
  }

  std::vector<QuerySlot> slots(evaluated_elements.size());
  for (size_t i = 0; i < slots.size(); ++i) {
    std::memcpy(&slots[i].key, query.origins_[i].ExposeSecret().data(), sizeof slots[i].key);
    std::memcpy(slots[i].element.data(), evaluated_elements[i].data(), slots[i].element.size());
  }
  ObliviousSort(absl::MakeSpan(slots));
  InvertScalars(absl::MakeSpan(query.blinds_));

  std::vector<PrfOutput> outputs;
  outputs.reserve(query.inputs_.size());
  for (size_t i = 0; i < query.inputs_.size(); ++i) {
    const std::string_view evaluated(reinterpret_cast<const char*>(slots[i].element.data()), slots[i].element.size());
    const PrfSecretElement element = PrfSecretElement::Build([&](absl::Span<uint8_t> out) {
      Require(MultiplyElement(out, query.blinds_[i].ExposeSecret(), evaluated), "an element found valid before");
    });
    outputs.push_back(HashToOutput(query.inputs_[i], element.ExposeSecret()));
  }
  return outputs;
}

}  // namespace vsx::crypto
