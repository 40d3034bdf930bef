#include "node/api/admin_handlers.h"

#include "node/api/access_check.h"
#include "node/service/outbox_status.h"
#include "node/service/read_audit.h"
#include "node/statement/enums.h"

namespace vsx::api {

absl::Status NodeAdminHandlers::GetNodeStatus(const AgencyCaller& caller, const v1::GetNodeStatusRequest& request,
                                              v1::GetNodeStatusResponse* response) {
  absl::StatusOr<service::Actor> actor =
      CheckAccess(caller, request.context(), domain::Method::kGetNodeStatus, node_.audit);
  if (!actor.ok()) return actor.status();
  // A node that takes no writes still says so: this call is the one that must answer then.
  const absl::Status audited = node_.audit.Record(*actor, domain::MethodName(domain::Method::kGetNodeStatus), "OK", {});
  response->set_accepting_writes(audited.ok());

  const statement::TrustStore& trust = node_.trust;
  const domain::UnixTime now = node_.clock.Now();
  response->set_party(trust.own_party().value());
  response->set_node(identity_.name);
  response->set_version(identity_.version);
  response->set_started_at(identity_.started_at.seconds);
  response->set_manifest_version(trust.manifest_version());
  response->set_manifest_sha256(trust.manifest_sha256());
  response->set_manifest_expires_at(trust.manifest_expires_at().seconds);
  response->set_manifest_expired(trust.ManifestExpired(now));
  for (const statement::ManifestParty& party : trust.parties()) {
    v1::PartyStatus* out = response->add_parties();
    out->set_party(party.party.value());
    out->set_state(statement::ToProto(party.state));
    const statement::PartyRecord* record = trust.FindRecord(party.party);
    if (record != nullptr) {
      out->set_record_version(record->version);
      out->set_record_expires_at(record->expires_at.seconds);
    }
    out->set_record_expired(trust.RecordExpired(party.party, now));
  }
  for (const domain::PartyCode& state : trust.MemberStatesOutside()) response->add_member_states_outside(state.value());
  response->set_log_state(v1::LOG_STATE_NOT_LOGGED);
  absl::StatusOr<uint64_t> head = service::AuditHeadNumber(node_);
  if (!head.ok()) return head.status();
  response->set_audit_head_number(*head);
  return absl::OkStatus();
}

absl::Status NodeAdminHandlers::GetOutboxStatus(const AgencyCaller& caller, const v1::GetOutboxStatusRequest& request,
                                                v1::GetOutboxStatusResponse* response) {
  absl::StatusOr<service::Actor> actor =
      CheckAccess(caller, request.context(), domain::Method::kGetOutboxStatus, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<std::vector<service::OutboxPartyStatus>> statuses = service::GetOutboxStatus(node_);
  if (!statuses.ok()) return statuses.status();
  absl::Status audited = node_.audit.Record(*actor, domain::MethodName(domain::Method::kGetOutboxStatus), "OK", {});
  if (!audited.ok()) return audited;
  for (const service::OutboxPartyStatus& status : *statuses) {
    v1::OutboxPartyStatus* out = response->add_parties();
    out->set_party(status.party.value());
    out->set_pending(status.pending);
    out->set_overdue(status.overdue);
    out->set_refused(status.refused);
    out->set_oldest_queued_at(status.oldest_queued_at.seconds);
    out->set_last_failure(status.last_failure);
    out->set_next_attempt_at(status.next_attempt_at.seconds);
  }
  return absl::OkStatus();
}

}  // namespace vsx::api
