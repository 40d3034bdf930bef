#ifndef VSX_NODE_STATEMENT_COPY_CONTENT_H_
#define VSX_NODE_STATEMENT_COPY_CONTENT_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "node/domain/attestation.h"
#include "node/domain/calendar.h"
#include "node/domain/code.h"
#include "node/domain/consent_record.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {

inline constexpr size_t kHandleCommitments = 8;

// What an attestation copy says (protocol §2), as far as a node decides by it; `message` holds the rest for display.
struct CopyContent {
  domain::PartyCode issuer;
  domain::PartyCode recipient;
  domain::Purpose purpose = domain::Purpose::kUnknown;
  domain::CopyId copy_id;
  std::optional<domain::CopyId> replaces;
  domain::CivilDate signed_on;
  // kUnknown: a value not known to this release; it counts as HOLD and qualifies the answer.
  domain::CaseStatus status = domain::CaseStatus::kUnknown;
  domain::AgeClass age_class = domain::AgeClass::kUnknown;  // on the day of signing
  domain::Capacity capacity = domain::Capacity::kUnknown;
  std::optional<domain::CivilDate> date_identified;
  std::optional<domain::CivilDate> review_by;
  std::optional<domain::CivilDate> adult_from;
  std::optional<domain::Code> contact_desk_id;
  bool access_notice_wanted = false;
  // Without unknown fields: those are preserved in the signed bytes only, and never shown.
  v1::AttestationCopy message;

  // The age class on `day`: a child becomes an adult only once adult_from is reached; what is not known is a child.
  domain::AgeClass AgeClassOn(const domain::CivilDate& day) const;
};

// Reads the payload of an attestation copy. INVALID_ARGUMENT: STATEMENT_MALFORMED with the field, also for a field that
// the purpose's row of the field table does not have; VERSION_UNKNOWN; PURPOSE_REFUSED for a purpose that makes no
// copy, which one not known to this release counts as.
absl::StatusOr<CopyContent> ParseCopy(std::string_view payload);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_COPY_CONTENT_H_
