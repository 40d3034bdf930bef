#include "node/service/list_screening_hits.h"

#include "node/domain/error.h"

namespace vsx::service {

absl::StatusOr<store::ScreeningHitPage> ListScreeningHits(const ScreeningParts& parts, const Actor& actor,
                                                          const std::optional<domain::ExerciseId>& exercise,
                                                          std::string_view page, size_t limit) {
  const NodeContext& node = parts.node;
  absl::StatusOr<store::ScreeningHitPage> hits =
      parts.store.ListHits(*node.engine.TakeSnapshot(), exercise, page, limit);
  if (absl::IsInvalidArgument(hits.status())) {
    return domain::InvalidField("PAGE_TOKEN_WRONG", "page_token", "take the token of the page before, or none");
  }
  if (!hits.ok()) return hits.status();
  const std::string_view method = domain::MethodName(domain::Method::kListScreeningHits);
  if (absl::Status audited = node.audit.Record(actor, method, "OK", {}); !audited.ok()) return audited;
  return hits;
}

}  // namespace vsx::service
