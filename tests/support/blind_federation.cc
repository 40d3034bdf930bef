#include "tests/support/blind_federation.h"

#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "store/file_epoch_seed_vault.h"
#include "store/in_memory_epoch_seed_vault.h"

namespace vsx::test {
namespace {

std::string Line(std::string_view what, const domain::IndexName& name, const absl::Status& status) {
  const std::string reason = domain::ErrorReason(status);
  return std::string(what) + " " + name.issuer.value() + " " + name.recipient.value() + ": " +
         (reason.empty() ? std::string(status.message()) : reason);
}

std::unique_ptr<store::EpochSeedVault> OpenVault(const std::string& folder, const domain::PartyCode& party,
                                                 crypto::RandomSource& random) {
  if (folder.empty()) return std::make_unique<store::InMemoryEpochSeedVault>(random);
  return store::FileEpochSeedVault::Open(folder + "/" + party.value(), random).value();
}

}  // namespace

void RecordingIndexObserver::OnBuilt(const domain::IndexName& name, const service::BuiltIndex& built) {
  const std::lock_guard lock(mutex_);
  built_.emplace_back(name, built);
}

void RecordingIndexObserver::OnBuildFailed(const domain::IndexName& name, const absl::Status& status) {
  const std::lock_guard lock(mutex_);
  failures_.push_back(Line("build", name, status));
}

void RecordingIndexObserver::OnFetched(const domain::IndexName&) {}

void RecordingIndexObserver::OnFetchFailed(const domain::IndexName& name, const absl::Status& status) {
  const std::lock_guard lock(mutex_);
  failures_.push_back(Line("fetch", name, status));
}

void RecordingIndexObserver::OnForked(const domain::IndexName& name) {
  const std::lock_guard lock(mutex_);
  forked_.push_back(name);
}

void RecordingIndexObserver::OnTrouble(std::string_view what, const absl::Status& status) {
  const std::lock_guard lock(mutex_);
  failures_.push_back(std::string(what) + ": " + std::string(status.message()));
}

std::vector<std::pair<domain::IndexName, service::BuiltIndex>> RecordingIndexObserver::built() const {
  const std::lock_guard lock(mutex_);
  return built_;
}

std::vector<domain::IndexName> RecordingIndexObserver::forked() const {
  const std::lock_guard lock(mutex_);
  return forked_;
}

std::vector<std::string> RecordingIndexObserver::failures() const {
  const std::lock_guard lock(mutex_);
  return failures_;
}

BlindNode::BlindNode(TestNode& node, const service::Clock& clock, InProcessIndexLink& link, const std::string& folder,
                     const BlindOptions& options)
    : clock_(clock),
      folder_(store::IndexFolder::Open(folder).value()),
      catalogue_(node.context().own_party()),
      random_(options.federation.seed + "/" + node.context().own_party().value() + "/blind"),
      seeds_(OpenVault(options.seeds_folder, node.context().own_party(), random_)),
      link_(link, node.context().own_party()),
      pool_(2) {
  const service::NodeContext& context = node.context();
  parts_ = std::make_unique<const service::IndexParts>(service::IndexParts{
      context.trust, clock_, context.engine, catalogue_, folder_, *seeds_, random_, context.streams});
  ledger_ = std::make_unique<store::BudgetLedger>(context.engine);
  budgets_ = std::make_unique<service::PartyBudgets>(*ledger_, clock_, options.rates);
  issued_ = std::make_unique<service::IssuedIndexes>(*parts_, *budgets_, pool_);
  checker_ = std::make_unique<service::FederationBlindChecker>(*parts_, link_, shelf_, watch_, pool_, options.timeout);
  keeper_ = std::make_unique<service::IndexKeeper>(context, *parts_, *issued_, link_, shelf_, watch_, observer_,
                                                   options.most_copies);
  node.blind_checker().real = checker_.get();
}

BlindFederation::BlindFederation(BlindOptions options) : federation_(options.federation) {
  link_ = std::make_unique<InProcessIndexLink>([this](const domain::PartyCode& party) -> service::IndexServer* {
    const auto found = blind_.find(party.value());
    return found == blind_.end() ? nullptr : &found->second->issued();
  });
  for (const std::string& code : options.federation.parties) {
    blind_.emplace(code, std::make_unique<BlindNode>(federation_.node(code), federation_.clock(), *link_,
                                                     folder_.Path(code), options));
  }
}

BlindFederation::~BlindFederation() { link_->ReleaseHanging(); }

domain::IndexName BlindFederation::Name(std::string_view issuer, std::string_view recipient, domain::Purpose cls) {
  return {Party(issuer), Party(recipient), cls, epoch()};
}

void BlindFederation::RunKeepers() {
  for (auto& [code, node] : blind_) node->keeper().BuildDue();
  for (auto& [code, node] : blind_) {
    for (const auto& [issuer, other] : blind_) {
      if (issuer != code) node->keeper().FetchDue(Party(issuer));
    }
  }
}

void BlindFederation::NextEpoch() {
  const domain::EpochPlan epochs = plan();
  const domain::Epoch next = epoch().Next();
  for (const domain::UnixTime moment : {epochs.CutOff(next), epochs.PublishFrom(next), epochs.Start(next)}) {
    if (moment > federation_.clock().Now()) federation_.clock().Set(moment);
    RunKeepers();
  }
}

}  // namespace vsx::test
