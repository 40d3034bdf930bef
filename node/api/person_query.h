#ifndef VSX_NODE_API_PERSON_QUERY_H_
#define VSX_NODE_API_PERSON_QUERY_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/handle.h"
#include "vsx/v1/case.pb.h"

namespace vsx::api {

// The handles that one question about a person asks (at most 8, protocol §3).
struct PersonHandles {
  std::vector<domain::Handle> handles;
  std::vector<domain::HandleClass> classes;  // each once, in the order asked
  bool partial_date_only = false;            // only a partial date, and no document beside it
  bool reference_code = false;
};

// Reads a query: a document; a name and birth date; a machine-readable zone, which asks by both; or a reference code.
// Errors: INVALID_ARGUMENT with the field below `person`, in words for an officer, never a value.
absl::StatusOr<PersonHandles> ToHandles(const v1::PersonQuery& query, const domain::CivilDate& today);

// The same with, beside a document, the name and birth date: asked by both. Null: none beside it. Errors: likewise;
// INVALID_ARGUMENT PERSON_MISSING, field `also_named`, beside anything but a document.
absl::StatusOr<PersonHandles> ToHandles(const v1::PersonQuery& query, const v1::BiographicQuery* also_named,
                                        const domain::CivilDate& today);

}  // namespace vsx::api

#endif  // VSX_NODE_API_PERSON_QUERY_H_
