#include "node/service/receive_withdrawal.h"

#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "crypto/case_pseudonym.h"
#include "node/domain/error.h"
#include "node/service/received_statement.h"
#include "node/service/retry.h"
#include "node/statement/delivery_content.h"
#include "node/statement/receipts.h"
#include "node/statement/withdrawal.h"

namespace vsx::service {
namespace {

using domain::DeliveryType;
using store::ReceivedMark;

// Step 1: takes out what is here of the copies, and marks every id as erased.
absl::StatusOr<ReceivedMark> TakeOut(const NodeContext& node, const IncomingDelivery& delivery,
                                     const statement::Verified<statement::Withdrawal>& withdrawal) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  const std::string id(withdrawal.content.id.bytes());
  absl::StatusOr<std::optional<ReceivedMark>> earlier = node.inbox.FindMark(*snapshot, delivery.sender, id);
  if (!earlier.ok()) return earlier.status();
  if (earlier->has_value()) {
    if ((*earlier)->type == DeliveryType::kWithdrawal &&
        (*earlier)->payload_sha256 == withdrawal.statement.payload_sha256) {
      return **std::move(earlier);
    }
    return RefuseConflict(node, *snapshot, delivery, id, (*earlier)->payload_sha256,
                          withdrawal.statement.payload_sha256);
  }

  store::WriteBatch batch;
  batch.UseReservedSpace();  // an erasure must not fail for want of space
  ReceivedMark mark{.type = DeliveryType::kWithdrawal};
  mark.payload_sha256 = withdrawal.statement.payload_sha256;
  std::vector<std::string> pseudonyms;
  std::set<domain::CopyId> taken;
  std::set<std::string> erased_ids;
  for (const domain::CopyId& copy : withdrawal.content.copy_ids) {
    erased_ids.emplace(copy.bytes());
    absl::StatusOr<std::optional<domain::CopyId>> notice = node.inbox.NoticeOf(*snapshot, delivery.sender, copy);
    if (!notice.ok()) return notice.status();
    if (!notice->has_value() || !taken.insert(**notice).second) continue;
    absl::StatusOr<store::LoadedInboxItem> item = node.inbox.Load(*snapshot, delivery.sender, **notice);
    if (absl::IsNotFound(item.status())) continue;  // replaced, or erased before
    if (!item.ok()) return item.status();
    // A notice and the protective copy beside it speak of one person: whoever is recalled in one is recalled in both.
    erased_ids.emplace(item->item.notice_id.bytes());
    if (!item->item.protective_copy_id.empty()) erased_ids.insert(item->item.protective_copy_id);
    pseudonyms.push_back(crypto::CasePseudonym(item->key.key, item->item.notice_id.bytes()));
    mark.keys_to_destroy.push_back(item->key.id);
    node.inbox.Delete(batch, *item);
  }
  for (const std::string& erased : erased_ids) {
    absl::StatusOr<std::optional<ReceivedMark>> before = node.inbox.FindMark(*snapshot, delivery.sender, erased);
    if (!before.ok()) return before.status();
    // Only copies are erased: the mark of another statement, which may have an erasure to finish, stays.
    if (before->has_value() && (*before)->type != DeliveryType::kNotification) continue;
    ReceivedMark tombstone{.type = DeliveryType::kNotification};
    if (before->has_value()) tombstone.payload_sha256 = (*before)->payload_sha256;
    tombstone.erased = true;
    node.inbox.ReplaceMark(batch, delivery.sender, erased, *before, tombstone);
  }
  node.inbox.PutMark(batch, delivery.sender, id, mark);
  node.audit.AppendExchange(batch, delivery.sender_uri, delivery.sender, "Deliver", "WITHDRAWAL", pseudonyms);
  if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
  return mark;
}

// Step 3: signs the receipt and stores it in the withdrawal's mark.
absl::StatusOr<std::string> Acknowledge(const NodeContext& node, const domain::PartyCode& issuer,
                                        const domain::StatementId& id, const std::string& sender_uri,
                                        const ReceivedMark& mark) {
  absl::StatusOr<statement::SignedStatement> receipt =
      statement::SignErasureReceipt({.recipient = node.own_party(),
                                     .issuer = issuer,
                                     .withdrawal_id = id,
                                     .payload_sha256 = mark.payload_sha256,
                                     .erased_at = node.clock.Now()},
                                    node.operations_signer);
  if (!receipt.ok()) return receipt.status();
  ReceivedMark done = mark;
  done.keys_to_destroy.clear();
  done.receipt_envelope = receipt->envelope;
  store::WriteBatch batch;
  batch.UseReservedSpace();
  node.inbox.ReplaceMark(batch, issuer, id.bytes(), mark, done);
  node.audit.AppendExchange(batch, sender_uri, issuer, "Deliver", "ERASED", {});
  if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
  return std::move(receipt->envelope);
}

// Steps 2 and 3.
absl::StatusOr<std::string> Finish(const NodeContext& node, const domain::PartyCode& issuer,
                                   const domain::StatementId& id, const std::string& sender_uri,
                                   const ReceivedMark& mark) {
  if (!mark.receipt_envelope.empty()) return mark.receipt_envelope;
  if (!mark.keys_to_destroy.empty()) {
    if (absl::Status gone = node.inbox.DestroyKeys(mark.keys_to_destroy); !gone.ok()) return gone;
  }
  return Acknowledge(node, issuer, id, sender_uri, mark);
}

}  // namespace

absl::StatusOr<std::string> ReceiveWithdrawal(const NodeContext& node, const IncomingDelivery& delivery,
                                              std::string_view content) {
  absl::StatusOr<std::string> envelope = statement::DecodeWithdrawal(content);
  if (!envelope.ok()) return envelope.status();
  absl::StatusOr<statement::Verified<statement::Withdrawal>> withdrawal =
      statement::VerifyWithdrawal(node.trust, *envelope, delivery.sender, node.own_party(), node.clock.Now());
  if (!withdrawal.ok()) return withdrawal.status();
  return RetryAborted([&]() -> absl::StatusOr<std::string> {
    absl::StatusOr<ReceivedMark> mark = TakeOut(node, delivery, *withdrawal);
    if (!mark.ok()) return mark.status();
    return Finish(node, delivery.sender, withdrawal->content.id, delivery.sender_uri, *mark);
  });
}

absl::Status FinishErasures(const NodeContext& node) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  std::string page;
  do {
    absl::StatusOr<store::MarkPage> marks = node.inbox.ListMarks(*snapshot, page, store::kMaxPageRows);
    if (!marks.ok()) return marks.status();
    for (const store::MarkPage::Entry& entry : marks->entries) {
      const ReceivedMark& mark = entry.mark;
      if (mark.type != DeliveryType::kWithdrawal || !mark.receipt_envelope.empty()) continue;
      absl::StatusOr<std::string> receipt =
          Finish(node, entry.issuer, *domain::StatementId::FromBytes(entry.id), "", mark);
      if (!receipt.ok() && !absl::IsAborted(receipt.status())) return receipt.status();
    }
    page = std::move(marks->next_page);
  } while (!page.empty());
  return absl::OkStatus();
}

}  // namespace vsx::service
