#include "tests/support/service_fixture.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "crypto/encoding.h"
#include "crypto/envelope.h"
#include "crypto/hash.h"
#include "gtest/gtest.h"
#include "node/statement/trust_documents.h"
#include "store/rocksdb_case_key_vault.h"
#include "store/rocksdb_engine.h"
#include "store/table.h"

namespace vsx::test {
namespace {

constexpr int64_t kStart = 1'900'000'000;
constexpr int64_t kIssuedAt = kStart - 86'400;
constexpr int64_t kLife = 365 * 86'400;

void AddKey(v1::PartyRecord& record, v1::KeyRole role, const std::string& public_key) {
  v1::PartyKey* key = record.add_keys();
  key->set_role(role);
  key->set_public_key(public_key);
  key->set_valid_from(kIssuedAt);
  key->set_valid_until(kIssuedAt + kLife);
}

v1::PartyRecord RecordOf(const std::string& code, const crypto::Keystore& keys) {
  v1::PartyRecord record;
  record.set_party(code);
  record.set_version(1);
  record.set_issued_at(kIssuedAt);
  record.set_expires_at(kIssuedAt + kLife);
  record.add_endpoints("node." + code + ".example:8443");
  record.set_tls_ca_pem("-----BEGIN CERTIFICATE-----\nZXhhbXBsZQ==\n-----END CERTIFICATE-----\n");
  AddKey(record, v1::KEY_ROLE_ATTESTATION, (*keys.signer(crypto::KeyRole::kAttestation))->verify_key().bytes());
  AddKey(record, v1::KEY_ROLE_OPERATIONS, (*keys.signer(crypto::KeyRole::kOperations))->verify_key().bytes());
  AddKey(record, v1::KEY_ROLE_LOG, (*keys.signer(crypto::KeyRole::kLog))->verify_key().bytes());
  AddKey(record, v1::KEY_ROLE_SEALING, (*keys.sealing_key_pair())->public_key().bytes());
  v1::ContactDesk* desk = record.add_directory();
  desk->set_desk_id("duty-desk");
  desk->set_name("Example duty desk of " + code);
  desk->set_telephone("+00 000 0000");
  desk->add_languages("en");
  return record;
}

}  // namespace

domain::PartyCode Party(std::string_view code) { return domain::PartyCode::Create(code).value(); }

absl::Status BendableEngine::Commit(const store::WriteBatch& batch) {
  if (before_) std::exchange(before_, nullptr)();
  ++commits_;
  if (fail_after_ >= 0 && fail_after_-- == 0) return absl::UnavailableError("the medium failed as told");
  return inner_.Commit(batch);
}

absl::StatusOr<crypto::SecretBytes> BendableVault::Read(const store::CaseKeyId& id) const {
  if (std::function<void()> action = std::exchange(before_reads_, nullptr)) {
    action();
    if (!before_reads_) before_reads_ = std::move(action);
  }
  return inner_.Read(id);
}

absl::Status BendableVault::Destroy(absl::Span<const store::CaseKeyId> ids) {
  if (fail_) return absl::UnavailableError("the vault failed as told");
  return inner_.Destroy(ids);
}

absl::StatusOr<std::string> BendableSigner::Sign(std::string_view message) const {
  if (fail_) return absl::UnavailableError("the token failed as told");
  return real_.Sign(message);
}

TestNode::TestNode(crypto::Keystore keystore, statement::TrustStore trust, const service::Clock& clock,
                   const FederationOptions& options)
    : keystore_(std::move(keystore)),
      trust_(std::move(trust)),
      clock_(clock),
      random_(options.seed + "/node/" + trust_.own_party().value() + options.life),
      streams_(options.seed + "/" + trust_.own_party().value() + options.life, options.streams_of, options.on_stream),
      attestation_signer_(**keystore_.signer(crypto::KeyRole::kAttestation)) {
  if (options.folder.empty()) {
    inner_engine_ = std::make_unique<store::InMemoryEngine>(random_);
    inner_vault_ = std::make_unique<store::InMemoryCaseKeyVault>(random_);
  } else {
    const std::string folder = options.folder + "/" + trust_.own_party().value();
    std::filesystem::create_directories(folder);
    inner_engine_ =
        store::RocksDbEngine::Open(folder + "/store", {trust_.own_party(), keystore_.id()}, random_).value();
    inner_vault_ = store::RocksDbCaseKeyVault::Open(folder + "/vault",
                                                    (*keystore_.secret(crypto::KeyRole::kWrapping))->Clone(), random_)
                       .value();
  }
  engine_ = std::make_unique<BendableEngine>(*inner_engine_);
  vault_ = std::make_unique<BendableVault>(*inner_vault_);
  const crypto::SecretBytes& lookup = **keystore_.secret(crypto::KeyRole::kLookup);
  cases_ = std::make_unique<store::CaseStore>(*vault_, lookup, random_);
  outbox_ = std::make_unique<store::OutboxStore>(*vault_, random_);
  inbox_ = std::make_unique<store::InboxStore>(*vault_, lookup, random_);
  access_notices_ = std::make_unique<store::AccessNoticeStore>(*vault_, random_);
  access_notice_outbox_ = std::make_unique<store::AccessNoticeOutbox>(lookup);
  audit_ = std::make_unique<service::AuditRecorder>(**keystore_.secret(crypto::KeyRole::kAudit), clock_, *engine_);
  officer_ledger_ = std::make_unique<store::BudgetLedger>(*engine_, store::ReserveUse::kHalf);
  officer_budgets_ = std::make_unique<service::OfficerBudgets>(*officer_ledger_, clock_, options.officer_rates);
  context_ = std::make_unique<service::NodeContext>(service::NodeContext{
      .trust = trust_,
      .clock = clock_,
      .random = random_,
      .streams = streams_,
      .engine = *engine_,
      .cases = *cases_,
      .outbox = *outbox_,
      .inbox = *inbox_,
      .access_notices = *access_notices_,
      .access_notice_outbox = *access_notice_outbox_,
      .attestation_signer = attestation_signer_,
      .operations_signer = **keystore_.signer(crypto::KeyRole::kOperations),
      .sealing_keys = **keystore_.sealing_key_pair(),
      .audit = *audit_,
      .outbox_signal = signal_,
      .blind_checker = blind_checker_,
      .officer_budgets = *officer_budgets_,
      .limits = {},
  });
  screening_store_ = std::make_unique<store::ScreeningStore>(*vault_, random_);
  ledger_ = std::make_unique<store::BudgetLedger>(*engine_);
  screening_parts_ =
      std::make_unique<service::ScreeningParts>(service::ScreeningParts{*context_, *screening_store_, *ledger_});
  screening_handlers_ = std::make_unique<api::NodeScreeningHandlers>(*screening_parts_);
  case_handlers_ = std::make_unique<api::NodeCaseHandlers>(*context_);
  status_handlers_ = std::make_unique<api::NodeStatusHandlers>(*context_);
  exchange_handlers_ = std::make_unique<api::NodeExchangeHandlers>(*context_);
  monitoring_handlers_ = std::make_unique<api::NodeMonitoringHandlers>(*context_);
  admin_handlers_ = std::make_unique<api::NodeAdminHandlers>(
      *context_, api::NodeIdentity{.name = "1", .version = "test", .started_at = clock_.Now()});
}

service::OfficerRates EndlessOfficerRates() {
  const domain::BudgetRate endless = *domain::BudgetRate::Create(domain::kMostTokens, domain::kMostTokens);
  return {endless, endless, endless, domain::kWholePercent};
}

void TestNode::SetTrust(statement::TrustStore trust) { trust_ = std::move(trust); }

TestFederation::TestFederation(FederationOptions options)
    : clock_(kStart), link_([this](const domain::PartyCode& party) {
        const auto node = nodes_.find(party.value());
        return node == nodes_.end() ? nullptr : &node->second->context();
      }) {
  manifest.set_version(1);
  manifest.set_issued_at(kIssuedAt);
  manifest.set_expires_at(kIssuedAt + kLife);
  manifest.set_threshold(static_cast<uint32_t>(options.parties.size() / 2 + 1));
  std::map<std::string, crypto::Keystore> keystores;
  for (const std::string& code : options.parties) {
    StoryRandomSource random(options.seed + "/keys/" + code);
    crypto::Keystore keys = crypto::Keystore::Create(code, crypto::kAllKeyRoles, kIssuedAt, random).value();
    v1::ManifestParty* party = manifest.add_parties();
    party->set_party(code);
    party->set_state(v1::PARTY_STATE_ACTIVE);
    party->add_root_keys((*keys.signer(crypto::KeyRole::kRoot))->verify_key().bytes());
    party->set_root_threshold(1);
    manifest.add_member_states(code);
    records[code] = RecordOf(code, keys);
    roots_.emplace(code, *keys.signer(crypto::KeyRole::kRoot));
    keystores.emplace(code, std::move(keys));
  }
  manifest.add_member_states("QQZ");
  for (auto& [code, keys] : keystores) {
    nodes_.emplace(code, std::make_unique<TestNode>(std::move(keys), LoadTrust(code), clock_, options));
  }
}

statement::TrustStore TestFederation::LoadTrust(std::string_view own) const {
  std::string envelope = statement::NewManifest(manifest).value();
  for (const auto& [code, root] : roots_) {
    const bool named = std::any_of(manifest.parties().begin(), manifest.parties().end(),
                                   [&code = code](const v1::ManifestParty& party) { return party.party() == code; });
    if (named) envelope = statement::AddManifestSignature(envelope, *root).value();
  }
  std::vector<std::string> signed_records;
  for (const auto& [code, record] : records) {
    signed_records.push_back(statement::SignPartyRecord(record, {roots_.at(code)}).value());
  }
  const std::string pin = crypto::ToHex(statement::ReadManifest(envelope).value().payload_sha256);
  return statement::TrustStore::Load(envelope, pin, signed_records, Party(own)).value();
}

void TestFederation::ReloadTrust() {
  for (auto& [code, node] : nodes_) node->SetTrust(LoadTrust(code));
}

service::DispatchPass TestFederation::DispatchOnce(std::string_view from, std::string_view to) {
  InProcessLink::Sender sender = link_.From(Party(from));
  absl::StatusOr<service::DispatchPass> pass = service::DispatchDue(context(from), sender, Party(to));
  EXPECT_TRUE(pass.ok()) << pass.status();
  return pass.ok() ? *pass : service::DispatchPass{};
}

int TestFederation::RunDispatch() {
  int acknowledged = 0;
  for (bool again = true; again;) {
    again = false;
    for (const auto& [from, sender] : nodes_) {
      for (const auto& [to, recipient] : nodes_) {
        if (from == to) continue;
        const service::DispatchPass pass = DispatchOnce(from, to);
        acknowledged += static_cast<int>(pass.acknowledged);
        again = again || pass.acknowledged > 0;
      }
    }
  }
  return acknowledged;
}

void Damage(store::Engine& engine, store::Table table, const std::string& key) {
  store::WriteBatch batch;
  batch.Put(table, key, "no sealed value");
  EXPECT_TRUE(engine.Commit(batch).ok());
}

std::map<std::string, std::string> AllRows(const store::Reader& reader) {
  std::map<std::string, std::string> rows;
  const std::unique_ptr<store::Snapshot> snapshot = reader.TakeSnapshot();
  for (const store::Table table : store::kAllTables) {
    std::string after;
    for (bool more = true; more;) {
      const store::Page page = snapshot->Scan(table, "", after, store::kMaxPageRows).value();
      for (const store::Row& row : page.rows) {
        rows.emplace(std::to_string(static_cast<int>(table)) + ":" + row.key, row.value);
      }
      more = page.has_more;
      if (more) after = page.rows.back().key;
    }
  }
  return rows;
}

}  // namespace vsx::test
