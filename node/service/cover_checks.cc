#include "node/service/cover_checks.h"

#include <future>
#include <memory>
#include <utility>

#include "node/domain/cover_patience.h"
#include "node/domain/exponential_delay.h"
#include "node/service/await_status.h"
#include "node/service/draw.h"

namespace vsx::service {
namespace {

bool HasEnded(const std::future<void>& open) {
  return open.wait_for(std::chrono::seconds::zero()) == std::future_status::ready;
}

}  // namespace

void CoverChecks::Ask(domain::Purpose cls) {
  CoverCheck check(node_, cls, std::chrono::seconds::zero());
  Begin(check, cls);
}

void CoverChecks::Begin(CoverCheck& check, domain::Purpose cls) {
  if (absl::Status asked = check.Try(); !asked.ok()) return observer_.OnCoverNotAsked(asked);
  if (stopping()) return;
  for (const auto& [party, answer] : check.answers()) {
    const std::string& failure = answer.consultation.failure;
    if (!failure.empty()) observer_.OnCoverFailed(party, cls, failure);
  }
}

void CoverChecks::KeepOpen(CoverCheck& check) {
  const auto pause = [this](std::chrono::microseconds time) { return Pause(time); };
  while (check.NextTryAt().has_value() && WaitForTry(node_.clock, *check.NextTryAt(), pause)) {
    if (absl::Status asked = check.Try(); !asked.ok()) return observer_.OnCoverNotAsked(asked);
  }
}

void CoverChecks::Run(domain::Purpose cls, const Wait& wait) {
  std::vector<std::future<void>> open;  // each waits for its thread when it goes
  std::chrono::steady_clock::time_point next = std::chrono::steady_clock::now();
  while (true) {
    next += domain::ExponentialDelay(Draw(node_.random), mean_);
    if (!wait(next)) break;
    std::erase_if(open, HasEnded);
    const std::chrono::seconds patience(
        domain::CoverPatienceSeconds(Draw(node_.random), node_.limits.check_retry_seconds, kLongestWaitSeconds));
    auto check = std::make_unique<CoverCheck>(node_, cls, patience);
    if (open.size() >= kMostOpenOfAClass) {
      Begin(*check, cls);
      continue;
    }
    // The first try too: a Party that answers late would else hold up the next check until then.
    open.push_back(std::async(std::launch::async, [this, cls, check = std::move(check)] {
      Begin(*check, cls);
      KeepOpen(*check);
    }));
  }
  BeginStop();
}

void CoverChecks::Start() {
  for (const domain::Purpose cls : domain::kIndexClasses) {
    threads_.emplace_back(
        [this, cls] { Run(cls, [this](std::chrono::steady_clock::time_point until) { return WaitUntil(until); }); });
  }
}

void CoverChecks::Stop() {
  BeginStop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void CoverChecks::BeginStop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

bool CoverChecks::WaitUntil(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, until, [this] { return stopping_; });
  return !stopping_;
}

bool CoverChecks::Pause(std::chrono::microseconds time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, time, [this] { return stopping_; });
}

bool CoverChecks::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

}  // namespace vsx::service
