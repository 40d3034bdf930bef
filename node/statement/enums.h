#ifndef VSX_NODE_STATEMENT_ENUMS_H_
#define VSX_NODE_STATEMENT_ENUMS_H_

#include <optional>

#include "crypto/key_role.h"
#include "node/domain/access_policy.h"
#include "node/domain/attestation.h"
#include "node/domain/consent_record.h"
#include "node/domain/delivery.h"
#include "node/domain/evaluation.h"
#include "node/domain/handle.h"
#include "node/domain/revocation.h"
#include "node/domain/status_decision.h"
#include "node/statement/party_state.h"
#include "vsx/v1/case.pb.h"
#include "vsx/v1/common.pb.h"
#include "vsx/v1/exchange.pb.h"
#include "vsx/v1/index.pb.h"
#include "vsx/v1/statement.pb.h"
#include "vsx/v1/status.pb.h"
#include "vsx/v1/trust.pb.h"

// Enums of the wire ↔ enums of the domain, the one place for both directions. What a value not set or not known to this
// release becomes is protocol §2's: an unknown status is kUnknown (it holds), an unknown purpose kUnknown (it is
// denied), an unknown agency kind or key role has no authority. Where no such reading exists the result is empty, and
// the caller refuses.

namespace vsx::statement {

v1::Purpose ToProto(domain::Purpose value);
domain::Purpose FromProto(v1::Purpose value);

v1::CaseStatus ToProto(domain::CaseStatus value);
domain::CaseStatus FromProto(v1::CaseStatus value);

v1::AgeClass ToProto(domain::AgeClass value);
domain::AgeClass FromProto(v1::AgeClass value);

v1::Capacity ToProto(domain::Capacity value);
domain::Capacity FromProto(v1::Capacity value);

v1::AgencyKind ToProto(domain::AgencyKind value);
domain::AgencyKind FromProto(v1::AgencyKind value);

v1::HandleClass ToProto(domain::HandleClass value);
std::optional<domain::HandleClass> FromProto(v1::HandleClass value);

v1::HandleMark ToProto(domain::HandleMark value);
std::optional<domain::HandleMark> FromProto(v1::HandleMark value);

v1::ConsentState ToProto(domain::ConsentState value);
domain::ConsentState FromProto(v1::ConsentState value);  // unknown: kNotAsked

v1::ConsentEffect ToProto(domain::Effect value);
std::optional<domain::Effect> FromProto(v1::ConsentEffect value);

v1::AnsweredBy ToProto(domain::AnsweredBy value);
domain::AnsweredBy FromProto(v1::AnsweredBy value);

v1::ConsularChoice ToProto(domain::ConsularChoice value);
domain::ConsularChoice FromProto(v1::ConsularChoice value);

v1::RevocationReason ToProto(domain::RevocationReason value);
std::optional<domain::RevocationReason> FromProto(v1::RevocationReason value);

v1::DeliveryType ToProto(domain::DeliveryType value);
std::optional<domain::DeliveryType> FromProto(v1::DeliveryType value);

v1::EvaluationKind ToProto(domain::EvaluationKind value);
std::optional<domain::EvaluationKind> FromProto(v1::EvaluationKind value);

v1::DeliveryState ToProto(domain::DeliveryState value);

v1::AccessPurpose ToProto(domain::AccessPurpose value);
domain::AccessPurpose FromProto(v1::AccessPurpose value);  // unknown: kNone

v1::Measure ToProto(domain::Measure value);
std::optional<domain::Measure> FromProto(v1::Measure value);

v1::CheckOutcome ToProto(domain::CheckOutcome value);
std::optional<domain::CheckOutcome> FromProto(v1::CheckOutcome value);

v1::ConsultationStatus ToProto(domain::ConsultationStatus value);
std::optional<domain::ConsultationStatus> FromProto(v1::ConsultationStatus value);

// Qualifications by the log have no value on the wire before logging starts: UNSPECIFIED.
v1::Qualification ToProto(domain::Qualification value);

v1::PartyState ToProto(PartyState value);
std::optional<PartyState> FromProto(v1::PartyState value);

// Secret roles (lookup, audit, wrapping, storage) and root never stand in a Party record: UNSPECIFIED.
v1::KeyRole ToProto(crypto::KeyRole value);
std::optional<crypto::KeyRole> FromProto(v1::KeyRole value);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_ENUMS_H_
