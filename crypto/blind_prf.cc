#include "crypto/blind_prf.h"

#include <utility>

#include "crypto/byte_pointer.h"
#include "crypto/dleq_proof.h"
#include "crypto/prf_suite.h"

namespace vsx::crypto {

absl::StatusOr<Evaluation> BlindEvaluate(const PrfPrivateKey& key, absl::Span<const std::string> elements,
                                         RandomSource& random) {
  if (elements.empty() || elements.size() > kMaxPrfBatch) {
    return absl::InvalidArgumentError("ELEMENT_INVALID: a batch has 1 to 256 elements");
  }
  const std::string_view scalar = key.scalar().ExposeSecret();
  Evaluation evaluation;
  evaluation.elements.reserve(elements.size());
  for (const std::string& element : elements) {
    std::string& evaluated = evaluation.elements.emplace_back(kPrfElementSize, '\0');
    if (element.size() != kPrfElementSize ||
        !MultiplyElement(absl::MakeSpan(BytePointer(evaluated), evaluated.size()), scalar, element)) {
      return absl::InvalidArgumentError("ELEMENT_INVALID: not the encoding of an element, or the identity");
    }
  }
  absl::StatusOr<std::string> proof =
      ProveEvaluation(PrfSuite::Of(PrfMode::kVoprf), key, elements, evaluation.elements, random);
  if (!proof.ok()) return proof.status();
  evaluation.proof = *std::move(proof);
  return evaluation;
}

absl::StatusOr<PrfOutput> Evaluate(const PrfPrivateKey& key, std::string_view input) {
  const absl::StatusOr<PrfSecretElement> element = HashToGroup(PrfSuite::Of(PrfMode::kVoprf), input);
  if (!element.ok()) return element.status();
  const PrfSecretElement evaluated = PrfSecretElement::Build([&](absl::Span<uint8_t> out) {
    Require(MultiplyElement(out, key.scalar().ExposeSecret(), element->ExposeSecret()), "a key times an element");
  });
  return HashToOutput(input, evaluated.ExposeSecret());
}

}  // namespace vsx::crypto
