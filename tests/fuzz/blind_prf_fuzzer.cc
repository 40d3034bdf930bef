#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"
#include "tests/support/story_random_source.h"

namespace {

using vsx::crypto::BlindQuery;
using vsx::crypto::Evaluation;
using vsx::crypto::PrfPrivateKey;

const std::vector<std::string> kInputs = {"vsx-handle-v1|document|P|UTO|XX0000001",
                                          "vsx-handle-v1|biographic|CONTOH FIKTIF|1999"};

// The same query and the same answer in every run, so that the corpus keeps its meaning.
BlindQuery SameQuery() {
  vsx::test::StoryRandomSource random("query");
  return BlindQuery::Create(kInputs, 8, random).value();
}

Evaluation SameAnswer(const PrfPrivateKey& key) {
  vsx::test::StoryRandomSource random("answer");
  return vsx::crypto::BlindEvaluate(key, SameQuery().elements(), random).value();
}

// Proof, then elements; the last one may be short.
Evaluation Read(std::string_view bytes) {
  Evaluation evaluation;
  evaluation.proof = std::string(bytes.substr(0, vsx::crypto::kPrfProofSize));
  bytes.remove_prefix(evaluation.proof.size());
  while (!bytes.empty()) {
    evaluation.elements.emplace_back(bytes.substr(0, vsx::crypto::kPrfElementSize));
    bytes.remove_prefix(evaluation.elements.back().size());
  }
  return evaluation;
}

bool AreElements(const std::vector<std::string>& elements) {
  for (const std::string& element : elements) {
    if (!vsx::crypto::PrfPublicKey::Create(element).ok()) return false;
  }
  return !elements.empty() && elements.size() <= vsx::crypto::kMaxPrfBatch;
}

}  // namespace

// A hostile answer to a blind query, and hostile elements to evaluate. Nothing is accepted but the honest answer; what
// is evaluated is exactly what are elements.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const key = new PrfPrivateKey(
      PrfPrivateKey::Derive(vsx::crypto::SecretBytes::CopyFrom(std::string(32, 'k')), "fuzz").value());
  static const auto* const honest = new Evaluation(SameAnswer(*key));
  const Evaluation sent = Read({reinterpret_cast<const char*>(data), size});
  const bool is_honest = sent.proof == honest->proof && sent.elements == honest->elements;

  const auto outputs = SameQuery().Finalize(key->public_key(), sent.elements, sent.proof);
  if (outputs.ok() != is_honest) std::abort();
  for (size_t i = 0; is_honest && i < kInputs.size(); ++i) {
    if (!((*outputs)[i] == vsx::crypto::Evaluate(*key, kInputs[i]).value())) std::abort();
  }

  if (sent.elements.size() > 16) return 0;  // more of the same, and slow
  vsx::crypto::SystemRandomSource random;
  const auto evaluation = vsx::crypto::BlindEvaluate(*key, sent.elements, random);
  if (evaluation.ok() != AreElements(sent.elements)) std::abort();
  return 0;
}
