#include "node/service/upgrade_status.h"

#include <memory>
#include <utility>

#include "node/domain/error.h"
#include "node/service/case_access.h"
#include "node/service/retry.h"

namespace vsx::service {
namespace {

absl::Status CheckUpgrade(const domain::CaseRecord& record, domain::CaseStatus status) {
  if (record.revocation.has_value()) {
    return domain::Precondition("CASE_REVOKED", "the case was revoked: register the person anew");
  }
  if (status > record.facts.status) return absl::OkStatus();
  return domain::Precondition("NOT_AN_UPGRADE",
                              "a status only moves up: presumed, under assessment, identified. To end it, revoke");
}

}  // namespace

absl::StatusOr<UpgradedCase> UpgradeStatus(const NodeContext& node, const Actor& actor, const domain::CaseId& id,
                                           domain::CaseStatus status,
                                           const std::optional<domain::CivilDate>& date_identified) {
  if (status == domain::CaseStatus::kIdentified && !date_identified.has_value()) {
    return domain::InvalidField("DATE_MISSING", "date_identified", "say on which day the person was identified");
  }
  if (date_identified.has_value() && *date_identified > domain::CivilDate::LatestToday(node.clock.Now())) {
    return domain::InvalidField("DATE_IN_FUTURE", "date_identified", "the day of identification lies in the future");
  }
  return RetryAborted([&]() -> absl::StatusOr<UpgradedCase> {
    const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
    absl::StatusOr<CaseFamily> family = LoadFamilyOrSay(node, *snapshot, actor, domain::Method::kUpgradeStatus, id);
    if (!family.ok()) return family.status();
    domain::CaseRecord after = family->subject.record;
    if (absl::Status allowed = CheckUpgrade(after, status); !allowed.ok()) {
      return RecordRefusal(node, actor, domain::Method::kUpgradeStatus, family->subject, allowed);
    }
    after.facts.status = status;
    if (date_identified.has_value()) after.facts.date_identified = date_identified;
    after.history.push_back({status, node.clock.Now()});

    store::WriteBatch batch;
    absl::StatusOr<CopyChanges> changes =
        ReconcileCopies(node, *snapshot, family->subject, after, RecordsOf(*family), batch);
    if (!changes.ok()) return changes.status();
    node.audit.Append(batch, actor, domain::MethodName(domain::Method::kUpgradeStatus), "OK",
                      {store::CaseStore::Pseudonym(family->subject)});
    if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
    WakeAll(node, changes->queued_for);
    return UpgradedCase{std::move(after), *std::move(changes)};
  });
}

}  // namespace vsx::service
