#include "node/service/receive_delivery.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "crypto/case_pseudonym.h"
#include "crypto/hash.h"
#include "node/domain/error.h"
#include "node/service/receive_access_notice.h"
#include "node/service/receive_withdrawal.h"
#include "node/service/received_statement.h"
#include "node/service/retry.h"
#include "node/statement/delivery_content.h"
#include "node/statement/notification.h"
#include "node/statement/withdrawal.h"

namespace vsx::service {
namespace {

using domain::DeliveryType;

constexpr size_t kMostRevocationsKept = 8;
constexpr size_t kMostNoticesOnAHandle = 256;

std::string PseudonymOf(const store::CaseKey& key, const domain::CopyId& notice) {
  return crypto::CasePseudonym(key.key, notice.bytes());
}

// The item that holds this copy, as notice or as the protective copy beside it; nothing if it is not here.
absl::StatusOr<std::optional<store::LoadedInboxItem>> FindItem(const NodeContext& node, const store::Snapshot& snapshot,
                                                               const domain::PartyCode& issuer,
                                                               const domain::CopyId& copy) {
  absl::StatusOr<std::optional<domain::CopyId>> notice = node.inbox.NoticeOf(snapshot, issuer, copy);
  if (!notice.ok()) return notice.status();
  if (!notice->has_value()) return std::optional<store::LoadedInboxItem>();
  absl::StatusOr<store::LoadedInboxItem> item = node.inbox.Load(snapshot, issuer, **notice);
  if (absl::IsNotFound(item.status())) return std::optional<store::LoadedInboxItem>();
  if (!item.ok()) return item.status();
  return std::optional<store::LoadedInboxItem>(*std::move(item));
}

// Whether a protective copy says less for the person than an earlier one. A child is protected as one until the day
// that the earlier copy itself says.
bool SaysLess(const statement::CopyContent& now, const statement::CopyContent& before, const domain::CivilDate& today) {
  const bool child_before = before.AgeClassOn(today) != domain::AgeClass::kAdult;
  const bool child_now = now.AgeClassOn(today) != domain::AgeClass::kAdult;
  const bool receiving_before = before.capacity == domain::Capacity::kReceiving;
  const bool receiving_now = now.capacity == domain::Capacity::kReceiving;
  return now.status < before.status || (receiving_before && !receiving_now) || (child_before && !child_now);
}

// Whether everything that opened the earlier copy opens the later one, with a mark no weaker.
bool OpensAll(const std::vector<domain::Opening>& now, const std::vector<domain::Opening>& before) {
  return std::all_of(before.begin(), before.end(), [&](const domain::Opening& earlier) {
    return std::any_of(now.begin(), now.end(), [&](const domain::Opening& later) {
      return later.handle == earlier.handle && later.mark <= earlier.mark;
    });
  });
}

// Whether `incoming` in its place would take away protection that `present` gives: an effect against the person, which
// is not in force here. DATA_LOSS if the present copies cannot be read.
absl::StatusOr<bool> IsDowngrade(const domain::InboxItem& present, const statement::VerifiedNotification& incoming,
                                 const std::vector<domain::Opening>& openings, const domain::CivilDate& today) {
  absl::StatusOr<statement::CopyContent> notice = ContentOf(present.notice_envelope);
  if (!notice.ok()) return notice.status();
  if (incoming.notice.content.status < notice->status) return true;
  if (present.protective_envelope.empty()) return false;
  if (!incoming.protective.has_value()) return true;
  absl::StatusOr<statement::CopyContent> protective = ContentOf(present.protective_envelope);
  if (!protective.ok()) return protective.status();
  return SaysLess(incoming.protective->content, *protective, today) || !OpensAll(openings, present.openings);
}

// What a notice took out: ids of its copies and its keys.
struct Replaced {
  std::set<std::string> copies;
  std::set<store::CaseKeyId> keys;
};

// Takes this item out. Until its key is destroyed the marks of its copies name it, so that a withdrawal of one of them
// is not acknowledged before.
absl::Status TakeOutReplaced(const NodeContext& node, const store::Snapshot& snapshot,
                             const store::LoadedInboxItem& present, store::WriteBatch& batch, Replaced& replaced) {
  const domain::PartyCode& issuer = present.item.issuer;
  std::set<std::string> copies = {std::string(present.item.notice_id.bytes())};
  if (!present.item.protective_copy_id.empty()) copies.insert(present.item.protective_copy_id);
  // What this one had replaced itself must be gone first, lest keys heap up in the marks.
  absl::StatusOr<std::set<store::CaseKeyId>> pending = PendingKeys(node, snapshot, issuer, copies);
  if (!pending.ok()) return pending.status();
  if (!pending->empty()) {
    if (absl::Status gone = node.inbox.DestroyKeys({pending->begin(), pending->end()}); !gone.ok()) return gone;
  }
  for (const std::string& copy : copies) {
    absl::StatusOr<std::optional<store::ReceivedMark>> mark = node.inbox.FindMark(snapshot, issuer, copy);
    if (!mark.ok()) return mark.status();
    if (!mark->has_value()) continue;
    store::ReceivedMark after = **mark;
    after.keys_to_destroy = {present.key.id};
    node.inbox.ReplaceMark(batch, issuer, copy, *mark, after);
  }
  node.inbox.Delete(batch, present);
  replaced.copies.insert(copies.begin(), copies.end());
  replaced.keys.insert(present.key.id);
  return absl::OkStatus();
}

// Refuses a notice past the bound of one issuer's notices on one handle, lest a Party burden every check of a person.
// Those that it takes the place of do not count. The refusal stands in the audit log.
absl::Status CheckRoom(const NodeContext& node, const store::Snapshot& snapshot, const IncomingDelivery& delivery,
                       const std::vector<domain::Opening>& openings, const Replaced& replaced) {
  for (const domain::Opening& opening : openings) {
    absl::StatusOr<std::vector<domain::CopyId>> present =
        node.inbox.NoticesOn(snapshot, delivery.sender, opening.handle, kMostNoticesOnAHandle + replaced.copies.size());
    if (!present.ok()) return present.status();
    const auto stay = std::count_if(present->begin(), present->end(), [&](const domain::CopyId& notice) {
      return !replaced.copies.contains(std::string(notice.bytes()));
    });
    if (static_cast<size_t>(stay) < kMostNoticesOnAHandle) continue;
    absl::Status audited =
        node.audit.RecordExchange(delivery.sender_uri, delivery.sender, "Deliver", "TOO_MANY_NOTICES");
    if (!audited.ok()) return audited;
    return domain::Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_NOTICES", "sealed_content",
                         "there are many notices with this document or name already: withdraw some, then send again");
  }
  return absl::OkStatus();
}

// Takes the replaced item out, unless that would be a downgrade.
absl::Status ReplaceEarlier(const NodeContext& node, const store::Snapshot& snapshot, const IncomingDelivery& delivery,
                            const statement::VerifiedNotification& incoming,
                            const std::vector<domain::Opening>& openings, store::WriteBatch& batch,
                            Replaced& replaced_here) {
  const domain::CivilDate today = domain::CivilDate::FromTime(node.clock.Now());
  std::set<domain::CopyId> seen;
  for (const std::optional<domain::CopyId>& replaced :
       {incoming.notice.content.replaces,
        incoming.protective.has_value() ? incoming.protective->content.replaces : std::nullopt}) {
    if (!replaced.has_value()) continue;
    absl::StatusOr<std::optional<store::LoadedInboxItem>> present =
        FindItem(node, snapshot, delivery.sender, *replaced);
    if (absl::IsDataLoss(present.status())) continue;  // what cannot be read stands in nobody's way
    if (!present.ok()) return present.status();
    if (!present->has_value() || !seen.insert((*present)->item.notice_id).second) continue;
    const absl::StatusOr<bool> downgrade = IsDowngrade((*present)->item, incoming, openings, today);
    if (absl::IsDataLoss(downgrade.status())) continue;  // nobody knows what it would take away
    if (!downgrade.ok()) return downgrade.status();
    if (*downgrade) continue;
    absl::Status taken = TakeOutReplaced(node, snapshot, **present, batch, replaced_here);
    if (!taken.ok()) return taken;
  }
  return absl::OkStatus();
}

// Destroys what a notice replaced, which is out of use already. Should this fail, the marks go on naming the keys: the
// next start, or a withdrawal, destroys them.
void DestroyReplaced(const NodeContext& node, const domain::PartyCode& issuer, const domain::CopyId& notice,
                     Replaced replaced) {
  if (replaced.keys.empty()) return;
  if (!node.inbox.DestroyKeys({replaced.keys.begin(), replaced.keys.end()}).ok()) return;
  replaced.copies.emplace(notice.bytes());
  store::WriteBatch batch;
  batch.UseReservedSpace();
  if (ForgetDestroyed(node, *node.engine.TakeSnapshot(), issuer, replaced.copies, replaced.keys, batch).ok()) {
    node.engine.Commit(batch).IgnoreError();
  }
}

absl::StatusOr<std::string> StoreNotification(const NodeContext& node, const IncomingDelivery& delivery,
                                              const statement::NotificationContent& content,
                                              const statement::VerifiedNotification& verified) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  const domain::CopyId notice_id = verified.notice.content.copy_id;
  // One hash over all that came, so that a changed protective copy beside the same notice is a conflict too.
  const std::string hash =
      crypto::Sha256(verified.notice.statement.payload_sha256 +
                     (verified.protective.has_value() ? verified.protective->statement.payload_sha256 : std::string()));
  std::vector<std::string> ids = {std::string(notice_id.bytes())};
  if (verified.protective.has_value()) ids.emplace_back(verified.protective->content.copy_id.bytes());
  absl::StatusOr<std::optional<std::string>> earlier = FindEarlier(node, *snapshot, delivery, ids, hash);
  if (!earlier.ok()) return earlier.status();
  if (earlier->has_value()) return **std::move(earlier);
  if (!node.trust.IsActive(delivery.sender)) {
    return domain::Precondition("PARTY_NOT_ACTIVE", "new notices are taken only from Parties in force");
  }

