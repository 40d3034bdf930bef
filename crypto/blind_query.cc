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

// Brings what stands in the order of sending into that of the inputs, unused slots last.
void SortByOrigin(absl::Span<const WipedBytes<8>> origins, std::vector<QuerySlot>& slots) {
  for (size_t i = 0; i < slots.size(); ++i) {
    std::memcpy(&slots[i].key, origins[i].ExposeSecret().data(), sizeof slots[i].key);
  }
  ObliviousSort(absl::MakeSpan(slots));
}

// (Σ scalar · weight) times the generator; `ok` is false if that is the identity. Constant time.
PrfSecretElement SumOfMultiples(absl::Span<const PrfScalar> scalars, absl::Span<const QuerySlot> weights, bool& ok) {
  PrfScalar sum = PrfScalar::Build([](absl::Span<uint8_t>) {});
  for (size_t i = 0; i < scalars.size(); ++i) {
    sum = PrfScalar::Build([&](absl::Span<uint8_t> out) {
      crypto_core_ristretto255_scalar_mul(out.data(), BytePointer(scalars[i].ExposeSecret()),
                                          weights[i].element.data());
      crypto_core_ristretto255_scalar_add(out.data(), out.data(), BytePointer(sum.ExposeSecret()));
    });
  }
  return PrfSecretElement::Build([&](absl::Span<uint8_t> out) {
    ok = crypto_scalarmult_ristretto255_base(out.data(), BytePointer(sum.ExposeSecret())) == 0;
  });
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
  query.asked_.reserve(inputs.size());
  query.unused_.reserve(size - inputs.size());
  std::vector<QuerySlot> slots(size);
  for (size_t i = 0; i < size; ++i) {
    slots[i].origin = i;
    const absl::Span<uint8_t> element = absl::MakeSpan(slots[i].element);
    if (i >= inputs.size()) {
      query.unused_.push_back(RandomScalar(random));
      Require(
          crypto_scalarmult_ristretto255_base(element.data(), BytePointer(query.unused_.back().ExposeSecret())) == 0,
          "a scalar times the generator");
      continue;
    }
    const absl::StatusOr<PrfSecretElement> hashed = HashToGroup(PrfSuite::Of(PrfMode::kVoprf), inputs[i]);
    if (!hashed.ok()) return hashed.status();
    query.blinds_.push_back(RandomScalar(random));
    Require(MultiplyElement(element, query.blinds_.back().ExposeSecret(), hashed->ExposeSecret()),
            "a blind times an element");
    query.asked_.push_back(PrfSecretElement::CopyFrom({reinterpret_cast<const char*>(element.data()), element.size()}));
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
  if (!query.Verify(public_key, evaluated_elements, proof)) return ProofInvalid();

  std::vector<QuerySlot> slots(evaluated_elements.size());
  for (size_t i = 0; i < slots.size(); ++i) {
    std::memcpy(slots[i].element.data(), evaluated_elements[i].data(), slots[i].element.size());
  }
  SortByOrigin(query.origins_, slots);
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

bool BlindQuery::Verify(const PrfPublicKey& public_key, absl::Span<const std::string> evaluated_elements,
                        std::string_view proof) const {
  // Which slots are unused is secret: their terms are summed in the order of the inputs, not in that of sending.
  const auto sum_blinded = [this](absl::Span<const Public32> weights, Public32& sum) {
    std::vector<QuerySlot> slots(weights.size());
    for (size_t i = 0; i < slots.size(); ++i) slots[i].element = weights[i];
    SortByOrigin(origins_, slots);
    const absl::Span<const QuerySlot> all = slots;
    bool ok = true;
    bool empty = unused_.empty();
    PrfSecretElement total = PrfSecretElement::Build([](absl::Span<uint8_t>) {});
    if (!empty) total = SumOfMultiples(unused_, all.subspan(asked_.size()), ok);
    for (size_t i = 0; ok && i < asked_.size(); ++i) {
      const std::string_view weight(reinterpret_cast<const char*>(all[i].element.data()), all[i].element.size());
      PrfSecretElement term = PrfSecretElement::Build(
          [&](absl::Span<uint8_t> out) { ok = MultiplyElement(out, weight, asked_[i].ExposeSecret()); });
      if (empty) {
        total = std::move(term);
        empty = false;
        continue;
      }
      total = PrfSecretElement::Build([&](absl::Span<uint8_t> out) {
        ok = ok && crypto_core_ristretto255_add(out.data(), BytePointer(total.ExposeSecret()),
                                                BytePointer(term.ExposeSecret())) == 0;
      });
    }
    std::memcpy(sum.data(), total.ExposeSecret().data(), sum.size());
    return ok;
  };
  return VerifyEvaluation(PrfSuite::Of(PrfMode::kVoprf), public_key, elements_, evaluated_elements, proof, sum_blinded);
}

}  // namespace vsx::crypto
