#include "node/domain/screening.h"

namespace vsx::domain {

std::string_view IncompleteReasonName(IncompleteReason reason) {
  switch (reason) {
    case IncompleteReason::kOwnClock:
      return "OWN_CLOCK";
    case IncompleteReason::kTrustDocuments:
      return "TRUST_DOCUMENTS";
    case IncompleteReason::kPartialDate:
      return "PARTIAL_DATE";
    case IncompleteReason::kPartyNotConsulted:
      break;
  }
  return "";
}

std::vector<AdviceCode> AdviceForARow(const StatusDecision& decision) {
  std::vector<AdviceCode> advice = decision.advice;
  std::erase(advice, AdviceCode::kChildUrgent);
  std::erase(advice, AdviceCode::kConfirmWithIssuer);
  return advice;
}

std::vector<DecidedMatch> MatchesToKeep(const StatusDecision& decision) {
  std::vector<DecidedMatch> kept;
  for (const DecidedMatch& match : decision.matches) {
    if (kept.size() == kMostMatchesKept) break;
    // Whoever may know of such a case has it; other agencies of the body's kind read hits too.
    if (match.evidence.for_named_agencies) continue;
    if (match.evidence.source == MatchSource::kOwnCase) {
      kept.push_back({.evidence = {.issuer = match.evidence.issuer}, .mark = match.mark});
      continue;
    }
    kept.push_back(match);
    kept.back().evidence.attestation_id.clear();
  }
  return kept;
}

}  // namespace vsx::domain
