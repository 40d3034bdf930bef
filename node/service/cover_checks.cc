#include "node/service/cover_checks.h"

#include <cstdint>
#include <cstring>
#include <string>

#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "node/domain/exponential_delay.h"

namespace vsx::service {
namespace {

constexpr size_t kCoverSaltSize = 32;

std::chrono::nanoseconds UntilNextCover(std::chrono::seconds mean, crypto::RandomSource& random) {
  const std::string bytes = random.Bytes(sizeof(uint64_t));
  uint64_t draw = 0;
  std::memcpy(&draw, bytes.data(), sizeof(draw));
  return domain::ExponentialDelay(draw, mean);
}

// Looks as any intent's does: nobody but the auditor, who finds it in the audit log, can tell.
std::string CoverIntentHash(crypto::RandomSource& random) {
  return crypto::Sha256Hasher()
      .Update(crypto::LengthPrefixed("vsx/cover-intent/v1"))
      .Update(random.Bytes(kCoverSaltSize))
      .Finish();
}

}  // namespace

void CoverChecks::Ask(domain::Purpose cls) {
  std::vector<domain::PartyCode> others = node_.trust.ActiveParties();
  std::erase(others, node_.own_party());
  if (others.empty()) return;
  const std::string intent_hash = CoverIntentHash(node_.random);
  if (absl::Status recorded = node_.audit.RecordCoverIntent(intent_hash); !recorded.ok()) {
    return observer_.OnCoverNotAsked(recorded);
  }
  const std::vector<BlindAnswer> answers = node_.blind_checker.Ask({cls, {}, others, intent_hash});
  if (stopping()) return;  // what is broken off says nothing of a Party
  for (const BlindAnswer& answer : answers) {
    const domain::ConsultationEvidence& consultation = answer.consultation;
    if (!consultation.failure.empty()) observer_.OnCoverFailed(consultation.party, cls, consultation.failure);
  }
}

void CoverChecks::Run(domain::Purpose cls, const Wait& wait) {
  std::chrono::steady_clock::time_point next = std::chrono::steady_clock::now();
  while (true) {
    next += UntilNextCover(mean_, node_.random);
    if (!wait(next)) return;
    Ask(cls);
  }
}

void CoverChecks::Start() {
  for (const domain::Purpose cls : domain::kIndexClasses) {
    threads_.emplace_back(
        [this, cls] { Run(cls, [this](std::chrono::steady_clock::time_point until) { return WaitUntil(until); }); });
  }
}

void CoverChecks::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool CoverChecks::WaitUntil(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, until, [this] { return stopping_; });
  return !stopping_;
}

bool CoverChecks::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

}  // namespace vsx::service
