#include "node/api/status_handlers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "node/api/access_check.h"
#include "node/api/person_query.h"
#include "node/domain/error.h"
#include "node/service/await_status.h"
#include "node/service/check_status.h"
#include "node/statement/enums.h"

namespace vsx::api {
namespace {

using domain::InvalidField;
using statement::ToProto;

constexpr size_t kLongestFileNumber = 64;
// Matches of one issuing Party in an answer, so that an answer fits its message whatever a Party delivers.
constexpr int kMostMatchesOfAParty = 8;

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

// The class of the check follows from why the agency asks; a code is answered as a code and nothing else as one.
absl::StatusOr<domain::Purpose> PurposeOfCheck(domain::AccessPurpose purpose, bool reference_code) {
  const bool presented = purpose == domain::AccessPurpose::kPresentedCode;
  if (presented != reference_code) {
    return InvalidField("PURPOSE_DOES_NOT_FIT", "context.purpose",
                        "a reference code is checked for the purpose PRESENTED_CODE, and nothing else is");
  }
  if (presented) return domain::Purpose::kPresented;
  return purpose == domain::AccessPurpose::kConsularCheck ? domain::Purpose::kConsularAssistance
                                                          : domain::Purpose::kProtectiveCheck;
}

// `Request`: CheckStatusRequest, or AwaitStatusRequest, which asks the same and waits.
template <typename Request>
absl::StatusOr<service::CheckInput> ToInput(const Request& request, domain::AccessPurpose purpose,
                                            const domain::CivilDate& today) {
  service::CheckInput input;
  const std::optional<domain::Measure> measure = ToMeasure(request.measure());
  if (!measure.has_value()) return InvalidField("MEASURE_MISSING", "measure", "say which measure is considered");
  input.measure = *measure;
  input.measure_code = WithoutPrefix(v1::Measure_Name(request.measure()), "MEASURE_");
  if (request.stage() == v1::STAGE_UNSPECIFIED || !v1::Stage_IsValid(request.stage())) {
    return InvalidField("STAGE_MISSING", "stage", "say at which stage of proceedings");
  }
  input.stage_code = WithoutPrefix(v1::Stage_Name(request.stage()), "STAGE_");
  const std::string& file = request.file_number();
  if (file.empty() || file.size() > kLongestFileNumber ||
      !std::all_of(file.begin(), file.end(), [](char c) { return c > ' ' && c < 0x7f; })) {
    return InvalidField("FILE_NUMBER_MALFORMED", "file_number",
                        "give the agency's case-file number: 1 to 64 visible ASCII characters, no name");
  }
  input.file_number = file;
  input.person_present = request.person_present();
  absl::StatusOr<PersonHandles> person = ToHandles(request.person(), today);
  if (!person.ok()) return person.status();
  absl::StatusOr<domain::Purpose> check = PurposeOfCheck(purpose, person->reference_code);
  if (!check.ok()) return check.status();
  input.purpose = *check;
  input.handles = std::move(person->handles);
  input.classes = std::move(person->classes);
  input.partial_date_only = person->partial_date_only;
  return input;
}

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
    v1::ContactDesk* out = match.mutable_desk();
    out->set_desk_id(evidence.contact_desk_id->value());
    const statement::ContactDesk* desk = trust.FindDesk(evidence.issuer, evidence.contact_desk_id->value());
    if (desk != nullptr) {
      out->set_name(desk->name);
      out->set_telephone(desk->telephone);
      for (const std::string& language : desk->languages) out->add_languages(language);
    }
  }
  for (const domain::Qualification qualification : decided.qualifications) {
    match.add_qualifications(ToProtoQualification(qualification));
  }
  return match;
}

