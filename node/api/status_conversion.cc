#include "node/api/status_conversion.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "node/domain/error.h"
#include "node/statement/enums.h"

namespace vsx::api {
namespace {

using domain::InvalidField;
using statement::ToProto;

constexpr size_t kLongestFileNumber = 64;

std::optional<domain::Measure> ToMeasure(v1::Measure measure) {
  switch (measure) {
    case v1::MEASURE_REMOVAL:
      return domain::Measure::kRemoval;
    case v1::MEASURE_DETENTION:
      return domain::Measure::kDetention;
    case v1::MEASURE_ARREST:
      return domain::Measure::kArrest;
    case v1::MEASURE_CHARGE:
      return domain::Measure::kCharge;
    case v1::MEASURE_FINE:
      return domain::Measure::kFine;
    case v1::MEASURE_ENTRY_BAN:
      return domain::Measure::kEntryBan;
    case v1::MEASURE_PAST_CONVICTION:
      return domain::Measure::kPastConviction;
    case v1::MEASURE_OTHER:
      return domain::Measure::kOther;
    default:
      return std::nullopt;
  }
}

// "MEASURE_REMOVAL" → "REMOVAL".
std::string WithoutPrefix(const std::string& name, std::string_view prefix) { return name.substr(prefix.size()); }

v1::Qualification ToProtoQualification(domain::Qualification qualification) {
  switch (qualification) {
    case domain::Qualification::kPossibleMatch:
      return v1::QUALIFICATION_POSSIBLE_MATCH;
    case domain::Qualification::kReviewOverdue:
      return v1::QUALIFICATION_REVIEW_OVERDUE;
    case domain::Qualification::kKeyDistrusted:
      return v1::QUALIFICATION_KEY_DISTRUSTED;
    case domain::Qualification::kRevocationNotInForce:
      return v1::QUALIFICATION_REVOCATION_NOT_IN_FORCE;
    case domain::Qualification::kPartyNotActive:
      return v1::QUALIFICATION_PARTY_NOT_ACTIVE;
    case domain::Qualification::kStatusUnknown:
      return v1::QUALIFICATION_STATUS_UNKNOWN;
    case domain::Qualification::kLogProofMissing:  // nothing is logged in this version
    case domain::Qualification::kLogDisputed:
      return v1::QUALIFICATION_UNSPECIFIED;
  }
  return v1::QUALIFICATION_UNSPECIFIED;
}

v1::MatchSource ToProtoSource(domain::MatchSource source) {
  switch (source) {
    case domain::MatchSource::kOwnCase:
      return v1::MATCH_SOURCE_OWN_CASE;
    case domain::MatchSource::kDeliveredCopy:
      return v1::MATCH_SOURCE_DELIVERED_COPY;
    case domain::MatchSource::kBlindIndex:
      return v1::MATCH_SOURCE_BLIND_INDEX;
  }
  return v1::MATCH_SOURCE_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<MeasureAndStage> ToMeasureAndStage(v1::Measure measure, v1::Stage stage) {
  const std::optional<domain::Measure> known = ToMeasure(measure);
  if (!known.has_value()) return InvalidField("MEASURE_MISSING", "measure", "say which measure is considered");
  if (stage == v1::STAGE_UNSPECIFIED || !v1::Stage_IsValid(stage)) {
    return InvalidField("STAGE_MISSING", "stage", "say at which stage of proceedings");
  }
  return MeasureAndStage{*known, WithoutPrefix(v1::Measure_Name(measure), "MEASURE_"),
                         WithoutPrefix(v1::Stage_Name(stage), "STAGE_")};
}

absl::Status CheckFileNumber(const std::string& file_number) {
  if (!file_number.empty() && file_number.size() <= kLongestFileNumber &&
      std::all_of(file_number.begin(), file_number.end(), [](char c) { return c > ' ' && c < 0x7f; })) {
    return absl::OkStatus();
  }
  return InvalidField("FILE_NUMBER_MALFORMED", "file_number",
                      "give the agency's case-file number: 1 to 64 visible ASCII characters, no name");
}

v1::ContactDesk ToDesk(const statement::ContactDesk& desk) {
  v1::ContactDesk out;
  out.set_desk_id(desk.desk_id);
  out.set_name(desk.name);
  out.set_telephone(desk.telephone);
  for (const std::string& language : desk.languages) out.add_languages(language);
  return out;
}

v1::StatusMatch ToMatch(const domain::DecidedMatch& decided, const statement::TrustStore& trust) {
  const domain::MatchEvidence& evidence = decided.evidence;
  v1::StatusMatch match;
  match.set_issuing_party(evidence.issuer.value());
  match.set_own_case(evidence.source == domain::MatchSource::kOwnCase);
  match.set_source(ToProtoSource(evidence.source));
  match.set_mark(ToProto(decided.mark));
  std::vector<domain::HandleClass> classes;
  for (const domain::MatchedHandle& handle : evidence.handles) {
    if (std::find(classes.begin(), classes.end(), handle.handle_class) != classes.end()) continue;
    classes.push_back(handle.handle_class);
    match.add_handle_classes(ToProto(handle.handle_class));
  }
  match.set_status(ToProto(evidence.status));
  match.set_age_class(ToProto(evidence.age_class));
  match.set_capacity(ToProto(evidence.capacity));
  match.set_recognised_under_14_2(decided.recognised_under_14_2);
  if (evidence.date_identified.has_value()) match.set_date_identified(evidence.date_identified->ToString());
  if (evidence.contact_desk_id.has_value()) {
    const statement::ContactDesk* desk = trust.FindDesk(evidence.issuer, evidence.contact_desk_id->value());
    if (desk != nullptr) *match.mutable_desk() = ToDesk(*desk);
    match.mutable_desk()->set_desk_id(evidence.contact_desk_id->value());
  }
  for (const domain::Qualification qualification : decided.qualifications) {
    match.add_qualifications(ToProtoQualification(qualification));
  }
  return match;
}

}  // namespace vsx::api
