#include "node/domain/consent_preview.h"

#include "absl/strings/str_cat.h"

namespace vsx::domain {
namespace {

bool IsOfOwnParty(const ConsentQuestion& question) { return question.recipient == question.own_party; }

ConsentEffectCode ProtectiveEffect(const ConsentQuestion& question, const ConsentDecision& decision,
                                   const FederationAbilities& abilities) {
  if (IsOfOwnParty(question)) {
    if (decision.allowed) return ConsentEffectCode::kOwnOfficersProtect;
    return decision.reason == ConsentReason::kProtectedForOthers ? ConsentEffectCode::kOwnNamedOfficersOnly
                                                                 : ConsentEffectCode::kOwnOfficersDoNotSee;
  }
  if (decision.allowed) {
    const bool seen = abilities.blind_check || MayOpenProtectiveCopy(question);
    return seen ? ConsentEffectCode::kOfficersSeeProtection : ConsentEffectCode::kOfficersCannotSeeYet;
  }
  ConsentQuestion presented = question;
  presented.purpose = Purpose::kPresented;
  return abilities.blind_check && DecideConsent(presented).allowed ? ConsentEffectCode::kOfficersDoNotSeeCodeWorks
                                                                   : ConsentEffectCode::kOfficersDoNotSeeNoCode;
}

// What a purpose comes to: denied; or allowed, and possible or not yet.
ConsentEffectCode Outcome(bool allowed, bool possible, ConsentEffectCode yes, ConsentEffectCode not_yet,
                          ConsentEffectCode no) {
  if (!allowed) return no;
  return possible ? yes : not_yet;
}

ConsentEffectCode EffectOf(const ConsentQuestion& question, const ConsentDecision& decision,
                           const FederationAbilities& abilities) {
  using enum ConsentEffectCode;
  const bool allowed = decision.allowed;
  const bool own_or_blind = IsOfOwnParty(question) || abilities.blind_check;
  switch (question.purpose) {
    case Purpose::kNotifyLevel1:
      if (allowed) return kNoticeWithoutIdentity;
      return decision.reason == ConsentReason::kNotASendingParty ? kNotASendingParty : kNoNotice;
    case Purpose::kNotifyLevel2:
      if (allowed) return kNoticeWithIdentity;
      return decision.reason == ConsentReason::kNotASendingParty ? kNotASendingParty : kNoIdentityInNotice;
    case Purpose::kProtectiveCheck:
      return ProtectiveEffect(question, decision, abilities);
    case Purpose::kConsularAssistance:
      return Outcome(allowed, own_or_blind, kConsulateMayHelp, kConsulateCannotLearnYet, kConsulateIsNotTold);
    case Purpose::kPresented:
      if (decision.reason == ConsentReason::kNoCodeHandedOver) return kNoCodeYet;
      return Outcome(allowed, own_or_blind, kCodeWorks, kCodeDoesNotWorkYet, kCodeDoesNotWork);
    case Purpose::kRecognitionFollowUp:
      return Outcome(allowed, abilities.recognition_follow_up, kMeasuresAreReported, kMeasuresAreNotReportedYet,
                     kMeasuresAreNotReported);
    case Purpose::kAccessNotice:
      return Outcome(allowed, abilities.access_notices, kYouAreToldWhoLooked, kYouAreNotToldYetWhoLooked,
                     kYouAreNotToldWhoLooked);
    case Purpose::kAggregateStatistics:
    case Purpose::kUnknown:
      break;
  }
  return Outcome(allowed, abilities.aggregates, kCountedWithoutName, kNotCountedYet, kNotCounted);
}

std::string Words(ConsentEffectCode effect, const ConsentDecision& decision, const PartyCode& party) {
  const std::string text = ConsentEffectText(effect, party);
  const std::string_view why = ConsentReasonText(decision.reason);
  if (why.empty()) return text;
  return absl::StrCat(text, " ", absl::string_view(why.data(), why.size()));
}

}  // namespace

std::vector<ConsentPreviewLine> PreviewConsent(const ConsentRecord& record, const CaseFacts& facts,
                                               std::span<const LinkedCase> linked, const PartyCode& own_party,
                                               std::span<const PartyCode> parties, const CivilDate& today,
                                               bool person_is_adult_now, const FederationAbilities& abilities) {
  std::vector<ConsentPreviewLine> lines;
  lines.reserve(parties.size() * kPurposes.size());
  for (const PartyCode& party : parties) {
    for (Purpose purpose : kPurposes) {
      const ConsentQuestion question{.record = record,
                                     .facts = facts,
                                     .linked = linked,
                                     .own_party = own_party,
                                     .recipient = party,
                                     .purpose = purpose,
                                     .today = today,
                                     .person_is_adult_now = person_is_adult_now,
                                     .asking_agency = {}};
      const ConsentDecision decision = DecideConsent(question);
      const ConsentEffectCode effect = EffectOf(question, decision, abilities);
      lines.push_back({party, purpose, decision, effect, Words(effect, decision, party)});
    }
  }
  return lines;
}

}  // namespace vsx::domain
