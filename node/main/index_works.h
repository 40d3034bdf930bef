#ifndef VSX_NODE_MAIN_INDEX_WORKS_H_
#define VSX_NODE_MAIN_INDEX_WORKS_H_

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/random_streams.h"
#include "node/main/foundations.h"
#include "node/main/node_log.h"
#include "node/peer/grpc_index_link.h"
#include "node/peer/peer_channels.h"
#include "node/service/budget_watch.h"
#include "node/service/cover_checks.h"
#include "node/service/crypto_pool.h"
#include "node/service/federation_blind_checker.h"
#include "node/service/index_keeper.h"
#include "node/service/issued_indexes.h"
#include "node/service/officer_budgets.h"
#include "node/service/party_budgets.h"
#include "store/budget_ledger.h"
#include "store/file_epoch_seed_vault.h"
#include "store/index_catalogue.h"
#include "store/index_folder.h"

namespace vsx::main {

// IndexLog tells the operator what becomes of indexes and budgets.
class IndexLog final : public service::IndexObserver, public service::CoverObserver, public service::BudgetObserver {
 public:
  explicit IndexLog(NodeLog& log) : log_(log) {}
  void OnBuilt(const domain::IndexName& name, const service::BuiltIndex& built) override;
  void OnBuildFailed(const domain::IndexName& name, const absl::Status& status) override;
  void OnFetched(const domain::IndexName& name) override;
  void OnFetchFailed(const domain::IndexName& name, const absl::Status& status) override;
  void OnForked(const domain::IndexName& name) override;
  void OnTrouble(std::string_view what, const absl::Status& status) override;
  void OnCoverFailed(const domain::PartyCode& party, domain::Purpose cls, std::string_view reason) override;
  void OnCoverNotAsked(const absl::Status& status) override;
  void OnPartyAlarm(const domain::PartyCode& party, service::BudgetKind kind, std::string_view alarm) override;
  void OnUseAlarm(const service::UseAlarm& about, std::string_view said) override;
  void OnBudgetTrouble(std::string_view what, const absl::Status& status) override;

 private:
  enum class Level { kInfo, kWarn, kError };
  void Say(Level level, std::string_view event, const domain::IndexName& name, std::string reason = {});

  NodeLog& log_;
};

// IndexWorks is every part of the blind check in a running node: own indexes and their seeds, those of others, whoever
// asks and answers, and the budgets of both. Threads: the owner alone calls its methods; what they give out says for
// itself.
class IndexWorks {
 public:
  // All outlive this. Errors name the key of the configuration: a seed folder that is not on tmpfs, an index folder
  // that cannot be made.
  static absl::StatusOr<std::unique_ptr<IndexWorks>> Open(const Foundations& foundations, const service::Clock& clock,
                                                          store::Engine& engine, crypto::RandomSource& random,
                                                          crypto::RandomStreams& streams, peer::PeerChannels& channels,
                                                          NodeLog& log);

  service::BlindChecker& checker() { return checker_; }
  service::IndexServer& server() { return issued_; }
  service::PartyBudgets& budgets() { return budgets_; }
  service::OfficerBudgets& officer_budgets() { return officer_budgets_; }
  // Of what the own State may ask.
  store::BudgetLedger& own_ledger() { return officer_ledger_; }

  // Brings back what an earlier run had, then builds, fetches, asks for cover and watches budgets in the background.
  // `node` outlives the works.
  absl::Status Start(const service::NodeContext& node);
  // Ends what other Parties are being asked, for whomever, and lets nobody ask any more: who asks is answered at once
  // that they were not reached. What runs in the background ends too, first, so that nothing broken off here is logged
  // as another Party's failure. Safe while checks run.
  void BreakOff();
  // Ends what runs in the background, and breaks off. A second call does nothing.
  void Stop();

 private:
  IndexWorks(const Foundations& foundations, const service::Clock& clock, store::Engine& engine,
             crypto::RandomSource& random, crypto::RandomStreams& streams, peer::PeerChannels& channels, NodeLog& log,
             store::IndexFolder folder, std::unique_ptr<store::FileEpochSeedVault> seeds);

  const store::IndexFolder folder_;
  const std::unique_ptr<store::FileEpochSeedVault> seeds_;
  const store::IndexCatalogue catalogue_;
  const service::IndexParts parts_;
  store::BudgetLedger ledger_;
  service::PartyBudgets budgets_;
  store::BudgetLedger officer_ledger_;
  service::OfficerBudgets officer_budgets_;
  service::IssuedIndexes issued_;
  service::IndexShelf shelf_;
  service::PartyWatch watch_;
  IndexLog observer_;
  // The pool goes before the link: work that still waits may ask it for an evaluation, which it then refuses.
  peer::GrpcIndexLink link_;
  service::CryptoPool pool_;
  service::FederationBlindChecker checker_;
  const std::chrono::seconds cover_check_mean_;
  std::optional<service::IndexKeeper> keeper_;
  std::optional<service::CoverChecks> cover_checks_;
  std::optional<service::BudgetWatch> budget_watch_;
};

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_INDEX_WORKS_H_
