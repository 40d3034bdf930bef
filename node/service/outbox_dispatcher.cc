#include "node/service/outbox_dispatcher.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "node/service/delivery_attempt.h"
#include "node/service/dispatch_access_notices.h"

namespace vsx::service {
namespace {

constexpr std::chrono::seconds kLongestNap{60};
constexpr std::chrono::milliseconds kAfterStoreFailure{1000};

// How long until the next pass; bounded, since the clock may be set while we wait, and since nobody wakes us for access
// notices (queue_access_notices.h).
std::chrono::milliseconds NapAfter(const NodeContext& node, const DispatchPass& pass) {
  const auto longest = std::min(
      kLongestNap, std::chrono::seconds(std::max<int64_t>(1, node.limits.access_notice_longest_delay_seconds)));
  if (!pass.next_due.has_value()) return longest;
  const int64_t left = pass.next_due->seconds - node.clock.Now().seconds;
  return std::clamp<std::chrono::milliseconds>(std::chrono::seconds(left), std::chrono::milliseconds(0), longest);
}

// Deliveries, then access notices, unless nobody answers there.
absl::StatusOr<DispatchPass> DispatchAll(const NodeContext& node, PartyLink& link, const domain::PartyCode& party,
                                         absl::FunctionRef<bool()> stop) {
  absl::StatusOr<DispatchPass> pass = DispatchDue(node, link, party, stop);
  if (!pass.ok() || pass->unreachable || stop()) return pass;
  absl::StatusOr<DispatchPass> notices = DispatchAccessNotices(node, link, party, stop);
  if (!notices.ok()) return notices.status();
  pass->damaged += notices->damaged;
  if (notices->next_due.has_value()) NoteDue(*notices->next_due, *pass);
  return pass;
}

}  // namespace

OutboxDispatcher::~OutboxDispatcher() { Stop(); }

void OutboxDispatcher::Start(const NodeContext& node, PartyLink& link, const std::vector<domain::PartyCode>& parties,
                             FailureObserver on_failure) {
  const std::lock_guard lock(mutex_);
  on_failure_ = std::move(on_failure);
  for (const domain::PartyCode& party : parties) workers_.emplace(party, std::make_unique<Worker>());
  for (auto& [party, worker] : workers_) {
    worker->thread =
        std::thread([this, &node, &link, party = party, &worker = *worker] { Run(node, link, party, worker); });
  }
}

void OutboxDispatcher::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& [party, worker] : workers_) {
    if (worker->thread.joinable()) worker->thread.join();
  }
}

void OutboxDispatcher::Wake(const domain::PartyCode& recipient) {
  {
    const std::lock_guard lock(mutex_);
    const auto worker = workers_.find(recipient);
    if (worker == workers_.end()) return;
    worker->second->woken = true;
  }
  changed_.notify_all();
}

void OutboxDispatcher::Run(const NodeContext& node, PartyLink& link, const domain::PartyCode& party, Worker& worker) {
  std::chrono::milliseconds nap{0};
  while (true) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, nap, [&] { return stopping_ || worker.woken; });
      if (stopping_) return;
      worker.woken = false;
    }
    const absl::StatusOr<DispatchPass> pass = DispatchAll(node, link, party, [this] {
      const std::lock_guard lock(mutex_);
      return stopping_;
    });
    if (pass.ok()) {
      nap = NapAfter(node, *pass);
      if (pass->damaged > 0) on_failure_(party, absl::DataLossError("deliveries cannot be read, so they do not go"));
    } else {
      on_failure_(party, pass.status());
      nap = kAfterStoreFailure;
    }
  }
}

}  // namespace vsx::service
