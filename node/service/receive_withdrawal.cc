#include "node/service/receive_withdrawal.h"

#include <map>
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

constexpr size_t kMostTakenOut = 1024;

using domain::DeliveryType;
using store::CaseKeyId;
using store::ReceivedMark;

// What step 1 leaves to do: the withdrawal's mark, and the copies whose tombstones name keys.
struct TakenOut {
  ReceivedMark mark{.type = DeliveryType::kWithdrawal};
  std::set<std::string> copies;
};

// Adds to `copies` what this item was to take the place of, where that stands beside it because it protects more
// (ReceiveDelivery): the issuer took it to be gone, so no withdrawal will name it.
void AddThoseBeside(const NodeContext& node, const store::Snapshot& snapshot, const domain::InboxItem& item,
                    std::vector<domain::CopyId>& copies) {
  for (const std::string* envelope : {&item.notice_envelope, &item.protective_envelope}) {
    const absl::StatusOr<statement::CopyContent> copy = ContentOf(*envelope);
    if (!copy.ok() || !copy->replaces.has_value() || copies.size() >= kMostTakenOut) continue;
    const absl::StatusOr<std::optional<domain::CopyId>> beside =
        node.inbox.NoticeOf(snapshot, item.issuer, *copy->replaces);
    const bool is_here = beside.ok() && beside->has_value() && node.inbox.Load(snapshot, item.issuer, **beside).ok();
    if (is_here) copies.push_back(**beside);
  }
}

// Takes the copy's item out, if it is here, and says which copies are erased with it and which keys go. Adds to
// `copies` what is to be taken out too.
absl::Status TakeOutCopy(const NodeContext& node, const store::Snapshot& snapshot, const domain::PartyCode& issuer,
                         const domain::CopyId& copy, std::vector<domain::CopyId>& copies, store::WriteBatch& batch,
                         std::map<std::string, std::set<CaseKeyId>>& erased, std::vector<std::string>& pseudonyms) {
  const std::string id(copy.bytes());
  if (erased.contains(id)) return absl::OkStatus();
  absl::StatusOr<std::set<CaseKeyId>> pending = PendingKeys(node, snapshot, issuer, {id});
  if (!pending.ok()) return pending.status();
  erased[id] = *std::move(pending);
  absl::StatusOr<std::optional<domain::CopyId>> notice = node.inbox.NoticeOf(snapshot, issuer, copy);
  if (!notice.ok()) return notice.status();
  if (!notice->has_value()) return absl::OkStatus();
  absl::StatusOr<store::LoadedInboxItem> item = node.inbox.Load(snapshot, issuer, **notice);
  if (absl::IsNotFound(item.status())) return absl::OkStatus();  // replaced, or erased before
  if (!item.ok()) return item.status();
  // A notice and the protective copy beside it speak of one person: whoever is recalled in one is recalled in both.
  std::set<std::string> both = {std::string(item->item.notice_id.bytes())};
  if (!item->item.protective_copy_id.empty()) both.insert(item->item.protective_copy_id);
  absl::StatusOr<std::set<CaseKeyId>> keys = PendingKeys(node, snapshot, issuer, both);
  if (!keys.ok()) return keys.status();
  keys->insert(item->key.id);
  for (const std::string& one : both) erased[one] = *keys;
  pseudonyms.push_back(crypto::CasePseudonym(item->key.key, item->item.notice_id.bytes()));
  node.inbox.Delete(batch, *item);
  AddThoseBeside(node, snapshot, item->item, copies);
  return absl::OkStatus();
}

// The tombstone names the keys until they are destroyed, so that another withdrawal of the copy waits for them too.
absl::Status PutTombstone(const NodeContext& node, const store::Snapshot& snapshot, const domain::PartyCode& issuer,
                          const std::string& copy, const std::set<CaseKeyId>& keys, store::WriteBatch& batch) {
  absl::StatusOr<std::optional<ReceivedMark>> before = node.inbox.FindMark(snapshot, issuer, copy);
  if (!before.ok()) return before.status();
  // Only copies are erased: the mark of another statement, which may have an erasure to finish, stays.
  if (before->has_value() && (*before)->type != DeliveryType::kNotification) return absl::OkStatus();
  ReceivedMark tombstone{.type = DeliveryType::kNotification};
  if (before->has_value()) tombstone.payload_sha256 = (*before)->payload_sha256;
  tombstone.erased = true;
  tombstone.keys_to_destroy.assign(keys.begin(), keys.end());
  node.inbox.ReplaceMark(batch, issuer, copy, *before, tombstone);
  return absl::OkStatus();
}

