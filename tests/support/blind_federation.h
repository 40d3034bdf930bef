#ifndef VSX_TESTS_SUPPORT_BLIND_FEDERATION_H_
#define VSX_TESTS_SUPPORT_BLIND_FEDERATION_H_

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/service/crypto_pool.h"
#include "node/service/federation_blind_checker.h"
#include "node/service/index_keeper.h"
#include "node/service/issued_indexes.h"
#include "node/service/party_budgets.h"
#include "store/epoch_seed_vault.h"
#include "store/index_catalogue.h"
#include "store/index_folder.h"
#include "tests/crypto/temporary_folder.h"
#include "tests/support/in_process_index_link.h"
#include "tests/support/service_fixture.h"

namespace vsx::test {

// Writes down what a keeper told. Threads: safe concurrently.
class RecordingIndexObserver final : public service::IndexObserver {
 public:
  void OnBuilt(const domain::IndexName& name, const service::BuiltIndex& built) override;
  void OnBuildFailed(const domain::IndexName& name, const absl::Status& status) override;
  void OnFetched(const domain::IndexName& name) override;
  void OnFetchFailed(const domain::IndexName& name, const absl::Status& status) override;
  void OnForked(const domain::IndexName& name) override;
  void OnTrouble(std::string_view what, const absl::Status& status) override;

  std::vector<std::pair<domain::IndexName, service::BuiltIndex>> built() const;
  std::vector<domain::IndexName> forked() const;
  std::vector<std::string> failures() const;  // "<what> <issuer> <recipient>: <reason>"

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<domain::IndexName, service::BuiltIndex>> built_;
  std::vector<domain::IndexName> forked_;
  std::vector<std::string> failures_;
};

struct BlindOptions {
  FederationOptions federation;
  std::chrono::milliseconds timeout{2'000};  // of a check's question to the others
  domain::EvaluationBudgets rates{};         // what each grants to each other
  std::string seeds_folder{};  // empty: seeds in the process alone; else of vaults, one below it for each Party
  size_t most_copies = service::kMostCopiesAtOnce;  // that a keeper holds while it builds
};

// What a node's clock shows to its half of the blind check: the federation's time, until it stands still at another.
// Threads: safe concurrently.
class OwnClock final : public service::Clock {
 public:
  explicit OwnClock(const service::Clock& shared) : shared_(shared) {}
  domain::FineTime FineNow() const override { return stands_ ? own_.FineNow() : shared_.FineNow(); }
  void StandAt(domain::UnixTime moment) { own_.Set(moment), stands_ = true; }
  void GoOn() { stands_ = false; }

 private:
  const service::Clock& shared_;
  FakeClock own_{0};
  std::atomic<bool> stands_ = false;
};

// The blind check's parts of one Party's node, over the rest of it in a TestFederation.
class BlindNode {
 public:
  // `folder`: of its index files.
  BlindNode(TestNode& node, const service::Clock& clock, InProcessIndexLink& link, const std::string& folder,
            const BlindOptions& options);

  OwnClock& clock() { return clock_; }
  service::IssuedIndexes& issued() { return *issued_; }
  service::IndexShelf& shelf() { return shelf_; }
  service::PartyWatch& watch() { return watch_; }
  service::IndexKeeper& keeper() { return *keeper_; }
  service::BlindChecker& checker() { return *checker_; }
  service::CryptoPool& pool() { return pool_; }
  service::PartyBudgets& budgets() { return *budgets_; }
  RecordingIndexObserver& observer() { return observer_; }
  store::EpochSeedVault& seeds() { return *seeds_; }
  const store::IndexFolder& folder() const { return folder_; }
  const store::IndexCatalogue& catalogue() const { return catalogue_; }
  const service::IndexParts& parts() const { return *parts_; }
  service::IndexLink& link() { return link_; }

 private:
  OwnClock clock_;
  const store::IndexFolder folder_;
  const store::IndexCatalogue catalogue_;
  StoryRandomSource random_;
  std::unique_ptr<store::EpochSeedVault> seeds_;
  std::unique_ptr<const service::IndexParts> parts_;
  std::unique_ptr<store::BudgetLedger> ledger_;
  std::unique_ptr<service::PartyBudgets> budgets_;
  std::unique_ptr<service::IssuedIndexes> issued_;
  service::IndexShelf shelf_;
  service::PartyWatch watch_;
  RecordingIndexObserver observer_;
  InProcessIndexLink::Asker link_;
  service::CryptoPool pool_;
  std::unique_ptr<service::FederationBlindChecker> checker_;
  std::unique_ptr<service::IndexKeeper> keeper_;
};

// BlindFederation is a TestFederation whose nodes ask each other blindly: real indexes in real files, real curve
// operations, no network. Time is the fake clock's, so the keepers' steps are called by hand.
class BlindFederation {
 public:
  explicit BlindFederation(BlindOptions options = {});
  ~BlindFederation();

  TestFederation& base() { return federation_; }
  BlindNode& blind(std::string_view code) { return *blind_.at(std::string(code)); }
  InProcessIndexLink& index_link() { return *link_; }
  domain::EpochPlan plan() { return federation_.context(blind_.begin()->first).trust.epoch_plan(); }
  domain::Epoch epoch() { return plan().At(federation_.clock().Now()); }
  domain::IndexName Name(std::string_view issuer, std::string_view recipient, domain::Purpose cls);  // this epoch's

  // Every node builds and fetches what is due now.
  void RunKeepers();
  // To the next epoch: its cut-off, its publication and its start, with the keepers run at each.
  void NextEpoch();

 private:
  crypto::TemporaryFolder folder_;
  TestFederation federation_;
  std::unique_ptr<InProcessIndexLink> link_;
  std::map<std::string, std::unique_ptr<BlindNode>> blind_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_BLIND_FEDERATION_H_
