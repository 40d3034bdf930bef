#include "node/domain/status_decision.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace vsx::domain {
namespace {

// system.md: "A biographic match, or a handle that the issuer marked POSSIBLE" is a possible match.
HandleMark BestMark(const MatchEvidence& match) {
  const bool exact = std::any_of(match.handles.begin(), match.handles.end(), [](const MatchedHandle& handle) {
    return handle.mark == HandleMark::kExact && handle.handle_class != HandleClass::kBiographic;
  });
  return exact ? HandleMark::kExact : HandleMark::kPossible;
}

// §4: a match "stops holding only by its issuer's revocation in force (§6) or by recall"; §5: "different person …
// POSSIBLE matches only".
bool Holds(const MatchEvidence& match) {
  switch (match.standing) {
    case MatchStanding::kRevocationInForce:
    case MatchStanding::kRecalled:
      return false;
    case MatchStanding::kDifferentPerson:
      return BestMark(match) == HandleMark::kExact;
    case MatchStanding::kStands:
    case MatchStanding::kRevocationNotInForce:
      break;
  }
  return true;
}

bool IsKnownStatus(CaseStatus status) {
  return status == CaseStatus::kPresumed || status == CaseStatus::kUnderAssessment || status == CaseStatus::kIdentified;
}

std::vector<Qualification> Qualify(const MatchEvidence& match, const CivilDate& today) {
  std::vector<Qualification> found;
  if (BestMark(match) == HandleMark::kPossible) found.push_back(Qualification::kPossibleMatch);
  if (match.review_by.has_value() && *match.review_by < today) found.push_back(Qualification::kReviewOverdue);
  if (match.signing_key_distrusted) found.push_back(Qualification::kKeyDistrusted);
  if (match.standing == MatchStanding::kRevocationNotInForce) found.push_back(Qualification::kRevocationNotInForce);
  if (!match.issuer_active) found.push_back(Qualification::kPartyNotActive);
  if (!IsKnownStatus(match.status)) found.push_back(Qualification::kStatusUnknown);
  // §6: before `log_from` the absence of a proof "qualifies nothing"; the answer says NOT_LOGGED.
  if (match.log_proof == LogProof::kMissing) found.push_back(Qualification::kLogProofMissing);
  if (match.log_proof == LogProof::kDisputed) found.push_back(Qualification::kLogDisputed);
  return found;
}

int StatusRank(CaseStatus status) {
  switch (status) {
    case CaseStatus::kIdentified:
      return 0;
    case CaseStatus::kUnderAssessment:
      return 1;
    default:
      return 2;
  }
}

// Days as a number that sorts newest first; no date comes last.
int NewestFirst(const std::optional<CivilDate>& date) {
  return date.has_value() ? -((date->year() * 100 + date->month()) * 100 + date->day()) : 0;
}

auto SortKey(const DecidedMatch& match) {
  const MatchEvidence& evidence = match.evidence;
  return std::make_tuple(match.mark, StatusRank(evidence.status), evidence.capacity != Capacity::kReceiving,
                         NewestFirst(evidence.date_identified), evidence.issuer.value(), evidence.attestation_id);
}

std::vector<DecidedMatch> DecideMatches(const CheckEvidence& evidence) {
  std::vector<DecidedMatch> matches;
  for (const MatchEvidence& match : evidence.matches) {
    if (!Holds(match)) continue;
    // §2: "only a receiving Party's identification is answered as recognised under Art. 14(2)": another Party's.
    const bool recognised = match.source != MatchSource::kOwnCase && match.issuer != evidence.own_party &&
                            match.capacity == Capacity::kReceiving && match.status == CaseStatus::kIdentified;
    matches.push_back({match, BestMark(match), recognised, Qualify(match, evidence.today)});
  }
  std::stable_sort(matches.begin(), matches.end(),
                   [](const DecidedMatch& a, const DecidedMatch& b) { return SortKey(a) < SortKey(b); });
  return matches;
}

ConsultedParty NotConsulted(const PartyCode& party) {
  return {party, ConsultationStatus::kStanding, std::string(kNotConsulted), std::nullopt, std::nullopt, {}};
}

ConsultedParty Judge(const ConsultationEvidence& consultation) {
  ConsultedParty judged = NotConsulted(consultation.party);
  judged.epoch = consultation.epoch;
  judged.header_sha256 = consultation.header_sha256;
  if (consultation.consulted && consultation.in_this_epoch && consultation.complete) {
    judged.status = ConsultationStatus::kConsulted;
    judged.reason.clear();
    judged.as_of = consultation.as_of;
    return judged;
  }
  judged.next_capacity_at = consultation.next_capacity_at;
  // §4: "`TRANSIENT` (heard within 24 h) or `STANDING`". Who says when there is capacity again was heard, or is here.
  const bool is_there = consultation.heard_within_a_day || consultation.next_capacity_at.has_value();
  if (is_there && consultation.can_pass_by_itself) judged.status = ConsultationStatus::kTransient;
  if (!consultation.failure.empty()) {
    judged.reason = consultation.failure;
  } else if (consultation.consulted) {
    judged.reason = std::string(consultation.complete ? kOtherEpoch : kIndexIncomplete);
  }
  return judged;
}

// One line per Party that must be asked. Two accounts of one Party that differ count as the worse.
std::vector<ConsultedParty> JudgeParties(const CheckEvidence& evidence) {
  std::vector<PartyCode> parties = evidence.parties_in_force;
  std::sort(parties.begin(), parties.end());
  parties.erase(std::unique(parties.begin(), parties.end()), parties.end());
  std::erase(parties, evidence.own_party);
  parties.insert(parties.begin(), evidence.own_party);

  std::vector<ConsultedParty> judged;
  for (const PartyCode& party : parties) {
    std::optional<ConsultedParty> worst;
    for (const ConsultationEvidence& consultation : evidence.consultations) {
      if (consultation.party != party) continue;
      ConsultedParty account = Judge(consultation);
      if (!worst.has_value() || account.status > worst->status) worst = std::move(account);
    }
    judged.push_back(worst.value_or(NotConsulted(party)));
  }
  return judged;
}

// §4, NO_RECORD: "all Parties in force consulted in this epoch, complete, own clock sane, trust documents in force".
std::vector<IncompleteReason> WhyNotNoRecord(const CheckEvidence& evidence,
                                             const std::vector<ConsultedParty>& consultations) {
  std::vector<IncompleteReason> reasons;
  const bool all = std::all_of(consultations.begin(), consultations.end(), [](const ConsultedParty& party) {
    return party.status == ConsultationStatus::kConsulted;
  });
  // No Party in force means that nobody knows who they are.
  if (!all || evidence.parties_in_force.empty()) reasons.push_back(IncompleteReason::kPartyNotConsulted);
  if (!evidence.own_clock_sane) reasons.push_back(IncompleteReason::kOwnClock);
  if (!evidence.trust_documents_in_force) reasons.push_back(IncompleteReason::kTrustDocuments);
  if (evidence.asked_by_partial_date_only) reasons.push_back(IncompleteReason::kPartialDate);
  return reasons;
}

AdviceCode AdviceFor(Measure measure) {
  switch (measure) {
    case Measure::kRemoval:
      return AdviceCode::kPauseRemoval;
    case Measure::kDetention:
      return AdviceCode::kReleaseFromDetentionAndRefer;
    case Measure::kArrest:
      return AdviceCode::kDoNotArrestAndRefer;
    case Measure::kCharge:
      return AdviceCode::kNoChargeBeforeAssessment;
    case Measure::kFine:
      return AdviceCode::kNoFineBeforeAssessment;
    case Measure::kEntryBan:
      return AdviceCode::kNoEntryBanBeforeAssessment;
    case Measure::kPastConviction:
      return AdviceCode::kReviewPastConviction;
    case Measure::kOther:
      break;
  }
  return AdviceCode::kPauseMeasure;
}

std::vector<AdviceCode> Advise(const CheckEvidence& evidence, const StatusDecision& decision) {
  std::vector<AdviceCode> advice;
  if (decision.outcome == CheckOutcome::kHold) {
    advice.push_back(AdviceFor(evidence.measure));
    const auto any = [&](auto predicate) {
      return std::any_of(decision.matches.begin(), decision.matches.end(), predicate);
    };
    if (any([](const DecidedMatch& match) { return match.evidence.age_class != AgeClass::kAdult; })) {
      advice.push_back(AdviceCode::kChildUrgent);
    }
    if (any([](const DecidedMatch& match) { return !match.qualifications.empty(); })) {
      advice.push_back(AdviceCode::kConfirmWithIssuer);
    }
  }
  if (decision.outcome == CheckOutcome::kIncomplete) advice.push_back(AdviceCode::kPauseUntilComplete);
  if (decision.outcome != CheckOutcome::kNoRecord) advice.push_back(AdviceCode::kCallCounterTraffickingBody);
  // system.md, rule 1: every answer says so.
  advice.push_back(AdviceCode::kScreenWithIndicators);
  advice.push_back(AdviceCode::kAbsenceIsNoEvidence);
  advice.push_back(AdviceCode::kNoImmunity);
  return advice;
}

}  // namespace