// Step 1: takes out what is here of the copies, and marks every id as erased.
absl::StatusOr<TakenOut> TakeOut(const NodeContext& node, const IncomingDelivery& delivery,
                                 const statement::Verified<statement::Withdrawal>& withdrawal) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  const std::string id(withdrawal.content.id.bytes());
  absl::StatusOr<std::optional<ReceivedMark>> earlier = node.inbox.FindMark(*snapshot, delivery.sender, id);
  if (!earlier.ok()) return earlier.status();
  if (earlier->has_value()) {
    if ((*earlier)->type == DeliveryType::kWithdrawal &&
        (*earlier)->payload_sha256 == withdrawal.statement.payload_sha256) {
      TakenOut before{**std::move(earlier), {}};
      for (const domain::CopyId& copy : withdrawal.content.copy_ids) before.copies.emplace(copy.bytes());
      return before;
    }
    return RefuseConflict(node, *snapshot, delivery, id, (*earlier)->payload_sha256,
                          withdrawal.statement.payload_sha256);
  }

  store::WriteBatch batch;
  std::vector<std::string> pseudonyms;
  std::map<std::string, std::set<CaseKeyId>> erased;  // by copy: the keys that its tombstone names
  std::vector<domain::CopyId> copies = withdrawal.content.copy_ids;
  for (size_t i = 0; i < copies.size(); ++i) {
    const domain::CopyId copy = copies[i];  // the list grows
    absl::Status taken = TakeOutCopy(node, *snapshot, delivery.sender, copy, copies, batch, erased, pseudonyms);
    if (!taken.ok()) return taken;
  }
  std::set<CaseKeyId> keys;
  TakenOut result;
  for (const auto& [copy, pending] : erased) {
    keys.insert(pending.begin(), pending.end());
    result.copies.insert(copy);
    if (absl::Status status = PutTombstone(node, *snapshot, delivery.sender, copy, pending, batch); !status.ok()) {
      return status;
    }
  }
  result.mark.payload_sha256 = withdrawal.statement.payload_sha256;
  result.mark.keys_to_destroy.assign(keys.begin(), keys.end());
  // An erasure must not fail for want of space; tombstones of what never came may.
  if (!keys.empty()) batch.UseReservedSpace();
  node.inbox.PutMark(batch, delivery.sender, id, result.mark);
  node.audit.AppendExchange(batch, delivery.sender_uri, delivery.sender, "Deliver", "WITHDRAWAL", pseudonyms);
  if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
  return result;
}

// Step 3: signs the receipt and stores it in the withdrawal's mark; nothing names the keys any more.
absl::StatusOr<std::string> Acknowledge(const NodeContext& node, const domain::PartyCode& issuer,
                                        const domain::StatementId& id, const std::string& sender_uri,
                                        const TakenOut& taken) {
  const ReceivedMark& mark = taken.mark;
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
  absl::Status forgotten = ForgetDestroyed(node, *node.engine.TakeSnapshot(), issuer, taken.copies,
                                           {mark.keys_to_destroy.begin(), mark.keys_to_destroy.end()}, batch);
  if (!forgotten.ok()) return forgotten;
  node.audit.AppendExchange(batch, sender_uri, issuer, "Deliver", "ERASED", {});
  if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
  return std::move(receipt->envelope);
}

// Steps 2 and 3.
absl::StatusOr<std::string> Finish(const NodeContext& node, const domain::PartyCode& issuer,
                                   const domain::StatementId& id, const std::string& sender_uri,
                                   const TakenOut& taken) {
  if (!taken.mark.receipt_envelope.empty()) return taken.mark.receipt_envelope;
  if (!taken.mark.keys_to_destroy.empty()) {
    if (absl::Status gone = node.inbox.DestroyKeys(taken.mark.keys_to_destroy); !gone.ok()) return gone;
  }
  return Acknowledge(node, issuer, id, sender_uri, taken);
}

struct Unfinished {
  store::InboxMarkRef of;
  ReceivedMark mark;
};

