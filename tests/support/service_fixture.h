#ifndef VSX_TESTS_SUPPORT_SERVICE_FIXTURE_H_
#define VSX_TESTS_SUPPORT_SERVICE_FIXTURE_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/keystore.h"
#include "node/api/admin_handlers.h"
#include "node/api/case_handlers.h"
#include "node/api/exchange_handlers.h"
#include "node/api/monitoring_handlers.h"
#include "node/api/screening_handlers.h"
#include "node/api/status_handlers.h"
#include "node/service/dispatch_outbox.h"
#include "node/service/node_context.h"
#include "node/service/screening_parts.h"
#include "store/budget_ledger.h"
#include "store/case_key_vault.h"
#include "store/engine.h"
#include "store/in_memory_case_key_vault.h"
#include "store/in_memory_engine.h"
#include "store/screening_store.h"
#include "tests/support/in_process_link.h"
#include "tests/support/scripted_blind_checker.h"
#include "tests/support/story_random_source.h"
#include "tests/support/story_random_streams.h"
#include "vsx/v1/trust.pb.h"

// Several Parties in one process: everything of a node but transport and main. No gRPC, so that ThreadSanitizer can
// judge it; no Argon2, so that it is fast.
namespace vsx::test {

domain::PartyCode Party(std::string_view code);

class FakeClock final : public service::Clock {
 public:
  explicit FakeClock(int64_t seconds) { Set(domain::UnixTime{seconds}); }
  domain::FineTime FineNow() const override { return domain::FineTime(std::chrono::microseconds(microseconds_)); }
  void Set(domain::FineTime time) { microseconds_ = time.time_since_epoch().count(); }
  void Set(domain::UnixTime time) { Set(domain::FineTime(std::chrono::seconds(time.seconds))); }
  void Advance(int64_t seconds) { AdvanceBy(std::chrono::seconds(seconds)); }
  void AdvanceBy(std::chrono::microseconds time) { microseconds_ += time.count(); }

 private:
  std::atomic<int64_t> microseconds_ = 0;
};

// Counts instead of waking anybody: tests dispatch themselves.
class CountingSignal final : public service::OutboxSignal {
 public:
  void Wake(const domain::PartyCode&) override { ++wakes_; }
  int wakes() const { return wakes_; }

 private:
  std::atomic<int> wakes_ = 0;
};

// Hands every call on to the engine, and can make the commit after the next `n` fail as if the medium had failed, or
// run something just before a commit, which is where races are made by hand.
class BendableEngine final : public store::Engine {
 public:
  explicit BendableEngine(store::Engine& inner) : inner_(inner) {}
  std::unique_ptr<store::Snapshot> TakeSnapshot() const override { return inner_.TakeSnapshot(); }
  absl::Status Commit(const store::WriteBatch& batch) override;

  // The commit after `n` more answers UNAVAILABLE and writes nothing. It lasts for one commit.
  void FailCommitAfter(int n) { fail_after_ = n; }
  // Runs once, before the next commit; commits made inside pass through.
  void BeforeNextCommit(std::function<void()> action) { before_ = std::move(action); }
  int commits() const { return commits_; }

 private:
  store::Engine& inner_;
  std::function<void()> before_;  // set by single-threaded tests only
  std::atomic<int> fail_after_ = -1;
  std::atomic<int> commits_ = 0;
};

// The same for the vault: Destroy can be made to fail, as a crash between two steps of an erasure would, and something
// be run just before a key is read.
class BendableVault final : public store::CaseKeyVault {
 public:
  explicit BendableVault(store::CaseKeyVault& inner) : inner_(inner) {}
  absl::StatusOr<store::AllocatedKey> Allocate() override { return inner_.Allocate(); }
  absl::StatusOr<crypto::SecretBytes> Read(const store::CaseKeyId& id) const override;
  absl::Status Destroy(absl::Span<const store::CaseKeyId> ids) override;

  void FailDestroy(bool fail) { fail_ = fail; }
  // Runs before each key is read from now on, though not in reads that it makes itself; null: no more.
  void BeforeReads(std::function<void()> action) { before_reads_ = std::move(action); }

 private:
  store::CaseKeyVault& inner_;
  std::atomic<bool> fail_ = false;
  mutable std::function<void()> before_reads_;  // set by single-threaded tests only
};

// Signs with the real one, and can be made to fail, as a token that was pulled out would.
class BendableSigner final : public crypto::Signer {
 public:
  explicit BendableSigner(const crypto::Signer& real) : real_(real) {}
  absl::StatusOr<std::string> Sign(std::string_view message) const override;
  const crypto::VerifyKey& verify_key() const override { return real_.verify_key(); }

  void Fail(bool fail) { fail_ = fail; }

