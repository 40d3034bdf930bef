#include "node/cli/standing_answers.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "node/cli/enum_words.h"
#include "node/cli/text_layout.h"
#include "node/domain/consent_directives.h"
#include "node/statement/enums.h"

namespace vsx::cli {
namespace {

std::optional<domain::PartyCode> PartyOf(const std::string& code) {
  const auto party = domain::PartyCode::Create(code);
  return party.ok() ? std::optional(*party) : std::nullopt;
}

}  // namespace

StandingAnswers::StandingAnswers(const v1::ConsentInput& before) : before_(before) {
  // Who may not allow cannot have an allow on record, so that every one there counted.
  record_.state = domain::ConsentState::kAnswered;
  record_.answered_by = domain::AnsweredBy::kPerson;
  record_.age_at_recording = domain::AgeAtRecording::kAdult;
  for (const auto& directive : before.directives()) {
    std::optional<domain::Purpose> purpose;
    if (directive.purpose() != v1::PURPOSE_UNSPECIFIED) purpose = statement::FromProto(directive.purpose());
    const auto effect = statement::FromProto(directive.effect());
    record_.directives.push_back({PartyOf(directive.party()), purpose, effect.value_or(domain::Effect::kDeny)});
  }
}

bool StandingAnswers::Refused(const std::string& party, v1::Purpose purpose) const {
  return domain::ReadDirectives(record_, PartyOf(party), statement::FromProto(purpose)).effect == domain::Effect::kDeny;
}

std::string StandingAnswers::Describe() const {
  std::string text;
  for (const auto& directive : before_.directives()) {
    if (directive.effect() == v1::CONSENT_EFFECT_ALLOW) continue;
    const bool any = directive.purpose() == v1::PURPOSE_UNSPECIFIED;
    absl::StrAppend(&text, "  ", directive.party().empty() ? "every Party" : Printable(directive.party()), ": ",
                    any ? "anything" : Words(directive.purpose()), "\n");
  }
  for (const auto& party : before_.feared_parties()) absl::StrAppend(&text, "  she fears ", Printable(party), "\n");
  return text;
}

}  // namespace vsx::cli
