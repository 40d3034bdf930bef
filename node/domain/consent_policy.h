#ifndef VSX_NODE_DOMAIN_CONSENT_POLICY_H_
#define VSX_NODE_DOMAIN_CONSENT_POLICY_H_

#include <optional>
#include <span>
#include <string_view>

#include "node/domain/attestation.h"
#include "node/domain/calendar.h"
#include "node/domain/consent_record.h"
#include "node/domain/party_code.h"
#include "node/domain/permitted_copy.h"

// The consent policy of protocol §2, pure and complete: no clock, no store, no role that overrides it. CONSENT.md
// beside this file says the rules in words and names the test of each.
namespace vsx::domain {

// Another case of this node that shares an exact handle with the one asked about. Borrows what it names.
struct LinkedCase {
  const ConsentRecord& consent;
  const CaseFacts& facts;
  // Only name and birth date are shared: it may be a namesake's. That is enough to withhold abroad, and never enough to
  // take away the protection of the own State.
  bool by_name_only = false;
};

// One cell: may `recipient` have what `purpose` is for? Borrows what it names; lives no longer than the call.
struct ConsentQuestion {
  const ConsentRecord& record;  // the newest record of the case
  const CaseFacts& facts;
  std::span<const LinkedCase> linked;
  const PartyCode& own_party;
  const PartyCode& recipient;
  Purpose purpose = Purpose::kUnknown;
  CivilDate today;
  bool person_is_adult_now = false;  // for certain
  std::string_view asking_agency;    // `<kind>/<name>` of the own State's agency that asks; empty: none

  bool is_own() const { return recipient == own_party; }
};

enum class ConsentReason {
  // Allowed.
  kOwnProtectiveCheck,
  kCodeHandedOver,
  kExactAllow,      // a directive names this Party and purpose
  kDirectiveAllow,  // a wider directive
  kDefaultAllow,    // the default that she answered
  kSilenceNotifies,
  kSilenceProtects,
  // Denied.
  kUnknownPurpose,
  kNotAsked,
  kSuspectedGuardian,
  kOwnCheckDenied,
  kProtectedForOthers,
  kNoCodeHandedOver,
  kNotASendingParty,
  kPartyNotPut,
  kLapsedAtEighteen,
  kInDoubt,
  kFearedParty,
  kProtectionSought,
  kNationalityUncertain,
  kConsularNotWanted,
  kDirectiveDeny,
  kDefaultDeny,
  kNoAnswer,
  kNoExplicitYes,  // level 2 without a yes that names the Party and level 2
  kObjectionInLinkedCase,
};

// "EXACT_ALLOW".
std::string_view ConsentReasonName(ConsentReason reason);

// The reason stays inside the node: to the recipient withheld looks like absent.
struct ConsentDecision {
  bool allowed = false;
  ConsentReason reason = ConsentReason::kUnknownPurpose;
  std::optional<Directive> directive;  // the one that decided, where one did
};

ConsentDecision DecideConsent(const ConsentQuestion& question);

// The copy that the recipient may have for the purpose: nothing where consent denies it, for purposes that make no
// copy, and for the own Party, which needs none.
std::optional<PermittedCopy> PermitCopy(const ConsentQuestion& question);

// Whether a level 2 notice to the recipient also brings her PROTECTIVE_CHECK copy with its openings (§5): both allowed,
// to a sending Party. The question's own purpose is not read.
bool MayOpenProtectiveCopy(const ConsentQuestion& question);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_CONSENT_POLICY_H_