  absl::StatusOr<std::string> receipt =
      SignReceiptFor(node, delivery, statement::StatementType::kAttestationCopy,
                     *domain::StatementId::FromBytes(notice_id.bytes()), verified.notice.statement.payload_sha256,
                     verified.protective.has_value() ? verified.protective->statement.payload_sha256 : std::string());
  if (!receipt.ok()) return receipt.status();
  absl::StatusOr<store::CaseKey> key = node.inbox.NewKey();
  if (!key.ok()) return key.status();

  store::WriteBatch batch;
  Replaced replaced;
  absl::Status taken_out = ReplaceEarlier(node, *snapshot, delivery, verified, content.openings, batch, replaced);
  if (!taken_out.ok()) return taken_out;
  if (absl::Status room = CheckRoom(node, *snapshot, delivery, content.openings, replaced); !room.ok()) return room;
  domain::InboxItem item{.issuer = delivery.sender, .notice_id = notice_id};
  item.notice_envelope = content.notice_envelope;
  item.protective_envelope = content.protective_envelope;
  if (verified.protective.has_value()) {
    item.protective_copy_id = std::string(verified.protective->content.copy_id.bytes());
  }
  item.openings = content.openings;
  item.received_at = node.clock.Now();
  item.receipt_envelope = *receipt;
  node.inbox.PutNew(batch, item, *key);
  for (const std::string& id : ids) {
    store::ReceivedMark mark{.type = DeliveryType::kNotification};
    mark.payload_sha256 = hash;
    mark.receipt_envelope = *receipt;
    mark.notice_id = std::string(notice_id.bytes());
    if (id == mark.notice_id) mark.keys_to_destroy.assign(replaced.keys.begin(), replaced.keys.end());
    node.inbox.PutMark(batch, delivery.sender, id, mark);
  }
  node.audit.AppendExchange(batch, delivery.sender_uri, delivery.sender, "Deliver", "NOTIFICATION",
                            {PseudonymOf(*key, notice_id)});
  if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
  DestroyReplaced(node, delivery.sender, notice_id, std::move(replaced));
  return receipt;
}

