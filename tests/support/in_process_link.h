#ifndef VSX_TESTS_SUPPORT_IN_PROCESS_LINK_H_
#define VSX_TESTS_SUPPORT_IN_PROCESS_LINK_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/delivery.h"
#include "node/domain/party_code.h"
#include "node/service/node_context.h"
#include "node/service/party_link.h"
#include "node/service/receive_delivery.h"

namespace vsx::test {

// How a link to one Party behaves.
enum class LinkFault {
  kNone,
  kUnavailable,      // nothing arrives
  kLostAnswer,       // it arrives; the answer does not
  kTamperedReceipt,  // it arrives; one bit of the receipt is turned
  kRefused,          // nothing arrives; the peer says PURPOSE_REFUSED, which is final
  kOlderDocuments,   // nothing arrives; the peer says SIGNATURE_INVALID, as with an older record of the sender
  kNotOpened,        // nothing arrives; the peer says DELIVERY_NOT_OPENED, as where it lost a sealing key
};

// Everything that a Party's node saw of one delivery.
struct SeenDelivery {
  domain::PartyCode sender;
  domain::DeliveryType type;
  std::string delivery_id;
  std::string sealed_content;
  int64_t at = 0;  // the clock

  friend bool operator==(const SeenDelivery&, const SeenDelivery&) = default;
};

// InProcessLink carries deliveries between nodes of one process, each as if it came over a connection verified as the
// sender's, and writes down every byte that each Party saw. Threads: safe concurrently.
class InProcessLink {
 public:
  // The link of one sender to all others.
  class Sender final : public service::PartyLink {
   public:
    Sender(InProcessLink& link, domain::PartyCode sender) : link_(link), sender_(std::move(sender)) {}
    absl::StatusOr<std::string> Deliver(const domain::PartyCode& recipient, domain::DeliveryType type,
                                        const domain::StatementId& delivery_id,
                                        const std::string& sealed_content) override {
      return link_.Carry(sender_, recipient, type, delivery_id, sealed_content);
    }

   private:
    InProcessLink& link_;
    const domain::PartyCode sender_;
  };

  // Finds the node of a Party; null: unavailable.
  using FindNode = std::function<const service::NodeContext*(const domain::PartyCode&)>;
  explicit InProcessLink(FindNode find_node) : find_node_(std::move(find_node)) {}

  Sender From(const domain::PartyCode& sender) { return {*this, sender}; }

  // For every delivery to `recipient` from now on.
  void SetFault(const domain::PartyCode& recipient, LinkFault fault);
  // Runs once, while the next delivery to anybody is under way (claimed, not arrived).
  void DuringNextDelivery(std::function<void()> action);

  std::vector<SeenDelivery> SeenBy(const domain::PartyCode& recipient) const;
  // The same as it was opened there: the plaintext of each delivery.
  std::vector<std::string> OpenedBy(const domain::PartyCode& recipient) const;
  // Carries the n-th delivery that `recipient` saw to it once more, as a network or a hostile peer might.
  absl::StatusOr<std::string> Replay(const domain::PartyCode& recipient, size_t n);

 private:
  absl::StatusOr<std::string> Carry(const domain::PartyCode& sender, const domain::PartyCode& recipient,
                                    domain::DeliveryType type, const domain::StatementId& delivery_id,
                                    const std::string& sealed_content);

  const FindNode find_node_;
  mutable std::mutex mutex_;
  std::map<domain::PartyCode, LinkFault> faults_;
  std::function<void()> during_next_;
  std::map<domain::PartyCode, std::vector<SeenDelivery>> seen_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_IN_PROCESS_LINK_H_