// Adds the mark, if something is left to do for it.
absl::Status AddUnfinished(const NodeContext& node, const store::Snapshot& snapshot, const store::InboxMarkRef& of,
                           std::vector<Unfinished>& unfinished) {
  absl::StatusOr<std::optional<ReceivedMark>> mark = node.inbox.FindMark(snapshot, of.issuer, of.id);
  if (!mark.ok()) return mark.status();
  if (!mark->has_value()) return absl::DataLossError("an erasure is to be finished of which nothing is known");
  if (store::IsUnfinished(**mark)) unfinished.push_back({of, **std::move(mark)});
  return absl::OkStatus();
}

// What is left to do for this mark once its keys are destroyed.
absl::Status Settle(const NodeContext& node, const Unfinished& entry) {
  if (entry.mark.type == DeliveryType::kWithdrawal) {
    return Acknowledge(node, entry.of.issuer, *domain::StatementId::FromBytes(entry.of.id), "", {entry.mark, {}})
        .status();
  }
  store::WriteBatch batch;
  batch.UseReservedSpace();
  ReceivedMark done = entry.mark;
  done.keys_to_destroy.clear();
  node.inbox.ReplaceMark(batch, entry.of.issuer, entry.of.id, entry.mark, done);
  return node.engine.Commit(batch);
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
    absl::StatusOr<TakenOut> taken = TakeOut(node, delivery, *withdrawal);
    if (!taken.ok()) return taken.status();
    return Finish(node, delivery.sender, withdrawal->content.id, delivery.sender_uri, *taken);
  });
}

absl::StatusOr<std::set<CaseKeyId>> PendingKeys(const NodeContext& node, const store::Snapshot& snapshot,
                                                const domain::PartyCode& issuer, const std::set<std::string>& copies) {
  std::set<CaseKeyId> keys;
  for (const std::string& copy : copies) {
    absl::StatusOr<std::optional<ReceivedMark>> mark = node.inbox.FindMark(snapshot, issuer, copy);
    if (!mark.ok()) return mark.status();
    if (!mark->has_value() || (*mark)->type != DeliveryType::kNotification) continue;
    keys.insert((*mark)->keys_to_destroy.begin(), (*mark)->keys_to_destroy.end());
  }
  return keys;
}

absl::Status ForgetDestroyed(const NodeContext& node, const store::Snapshot& snapshot, const domain::PartyCode& issuer,
                             const std::set<std::string>& copies, const std::set<CaseKeyId>& destroyed,
                             store::WriteBatch& batch) {
  for (const std::string& copy : copies) {
    absl::StatusOr<std::optional<ReceivedMark>> mark = node.inbox.FindMark(snapshot, issuer, copy);
    if (!mark.ok()) return mark.status();
    if (!mark->has_value() || (*mark)->type != DeliveryType::kNotification) continue;
    ReceivedMark after = **mark;
    std::erase_if(after.keys_to_destroy, [&](const CaseKeyId& key) { return destroyed.contains(key); });
    if (after.keys_to_destroy.size() == (*mark)->keys_to_destroy.size()) continue;
    node.inbox.ReplaceMark(batch, issuer, copy, *mark, after);
  }
  return absl::OkStatus();
}

absl::StatusOr<ErasuresLeft> FinishErasures(const NodeContext& node) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  ErasuresLeft left;
  std::vector<Unfinished> unfinished;
  std::string page;
  do {
    absl::StatusOr<store::PendingMarks> pending = node.inbox.ListPendingMarks(*snapshot, page, store::kMaxPageRows);
    if (!pending.ok()) return pending.status();
    left.unreadable += pending->damaged;
    for (const store::InboxMarkRef& of : pending->marks) {
      const absl::Status added = AddUnfinished(node, *snapshot, of, unfinished);
      if (absl::IsDataLoss(added)) {
        ++left.unreadable;
      } else if (!added.ok()) {
        return added;
      }
    }
    page = std::move(pending->next_page);
  } while (!page.empty());
  std::vector<CaseKeyId> keys;
  for (const Unfinished& entry : unfinished) {
    keys.insert(keys.end(), entry.mark.keys_to_destroy.begin(), entry.mark.keys_to_destroy.end());
  }
  if (!keys.empty()) {
    if (absl::Status gone = node.inbox.DestroyKeys(keys); !gone.ok()) return gone;  // all at once: it is slow
  }
  for (const Unfinished& entry : unfinished) {
    const absl::Status settled = Settle(node, entry);
    // Whoever changed the mark meanwhile goes on with it.
    if (!settled.ok() && !absl::IsAborted(settled)) return settled;
  }
  return left;
}

}  // namespace vsx::service