 private:
  const crypto::Signer& real_;
  std::atomic<bool> fail_ = false;
};

// More than any test uses.
service::OfficerRates EndlessOfficerRates();

struct FederationOptions {
  std::vector<std::string> parties = {"QQA", "QQB", "QQC"};  // codes that no State has
  std::string seed = "federation";
  // Draws but those of keys are others in each life: a node that starts again over its store repeats nothing.
  std::string life{};
  std::string folder{};  // empty: in memory; else RocksDB, a folder below it for each Party
  service::OfficerRates officer_rates = EndlessOfficerRates();
  StreamsOf streams_of = StreamsOf::kEachLabel;
  StoryRandomStreams::OnOpen on_stream{};  // told of every stream of every node
};

// One Party's node.
class TestNode {
 public:
  TestNode(crypto::Keystore keystore, statement::TrustStore trust, const service::Clock& clock,
           const FederationOptions& options);

  const service::NodeContext& context() const { return *context_; }
  const crypto::Keystore& keystore() const { return keystore_; }
  BendableEngine& engine() { return *engine_; }
  BendableVault& vault() { return *vault_; }
  StoryRandomSource& random() { return random_; }
  BendableSigner& attestation_signer() { return attestation_signer_; }
  CountingSignal& signal() { return signal_; }
  ScriptedBlindChecker& blind_checker() { return blind_checker_; }
  // The node of the same Party and store with other trust documents: what a restart with new files makes.
  void SetTrust(statement::TrustStore trust);

  api::CaseHandlers& cases() { return *case_handlers_; }
  api::StatusHandlers& status() { return *status_handlers_; }
  api::ExchangeHandlers& exchange() { return *exchange_handlers_; }
  api::ScreeningHandlers& screening() { return *screening_handlers_; }
  const service::ScreeningParts& screening_parts() const { return *screening_parts_; }
  api::MonitoringHandlers& monitoring() { return *monitoring_handlers_; }
  api::AdminHandlers& admin() { return *admin_handlers_; }

 private:
  const crypto::Keystore keystore_;
  statement::TrustStore trust_;
  const service::Clock& clock_;
  StoryRandomSource random_;
  StoryRandomStreams streams_;
  BendableSigner attestation_signer_;
  std::unique_ptr<store::Engine> inner_engine_;
  std::unique_ptr<store::CaseKeyVault> inner_vault_;
  std::unique_ptr<BendableEngine> engine_;
  std::unique_ptr<BendableVault> vault_;
  std::unique_ptr<store::CaseStore> cases_;
  std::unique_ptr<store::OutboxStore> outbox_;
  std::unique_ptr<store::InboxStore> inbox_;
  std::unique_ptr<store::AccessNoticeStore> access_notices_;
  std::unique_ptr<store::AccessNoticeOutbox> access_notice_outbox_;
  std::unique_ptr<service::AuditRecorder> audit_;
  std::unique_ptr<store::BudgetLedger> officer_ledger_;
  std::unique_ptr<service::OfficerBudgets> officer_budgets_;
  CountingSignal signal_;
  ScriptedBlindChecker blind_checker_;
  std::unique_ptr<service::NodeContext> context_;
  std::unique_ptr<store::ScreeningStore> screening_store_;
  std::unique_ptr<store::BudgetLedger> ledger_;
  std::unique_ptr<service::ScreeningParts> screening_parts_;
  std::unique_ptr<api::CaseHandlers> case_handlers_;
  std::unique_ptr<api::StatusHandlers> status_handlers_;
  std::unique_ptr<api::ExchangeHandlers> exchange_handlers_;
  std::unique_ptr<api::ScreeningHandlers> screening_handlers_;
  std::unique_ptr<api::MonitoringHandlers> monitoring_handlers_;
  std::unique_ptr<api::AdminHandlers> admin_handlers_;
};

// TestFederation is the nodes of these Parties and what is between them. The clock starts at 1,900,000,000; trust
// documents run a year. Threads: as its parts; setting up and bending is for one thread.
class TestFederation {
 public:
  explicit TestFederation(FederationOptions options = {});

  TestNode& node(std::string_view code) { return *nodes_.at(std::string(code)); }
  const service::NodeContext& context(std::string_view code) { return node(code).context(); }
  FakeClock& clock() { return clock_; }
  const FakeClock& clock() const { return clock_; }
  InProcessLink& link() { return link_; }

  // One pass of DispatchDue by every Party to every other, until nothing more is acknowledged. Errors of a store fail
  // the test. Returns how many deliveries were acknowledged.
  int RunDispatch();
  service::DispatchPass DispatchOnce(std::string_view from, std::string_view to);

  // The trust documents, as messages that a test may bend and then load again; loading signs them anew.
  v1::Manifest manifest;
  std::map<std::string, v1::PartyRecord> records;
  statement::TrustStore LoadTrust(std::string_view own) const;
  // Every node takes the documents as they are now.
  void ReloadTrust();

 private:
  FakeClock clock_;
  InProcessLink link_;
  std::map<std::string, std::unique_ptr<TestNode>> nodes_;
  std::map<std::string, const crypto::Signer*> roots_;  // in the nodes' keystores
};

// Puts bytes that are none of ours in the row's place, as a damaged disk might.
void Damage(store::Engine& engine, store::Table table, const std::string& key);

// Every row of every table of this node.
std::map<std::string, std::string> AllRows(const store::Reader& reader);

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_SERVICE_FIXTURE_H_
