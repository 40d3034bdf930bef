#ifndef VSX_NODE_DOMAIN_EVALUATION_H_
#define VSX_NODE_DOMAIN_EVALUATION_H_

#include <cstddef>
#include <cstdint>

namespace vsx::domain {

// What blinded elements are asked for: a kind has its own batch sizes and its own budget (protocol §4, §11).
enum class EvaluationKind : uint8_t {
  kSingle,     // one person
  kScreening,  // several persons in a declared exercise
};

inline constexpr size_t kElementsPerPerson = 8;
inline constexpr size_t kElementSize = 32;          // a compressed ristretto255 element
inline constexpr size_t kEvaluationProofSize = 64;  // challenge ‖ response (RFC 9497)
inline constexpr size_t kIntentHashSize = 32;

// Whether a batch of the kind may have so many elements: 8; 64 or 256. Sizes say nothing else of the persons asked
// about.
constexpr bool IsBatchSize(EvaluationKind kind, size_t elements) {
  switch (kind) {
    case EvaluationKind::kSingle:
      return elements == kElementsPerPerson;
    case EvaluationKind::kScreening:
      return elements == 64 || elements == 256;
  }
  return false;
}

// Persons that one batch of a screening asks about at most.
inline constexpr size_t kMostPersonsOfABatch = 32;

// The size of the batch that asks about so many persons: 1, or 1 to kMostPersonsOfABatch in a screening.
constexpr size_t BatchSizeFor(EvaluationKind kind, size_t persons) {
  if (kind == EvaluationKind::kSingle) return kElementsPerPerson;
  return persons <= 8 ? 64 : 256;
}

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_EVALUATION_H_
