#include "node/api/consent_conversion.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/domain/error.h"
#include "node/statement/enums.h"

namespace vsx::api {
namespace {

using domain::Indexed;
using domain::InvalidField;
using statement::FromProto;
using statement::ToProto;

constexpr int kMostDirectives = 256;
constexpr int kMostAnswers = 64;
constexpr size_t kLongestText = 64;
constexpr int64_t kClockTolerance = 300;

}  // namespace

absl::StatusOr<std::vector<domain::PartyCode>> ToParties(const google::protobuf::RepeatedPtrField<std::string>& parties,
                                                         std::string_view field) {
  if (parties.size() > kMostAnswers) return InvalidField("TOO_MANY", field, "too many Parties");
  std::vector<domain::PartyCode> codes;
  for (int i = 0; i < parties.size(); ++i) {
    absl::StatusOr<domain::PartyCode> party = domain::PartyCode::Create(parties[i]);
    if (!party.ok()) return InvalidField("PARTY_MALFORMED", Indexed(field, i), "give the Party's three-letter code");
    codes.push_back(*std::move(party));
  }
  return codes;
}

absl::StatusOr<std::vector<domain::Directive>> ToDirectives(
    const google::protobuf::RepeatedPtrField<v1::ConsentDirective>& directives, std::string_view field) {
  if (directives.size() > kMostDirectives) return InvalidField("TOO_MANY", field, "too many answers");
  std::vector<domain::Directive> result;
  for (int i = 0; i < directives.size(); ++i) {
    const v1::ConsentDirective& in = directives[i];
    domain::Directive directive;
    if (!in.party().empty()) {
      absl::StatusOr<domain::PartyCode> party = domain::PartyCode::Create(in.party());
      if (!party.ok()) {
        return InvalidField("PARTY_MALFORMED", Indexed(field, i) + ".party", "give the Party's three-letter code");
      }
      directive.party = *party;
    }
    if (in.purpose() != v1::PURPOSE_UNSPECIFIED) {
      directive.purpose = FromProto(in.purpose());
      if (*directive.purpose == domain::Purpose::kUnknown) {
        return InvalidField("PURPOSE_UNKNOWN", Indexed(field, i) + ".purpose", "this purpose is not known here");
      }
    }
    const std::optional<domain::Effect> effect = FromProto(in.effect());
    if (!effect.has_value()) {
      return InvalidField("EFFECT_MISSING", Indexed(field, i) + ".effect", "the answer is ALLOW or DENY");
    }
    directive.effect = *effect;
    result.push_back(std::move(directive));
  }
  return result;
}

absl::StatusOr<domain::ConsentRecord> ToConsentRecord(const v1::ConsentInput& input, domain::UnixTime now) {
  domain::ConsentRecord record;
  record.state = FromProto(input.state());
  if (record.state == domain::ConsentState::kNotAsked) {
    return InvalidField("STATE_MISSING", "state", "say whether she answered: ASKED_NO_ANSWER or ANSWERED");
  }
  record.answered_by = FromProto(input.answered_by());
  if (record.state == domain::ConsentState::kAnswered && record.answered_by == domain::AnsweredBy::kUnknown) {
    return InvalidField("ANSWERED_BY_MISSING", "answered_by", "say who answered");
  }
  record.childs_view_recorded = input.childs_view_recorded();
  if (input.informed_at() <= 0) return InvalidField("TIME_MISSING", "informed_at", "say when the interview was held");
  if (input.informed_at() > now.seconds + kClockTolerance) {
    return InvalidField("TIME_IN_FUTURE", "informed_at", "the interview lies in the future");
  }
  record.informed_at = {input.informed_at()};
  if (input.language().empty() || input.language().size() > kLongestText) {
    return InvalidField("LANGUAGE_MISSING", "language", "say in which language the interview was held, for example th");
  }
  record.language = input.language();
  if (input.interpreter_reference().size() > kLongestText) {
    return InvalidField("TOO_LONG", "interpreter_reference", "a reference has at most 64 bytes");
  }
  record.interpreter_reference = input.interpreter_reference();
  record.read_back = input.read_back();
  record.adviser_present = input.adviser_present();
  if (!input.rights_told()) {
    return InvalidField("RIGHTS_NOT_TOLD", "rights_told", "she is told her rights before she is asked (Art. 14(9))");
  }
  record.rights_told = true;
  record.consular_right_told = input.consular_right_told();
  record.consular_choice = FromProto(input.consular_choice());
  absl::StatusOr<std::vector<domain::PartyCode>> put = ToParties(input.parties_put(), "parties_put");
  if (!put.ok()) return put.status();
  record.parties_put_to_her = *std::move(put);
  absl::StatusOr<std::vector<domain::PartyCode>> feared = ToParties(input.feared_parties(), "feared_parties");
  if (!feared.ok()) return feared.status();
  record.feared_parties = *std::move(feared);
  absl::StatusOr<std::vector<domain::Directive>> directives = ToDirectives(input.directives(), "directives");
  if (!directives.ok()) return directives.status();
  record.directives = *std::move(directives);
  record.in_doubt = input.in_doubt();
  record.own_effect_shown = input.own_effect_shown();
  return record;
}

v1::ConsentInput ToConsentInput(const domain::ConsentRecord& record) {
  v1::ConsentInput input;
  input.set_state(ToProto(record.state));
  input.set_answered_by(ToProto(record.answered_by));
  input.set_childs_view_recorded(record.childs_view_recorded);
  input.set_informed_at(record.informed_at.seconds);
  input.set_language(record.language);
  input.set_interpreter_reference(record.interpreter_reference);
  input.set_read_back(record.read_back);
  input.set_adviser_present(record.adviser_present);
  input.set_rights_told(record.rights_told);
  input.set_consular_right_told(record.consular_right_told);
  input.set_consular_choice(ToProto(record.consular_choice));
  for (const domain::PartyCode& party : record.parties_put_to_her) input.add_parties_put(party.value());
  for (const domain::PartyCode& party : record.feared_parties) input.add_feared_parties(party.value());
  for (const domain::Directive& directive : record.directives) {
    v1::ConsentDirective* out = input.add_directives();
    if (directive.party.has_value()) out->set_party(directive.party->value());
    if (directive.purpose.has_value()) out->set_purpose(ToProto(*directive.purpose));
    out->set_effect(ToProto(directive.effect));
  }
  input.set_in_doubt(record.in_doubt);
  input.set_own_effect_shown(record.own_effect_shown);
  return input;
}

v1::ConsentEffectLine ToLine(const domain::ConsentPreviewLine& line) {
  v1::ConsentEffectLine out;
  out.set_party(line.party.value());
  out.set_purpose(ToProto(line.purpose));
  out.set_allowed(line.decision.allowed);
  out.set_reason(std::string(domain::ConsentReasonName(line.decision.reason)));
  out.set_effect_code(std::string(domain::ConsentEffectName(line.effect)));
  out.set_effect_text(line.text);
  return out;
}

v1::RecallSummary ToRecall(const service::CopyChanges& changes) {
  v1::RecallSummary recall;
  for (const domain::PartyCode& party : changes.stopped_before_sending)
    recall.add_stopped_before_sending(party.value());
  for (const domain::PartyCode& party : changes.recalled) recall.add_recalled(party.value());
  return recall;
}

}  // namespace vsx::api
