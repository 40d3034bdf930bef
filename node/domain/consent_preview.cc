#include "node/domain/consent_preview.h"

#include "absl/strings/str_cat.h"

namespace vsx::domain {
namespace {

ConsentEffectCode ProtectiveEffect(const ConsentQuestion& question, const ConsentDecision& decision) {
  if (question.recipient == question.own_party) {
    if (decision.allowed) return ConsentEffectCode::kOwnOfficersProtect;
    return decision.reason == ConsentReason::kProtectedForOthers ? ConsentEffectCode::kOwnNamedOfficersOnly
                                                                 : ConsentEffectCode::kOwnOfficersDoNotSee;
  }
  if (decision.allowed) return ConsentEffectCode::kOfficersSeeProtection;
  ConsentQuestion presented = question;
  presented.purpose = Purpose::kPresented;
  return DecideConsent(presented).allowed ? ConsentEffectCode::kOfficersDoNotSeeCodeWorks
                                          : ConsentEffectCode::kOfficersDoNotSeeNoCode;
}

ConsentEffectCode EffectOf(const ConsentQuestion& question, const ConsentDecision& decision) {
  const bool allowed = decision.allowed;
  switch (question.purpose) {
    case Purpose::kNotifyLevel1:
      if (allowed) return ConsentEffectCode::kNoticeWithoutIdentity;
      return decision.reason == ConsentReason::kNotASendingParty ? ConsentEffectCode::kNotASendingParty
                                                                 : ConsentEffectCode::kNoNotice;
    case Purpose::kNotifyLevel2:
      if (allowed) return ConsentEffectCode::kNoticeWithIdentity;
      return decision.reason == ConsentReason::kNotASendingParty ? ConsentEffectCode::kNotASendingParty
                                                                 : ConsentEffectCode::kNoIdentityInNotice;
    case Purpose::kProtectiveCheck:
      return ProtectiveEffect(question, decision);
    case Purpose::kConsularAssistance:
      return allowed ? ConsentEffectCode::kConsulateMayHelp : ConsentEffectCode::kConsulateIsNotTold;
    case Purpose::kPresented:
      if (allowed) return ConsentEffectCode::kCodeWorks;
      return decision.reason == ConsentReason::kNoCodeHandedOver ? ConsentEffectCode::kNoCodeYet
                                                                 : ConsentEffectCode::kCodeDoesNotWork;
    case Purpose::kRecognitionFollowUp:
      return allowed ? ConsentEffectCode::kMeasuresAreReported : ConsentEffectCode::kMeasuresAreNotReported;
    case Purpose::kAccessNotice:
      return allowed ? ConsentEffectCode::kYouAreToldWhoLooked : ConsentEffectCode::kYouAreNotToldWhoLooked;
    case Purpose::kAggregateStatistics:
    case Purpose::kUnknown:
      break;
  }
  return allowed ? ConsentEffectCode::kCountedWithoutName : ConsentEffectCode::kNotCounted;
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
                                               bool person_is_adult_now) {
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
      const ConsentEffectCode effect = EffectOf(question, decision);
      lines.push_back({party, purpose, decision, effect, Words(effect, decision, party)});
    }
  }
  return lines;
}

}  // namespace vsx::domain
