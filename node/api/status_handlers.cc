#include "node/api/status_handlers.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "node/api/access_check.h"
#include "node/api/person_query.h"
#include "node/api/status_conversion.h"
#include "node/domain/error.h"
#include "node/service/await_status.h"
#include "node/service/check_status.h"
#include "node/statement/enums.h"

namespace vsx::api {
namespace {

using domain::InvalidField;
using statement::ToProto;

// Matches of one issuing Party in an answer, so that an answer fits its message whatever a Party delivers.
constexpr int kMostMatchesOfAParty = 8;

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
  absl::StatusOr<MeasureAndStage> what = ToMeasureAndStage(request.measure(), request.stage());
  if (!what.ok()) return what.status();
  input.measure = what->measure;
  input.measure_code = std::move(what->measure_code);
  input.stage_code = std::move(what->stage_code);
  if (absl::Status sound = CheckFileNumber(request.file_number()); !sound.ok()) return sound;
  input.file_number = request.file_number();
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

// Desks of one Party in an answer, for the same reason.
constexpr size_t kMostDesksOfAParty = 4;

// Of the own Party, and of those about which somebody has to ask by telephone.
void AddDesksToCall(const domain::StatusDecision& decision, const statement::TrustStore& trust,
                    v1::CheckStatusResponse* response) {
  if (decision.outcome == domain::CheckOutcome::kNoRecord) return;
  for (const domain::ConsultedParty& line : decision.consultations) {
    if (line.party != trust.own_party() && line.status == domain::ConsultationStatus::kConsulted) continue;
    for (const statement::ContactDesk& desk : trust.Desks(line.party).subspan(0, kMostDesksOfAParty)) {
      v1::DeskToCall* to_call = response->add_desks_to_call();
      to_call->set_party(line.party.value());
      *to_call->mutable_desk() = ToDesk(desk);
    }
  }
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
  if (decision.outcome == domain::CheckOutcome::kIncomplete) {
    for (const domain::IncompleteReason reason : decision.incomplete_reasons) {
      const std::string_view name = domain::IncompleteReasonName(reason);
      if (!name.empty()) response->add_incomplete_reasons(std::string(name));
    }
  }
  for (const domain::PartyCode& state : trust.MemberStatesOutside()) response->add_member_states_outside(state.value());
  for (const domain::AdviceCode code : decision.advice) {
    v1::Advice* advice = response->add_advice();
    advice->set_code(std::string(domain::AdviceName(code)));
    advice->set_text(std::string(domain::AdviceText(code)));
  }
  AddDesksToCall(decision, trust, response);
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
  bool Pause(std::chrono::microseconds time) override { return stream_.Pause(time); }

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