absl::StatusOr<std::string> ReceiveNotification(const NodeContext& node, const IncomingDelivery& delivery,
                                                std::string_view content) {
  absl::StatusOr<statement::NotificationContent> decoded = statement::DecodeNotification(content);
  if (!decoded.ok()) return decoded.status();
  absl::StatusOr<statement::VerifiedNotification> verified =
      statement::VerifyNotification(node.trust, *decoded, delivery.sender, node.own_party(), node.clock.Now());
  if (!verified.ok()) return verified.status();
  return RetryAborted([&] { return StoreNotification(node, delivery, *decoded, *verified); });
}

absl::StatusOr<std::string> StoreRevocation(const NodeContext& node, const IncomingDelivery& delivery,
                                            const std::string& envelope,
                                            const statement::Verified<statement::Revocation>& verified) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  const statement::Revocation& revocation = verified.content;
  const std::string id(revocation.id.bytes());
  const std::string& hash = verified.statement.payload_sha256;
  absl::StatusOr<std::optional<std::string>> earlier = FindEarlier(node, *snapshot, delivery, {id}, hash);
  if (!earlier.ok()) return earlier.status();
  if (earlier->has_value()) return **std::move(earlier);
  absl::StatusOr<std::string> receipt =
      SignReceiptFor(node, delivery, statement::StatementType::kRevocation, revocation.id, hash, "");
  if (!receipt.ok()) return receipt.status();

  store::WriteBatch batch;
  std::vector<std::string> pseudonyms;
  std::set<domain::CopyId> seen;
  for (const domain::CopyId& copy : revocation.copy_ids) {
    absl::StatusOr<std::optional<store::LoadedInboxItem>> present = FindItem(node, *snapshot, delivery.sender, copy);
    if (!present.ok()) return present.status();
    if (!present->has_value() || !seen.insert((*present)->item.notice_id).second) continue;
    domain::InboxItem changed = (*present)->item;
    // One qualifies the answer as well as many, and no issuer may make a row grow without end.
    if (changed.revocation_envelopes.size() < kMostRevocationsKept) changed.revocation_envelopes.push_back(envelope);
    node.inbox.PutChanged(batch, **present, changed);
    pseudonyms.push_back(PseudonymOf((*present)->key, changed.notice_id));
  }
  store::ReceivedMark mark{.type = DeliveryType::kRevocation};
  mark.payload_sha256 = hash;
  mark.receipt_envelope = *receipt;
  node.inbox.PutMark(batch, delivery.sender, id, mark);
  node.audit.AppendExchange(batch, delivery.sender_uri, delivery.sender, "Deliver", "REVOCATION_NOT_IN_FORCE",
                            pseudonyms);
  if (absl::Status committed = node.engine.Commit(batch); !committed.ok()) return committed;
  return receipt;
}

