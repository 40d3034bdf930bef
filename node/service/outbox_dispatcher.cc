#include "node/service/outbox_dispatcher.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace vsx::service {
namespace {

constexpr std::chrono::seconds kLongestNap{60};
constexpr std::chrono::milliseconds kAfterStoreFailure{1000};

// How long until the next pass; bounded, since the clock may be set while we wait.
std::chrono::milliseconds NapAfter(const NodeContext& node, const DispatchPass& pass) {
  if (!pass.next_due.has_value()) return kLongestNap;
  const int64_t left = pass.next_due->seconds - node.clock.Now().seconds;
  return std::clamp<std::chrono::milliseconds>(std::chrono::seconds(left), std::chrono::milliseconds(0), kLongestNap);
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
    const absl::StatusOr<DispatchPass> pass = DispatchDue(node, link, party, [this] {
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
