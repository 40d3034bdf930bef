#include "node/main/index_works.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/encoding.h"
#include "node/domain/error.h"
#include "node/main/key_error.h"

namespace vsx::main {
namespace {

std::string ReasonOf(const absl::Status& status) {
  std::string reason = domain::ErrorReason(status);
  return reason.empty() ? std::string(status.message()) : reason;
}

constexpr uint64_t kMinutesPerDay = 24 * 60;

service::OfficerRates OfficerRatesOf(const ConfiguredLimits& limits) {
  const auto rate = [](int64_t per_day) {  // within what BudgetRate takes, by the configuration's bounds
    return *domain::BudgetRate::Create(static_cast<uint64_t>(per_day), static_cast<uint64_t>(per_day));
  };
  const auto per_minute = static_cast<uint64_t>(limits.checks_per_minute);
  return {rate(limits.officer_checks_per_day), rate(limits.officer_absent_checks_per_day),
          *domain::BudgetRate::Create(per_minute, per_minute * kMinutesPerDay),
          static_cast<uint64_t>(limits.agency_share_percent)};
}

size_t ThreadsOf(const IndexConfig& config) {
  if (config.crypto_threads > 0) return static_cast<size_t>(config.crypto_threads);
  return std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

void IndexLog::Say(Level level, std::string_view event, const domain::IndexName& name, std::string reason) {
  const NodeLog::Fields fields = {{"issuer", name.issuer.value()},
                                  {"recipient", name.recipient.value()},
                                  {"class", std::string(domain::PurposeName(name.cls))},
                                  {"epoch", absl::StrCat(name.epoch.number())},
                                  {"reason", std::move(reason)}};
  switch (level) {
    case Level::kInfo:
      return log_.Info(event, fields);
    case Level::kWarn:
      return log_.Warn(event, fields);
    case Level::kError:
      return log_.Error(event, fields);
  }
}

void IndexLog::OnBuilt(const domain::IndexName& name, const service::BuiltIndex& built) {
  // Not how many are in it: the log is read by more people than may know that.
  Say(Level::kInfo, "index built", name);
  if (built.unreadable > 0) Say(Level::kError, "cases that cannot be read are missing in the index", name);
  constexpr size_t kWarnPercent = 70;
  if (built.records * 100 >= built.capacity * kWarnPercent) {
    Say(Level::kWarn, "the index is nearly full: raise index_capacity_step in the Party record", name);
  }
}

void IndexLog::OnBuildFailed(const domain::IndexName& name, const absl::Status& status) {
  Say(Level::kError, "index not built", name, ReasonOf(status));
}

void IndexLog::OnFetched(const domain::IndexName& name) { Say(Level::kInfo, "index fetched", name); }

void IndexLog::OnFetchFailed(const domain::IndexName& name, const absl::Status& status) {
  Say(Level::kWarn, "index not fetched", name, ReasonOf(status));
}

void IndexLog::OnForked(const domain::IndexName& name) {
  Say(Level::kError, "a Party signed two headers for one index: both are kept as evidence", name);
}

void IndexLog::OnTrouble(std::string_view what, const absl::Status& status) {
  log_.Error(what, {{"message", std::string(status.message())}});
}

void IndexLog::OnCoverFailed(const domain::PartyCode& party, domain::Purpose cls, std::string_view reason) {
  log_.Warn(
      "a Party did not answer a cover check",
      {{"party", party.value()}, {"class", std::string(domain::PurposeName(cls))}, {"reason", std::string(reason)}});
}

void IndexLog::OnCoverNotAsked(const absl::Status& status) {
  log_.Warn("no cover check: the audit log does not take it", {{"message", std::string(status.message())}});
}

void IndexLog::OnPartyAlarm(const domain::PartyCode& party, service::BudgetKind kind, std::string_view alarm) {
  log_.Warn(
      "a Party asks unusually much",
      {{"party", party.value()}, {"kind", std::string(service::BudgetKindName(kind))}, {"alarm", std::string(alarm)}});
}

void IndexLog::OnUseAlarm(const service::UseAlarm& about, std::string_view said) {
  if (about.share.has_value()) {
    return log_.Warn("an own agency has nearly used its share of what other Parties answer",
                     {{"agency", about.agency_uri},
                      {"kind", std::string(service::BudgetKindName(*about.share))},
                      {"alarm", std::string(said)}});
  }
  if (about.officer_hash.empty()) {
    return log_.Warn("an own agency asks unusually much", {{"agency", about.agency_uri}, {"alarm", std::string(said)}});
  }
  log_.Warn("an officer of an own agency asks unusually much", {{"agency", about.agency_uri},
                                                                {"officer_hash", crypto::ToHex(about.officer_hash)},
                                                                {"kind", about.absent ? "absent" : "checks"},
                                                                {"alarm", std::string(said)}});
}

void IndexLog::OnBudgetTrouble(std::string_view what, const absl::Status& status) {
  log_.Error(what, {{"message", std::string(status.message())}});
}

absl::StatusOr<std::unique_ptr<IndexWorks>> IndexWorks::Open(const Foundations& foundations,
                                                             const service::Clock& clock, store::Engine& engine,
                                                             crypto::RandomSource& random,
                                                             crypto::RandomStreams& streams,
                                                             peer::PeerChannels& channels, NodeLog& log) {
  absl::StatusOr<std::unique_ptr<store::FileEpochSeedVault>> seeds =
      store::FileEpochSeedVault::Open(foundations.config.index.seed_dir, random);
  if (!seeds.ok()) return AtKey("index.seed_dir", seeds.status());
  absl::StatusOr<store::IndexFolder> folder = store::IndexFolder::Open(foundations.config.data_dir + "/index");
  if (!folder.ok()) return AtKey("node.data_dir (index)", folder.status());
  return std::unique_ptr<IndexWorks>(new IndexWorks(foundations, clock, engine, random, streams, channels, log,
                                                    *std::move(folder), *std::move(seeds)));
}

IndexWorks::IndexWorks(const Foundations& foundations, const service::Clock& clock, store::Engine& engine,
                       crypto::RandomSource& random, crypto::RandomStreams& streams, peer::PeerChannels& channels,
                       NodeLog& log, store::IndexFolder folder, std::unique_ptr<store::FileEpochSeedVault> seeds)
    : folder_(std::move(folder)),
      seeds_(std::move(seeds)),
      catalogue_(foundations.config.party),
      parts_{foundations.trust, clock, engine, catalogue_, folder_, *seeds_, random, streams},
      ledger_(engine),
      budgets_(ledger_, clock, foundations.trust.evaluation_budgets()),
      officer_ledger_(engine, store::ReserveUse::kHalf),  // as the checks themselves
      officer_budgets_(officer_ledger_, clock, OfficerRatesOf(foundations.config.limits)),
      issued_(parts_, budgets_, pool_,
              std::clamp(static_cast<int>(foundations.config.limits.worker_threads / 4), 1,
                         service::IssuedIndexes::kBatchesOfAll)),
      observer_(log),
      link_(channels, {.evaluate_deadline = std::chrono::milliseconds(foundations.config.index.evaluate_deadline_ms)}),
      pool_(ThreadsOf(foundations.config.index)),
      checker_(parts_, link_, shelf_, watch_, pool_,
               std::chrono::milliseconds(foundations.config.index.evaluate_deadline_ms)),
      cover_check_mean_(foundations.config.index.cover_check_mean_seconds) {}

absl::Status IndexWorks::Start(const service::NodeContext& node) {
  keeper_.emplace(node, parts_, issued_, link_, shelf_, watch_, observer_);
  if (absl::Status recovered = keeper_->Recover(); !recovered.ok()) return AtKey("node.data_dir (index)", recovered);
  keeper_->Start();
  if (cover_check_mean_ > std::chrono::seconds::zero()) {
    cover_checks_.emplace(node, cover_check_mean_, observer_);
    cover_checks_->Start();
  }
  budget_watch_.emplace(node, budgets_, observer_);
  budget_watch_->Start();
  return absl::OkStatus();
}

void IndexWorks::BreakOff() {
  if (keeper_.has_value()) keeper_->BeginStop();
  if (cover_checks_.has_value()) cover_checks_->BeginStop();
  link_.Shutdown();
}

void IndexWorks::Stop() {
  BreakOff();
  if (keeper_.has_value()) keeper_->Stop();
  if (cover_checks_.has_value()) cover_checks_->Stop();
  if (budget_watch_.has_value()) budget_watch_->Stop();
}

}  // namespace vsx::main
