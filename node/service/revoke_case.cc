#include "node/service/revoke_case.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "node/domain/error.h"
#include "node/service/case_access.h"
#include "node/service/delivery_history.h"
#include "node/service/outward_streams.h"
#include "node/service/retry.h"
#include "node/statement/delivery_content.h"
#include "node/statement/withdrawal.h"

namespace vsx::service {
namespace {

absl::Status CheckRevocationInput(const NodeContext& node, const Actor& actor, const RevocationInput& input) {
  if (input.reason != domain::RevocationReason::kAtPersonsRequest &&
      (input.second_officer.empty() || input.second_officer == actor.officer)) {
    return domain::InvalidField("SECOND_OFFICER_NEEDED", "second_officer",
                                "a second officer must agree, unless the person herself asked for it");
  }
  if (input.reason == domain::RevocationReason::kNegativeAssessment &&
      (input.appeal_ended_at.seconds <= 0 || input.appeal_ended_at > node.clock.Now())) {
    return domain::InvalidField("APPEAL_TIME_OPEN", "appeal_ended_at",
                                "a negative assessment counts only when the time for an appeal is over");
  }
  return absl::OkStatus();
}

absl::Status QueueRevocation(const NodeContext& node, const store::LoadedCase& before, const domain::PartyCode& party,
                             const std::vector<domain::CopyId>& copies, domain::CaseRecord& after,
                             store::WriteBatch& batch) {
  const OutwardStream random = OpenDeliveryStream(node, after.id, party, domain::DeliveryType::kRevocation);
  domain::OutboxItem item{.id = *domain::StatementId::FromBytes(random->Bytes(domain::StatementId::kSize)),
                          .recipient = party,
                          .type = domain::DeliveryType::kRevocation,
                          .case_id = after.id};
  item.case_sequence = after.next_delivery++;
  item.queued_at = node.clock.Now();
  item.next_attempt_at = item.queued_at;
  item.copy_ids = copies;
  const domain::StatementId id = *domain::StatementId::FromBytes(random->Bytes(domain::StatementId::kSize));
  absl::StatusOr<statement::SignedStatement> revocation =
      statement::SignRevocation({.issuer = node.own_party(),
                                 .recipient = party,
                                 .id = id,
                                 .copy_ids = item.copy_ids,
                                 .reason = after.revocation->reason,
                                 .revoked_at = after.revocation->revoked_at},
                                node.attestation_signer);
  if (!revocation.ok()) return revocation.status();
  item.content = statement::EncodeRevocation(revocation->envelope);
  item.statement_type = std::string(statement::PayloadType(statement::StatementType::kRevocation));
  item.statement_id = std::string(id.bytes());
  item.payload_sha256 = revocation->payload_sha256;
  node.outbox.PutNew(batch, item, before.key);
  return absl::OkStatus();
}

// Takes back what waits, and tells one Party about what it has or may have.
absl::Status TellParty(const NodeContext& node, const store::LoadedCase& before, const domain::PartyCode& party,
                       const DeliveryHistory& history, domain::CaseRecord& after, store::WriteBatch& batch,
                       std::vector<domain::PartyCode>& queued_for) {
  for (const store::LoadedDelivery* delivery : history.deliveries) {
    if (delivery->item.type != domain::DeliveryType::kNotification || delivery->item.content.empty()) continue;
    domain::OutboxItem item = delivery->item;
    item.content.clear();
    if (item.state == domain::DeliveryState::kQueued) item.state = domain::DeliveryState::kStopped;
    if (absl::Status status = node.outbox.PutChanged(batch, *delivery, item); !status.ok()) return status;
  }
  const std::vector<domain::CopyId> there(history.there.begin(), history.there.end());
  for (size_t first = 0; first < there.size(); first += statement::kMostCopiesOfAStatement) {
    const size_t last = std::min(there.size(), first + statement::kMostCopiesOfAStatement);
    absl::Status queued = QueueRevocation(
        node, before, party,
        {there.begin() + static_cast<std::ptrdiff_t>(first), there.begin() + static_cast<std::ptrdiff_t>(last)}, after,
        batch);
    if (!queued.ok()) return queued;
  }
  if (!there.empty()) queued_for.push_back(party);
  return absl::OkStatus();
}
}  // namespace

absl::StatusOr<RevokedCase> RevokeCase(const NodeContext& node, const Actor& actor, const domain::CaseId& id,
                                       const RevocationInput& input) {
  if (absl::Status sound = CheckRevocationInput(node, actor, input); !sound.ok()) return sound;
  return RetryAborted([&]() -> absl::StatusOr<RevokedCase> {
    const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
    absl::StatusOr<CaseFamily> family = LoadFamilyOrSay(node, *snapshot, actor, domain::Method::kRevokeCase, id);
    if (!family.ok()) return family.status();
    const store::LoadedCase& before = family->subject;
    if (before.record.revocation.has_value()) {
      return RecordRefusal(node, actor, domain::Method::kRevokeCase, before,
                           domain::Precondition("CASE_REVOKED", "the case was revoked already"));
    }
    absl::StatusOr<store::DeliveriesOfCase> of_case = node.outbox.LoadOfCase(*snapshot, id);
    if (!of_case.ok()) return of_case.status();
    const std::vector<store::LoadedDelivery>& deliveries = of_case->deliveries;

    RevokedCase result{before.record, {}};
    domain::CaseRevocation& revocation = result.record.revocation.emplace();
    revocation.reason = input.reason;
    revocation.revoked_at = node.clock.Now();
    revocation.appeal_ended_at = input.appeal_ended_at;
    if (!input.second_officer.empty()) {
      revocation.second_officer_hash = node.audit.OfficerHash(actor.agency, input.second_officer);
    }
    store::WriteBatch batch;
    std::set<domain::PartyCode> parties;
    for (const store::LoadedDelivery& delivery : deliveries) parties.insert(delivery.item.recipient);
    for (const domain::PartyCode& party : parties) {
      const DeliveryHistory history = HistoryWith(party, deliveries);
      absl::Status told = TellParty(node, before, party, history, result.record, batch, result.queued_for);
      if (!told.ok()) return told;
    }
    node.cases.PutChanged(batch, before, result.record);
    node.audit.Append(batch, actor, domain::MethodName(domain::Method::kRevokeCase), "OK",
                      {store::CaseStore::Pseudonym(before)});
    if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
    WakeAll(node, result.queued_for);
    return result;
  });
}

}  // namespace vsx::service
