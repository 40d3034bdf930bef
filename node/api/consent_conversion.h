#ifndef VSX_NODE_API_CONSENT_CONVERSION_H_
#define VSX_NODE_API_CONSENT_CONVERSION_H_

#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_field.h"
#include "node/domain/consent_preview.h"
#include "node/domain/consent_record.h"
#include "node/service/reconcile_copies.h"
#include "vsx/v1/case.pb.h"

// v1.ConsentInput ↔ domain::ConsentRecord, and the effects of consent on the wire.
namespace vsx::api {

// Checks form only; what contradicts itself is the domain's to refuse. `recorded_at` and the age class are left to the
// service. `now` bounds the interview. Errors: INVALID_ARGUMENT with the field.
absl::StatusOr<domain::ConsentRecord> ToConsentRecord(const v1::ConsentInput& input, domain::UnixTime now);
v1::ConsentInput ToConsentInput(const domain::ConsentRecord& record);

absl::StatusOr<std::vector<domain::Directive>> ToDirectives(
    const google::protobuf::RepeatedPtrField<v1::ConsentDirective>& directives, std::string_view field);
absl::StatusOr<std::vector<domain::PartyCode>> ToParties(const google::protobuf::RepeatedPtrField<std::string>& parties,
                                                         std::string_view field);

v1::ConsentEffectLine ToLine(const domain::ConsentPreviewLine& line);
v1::RecallSummary ToRecall(const service::CopyChanges& changes);

}  // namespace vsx::api

#endif  // VSX_NODE_API_CONSENT_CONVERSION_H_
