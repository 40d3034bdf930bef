#include "node/service/issue_reference_code.h"

#include <array>
#include <cstdint>
#include <memory>

#include "node/domain/error.h"
#include "node/service/case_access.h"
#include "node/service/outward_streams.h"
#include "node/service/retry.h"

namespace vsx::service {
namespace {

absl::Status CheckHandout(const domain::CaseRecord& record) {
  if (record.revocation.has_value()) return domain::Precondition("CASE_REVOKED", "the case was revoked");
  if (record.consent_number == 0) {
    return domain::Precondition("NOT_ASKED",
                                "a code is handed out only after the person was asked: record the interview");
  }
  if (record.facts.handles.size() < domain::kMaxHandles) return absl::OkStatus();
  return domain::Precondition("TOO_MANY_HANDLES", "a case has at most 8 documents, names and codes");
}

}  // namespace

absl::StatusOr<domain::ReferenceCode> IssueReferenceCode(const NodeContext& node, const Actor& actor,
                                                         const domain::CaseId& id) {
  std::array<uint8_t, domain::ReferenceCode::kRandomBytes> random{};
  OpenReferenceCodeStream(node, id)->Fill(absl::MakeSpan(random));
  const domain::ReferenceCode code = domain::ReferenceCode::FromRandom(random);
  return RetryAborted([&]() -> absl::StatusOr<domain::ReferenceCode> {
    const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
    absl::StatusOr<CaseFamily> family =
        LoadFamilyOrSay(node, *snapshot, actor, domain::Method::kIssueReferenceCode, id);
    if (!family.ok()) return family.status();
    domain::CaseRecord after = family->subject.record;
    if (absl::Status allowed = CheckHandout(after); !allowed.ok()) {
      return RecordRefusal(node, actor, domain::Method::kIssueReferenceCode, family->subject, allowed);
    }
    const domain::Handle handle = domain::Handle::FromReference(code);
    after.facts.handles.push_back({handle, domain::HandleMark::kExact});
    after.facts.code_handed_over = true;
    ++after.reference_code_count;

    store::WriteBatch batch;
    node.cases.PutHandle(batch, id, handle);
    absl::StatusOr<CopyChanges> changes =
        ReconcileCopies(node, *snapshot, family->subject, after, RecordsOf(*family), batch);
    if (!changes.ok()) return changes.status();
    node.audit.Append(batch, actor, domain::MethodName(domain::Method::kIssueReferenceCode), "OK",
                      {store::CaseStore::Pseudonym(family->subject)});
    if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
    WakeAll(node, changes->queued_for);
    return code;
  });
}

}  // namespace vsx::service
