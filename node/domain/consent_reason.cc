#include "node/domain/consent_policy.h"

namespace vsx::domain {

std::string_view ConsentReasonName(ConsentReason reason) {
  switch (reason) {
    case ConsentReason::kOwnProtectiveCheck:
      return "OWN_PROTECTIVE_CHECK";
    case ConsentReason::kCodeHandedOver:
      return "CODE_HANDED_OVER";
    case ConsentReason::kExactAllow:
      return "EXACT_ALLOW";
    case ConsentReason::kDirectiveAllow:
      return "DIRECTIVE_ALLOW";
    case ConsentReason::kDefaultAllow:
      return "DEFAULT_ALLOW";
    case ConsentReason::kSilenceNotifies:
      return "SILENCE_NOTIFIES";
    case ConsentReason::kSilenceProtects:
      return "SILENCE_PROTECTS";
    case ConsentReason::kUnknownPurpose:
      return "UNKNOWN_PURPOSE";
    case ConsentReason::kNotAsked:
      return "NOT_ASKED";
    case ConsentReason::kSuspectedGuardian:
      return "SUSPECTED_GUARDIAN";
    case ConsentReason::kOwnCheckDenied:
      return "OWN_CHECK_DENIED";
    case ConsentReason::kProtectedForOthers:
      return "PROTECTED_FOR_OTHERS";
    case ConsentReason::kNoCodeHandedOver:
      return "NO_CODE_HANDED_OVER";
    case ConsentReason::kNotASendingParty:
      return "NOT_A_SENDING_PARTY";
    case ConsentReason::kPartyNotPut:
      return "PARTY_NOT_PUT";
    case ConsentReason::kLapsedAtEighteen:
      return "LAPSED_AT_EIGHTEEN";
    case ConsentReason::kInDoubt:
      return "IN_DOUBT";
    case ConsentReason::kFearedParty:
      return "FEARED_PARTY";
    case ConsentReason::kProtectionSought:
      return "PROTECTION_SOUGHT";
    case ConsentReason::kNationalityUncertain:
      return "NATIONALITY_UNCERTAIN";
    case ConsentReason::kConsularNotWanted:
      return "CONSULAR_NOT_WANTED";
    case ConsentReason::kDirectiveDeny:
      return "DIRECTIVE_DENY";
    case ConsentReason::kDefaultDeny:
      return "DEFAULT_DENY";
    case ConsentReason::kNoAnswer:
      return "NO_ANSWER";
    case ConsentReason::kNoExplicitYes:
      return "NO_EXPLICIT_YES";
    case ConsentReason::kObjectionInLinkedCase:
      return "OBJECTION_IN_LINKED_CASE";
  }
  return "UNKNOWN";
}

}  // namespace vsx::domain
