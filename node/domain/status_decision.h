#ifndef VSX_NODE_DOMAIN_STATUS_DECISION_H_
#define VSX_NODE_DOMAIN_STATUS_DECISION_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/domain/attestation.h"
#include "node/domain/calendar.h"
#include "node/domain/epoch.h"
#include "node/domain/party_code.h"

// What a check answers (protocol §4, Decide), pure: the same evidence gives the same answer, and no evidence gives "not
// a victim".
namespace vsx::domain {

enum class MatchSource { kOwnCase, kDeliveredCopy, kBlindIndex };

// What has become of the attestation that matched.
enum class MatchStanding {
  kStands,
  kRevocationNotInForce,  // the issuer sent one; nothing is logged, so HOLD stands (§6)
  kRevocationInForce,
  kRecalled,         // withdrawn by the issuer for the person
  kDifferentPerson,  // two officers recorded it for this document and copy; ends a POSSIBLE match only
};

enum class LogProof { kNotLogged, kProved, kMissing, kDisputed };

struct MatchedHandle {
  HandleClass handle_class = HandleClass::kDocument;
  HandleMark mark = HandleMark::kExact;

  friend bool operator==(const MatchedHandle&, const MatchedHandle&) = default;
};

// One attestation that a handle asked for led to: verified already (signature, role, recipient, purpose).
struct MatchEvidence {
  PartyCode issuer;
  MatchSource source = MatchSource::kOwnCase;
  std::string attestation_id{};  // case or copy id, to tell equals apart
  std::vector<MatchedHandle> handles{};
  CaseStatus status = CaseStatus::kUnknown;
  AgeClass age_class = AgeClass::kUnknown;  // on the day of the check
  Capacity capacity = Capacity::kUnknown;
  std::optional<CivilDate> date_identified{};
  std::optional<CivilDate> review_by{};
  std::optional<Code> contact_desk_id{};
  MatchStanding standing = MatchStanding::kStands;
  LogProof log_proof = LogProof::kNotLogged;
  bool signing_key_distrusted = false;
  bool issuer_active = true;
  bool for_named_agencies = false;    // an own case that only those may know of
  bool access_notice_wanted = false;  // of another Party's copy: its issuer is told; decides nothing here
};

// How asking one Party went. Only kConsulted in this epoch and complete is an answer.
struct ConsultationEvidence {
  PartyCode party;
  bool consulted = false;
  bool in_this_epoch = false;
  bool complete = false;
  std::string failure{};  // why not, as a code such as INDEX_MISSING
  bool heard_within_a_day = false;
  bool can_pass_by_itself = true;  // no for what only people can change
  std::optional<UnixTime> as_of{};
  std::optional<UnixTime> next_capacity_at{};  // of a budget that is used up; whoever keeps it
  // Of the index that was searched; nothing for the own records.
  std::optional<Epoch> epoch{};
  std::string header_sha256{};  // 32 bytes or empty
};

enum class Measure { kOther, kRemoval, kDetention, kArrest, kCharge, kFine, kEntryBan, kPastConviction };

struct CheckEvidence {
  PartyCode own_party;
  CivilDate today;
  Measure measure = Measure::kOther;
  std::vector<MatchEvidence> matches;
  std::vector<PartyCode> parties_in_force;
  std::vector<ConsultationEvidence> consultations;  // the own records too, under the own Party
  bool own_clock_sane = false;
  bool trust_documents_in_force = false;
  bool asked_by_partial_date_only = false;  // no document handle either
};

// There is no value for "not a victim", and none will be added.
enum class CheckOutcome { kHold, kNoRecord, kIncomplete };

enum class ConsultationStatus { kConsulted, kTransient, kStanding };

// What qualifies a match; each asks to confirm with the issuing authority, none undoes a HOLD.
enum class Qualification {
  kPossibleMatch,
  kReviewOverdue,
  kKeyDistrusted,
  kRevocationNotInForce,
  kPartyNotActive,
  kStatusUnknown,
  kLogProofMissing,
  kLogDisputed,
};

enum class IncompleteReason { kPartyNotConsulted, kOwnClock, kTrustDocuments, kPartialDate };

enum class AdviceCode {
  kPauseRemoval,
  kReleaseFromDetentionAndRefer,
  kDoNotArrestAndRefer,
  kNoChargeBeforeAssessment,
  kNoFineBeforeAssessment,
  kNoEntryBanBeforeAssessment,
  kReviewPastConviction,
  kPauseMeasure,
  kChildUrgent,
  kConfirmWithIssuer,
  kPauseUntilComplete,
  kCallCounterTraffickingBody,
  kScreenWithIndicators,
  kAbsenceIsNoEvidence,
  kNoImmunity,
};

struct DecidedMatch {
  MatchEvidence evidence;
  HandleMark mark = HandleMark::kPossible;  // EXACT only by an exact handle that is no name and birth date
  bool recognised_under_14_2 = false;
  std::vector<Qualification> qualifications{};
};

struct ConsultedParty {
  PartyCode party;
  ConsultationStatus status = ConsultationStatus::kStanding;
  std::string reason;  // empty if consulted
  std::optional<UnixTime> as_of;
  // Of the index that was searched, also where that was no consultation; nothing for the own records.
  std::optional<Epoch> epoch{};
  std::string header_sha256{};                 // 32 bytes or empty
  std::optional<UnixTime> next_capacity_at{};  // not consulted for want of budget: there is some again from then on
};

struct StatusDecision {
  CheckOutcome outcome = CheckOutcome::kIncomplete;
  // EXACT before POSSIBLE, identified before presumed, receiving before others, then newest.
  std::vector<DecidedMatch> matches;
  // Every Party in force and the own one, which stands first; then by code.
  std::vector<ConsultedParty> consultations;
  std::vector<IncompleteReason> incomplete_reasons;  // what keeps it from NO_RECORD, whatever the outcome
  std::vector<AdviceCode> advice;
};

StatusDecision DecideStatus(const CheckEvidence& evidence);

// "HOLD", "NO_RECORD", "INCOMPLETE".
std::string_view CheckOutcomeName(CheckOutcome outcome);
// "PAUSE_REMOVAL".
std::string_view AdviceName(AdviceCode code);
// What the officer reads. Says neither victim nor trafficking: the paper may be found.
std::string_view AdviceText(AdviceCode code);

// Why a Party was not consulted, where the node that asks knows it by itself.
inline constexpr std::string_view kIndexMissing = "INDEX_MISSING";          // no verified index of this epoch is here
inline constexpr std::string_view kIndexForked = "INDEX_FORKED";            // its issuer signed two headers
inline constexpr std::string_view kKeyDistrusted = "KEY_DISTRUSTED";        // the key of its header is trusted no more
inline constexpr std::string_view kRecordUnreadable = "RECORD_UNREADABLE";  // something is there that does not open
inline constexpr std::string_view kProofInvalid = "PROOF_INVALID";          // evaluated with another key
inline constexpr std::string_view kPeerTooSlow = "PEER_TOO_SLOW";
inline constexpr std::string_view kNotConsulted = "NOT_CONSULTED";
inline constexpr std::string_view kOwnRecordsUnreadable = "OWN_RECORDS_UNREADABLE";
inline constexpr std::string_view kIndexIncomplete = "INDEX_INCOMPLETE";
inline constexpr std::string_view kOtherEpoch = "OTHER_EPOCH";
inline constexpr std::string_view kPartyRecordExpired = "PARTY_RECORD_EXPIRED";
inline constexpr std::string_view kOfficerBudgetExhausted = "OFFICER_BUDGET_EXHAUSTED";  // nobody was asked at all
inline constexpr std::string_view kAgencyBudgetExhausted = "AGENCY_BUDGET_EXHAUSTED";    // likewise
inline constexpr std::string_view kOwnBudgetUnreadable = "OWN_BUDGET_UNREADABLE";        // likewise
inline constexpr std::string_view kAgencyShareExhausted = "AGENCY_SHARE_EXHAUSTED";      // other Parties were not asked

// Whether only the node that asks may give this reason: another Party that gave it would speak in its name.
bool IsSaidByTheAskingNodeAlone(std::string_view reason);

// What stands in an answer where asking another Party came to `reason`: that, if it is one of the codes that may come
// of it; else PEER_REFUSED. No Party puts words of its own before an officer, or into a receipt that this node signs.
std::string_view ReasonFromAnotherParty(std::string_view reason);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_STATUS_DECISION_H_
