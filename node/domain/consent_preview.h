#ifndef VSX_NODE_DOMAIN_CONSENT_PREVIEW_H_
#define VSX_NODE_DOMAIN_CONSENT_PREVIEW_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "node/domain/consent_policy.h"

namespace vsx::domain {

// What the nodes of the federation can do about a person abroad. Where something is missing she is told so, whatever
// she allows: an effect promises only what the officer, the consulate or the authority there really gets.
struct FederationAbilities {
  bool blind_check = false;  // every Party's checks ask every other: by document and name, by code, by a consulate
  bool recognition_follow_up = false;  // what was done for her is reported
  bool access_notices = false;         // an authority that found her record is reported
  bool aggregates = false;             // figures are made
};

// What one decision means for the person, as a code: each has its English words in one table (consent_effects.cc).
enum class ConsentEffectCode {
  kOwnOfficersProtect,
  kOwnOfficersDoNotSee,
  kOwnNamedOfficersOnly,
  kNoticeWithoutIdentity,
  kNoNotice,
  kNotASendingParty,
  kNoticeWithIdentity,
  kNoIdentityInNotice,
  kOfficersSeeProtection,
  kOfficersCannotSeeYet,
  kOfficersDoNotSeeCodeWorks,
  kOfficersDoNotSeeNoCode,
  kConsulateMayHelp,
  kConsulateCannotLearnYet,
  kConsulateIsNotTold,
  kCodeWorks,
  kCodeDoesNotWorkYet,
  kCodeDoesNotWork,
  kNoCodeYet,
  kMeasuresAreReported,
  kMeasuresAreNotReportedYet,
  kMeasuresAreNotReported,
  kYouAreToldWhoLooked,
  kYouAreNotToldYetWhoLooked,
  kYouAreNotToldWhoLooked,
  kCountedWithoutName,
  kNotCountedYet,
  kNotCounted,
};

// "OFFICERS_DO_NOT_SEE_CODE_WORKS".
std::string_view ConsentEffectName(ConsentEffectCode code);

// The words for the person, in plain English, with the Party's code in its place.
std::string ConsentEffectText(ConsentEffectCode code, const PartyCode& party);

// Why, in plain English for the officer and the person; empty where the effect says enough.
std::string_view ConsentReasonText(ConsentReason reason);

struct ConsentPreviewLine {
  PartyCode party;
  Purpose purpose;
  ConsentDecision decision;
  ConsentEffectCode effect;
  std::string text;  // effect and reason in words
};

// The effect of `record` for every Party and purpose, in the order given, before anything is saved: what it allows, and
// what comes of that with these abilities. Borrows everything; the record need not be valid: what is not clear shows as
// denied.
std::vector<ConsentPreviewLine> PreviewConsent(const ConsentRecord& record, const CaseFacts& facts,
                                               std::span<const LinkedCase> linked, const PartyCode& own_party,
                                               std::span<const PartyCode> parties, const CivilDate& today,
                                               bool person_is_adult_now, const FederationAbilities& abilities);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_CONSENT_PREVIEW_H_
