#ifndef VSX_NODE_API_CASE_CONVERSION_H_
#define VSX_NODE_API_CASE_CONVERSION_H_

#include "absl/status/statusor.h"
#include "node/domain/attestation.h"
#include "node/domain/calendar.h"
#include "node/domain/case_record.h"
#include "node/domain/delivery.h"
#include "node/service/node_context.h"
#include "vsx/v1/case.pb.h"

// v1.CaseInput ↔ domain::CaseFacts, the one place where a registration is judged sound.
namespace vsx::api {

// Checks every field and makes the handles: one per document, one per name with a birth date; at least one, or no check
// could find the case, and at most 7. `authority` is the caller's kind. Errors: INVALID_ARGUMENT with the field below
// `person`; never a value.
absl::StatusOr<domain::CaseFacts> ToCaseFacts(const v1::CaseInput& input, domain::AgencyKind authority,
                                              const statement::TrustStore& trust, domain::UnixTime now);

v1::CaseInput ToCaseInput(const domain::CaseFacts& facts);
v1::CaseSummary ToSummary(const service::NodeContext& node, const domain::CaseRecord& record);
v1::DeliverySummary ToSummary(const domain::OutboxItem& item);

// INVALID_ARGUMENT ID_MALFORMED, naming `field`.
absl::StatusOr<domain::CaseId> ToCaseId(const std::string& bytes, std::string_view field = "case_id");

// 0 means `fallback`. INVALID_ARGUMENT PAGE_SIZE_TOO_LARGE.
absl::StatusOr<size_t> ToPageSize(uint32_t asked, uint32_t fallback, uint32_t largest);

}  // namespace vsx::api

#endif  // VSX_NODE_API_CASE_CONVERSION_H_