void FillResponse(const service::CheckAnswer& answer, const service::CheckInput& input,
                  const statement::TrustStore& trust, v1::CheckStatusResponse* response) {
  const domain::StatusDecision& decision = answer.decision;
  response->set_outcome(ToProto(decision.outcome));
  // The decision was taken over all of them, and the best come first.
  std::map<domain::PartyCode, int> of_issuer;
  for (const domain::DecidedMatch& match : decision.matches) {
    if (++of_issuer[match.evidence.issuer] > kMostMatchesOfAParty) continue;
    *response->add_matches() = ToMatch(match, trust);
  }
  for (const domain::ConsultedParty& consulted : decision.consultations) {
    v1::PartyConsultation* out = response->add_consultations();
    out->set_party(consulted.party.value());
    out->set_status(ToProto(consulted.status));
    out->set_reason(consulted.reason);
    out->set_as_of(consulted.as_of.has_value() ? consulted.as_of->seconds : 0);
    out->set_epoch(consulted.epoch.has_value() ? consulted.epoch->number() : 0);
    out->set_header_sha256(consulted.header_sha256);
    out->set_next_capacity_at(consulted.next_capacity_at.has_value() ? consulted.next_capacity_at->seconds : 0);
  }
  for (const domain::PartyCode& state : trust.MemberStatesOutside()) response->add_member_states_outside(state.value());
  for (const domain::AdviceCode code : decision.advice) {
    v1::Advice* advice = response->add_advice();
    advice->set_code(std::string(domain::AdviceName(code)));
    advice->set_text(std::string(domain::AdviceText(code)));
  }
  for (const domain::HandleClass cls : input.classes) response->add_handle_classes(ToProto(cls));
  response->set_checked_at(answer.checked_at.seconds);
  response->set_valid_until(answer.valid_until.seconds);
  response->set_log_state(v1::LOG_STATE_NOT_LOGGED);
  response->set_receipt_envelope(answer.receipt_envelope);
  for (size_t i = 0; i < answer.handle_salts.size(); ++i) {
    v1::CheckHandleSalt* salt = response->add_handle_salts();
    salt->set_index(static_cast<uint32_t>(i));
    salt->set_salt(answer.handle_salts[i]);
  }
}

// How long a check may stay open (protocol §11), and how much a caller's clock may be ahead.
constexpr int64_t kLongestNeedSeconds = 86'400;
constexpr int64_t kClockSlackSeconds = 300;

absl::StatusOr<domain::UnixTime> NeededUntil(int64_t seconds, domain::UnixTime now) {
  if (seconds > now.seconds && seconds <= now.seconds + kLongestNeedSeconds + kClockSlackSeconds) {
    return domain::UnixTime{seconds};
  }
  return InvalidField("NEEDED_UNTIL_REFUSED", "needed_until",
                      "say until when the answer is of use: Unix seconds, at most 24 hours ahead");
}

// The answers of a check that stays open, as messages of its stream.
class StreamReceiver final : public service::AnswerReceiver {
 public:
  StreamReceiver(const service::CheckInput& input, const statement::TrustStore& trust, StatusStream& stream)
      : input_(input), trust_(trust), stream_(stream) {}

  absl::Status Take(const service::CheckAnswer& answer, std::optional<domain::UnixTime> next_try_at) override {
    v1::AwaitStatusResponse message;
    FillResponse(answer, input_, trust_, message.mutable_answer());
    message.set_next_try_at(next_try_at.has_value() ? next_try_at->seconds : 0);
    return stream_.Write(message);
  }
  bool WaitUntil(domain::UnixTime time) override { return stream_.WaitUntil(time); }

 private:
  const service::CheckInput& input_;
  const statement::TrustStore& trust_;
  StatusStream& stream_;
};

}  // namespace

absl::Status NodeStatusHandlers::CheckStatus(const AgencyCaller& caller, const v1::CheckStatusRequest& request,
                                             v1::CheckStatusResponse* response) {
  absl::StatusOr<service::Actor> actor =
      CheckAccess(caller, request.context(), domain::Method::kCheckStatus, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<service::CheckInput> input =
      ToInput(request, actor->purpose, domain::CivilDate::FromTime(node_.clock.Now()));
  if (!input.ok()) return input.status();
  absl::StatusOr<service::CheckAnswer> answer = service::CheckStatus(node_, *actor, *input);
  if (!answer.ok()) return answer.status();
  FillResponse(*answer, *input, node_.trust, response);
  return absl::OkStatus();
}

absl::Status NodeStatusHandlers::AwaitStatus(const AgencyCaller& caller, const v1::AwaitStatusRequest& request,
                                             StatusStream& stream) {
  absl::StatusOr<service::Actor> actor =
      CheckAccess(caller, request.context(), domain::Method::kAwaitStatus, node_.audit);
  if (!actor.ok()) return actor.status();
  const domain::UnixTime now = node_.clock.Now();
  absl::StatusOr<service::CheckInput> input = ToInput(request, actor->purpose, domain::CivilDate::FromTime(now));
  if (!input.ok()) return input.status();
  const absl::StatusOr<domain::UnixTime> needed_until = NeededUntil(request.needed_until(), now);
  if (!needed_until.ok()) return needed_until.status();
  StreamReceiver receiver(*input, node_.trust, stream);
  return service::AwaitStatus(node_, *actor, *input, *needed_until, receiver);
}

}  // namespace vsx::api
