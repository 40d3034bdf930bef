#include "tests/support/in_process_link.h"

#include "node/domain/error.h"
#include "node/statement/delivery_content.h"

namespace vsx::test {
namespace {

std::string UriOf(const domain::PartyCode& party) { return "vsx://" + party.value() + "/node/1"; }

}  // namespace

void InProcessLink::SetFault(const domain::PartyCode& recipient, LinkFault fault) {
  const std::lock_guard lock(mutex_);
  faults_[recipient] = fault;
}

void InProcessLink::DuringNextDelivery(std::function<void()> action) {
  const std::lock_guard lock(mutex_);
  during_next_ = std::move(action);
}

std::vector<SeenDelivery> InProcessLink::SeenBy(const domain::PartyCode& recipient) const {
  const std::lock_guard lock(mutex_);
  const auto seen = seen_.find(recipient);
  return seen == seen_.end() ? std::vector<SeenDelivery>() : seen->second;
}

std::vector<std::string> InProcessLink::OpenedBy(const domain::PartyCode& recipient) const {
  const service::NodeContext& node = *find_node_(recipient);
  std::vector<std::string> opened;
  for (const SeenDelivery& seen : SeenBy(recipient)) {
    opened.push_back(statement::OpenDelivery(node.sealing_keys, seen.sender, recipient, seen.type,
                                             *domain::StatementId::FromBytes(seen.delivery_id), seen.sealed_content)
                         .value());
  }
  return opened;
}

absl::StatusOr<std::string> InProcessLink::Replay(const domain::PartyCode& recipient, size_t n) {
  const SeenDelivery seen = SeenBy(recipient).at(n);
  return service::ReceiveDelivery(*find_node_(recipient),
                                  {seen.sender, UriOf(seen.sender), recipient, seen.type,
                                   *domain::StatementId::FromBytes(seen.delivery_id), seen.sealed_content});
}

absl::StatusOr<std::string> InProcessLink::Carry(const domain::PartyCode& sender, const domain::PartyCode& recipient,
                                                 domain::DeliveryType type, const domain::StatementId& delivery_id,
                                                 const std::string& sealed_content) {
  std::function<void()> meanwhile;
  LinkFault fault = LinkFault::kNone;
  {
    const std::lock_guard lock(mutex_);
    std::swap(meanwhile, during_next_);
    if (const auto found = faults_.find(recipient); found != faults_.end()) fault = found->second;
  }
  if (meanwhile) meanwhile();
  const service::NodeContext* node = find_node_(recipient);
  if (fault == LinkFault::kUnavailable || node == nullptr) return absl::UnavailableError("the Party cannot be reached");
  {
    const std::lock_guard lock(mutex_);
    seen_[recipient].push_back(
        {sender, type, std::string(delivery_id.bytes()), sealed_content, node->clock.Now().seconds});
  }
  if (fault == LinkFault::kRefused) return domain::InvalidField("PURPOSE_REFUSED", "", "refused as told");
  if (fault == LinkFault::kOlderDocuments) return domain::InvalidField("SIGNATURE_INVALID", "", "refused as told");
  if (fault == LinkFault::kNotOpened) return domain::InvalidField("DELIVERY_NOT_OPENED", "", "refused as told");
  absl::StatusOr<std::string> receipt =
      service::ReceiveDelivery(*node, {sender, UriOf(sender), recipient, type, delivery_id, sealed_content});
  if (fault == LinkFault::kLostAnswer) return absl::DeadlineExceededError("the answer was lost");
  if (fault == LinkFault::kTamperedReceipt && receipt.ok()) receipt->back() = static_cast<char>(receipt->back() ^ 1);
  return receipt;
}

}  // namespace vsx::test
