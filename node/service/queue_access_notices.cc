#include "node/service/queue_access_notices.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/access_policy.h"
#include "node/domain/delivery.h"
#include "node/service/draw.h"
#include "node/service/outward_streams.h"
#include "node/statement/access_notice.h"
#include "node/statement/delivery_content.h"

namespace vsx::service {
namespace {

constexpr int kMostCopiesOfAnIssuer = 16;
constexpr int64_t kRememberedSeconds = 2 * 86'400;  // the day of the look is over by then, wherever it was dated

// Uniform over 0 … the longest delay.
domain::UnixTime DueAt(const NodeContext& node, domain::UnixTime looked_at, crypto::RandomSource& random) {
  const auto moments = static_cast<uint64_t>(node.limits.access_notice_longest_delay_seconds) + 1;
  return {looked_at.seconds + static_cast<int64_t>(Draw(random) % moments)};
}

absl::StatusOr<domain::PendingAccessNotice> MakeNotice(const NodeContext& node, const statement::AccessNotice& notice,
                                                       std::string mark, domain::UnixTime looked_at,
                                                       crypto::RandomSource& random) {
  absl::StatusOr<statement::SignedStatement> signed_notice = SignAccessNotice(notice, node.operations_signer);
  if (!signed_notice.ok()) return signed_notice.status();
  domain::PendingAccessNotice pending{
      .recipient = notice.recipient,
      .mark = std::move(mark),
      .delivery_id = *domain::StatementId::FromBytes(random.Bytes(domain::StatementId::kSize)),
      .notice_id = notice.id};
  absl::StatusOr<std::string> sealed =
      statement::SealDelivery(node.trust, notice.recipient, domain::DeliveryType::kAccessNotice, pending.delivery_id,
                              statement::EncodeAccessNotice(signed_notice->envelope), looked_at, random);
  if (!sealed.ok()) return sealed.status();
  pending.payload_sha256 = std::move(signed_notice->payload_sha256);
  pending.sealed_content = *std::move(sealed);
  pending.due_at = DueAt(node, looked_at, random);
  pending.forget_at = {looked_at.seconds + kRememberedSeconds};
  return pending;
}

// The notice about one copy, unless there is one already.
absl::Status QueueNotice(const NodeContext& node, const store::Snapshot& snapshot, const Actor& actor,
                         const domain::MatchEvidence& match, domain::UnixTime looked_at, store::WriteBatch& batch) {
  const absl::StatusOr<domain::CopyId> copy = domain::CopyId::FromBytes(match.attestation_id);
  if (!copy.ok()) return copy.status();
  const domain::CivilDate day = domain::CivilDate::FromTime(looked_at);
  std::string mark = node.access_notice_outbox.MarkOf(*copy, actor.kind, actor.purpose, day);
  const absl::StatusOr<bool> there = node.access_notice_outbox.Has(snapshot, match.issuer, mark);
  if (!there.ok()) return there.status();
  if (*there) return absl::OkStatus();
  const OutwardStream random = OpenAccessNoticeStream(node, match.issuer, mark);
  const auto id = *domain::StatementId::FromBytes(random->Bytes(domain::StatementId::kSize));
  absl::StatusOr<domain::PendingAccessNotice> pending =
      MakeNotice(node, {node.own_party(), match.issuer, id, *copy, actor.kind, actor.purpose, day}, std::move(mark),
                 looked_at, *random);
  if (!pending.ok()) return pending.status();
  node.access_notice_outbox.Put(batch, *pending);
  return absl::OkStatus();
}

}  // namespace

void QueueAccessNotices(const NodeContext& node, const Actor& actor, domain::Method method,
                        const std::vector<domain::DecidedMatch>& matches, domain::UnixTime looked_at,
                        store::WriteBatch& batch) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  std::map<domain::PartyCode, int> copies;
  std::set<domain::PartyCode> not_made;
  for (const domain::DecidedMatch& match : matches) {
    const domain::MatchEvidence& found = match.evidence;
    if (!found.access_notice_wanted || found.source == domain::MatchSource::kOwnCase) continue;
    const bool too_many = ++copies[found.issuer] > kMostCopiesOfAnIssuer;
    if (too_many || !QueueNotice(node, *snapshot, actor, found, looked_at, batch).ok()) not_made.insert(found.issuer);
  }
  for (const domain::PartyCode& party : not_made) {
    node.audit.AppendExchange(batch, "", party, domain::MethodName(method), "ACCESS_NOTICE_NOT_MADE", {});
  }
}

}  // namespace vsx::service