absl::StatusOr<std::string> ReceiveRevocation(const NodeContext& node, const IncomingDelivery& delivery,
                                              std::string_view content) {
  absl::StatusOr<std::string> envelope = statement::DecodeRevocation(content);
  if (!envelope.ok()) return envelope.status();
  absl::StatusOr<statement::Verified<statement::Revocation>> verified =
      statement::VerifyRevocation(node.trust, *envelope, delivery.sender, node.own_party(), node.clock.Now());
  if (!verified.ok()) return verified.status();
  return RetryAborted([&] { return StoreRevocation(node, delivery, *envelope, *verified); });
}

}  // namespace

absl::StatusOr<std::string> ReceiveDelivery(const NodeContext& node, const IncomingDelivery& delivery) {
  if (delivery.recipient != node.own_party()) {
    return domain::Error(absl::StatusCode::kPermissionDenied, "WRONG_RECIPIENT", "recipient",
                         "this delivery is for another Party");
  }
  if (!node.trust.StateOf(delivery.sender).has_value()) {
    return domain::Error(absl::StatusCode::kPermissionDenied, "PARTY_UNKNOWN", "", "the sender is no Party here");
  }
  absl::StatusOr<std::string> content =
      statement::OpenDelivery(node.sealing_keys, delivery.sender, node.own_party(), delivery.type, delivery.delivery_id,
                              delivery.sealed_content);
  if (!content.ok()) return content.status();
  switch (delivery.type) {
    case DeliveryType::kNotification:
      return ReceiveNotification(node, delivery, *content);
    case DeliveryType::kWithdrawal:
      return ReceiveWithdrawal(node, delivery, *content);
    case DeliveryType::kRevocation:
      return ReceiveRevocation(node, delivery, *content);
    case DeliveryType::kAccessNotice:
      return ReceiveAccessNotice(node, delivery, *content);
  }
  return domain::InvalidField("DELIVERY_TYPE_UNKNOWN", "type", "this kind of delivery is not known here");
}

}  // namespace vsx::service