bool IsSaidByTheAskingNodeAlone(std::string_view reason) {
  constexpr std::string_view kOwnReasons[] = {kIndexMissing,          kIndexForked,
                                              kKeyDistrusted,         kRecordUnreadable,
                                              kProofInvalid,          kPeerTooSlow,
                                              kNotConsulted,          kOwnRecordsUnreadable,
                                              kIndexIncomplete,       kOtherEpoch,
                                              kPartyRecordExpired,    kOfficerBudgetExhausted,
                                              kAgencyBudgetExhausted, kOwnBudgetUnreadable,
                                              kAgencyShareExhausted,  "PEER_NOT_REACHED",
                                              "PEER_NOT_KNOWN",       "OWN_CERTIFICATE_UNREADABLE"};
  return std::ranges::find(kOwnReasons, reason) != std::end(kOwnReasons);
}

std::string_view ReasonFromAnotherParty(std::string_view reason) {
  constexpr std::string_view kReasons[] = {
      "BUDGET_EXHAUSTED",   "SEED_UNAVAILABLE",       "WRONG_EPOCH",
      "RATE_LIMITED",       "INDEX_NOT_PUBLISHED",    "INDEX_CLASS_UNKNOWN",
      "TOO_MANY_BATCHES",   "EVALUATION_MALFORMED",   "PARTY_UNKNOWN",
      "WRONG_PARTY",        "WRONG_CERTIFICATE_KIND", "NO_CERTIFICATE",
      "CERTIFICATE_DENIED", "DEADLINE_EXCEEDED",      kPeerTooSlow,
      "PEER_NOT_REACHED",   "PEER_NOT_KNOWN",         "OWN_CERTIFICATE_UNREADABLE"};
  const auto* const found = std::ranges::find(kReasons, reason);
  return found != std::end(kReasons) ? *found : "PEER_REFUSED";
}

StatusDecision DecideStatus(const CheckEvidence& evidence) {
  StatusDecision decision;
  decision.matches = DecideMatches(evidence);
  decision.consultations = JudgeParties(evidence);
  decision.incomplete_reasons = WhyNotNoRecord(evidence, decision.consultations);
  if (!decision.matches.empty()) {
    decision.outcome = CheckOutcome::kHold;
  } else if (decision.incomplete_reasons.empty()) {
    decision.outcome = CheckOutcome::kNoRecord;
  } else {
    decision.outcome = CheckOutcome::kIncomplete;
  }
  decision.advice = Advise(evidence, decision);
  return decision;
}

}  // namespace vsx::domain
