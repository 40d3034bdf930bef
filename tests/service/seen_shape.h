#ifndef VSX_TESTS_SERVICE_SEEN_SHAPE_H_
#define VSX_TESTS_SERVICE_SEEN_SHAPE_H_

#include <vector>

#include "tests/support/in_process_index_link.h"

namespace vsx::test {

// One question as an issuer sees it, but for the bytes that are drawn.
struct Shape {
  domain::PartyCode asker;
  domain::IndexName name;
  domain::EvaluationKind kind;
  size_t intent_size;
  std::vector<size_t> element_sizes;
  std::chrono::milliseconds timeout;

  friend bool operator==(const Shape&, const Shape&) = default;
};

inline Shape ShapeOf(const SeenEvaluation& seen) {
  Shape shape{seen.asker, seen.name, seen.batch.kind, seen.batch.intent_hash.size(), {}, seen.timeout};
  for (const std::string& element : seen.batch.elements) shape.element_sizes.push_back(element.size());
  return shape;
}

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_SEEN_SHAPE_H_
