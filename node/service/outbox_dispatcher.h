#ifndef VSX_NODE_SERVICE_OUTBOX_DISPATCHER_H_
#define VSX_NODE_SERVICE_OUTBOX_DISPATCHER_H_

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "node/domain/party_code.h"
#include "node/service/dispatch_outbox.h"
#include "node/service/node_context.h"
#include "node/service/party_link.h"

namespace vsx::service {

// OutboxDispatcher sends deliveries and access notices in the background: one thread for each other Party, so that a
// dead Party never delays another. It begins with what the store holds, wakes when something is queued, and otherwise
// when the next attempt is due. Threads: Wake may be called by any thread at any time; Start and Stop by the owner,
// once each.
class OutboxDispatcher final : public OutboxSignal {
 public:
  // Told of a pass that failed in the store: the status says nothing of a case.
  using FailureObserver = std::function<void(const domain::PartyCode&, const absl::Status&)>;

  OutboxDispatcher() = default;
  ~OutboxDispatcher() override;

  // `node` and `link` outlive Stop.
  void Start(const NodeContext& node, PartyLink& link, const std::vector<domain::PartyCode>& parties,
             FailureObserver on_failure);
  // Returns when every thread has ended; a send under way is waited for, up to the link's deadline.
  void Stop();

  void Wake(const domain::PartyCode& recipient) override;

 private:
  struct Worker {
    std::thread thread;
    bool woken = true;  // begins with what the store holds
  };

  void Run(const NodeContext& node, PartyLink& link, const domain::PartyCode& party, Worker& worker);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<domain::PartyCode, std::unique_ptr<Worker>> workers_;  // fixed between Start and Stop
  FailureObserver on_failure_;
  bool stopping_ = false;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_OUTBOX_DISPATCHER_H_
