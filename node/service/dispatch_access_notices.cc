#include "node/service/dispatch_access_notices.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "node/domain/delivery.h"
#include "node/domain/error.h"
#include "node/service/delivery_attempt.h"
#include "node/service/outward_streams.h"
#include "node/statement/receipts.h"
#include "store/access_notice_outbox.h"

namespace vsx::service {
namespace {

using store::LoadedPendingNotice;

constexpr size_t kNoticePageRows = 200;
constexpr uint32_t kMostNoticesOfAPass = 100;
constexpr int64_t kAfterNobodyTookANoticeSeconds = 15;
// What was sealed once cannot be sealed anew: a Party that has no key for it so long after has lost the key.
constexpr int64_t kKeyMayBeFoundAgainSeconds = 30 * 86'400;

bool HasEnded(const domain::PendingAccessNotice& notice) { return notice.sealed_content.empty(); }

absl::StatusOr<std::vector<LoadedPendingNotice>> ListNotices(const NodeContext& node,
                                                             const domain::PartyCode& recipient, DispatchPass& pass) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  std::vector<LoadedPendingNotice> all;
  std::string place;
  do {
    absl::StatusOr<store::PendingNoticePage> page =
        node.access_notice_outbox.List(*snapshot, recipient, place, kNoticePageRows);
    if (!page.ok()) return page.status();
    pass.damaged += static_cast<uint32_t>(page->damaged);
    for (LoadedPendingNotice& one : page->notices) all.push_back(std::move(one));
    place = std::move(page->next_page);
  } while (!place.empty());
  return all;
}

absl::Status CheckNoticeReceipt(const NodeContext& node, const domain::PendingAccessNotice& notice,
                                const std::string& envelope) {
  if (absl::Status size = CheckReceiptSize(envelope); !size.ok()) return size;
  absl::StatusOr<statement::Verified<statement::DeliveryReceipt>> receipt =
      statement::VerifyDeliveryReceipt(node.trust, envelope, notice.recipient, node.own_party(), node.clock.Now());
  if (!receipt.ok()) return receipt.status();
  return statement::CheckReceiptAnswers(receipt->content, notice);
}

// An issuer that is there and cannot open it, or does not acknowledge it as one must, is not asked to for ever.
bool IsTriedLongEnough(const domain::PendingAccessNotice& notice, domain::UnixTime now) {
  return now.seconds - notice.forget_at.seconds >= kKeyMayBeFoundAgainSeconds;
}

SendOutcome SendNotice(const NodeContext& node, PartyLink& link, const domain::PendingAccessNotice& notice) {
  const absl::StatusOr<std::string> receipt =
      link.Deliver(notice.recipient, domain::DeliveryType::kAccessNotice, notice.delivery_id, notice.sealed_content);
  const bool given_up = IsTriedLongEnough(notice, node.clock.Now());
  if (!receipt.ok()) {
    const bool not_opened = domain::ErrorReason(receipt.status()) == "DELIVERY_NOT_OPENED";
    return given_up && not_opened ? SendOutcome::kRefused : OutcomeOf(receipt.status());
  }
  if (CheckNoticeReceipt(node, notice, *receipt).ok()) return SendOutcome::kAcknowledged;
  return given_up ? SendOutcome::kRefused : SendOutcome::kPostponed;
}

// A row that somebody wrote anew meanwhile is theirs: it goes, or ends, by itself.
absl::Status CommitUnlessWrittenAnew(const NodeContext& node, const store::WriteBatch& batch) {
  const absl::Status committed = node.engine.Commit(batch);
  return absl::IsAborted(committed) ? absl::OkStatus() : committed;
}

absl::Status Forget(const NodeContext& node, const LoadedPendingNotice& ended) {
  store::WriteBatch batch;
  batch.UseReservedSpace();
  node.access_notice_outbox.Delete(batch, ended);
  return CommitUnlessWrittenAnew(node, batch);
}

// Writes down what came of a send.
absl::Status SettleNotice(const NodeContext& node, const LoadedPendingNotice& sent, SendOutcome outcome,
                          domain::UnixTime retry_at) {
  domain::PendingAccessNotice after = sent.notice;
  ++after.attempts;
  if (outcome == SendOutcome::kAcknowledged || outcome == SendOutcome::kRefused) {
    after.sealed_content.clear();
  } else {
    after.due_at = retry_at;
  }
  store::WriteBatch batch;
  batch.UseReservedSpace();
  node.access_notice_outbox.PutChanged(batch, sent, after);
  node.audit.AppendExchange(batch, "", after.recipient, "Deliver", AuditOutcome(outcome), {});
  return CommitUnlessWrittenAnew(node, batch);
}

// When the notice goes; a clock that was set back must not hold it up for longer than it could ever wait.
domain::UnixTime NoticeGoesAt(const NodeContext& node, const domain::PendingAccessNotice& notice) {
  const domain::UnixTime now = node.clock.Now();
  const int64_t longest = node.limits.access_notice_longest_delay_seconds + node.limits.outbox_longest_delay_ms / 1000;
  return notice.due_at.seconds - now.seconds > longest ? now : notice.due_at;
}

void NoteOutcome(SendOutcome outcome, domain::UnixTime retry_at, DispatchPass& pass) {
  switch (outcome) {
    case SendOutcome::kAcknowledged:
      ++pass.acknowledged;
      return;
    case SendOutcome::kRefused:
      ++pass.refused;
      return;
    case SendOutcome::kPostponed:
      ++pass.postponed;
      break;
    case SendOutcome::kUnreachable:
      pass.unreachable = true;
      break;
  }
  NoteDue(retry_at, pass);
}

}  // namespace

absl::StatusOr<DispatchPass> DispatchAccessNotices(const NodeContext& node, PartyLink& link,
                                                   const domain::PartyCode& recipient, absl::FunctionRef<bool()> stop) {
  DispatchPass pass;
  absl::StatusOr<std::vector<LoadedPendingNotice>> all = ListNotices(node, recipient, pass);
  if (!all.ok()) return all.status();
  for (const LoadedPendingNotice& one : *all) {
    const domain::UnixTime now = node.clock.Now();
    if (HasEnded(one.notice)) {
      if (now < one.notice.forget_at) continue;
      if (absl::Status forgotten = Forget(node, one); !forgotten.ok()) return forgotten;
      continue;
    }
    if (!node.trust.IsActive(recipient)) continue;
    if (const domain::UnixTime due = NoticeGoesAt(node, one.notice); due > now) {
      NoteDue(due, pass);
      continue;
    }
    if (pass.unreachable) {
      NoteDue({now.seconds + kAfterNobodyTookANoticeSeconds}, pass);
      return pass;
    }
    if (stop() || pass.acknowledged + pass.refused + pass.postponed >= kMostNoticesOfAPass) {
      NoteDue(now, pass);
      return pass;
    }
    const SendOutcome outcome = SendNotice(node, link, one.notice);
    const OutwardStream random =
        OpenAttemptStream(node, recipient, domain::DeliveryType::kAccessNotice, one.notice.delivery_id);
    const domain::UnixTime retry_at = NextAttempt(node, one.notice.attempts + 1, *random);
    if (absl::Status settled = SettleNotice(node, one, outcome, retry_at); !settled.ok()) return settled;
    NoteOutcome(outcome, retry_at, pass);
  }
  return pass;
}

}  // namespace vsx::service
