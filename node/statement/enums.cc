#include "node/statement/enums.h"

#include <array>
#include <utility>

namespace vsx::statement {
namespace {

// One table per pair of enums serves both directions.
template <typename Wire, typename Own, size_t N>
using Table = std::array<std::pair<Wire, Own>, N>;

template <typename Wire, typename Own, size_t N>
Wire ToWire(const Table<Wire, Own, N>& table, Own value) {
  for (const auto& [wire, own] : table) {
    if (own == value) return wire;
  }
  return static_cast<Wire>(0);  // UNSPECIFIED, everywhere
}

template <typename Wire, typename Own, size_t N>
std::optional<Own> FromWire(const Table<Wire, Own, N>& table, Wire value) {
  for (const auto& [wire, own] : table) {
    if (wire == value) return own;
  }
  return std::nullopt;
}

constexpr Table<v1::Purpose, domain::Purpose, 8> kPurposeTable = {{
    {v1::PURPOSE_NOTIFY_LEVEL_1, domain::Purpose::kNotifyLevel1},
    {v1::PURPOSE_NOTIFY_LEVEL_2, domain::Purpose::kNotifyLevel2},
    {v1::PURPOSE_PROTECTIVE_CHECK, domain::Purpose::kProtectiveCheck},
    {v1::PURPOSE_CONSULAR_ASSISTANCE, domain::Purpose::kConsularAssistance},
    {v1::PURPOSE_PRESENTED, domain::Purpose::kPresented},
    {v1::PURPOSE_RECOGNITION_FOLLOW_UP, domain::Purpose::kRecognitionFollowUp},
    {v1::PURPOSE_ACCESS_NOTICE, domain::Purpose::kAccessNotice},
    {v1::PURPOSE_AGGREGATE_STATISTICS, domain::Purpose::kAggregateStatistics},
}};

constexpr Table<v1::CaseStatus, domain::CaseStatus, 3> kCaseStatusTable = {{
    {v1::CASE_STATUS_PRESUMED, domain::CaseStatus::kPresumed},
    {v1::CASE_STATUS_UNDER_ASSESSMENT, domain::CaseStatus::kUnderAssessment},
    {v1::CASE_STATUS_IDENTIFIED, domain::CaseStatus::kIdentified},
}};

constexpr Table<v1::AgeClass, domain::AgeClass, 3> kAgeClassTable = {{
    {v1::AGE_CLASS_ADULT, domain::AgeClass::kAdult},
    {v1::AGE_CLASS_CHILD, domain::AgeClass::kChild},
    {v1::AGE_CLASS_PRESUMED_CHILD, domain::AgeClass::kPresumedChild},
}};

constexpr Table<v1::Capacity, domain::Capacity, 3> kCapacityTable = {{
    {v1::CAPACITY_RECEIVING, domain::Capacity::kReceiving},
    {v1::CAPACITY_TRANSIT, domain::Capacity::kTransit},
    {v1::CAPACITY_SENDING, domain::Capacity::kSending},
}};

constexpr Table<v1::AgencyKind, domain::AgencyKind, 12> kAgencyKindTable = {{
    {v1::AGENCY_KIND_COUNTER_TRAFFICKING, domain::AgencyKind::kCounterTrafficking},
    {v1::AGENCY_KIND_IMMIGRATION, domain::AgencyKind::kImmigration},
    {v1::AGENCY_KIND_POLICE, domain::AgencyKind::kPolice},
    {v1::AGENCY_KIND_LABOUR, domain::AgencyKind::kLabour},
    {v1::AGENCY_KIND_PROSECUTION, domain::AgencyKind::kProsecution},
    {v1::AGENCY_KIND_COURT, domain::AgencyKind::kCourt},
    {v1::AGENCY_KIND_CONSULAR, domain::AgencyKind::kConsular},
    {v1::AGENCY_KIND_CHILD_PROTECTION, domain::AgencyKind::kChildProtection},
    {v1::AGENCY_KIND_REPORTING, domain::AgencyKind::kReporting},
    {v1::AGENCY_KIND_HUMAN_RIGHTS, domain::AgencyKind::kHumanRights},
    {v1::AGENCY_KIND_OVERSEER, domain::AgencyKind::kOverseer},
    {v1::AGENCY_KIND_OPERATOR, domain::AgencyKind::kOperator},
}};

constexpr Table<v1::HandleClass, domain::HandleClass, 3> kHandleClassTable = {{
    {v1::HANDLE_CLASS_DOCUMENT, domain::HandleClass::kDocument},
    {v1::HANDLE_CLASS_BIOGRAPHIC, domain::HandleClass::kBiographic},
    {v1::HANDLE_CLASS_REFERENCE, domain::HandleClass::kReference},
}};

constexpr Table<v1::HandleMark, domain::HandleMark, 2> kHandleMarkTable = {{
    {v1::HANDLE_MARK_EXACT, domain::HandleMark::kExact},
    {v1::HANDLE_MARK_POSSIBLE, domain::HandleMark::kPossible},
}};

constexpr Table<v1::ConsentState, domain::ConsentState, 3> kConsentStateTable = {{
    {v1::CONSENT_STATE_NOT_ASKED, domain::ConsentState::kNotAsked},
    {v1::CONSENT_STATE_ASKED_NO_ANSWER, domain::ConsentState::kAskedNoAnswer},
    {v1::CONSENT_STATE_ANSWERED, domain::ConsentState::kAnswered},
}};

constexpr Table<v1::ConsentEffect, domain::Effect, 2> kConsentEffectTable = {{
    {v1::CONSENT_EFFECT_ALLOW, domain::Effect::kAllow},
    {v1::CONSENT_EFFECT_DENY, domain::Effect::kDeny},
}};

constexpr Table<v1::AnsweredBy, domain::AnsweredBy, 4> kAnsweredByTable = {{
    {v1::ANSWERED_BY_PERSON, domain::AnsweredBy::kPerson},
    {v1::ANSWERED_BY_BEST_INTERESTS, domain::AnsweredBy::kBestInterests},
    {v1::ANSWERED_BY_GUARDIAN, domain::AnsweredBy::kGuardian},
    {v1::ANSWERED_BY_SUSPECTED_GUARDIAN, domain::AnsweredBy::kSuspectedGuardian},
}};

constexpr Table<v1::ConsularChoice, domain::ConsularChoice, 2> kConsularChoiceTable = {{
    {v1::CONSULAR_CHOICE_WANTED, domain::ConsularChoice::kWanted},
    {v1::CONSULAR_CHOICE_NOT_WANTED, domain::ConsularChoice::kNotWanted},
}};

constexpr Table<v1::RevocationReason, domain::RevocationReason, 4> kRevocationReasonTable = {{
    {v1::REVOCATION_REASON_ISSUED_IN_ERROR, domain::RevocationReason::kIssuedInError},
    {v1::REVOCATION_REASON_SUPERSEDED, domain::RevocationReason::kSuperseded},
    {v1::REVOCATION_REASON_AT_PERSONS_REQUEST, domain::RevocationReason::kAtPersonsRequest},
    {v1::REVOCATION_REASON_NEGATIVE_ASSESSMENT, domain::RevocationReason::kNegativeAssessment},
}};

constexpr Table<v1::DeliveryType, domain::DeliveryType, 4> kDeliveryTypeTable = {{
    {v1::DELIVERY_TYPE_NOTIFICATION, domain::DeliveryType::kNotification},
    {v1::DELIVERY_TYPE_WITHDRAWAL, domain::DeliveryType::kWithdrawal},
    {v1::DELIVERY_TYPE_REVOCATION, domain::DeliveryType::kRevocation},
    {v1::DELIVERY_TYPE_ACCESS_NOTICE, domain::DeliveryType::kAccessNotice},
}};

constexpr Table<v1::EvaluationKind, domain::EvaluationKind, 2> kEvaluationKindTable = {{
    {v1::EVALUATION_KIND_SINGLE, domain::EvaluationKind::kSingle},
    {v1::EVALUATION_KIND_SCREENING, domain::EvaluationKind::kScreening},
}};

constexpr Table<v1::DeliveryState, domain::DeliveryState, 5> kDeliveryStateTable = {{
    {v1::DELIVERY_STATE_QUEUED, domain::DeliveryState::kQueued},
    {v1::DELIVERY_STATE_MAY_HAVE_ARRIVED, domain::DeliveryState::kClaimed},
    {v1::DELIVERY_STATE_ACKNOWLEDGED, domain::DeliveryState::kAcknowledged},
    {v1::DELIVERY_STATE_REFUSED, domain::DeliveryState::kRefused},
    {v1::DELIVERY_STATE_STOPPED, domain::DeliveryState::kStopped},
}};

constexpr Table<v1::PartyState, PartyState, 4> kPartyStateTable = {{
    {v1::PARTY_STATE_JOINING, PartyState::kJoining},
    {v1::PARTY_STATE_ACTIVE, PartyState::kActive},
    {v1::PARTY_STATE_SUSPENDED, PartyState::kSuspended},
    {v1::PARTY_STATE_LEFT, PartyState::kLeft},
}};

constexpr Table<v1::KeyRole, crypto::KeyRole, 5> kKeyRoleTable = {{
    {v1::KEY_ROLE_ATTESTATION, crypto::KeyRole::kAttestation},
    {v1::KEY_ROLE_OPERATIONS, crypto::KeyRole::kOperations},
    {v1::KEY_ROLE_LOG, crypto::KeyRole::kLog},
    {v1::KEY_ROLE_WITNESS, crypto::KeyRole::kWitness},
    {v1::KEY_ROLE_SEALING, crypto::KeyRole::kSealing},
}};

constexpr Table<v1::AccessPurpose, domain::AccessPurpose, 8> kAccessPurposeTable = {{
    {v1::ACCESS_PURPOSE_CASE_MANAGEMENT, domain::AccessPurpose::kCaseManagement},
    {v1::ACCESS_PURPOSE_PROTECTIVE_CHECK, domain::AccessPurpose::kProtectiveCheck},
    {v1::ACCESS_PURPOSE_PRESENTED_CODE, domain::AccessPurpose::kPresentedCode},
    {v1::ACCESS_PURPOSE_CONSULAR_CHECK, domain::AccessPurpose::kConsularCheck},
    {v1::ACCESS_PURPOSE_SCREENING, domain::AccessPurpose::kScreening},
    {v1::ACCESS_PURPOSE_MONITORING, domain::AccessPurpose::kMonitoring},
    {v1::ACCESS_PURPOSE_AUDIT, domain::AccessPurpose::kAudit},
    {v1::ACCESS_PURPOSE_ADMIN, domain::AccessPurpose::kAdmin},
}};

constexpr Table<v1::Measure, domain::Measure, 8> kMeasureTable = {{
    {v1::MEASURE_REMOVAL, domain::Measure::kRemoval},
    {v1::MEASURE_DETENTION, domain::Measure::kDetention},
    {v1::MEASURE_ARREST, domain::Measure::kArrest},
    {v1::MEASURE_CHARGE, domain::Measure::kCharge},
    {v1::MEASURE_FINE, domain::Measure::kFine},
    {v1::MEASURE_ENTRY_BAN, domain::Measure::kEntryBan},
    {v1::MEASURE_PAST_CONVICTION, domain::Measure::kPastConviction},
    {v1::MEASURE_OTHER, domain::Measure::kOther},
}};

constexpr Table<v1::CheckOutcome, domain::CheckOutcome, 3> kCheckOutcomeTable = {{
    {v1::CHECK_OUTCOME_HOLD, domain::CheckOutcome::kHold},
    {v1::CHECK_OUTCOME_NO_RECORD, domain::CheckOutcome::kNoRecord},
    {v1::CHECK_OUTCOME_INCOMPLETE, domain::CheckOutcome::kIncomplete},
}};

constexpr Table<v1::ConsultationStatus, domain::ConsultationStatus, 3> kConsultationStatusTable = {{
    {v1::CONSULTATION_STATUS_CONSULTED, domain::ConsultationStatus::kConsulted},
    {v1::CONSULTATION_STATUS_TRANSIENT, domain::ConsultationStatus::kTransient},
    {v1::CONSULTATION_STATUS_STANDING, domain::ConsultationStatus::kStanding},
}};

constexpr Table<v1::Qualification, domain::Qualification, 6> kQualificationTable = {{
    {v1::QUALIFICATION_POSSIBLE_MATCH, domain::Qualification::kPossibleMatch},
    {v1::QUALIFICATION_REVIEW_OVERDUE, domain::Qualification::kReviewOverdue},
    {v1::QUALIFICATION_KEY_DISTRUSTED, domain::Qualification::kKeyDistrusted},
    {v1::QUALIFICATION_REVOCATION_NOT_IN_FORCE, domain::Qualification::kRevocationNotInForce},
    {v1::QUALIFICATION_PARTY_NOT_ACTIVE, domain::Qualification::kPartyNotActive},
    {v1::QUALIFICATION_STATUS_UNKNOWN, domain::Qualification::kStatusUnknown},
}};

}  // namespace

v1::Purpose ToProto(domain::Purpose value) { return ToWire(kPurposeTable, value); }

domain::Purpose FromProto(v1::Purpose value) {
  return FromWire(kPurposeTable, value).value_or(domain::Purpose::kUnknown);
}

v1::CaseStatus ToProto(domain::CaseStatus value) { return ToWire(kCaseStatusTable, value); }

domain::CaseStatus FromProto(v1::CaseStatus value) {
  return FromWire(kCaseStatusTable, value).value_or(domain::CaseStatus::kUnknown);
}

v1::AgeClass ToProto(domain::AgeClass value) { return ToWire(kAgeClassTable, value); }

domain::AgeClass FromProto(v1::AgeClass value) {
  return FromWire(kAgeClassTable, value).value_or(domain::AgeClass::kUnknown);
}

v1::Capacity ToProto(domain::Capacity value) { return ToWire(kCapacityTable, value); }

domain::Capacity FromProto(v1::Capacity value) {
  return FromWire(kCapacityTable, value).value_or(domain::Capacity::kUnknown);
}

v1::AgencyKind ToProto(domain::AgencyKind value) { return ToWire(kAgencyKindTable, value); }

domain::AgencyKind FromProto(v1::AgencyKind value) {
  return FromWire(kAgencyKindTable, value).value_or(domain::AgencyKind::kUnknown);
}

v1::HandleClass ToProto(domain::HandleClass value) { return ToWire(kHandleClassTable, value); }

std::optional<domain::HandleClass> FromProto(v1::HandleClass value) { return FromWire(kHandleClassTable, value); }

v1::HandleMark ToProto(domain::HandleMark value) { return ToWire(kHandleMarkTable, value); }

std::optional<domain::HandleMark> FromProto(v1::HandleMark value) { return FromWire(kHandleMarkTable, value); }

v1::ConsentState ToProto(domain::ConsentState value) { return ToWire(kConsentStateTable, value); }

domain::ConsentState FromProto(v1::ConsentState value) {
  return FromWire(kConsentStateTable, value).value_or(domain::ConsentState::kNotAsked);
}

v1::ConsentEffect ToProto(domain::Effect value) { return ToWire(kConsentEffectTable, value); }

std::optional<domain::Effect> FromProto(v1::ConsentEffect value) { return FromWire(kConsentEffectTable, value); }

v1::AnsweredBy ToProto(domain::AnsweredBy value) { return ToWire(kAnsweredByTable, value); }

domain::AnsweredBy FromProto(v1::AnsweredBy value) {
  return FromWire(kAnsweredByTable, value).value_or(domain::AnsweredBy::kUnknown);
}

v1::ConsularChoice ToProto(domain::ConsularChoice value) { return ToWire(kConsularChoiceTable, value); }

domain::ConsularChoice FromProto(v1::ConsularChoice value) {
  return FromWire(kConsularChoiceTable, value).value_or(domain::ConsularChoice::kNone);
}

v1::RevocationReason ToProto(domain::RevocationReason value) { return ToWire(kRevocationReasonTable, value); }

std::optional<domain::RevocationReason> FromProto(v1::RevocationReason value) {
  return FromWire(kRevocationReasonTable, value);
}

v1::DeliveryType ToProto(domain::DeliveryType value) { return ToWire(kDeliveryTypeTable, value); }

std::optional<domain::DeliveryType> FromProto(v1::DeliveryType value) { return FromWire(kDeliveryTypeTable, value); }

v1::EvaluationKind ToProto(domain::EvaluationKind value) { return ToWire(kEvaluationKindTable, value); }

std::optional<domain::EvaluationKind> FromProto(v1::EvaluationKind value) {
  return FromWire(kEvaluationKindTable, value);
}

v1::DeliveryState ToProto(domain::DeliveryState value) { return ToWire(kDeliveryStateTable, value); }

v1::PartyState ToProto(PartyState value) { return ToWire(kPartyStateTable, value); }

std::optional<PartyState> FromProto(v1::PartyState value) { return FromWire(kPartyStateTable, value); }

v1::KeyRole ToProto(crypto::KeyRole value) { return ToWire(kKeyRoleTable, value); }

std::optional<crypto::KeyRole> FromProto(v1::KeyRole value) { return FromWire(kKeyRoleTable, value); }

v1::AccessPurpose ToProto(domain::AccessPurpose value) { return ToWire(kAccessPurposeTable, value); }

domain::AccessPurpose FromProto(v1::AccessPurpose value) {
  return FromWire(kAccessPurposeTable, value).value_or(domain::AccessPurpose::kNone);
}

v1::Measure ToProto(domain::Measure value) { return ToWire(kMeasureTable, value); }

std::optional<domain::Measure> FromProto(v1::Measure value) { return FromWire(kMeasureTable, value); }

v1::CheckOutcome ToProto(domain::CheckOutcome value) { return ToWire(kCheckOutcomeTable, value); }

std::optional<domain::CheckOutcome> FromProto(v1::CheckOutcome value) { return FromWire(kCheckOutcomeTable, value); }

v1::ConsultationStatus ToProto(domain::ConsultationStatus value) { return ToWire(kConsultationStatusTable, value); }

std::optional<domain::ConsultationStatus> FromProto(v1::ConsultationStatus value) {
  return FromWire(kConsultationStatusTable, value);
}

v1::Qualification ToProto(domain::Qualification value) { return ToWire(kQualificationTable, value); }

}  // namespace vsx::statement
