#include "node/service/check_evidence.h"

#include <string>
#include <utility>

namespace vsx::service {
namespace {

void AddBlindMatches(BlindAnswer& answer, KnownMatches& matches) {
  for (domain::MatchEvidence& found : answer.matches) {
    domain::MatchEvidence* match = matches.Find(found.issuer, found.attestation_id);
    if (match == nullptr) {
      const std::pair key(found.issuer, found.attestation_id);
      matches.by_attestation.emplace(key, std::move(found));
      continue;
    }
    match->handles.insert(match->handles.end(), found.handles.begin(), found.handles.end());
  }
}

domain::ConsultationEvidence OwnConsultation(const NodeContext& node, const KnownMatches& matches,
                                             domain::UnixTime now) {
  domain::ConsultationEvidence own{.party = node.own_party()};
  own.consulted = own.in_this_epoch = own.complete = matches.unreadable == 0;
  own.as_of = now;
  if (matches.unreadable > 0) own.failure = std::string(domain::kOwnRecordsUnreadable);
  own.can_pass_by_itself = false;
  return own;
}

// What a Party says under a record that has expired, or that is not here: what is found there counts, absence does not.
void NameExpiredRecords(const statement::TrustStore& trust, domain::UnixTime now, domain::CheckEvidence& evidence) {
  for (const domain::PartyCode& party : evidence.parties_in_force) {
    if (trust.RecordExpired(party, now)) evidence.trust_documents_in_force = false;
  }
  for (domain::ConsultationEvidence& one : evidence.consultations) {
    if (!trust.RecordExpired(one.party, now)) continue;
    one.complete = false;
    one.can_pass_by_itself = false;
    if (one.failure.empty()) one.failure = std::string(domain::kPartyRecordExpired);
  }
}

}  // namespace

std::vector<domain::PartyCode> OthersInForce(const NodeContext& node) {
  std::vector<domain::PartyCode> others = node.trust.ActiveParties();
  std::erase(others, node.own_party());
  return others;
}

domain::CheckEvidence GatherEvidence(const NodeContext& node, const CheckInput& input, KnownMatches& matches,
                                     std::vector<BlindAnswer>& answers, domain::UnixTime now) {
  for (BlindAnswer& answer : answers) AddBlindMatches(answer, matches);
  domain::CheckEvidence evidence{
      node.own_party(), domain::CivilDate::FromTime(now), input.measure, {}, {}, {}, false, false, false};
  for (auto& [key, match] : matches.by_attestation) evidence.matches.push_back(std::move(match));
  evidence.parties_in_force = node.trust.ActiveParties();
  if (node.trust.IsActive(node.own_party())) evidence.consultations.push_back(OwnConsultation(node, matches, now));
  for (const BlindAnswer& answer : answers) {
    evidence.consultations.push_back(answer.consultation);
    node.blind_checker.Rejudge(input.purpose, evidence.consultations.back());
  }
  evidence.own_clock_sane = node.blind_checker.OwnClockSane();
  evidence.trust_documents_in_force = !node.trust.ManifestExpired(now);
  NameExpiredRecords(node.trust, now, evidence);
  evidence.asked_by_partial_date_only = input.partial_date_only;
  return evidence;
}

}  // namespace vsx::service
