#include "node/domain/consent_policy.h"

#include <algorithm>
#include <array>

#include "node/domain/consent_directives.h"

namespace vsx::domain {
namespace {

template <typename Range, typename Value>
bool Contains(const Range& range, const Value& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

ConsentDecision Allow(ConsentReason reason) { return {true, reason, std::nullopt}; }
ConsentDecision Deny(ConsentReason reason) { return {false, reason, std::nullopt}; }

bool IsNotification(Purpose purpose) { return purpose == Purpose::kNotifyLevel1 || purpose == Purpose::kNotifyLevel2; }

bool IsNotificationOrConsular(Purpose purpose) {
  return IsNotification(purpose) || purpose == Purpose::kConsularAssistance;
}

bool IsOwnProtectiveCheck(const ConsentQuestion& question) {
  return question.is_own() && question.purpose == Purpose::kProtectiveCheck;
}

// §2: the own Party's "protective checks need an explicit deny with the effect shown". Explicit: naming both.
bool DeniesOwnCheck(const ConsentRecord& record, const ConsentQuestion& question) {
  const DirectiveVerdict verdict = ReadDirectives(record, question.own_party, Purpose::kProtectiveCheck);
  return verdict.exact && verdict.effect == Effect::kDeny && record.own_effect_shown;
}

// §2: "`protected` limits even those to named authorities": whatever the own State's agencies ask for, but for the code
// that the person herself presents.
bool IsProtectedFromAsker(const CaseFacts& facts, const ConsentQuestion& question) {
  if (!question.is_own() || question.purpose == Purpose::kPresented) return false;
  return !facts.protected_for_agencies.empty() && !Contains(facts.protected_for_agencies, question.asking_agency);
}

bool IsSendingParty(const CaseFacts& facts, const PartyCode& party) { return Contains(facts.sending_parties, party); }

// §2: "for States of nationality and former habitual residence", "where international protection is sought".
bool IsStateSheSeeksProtectionFrom(const CaseFacts& facts, const PartyCode& party) {
  if (!facts.seeks_protection) return false;
  return Contains(facts.nationalities, party.value()) || Contains(facts.former_habitual_residences, party.value());
}

// §2: "for stateless or unknown nationality, and documents coded PR, PS, PT or nationality XXA, XXB, XXC, XXX". Read as
// standing by itself, protection sought or not: who carries such a document may not be able to say so yet. This half is
// what somebody entered or a document says.
bool IsNationalitySaidToBeUncertain(const CaseFacts& facts) {
  constexpr std::array<std::string_view, 3> kDocumentCodes = {"PR", "PS", "PT"};
  constexpr std::array<std::string_view, 4> kNationalityCodes = {"XXA", "XXB", "XXC", "XXX"};
  if (facts.stateless) return true;
  for (const IdentityDocument& document : facts.documents) {
    if (Contains(kDocumentCodes, document.code)) return true;
  }
  for (const std::string& nationality : facts.nationalities) {
    if (Contains(kNationalityCodes, nationality)) return true;
  }
  return false;
}

// The other half: nobody entered any.
bool IsNationalityMissing(const CaseFacts& facts) { return facts.nationality_unknown || facts.nationalities.empty(); }

// §2, "Overriding": a deny by what she fears or fled, whatever was entered of her nationality.
std::optional<ConsentReason> FearOrFlight(const ConsentRecord& record, const CaseFacts& facts,
                                          const PartyCode& recipient) {
  if (Contains(record.feared_parties, recipient)) return ConsentReason::kFearedParty;
  if (IsStateSheSeeksProtectionFrom(facts, recipient)) return ConsentReason::kProtectionSought;
  return std::nullopt;
}

bool SaysExactlyYes(const ConsentRecord& record, const ConsentQuestion& question) {
  const DirectiveVerdict verdict = ReadDirectives(record, question.recipient, question.purpose);
  return verdict.exact && verdict.effect == Effect::kAllow;
}

// §2, "Overriding": denied unless "an explicit allow names exactly that Party and purpose".
std::optional<ConsentReason> Override(const ConsentQuestion& question) {
  if (SaysExactlyYes(question.record, question)) return std::nullopt;
  if (const auto reason = FearOrFlight(question.record, question.facts, question.recipient)) return reason;
  const bool uncertain = IsNationalitySaidToBeUncertain(question.facts) || IsNationalityMissing(question.facts);
  if (uncertain && IsSendingParty(question.facts, question.recipient)) return ConsentReason::kNationalityUncertain;
  return std::nullopt;
}

// The same for what another case of hers says. A nationality that nobody entered there is merely missing, and no
// objection; one that is said to be uncertain yields to her exact yes in either case.
bool LinkedCaseOverrides(const LinkedCase& linked, const ConsentQuestion& question) {
  if (SaysExactlyYes(linked.consent, question)) return false;
  if (FearOrFlight(linked.consent, linked.facts, question.recipient).has_value()) return true;
  if (!IsNationalitySaidToBeUncertain(linked.facts) || SaysExactlyYes(question.record, question)) return false;
  return IsSendingParty(linked.facts, question.recipient) || IsSendingParty(question.facts, question.recipient);
}

// §2, "consular right told and choice": who does not want her consulate told has said no to every consular purpose,
// whatever she allows in general. A suspected guardian has no say here either.
bool DoesNotWantConsul(const ConsentRecord& record, Purpose purpose) {
  return purpose == Purpose::kConsularAssistance && record.consular_choice == ConsularChoice::kNotWanted &&
         record.answered_by != AnsweredBy::kSuspectedGuardian;
}

// §2: "an objection binds all cases of the node that share an exact handle". What she said (a deny, a feared Party) and
// what her situation says (protection sought, `protected`) binds; what is merely missing there does not.
bool LinkedCaseObjects(const LinkedCase& linked, const ConsentQuestion& question) {
  if (question.is_own() && linked.by_name_only) return false;
  if (IsProtectedFromAsker(linked.facts, question)) return true;
  if (IsOwnProtectiveCheck(question)) return DeniesOwnCheck(linked.consent, question);
  const DirectiveVerdict verdict = ReadDirectives(linked.consent, question.recipient, question.purpose);
  if (verdict.effect == Effect::kDeny || DoesNotWantConsul(linked.consent, question.purpose)) return true;
  if (question.purpose == Purpose::kPresented) return false;
  return LinkedCaseOverrides(linked, question);
}

ConsentReason ReasonOf(const DirectiveVerdict& verdict) {
  const bool is_default = !verdict.directive->party.has_value() && !verdict.directive->purpose.has_value();
  if (verdict.effect == Effect::kDeny) return is_default ? ConsentReason::kDefaultDeny : ConsentReason::kDirectiveDeny;
  if (verdict.exact) return ConsentReason::kExactAllow;
  return is_default ? ConsentReason::kDefaultAllow : ConsentReason::kDirectiveAllow;
}

ConsentDecision DecidePresented(const ConsentQuestion& question) {
  // §2: "PRESENTED is allowed once a code is handed over (never before she was asked)".
  if (!question.facts.code_handed_over) return Deny(ConsentReason::kNoCodeHandedOver);
  // §2: "only a directive naming PRESENTED denies it".
  const DirectiveVerdict verdict = ReadDirectives(question.record, question.recipient, question.purpose);
  if (verdict.effect == Effect::kDeny) return {false, ReasonOf(verdict), *verdict.directive};
  return Allow(ConsentReason::kCodeHandedOver);
}

ConsentDecision DecideByAnswers(const ConsentQuestion& question) {
  const ConsentRecord& record = question.record;
  if (DoesNotWantConsul(record, question.purpose)) return Deny(ConsentReason::kConsularNotWanted);
  const DirectiveVerdict verdict = ReadDirectives(record, question.recipient, question.purpose);
  if (verdict.effect == Effect::kDeny) return {false, ReasonOf(verdict), *verdict.directive};
  if (record.state == ConsentState::kAskedNoAnswer) {
    // §2: "level 1 notice to the sending Party, protective checks allowed, the rest denied".
    if (question.purpose == Purpose::kNotifyLevel1) return Allow(ConsentReason::kSilenceNotifies);
    if (question.purpose == Purpose::kProtectiveCheck) return Allow(ConsentReason::kSilenceProtects);
    return Deny(ConsentReason::kNoAnswer);
  }
  // §2: "the default is something she answered, never assumed".
  if (!verdict.effect.has_value()) return Deny(ConsentReason::kNoAnswer);
  // §2, level 2: "by explicit yes to that Party".
  if (question.purpose == Purpose::kNotifyLevel2 && !verdict.exact) return Deny(ConsentReason::kNoExplicitYes);
  return {true, ReasonOf(verdict), *verdict.directive};
}

// The decision by the case's own record, without what other cases of the person say.
ConsentDecision DecideAlone(const ConsentQuestion& question) {
  const ConsentRecord& record = question.record;
  // §2: "an unknown purpose as deny".
  if (!Contains(kPurposes, question.purpose)) return Deny(ConsentReason::kUnknownPurpose);
  if (IsProtectedFromAsker(question.facts, question)) return Deny(ConsentReason::kProtectedForOthers);
  // §2, NOT_ASKED: "its own protective checks answer HOLD", and so they do in every state but for an explicit deny.
  if (IsOwnProtectiveCheck(question)) {
    if (DeniesOwnCheck(record, question)) return Deny(ConsentReason::kOwnCheckDenied);
    return Allow(ConsentReason::kOwnProtectiveCheck);
  }
  // §2: "a suspected guardian has no say": as if nobody had asked her.
  if (record.answered_by == AnsweredBy::kSuspectedGuardian) return Deny(ConsentReason::kSuspectedGuardian);
  // §2, NOT_ASKED: "nothing leaves the State"; a state that cannot be read is one.
  const bool asked = record.state == ConsentState::kAskedNoAnswer || record.state == ConsentState::kAnswered;
  if (!asked) return Deny(ConsentReason::kNotAsked);
  if (question.purpose == Purpose::kPresented) return DecidePresented(question);
  // Art. 14(3): notices go to the sending Party, as a human entered it, and to nobody else.
  if (IsNotification(question.purpose) && (question.is_own() || !IsSendingParty(question.facts, question.recipient))) {
    return Deny(ConsentReason::kNotASendingParty);
  }
  // §2: "A Party not put to her (joined later): deny until asked".
  if (!Contains(record.parties_put_to_her, question.recipient)) return Deny(ConsentReason::kPartyNotPut);
  // §2: "At 18: notification and consular lapse until asked again; protective checks stand".
  if (IsNotificationOrConsular(question.purpose) && question.person_is_adult_now &&
      record.age_at_recording != AgeAtRecording::kAdult) {
    return Deny(ConsentReason::kLapsedAtEighteen);
  }
  // §2: "`in doubt`: notification and consular denied until re-asked".
  if (record.in_doubt && IsNotificationOrConsular(question.purpose)) return Deny(ConsentReason::kInDoubt);
  if (const auto reason = Override(question)) return Deny(*reason);
  return DecideByAnswers(question);
}

}  // namespace

ConsentDecision DecideConsent(const ConsentQuestion& question) {
  const ConsentDecision decision = DecideAlone(question);
  if (!decision.allowed) return decision;
  for (const LinkedCase& linked : question.linked) {
    if (LinkedCaseObjects(linked, question)) return Deny(ConsentReason::kObjectionInLinkedCase);
  }
  return decision;
}

}  // namespace vsx::domain
