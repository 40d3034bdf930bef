#include "node/service/receive_access_notice.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "node/domain/access_notice.h"
#include "node/domain/error.h"
#include "node/service/case_access.h"
#include "node/service/received_statement.h"
#include "node/service/retry.h"
#include "node/statement/access_notice.h"
#include "node/statement/delivery_content.h"
#include "store/access_notice_store.h"

namespace vsx::service {
namespace {

absl::Status CopyUnknown() {
  return domain::Error(absl::StatusCode::kNotFound, "COPY_UNKNOWN", "copy_id",
                       "no copy with this id was made for the sender");
}

// The case whose copy was found.
absl::StatusOr<store::LoadedCase> CaseOf(const NodeContext& node, const store::Snapshot& snapshot,
                                         const statement::AccessNotice& notice) {
  absl::StatusOr<store::CopyOwner> owner = node.access_notices.FindOwner(snapshot, notice.copy_id);
  if (absl::IsNotFound(owner.status())) return CopyUnknown();
  if (!owner.ok()) return owner.status();
  if (owner->recipient != notice.issuer) return CopyUnknown();
  absl::StatusOr<store::LoadedCase> of = node.cases.Load(snapshot, owner->case_id);
  return absl::IsNotFound(of.status()) ? CopyUnknown() : std::move(of);
}

// Adds the notice to those of the case.
absl::Status Keep(const NodeContext& node, const store::Snapshot& snapshot, const store::LoadedCase& of,
                  const statement::AccessNotice& notice, store::WriteBatch& batch) {
  absl::StatusOr<store::LoadedAccessNotices> before = node.access_notices.Load(snapshot, of);
  if (!before.ok()) return before.status();
  domain::AccessNotices after = before->notices;
  if (after.Add({notice.issuer, notice.agency_kind, notice.purpose, notice.day})) {
    node.access_notices.Put(batch, of, *before, after);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> StoreAccessNotice(const NodeContext& node, const IncomingDelivery& delivery,
                                              const statement::Verified<statement::AccessNotice>& verified) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  const statement::AccessNotice& notice = verified.content;
  const std::string id(notice.id.bytes());
  const std::string& hash = verified.statement.payload_sha256;
  absl::StatusOr<std::optional<std::string>> earlier = FindEarlier(node, *snapshot, delivery, {id}, hash);
  if (!earlier.ok()) return earlier.status();
  if (earlier->has_value()) return **std::move(earlier);
  absl::StatusOr<store::LoadedCase> of = CaseOf(node, *snapshot, notice);
  if (!of.ok()) return of.status();
  absl::StatusOr<std::string> receipt =
      SignReceiptFor(node, delivery, statement::StatementType::kAccessNotice, notice.id, hash, "");
  if (!receipt.ok()) return receipt.status();

  store::WriteBatch batch;
  store::ReceivedMark mark{.type = domain::DeliveryType::kAccessNotice};
  mark.payload_sha256 = hash;
  mark.receipt_envelope = *receipt;
  node.inbox.PutMark(batch, delivery.sender, id, mark);
  if (domain::StillWantsAccessNotices(ConsentInForce(of->record), delivery.sender)) {
    if (absl::Status kept = Keep(node, *snapshot, *of, notice, batch); !kept.ok()) return kept;
    node.audit.AppendExchange(batch, delivery.sender_uri, delivery.sender, "Deliver", "ACCESS_NOTICE",
                              {store::CaseStore::Pseudonym(*of)});
  } else {
    node.audit.AppendExchange(batch, delivery.sender_uri, delivery.sender, "Deliver", "ACCESS_NOTICE_NOT_KEPT", {});
  }
  if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
  return receipt;
}

}  // namespace

absl::StatusOr<std::string> ReceiveAccessNotice(const NodeContext& node, const IncomingDelivery& delivery,
                                                std::string_view content) {
  absl::StatusOr<std::string> envelope = statement::DecodeAccessNotice(content);
  if (!envelope.ok()) return envelope.status();
  absl::StatusOr<statement::Verified<statement::AccessNotice>> notice =
      statement::VerifyAccessNotice(node.trust, *envelope, delivery.sender, node.own_party(), node.clock.Now());
  if (!notice.ok()) return notice.status();
  return RetryAborted([&] { return StoreAccessNotice(node, delivery, *notice); });
}

}  // namespace vsx::service
