#include "node/main/assembly.h"

#include <chrono>
#include <future>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "crypto/key_role.h"
#include "node/main/data_folder.h"
#include "node/main/key_error.h"
#include "node/rpc/tls.h"
#include "store/store_identity.h"
#include "store/store_pairing.h"

namespace vsx::main {
namespace {

using crypto::KeyRole;

service::ServiceLimits LimitsOf(const ConfiguredLimits& configured) {
  service::ServiceLimits limits;
  limits.ask_for_consent_seconds = configured.ask_for_consent_hours * 3600;
  limits.notification_seconds = configured.notification_hours * 3600;
  limits.answer_valid_seconds = configured.answer_valid_minutes * 60;
  limits.check_retry_seconds = configured.check_retry_seconds;
  limits.outbox_longest_delay_ms = configured.outbox_longest_delay_seconds * 1000;
  limits.access_notice_longest_delay_seconds = configured.access_notice_longest_delay_seconds;
  return limits;
}

domain::AgencyScreeningLimits AgencyScreeningOf(const ConfiguredLimits& configured) {
  return {static_cast<uint32_t>(configured.agency_screening_persons_per_day),
          static_cast<uint32_t>(configured.agency_screening_days_per_month)};
}

// The CAs of all Parties, for the handshake of the peer port; each call is verified again against one of them.
absl::Status WriteBundle(const statement::TrustStore& trust, const std::string& path) {
  std::vector<std::string> pems;
  for (const statement::ManifestParty& party : trust.parties()) {
    if (const std::string_view pem = trust.TlsCaPem(party.party); !pem.empty()) pems.emplace_back(pem);
  }
  return rpc::WriteRootsBundle(path, pems);
}

// Suspended and departed Parties too: what withdraws a copy goes to whoever may hold one.
std::vector<domain::PartyCode> OtherParties(const statement::TrustStore& trust) {
  std::vector<domain::PartyCode> others;
  for (const statement::ManifestParty& party : trust.parties()) {
    if (party.party != trust.own_party()) others.push_back(party.party);
  }
  return others;
}

}  // namespace

Node::Keys Node::KeysOf(const crypto::Keystore& keystore) {
  return {**keystore.signer(KeyRole::kAttestation), **keystore.signer(KeyRole::kOperations),
          **keystore.sealing_key_pair(), **keystore.secret(KeyRole::kLookup), **keystore.secret(KeyRole::kAudit)};
}

absl::StatusOr<Node::Databases> Node::OpenDatabases(const Foundations& foundations, crypto::RandomSource& random) {
  const NodeConfig& config = foundations.config;
  if (absl::Status folder = MakeDataFolder(config.data_dir); !folder.ok()) return folder;
  const store::StoreIdentity identity{config.party, foundations.keystore.id()};
  auto engine = store::RocksDbEngine::Open(config.data_dir + "/store", identity, random);
  if (!engine.ok()) return AtKey("node.data_dir (store)", engine.status());
  const absl::StatusOr<const crypto::SecretBytes*> wrapping = foundations.keystore.secret(KeyRole::kWrapping);
  if (!wrapping.ok()) return AtKey("keys.keystore", wrapping.status());
  auto vault = store::RocksDbCaseKeyVault::Open(config.data_dir + "/keys", (*wrapping)->Clone(), random);
  if (!vault.ok()) return AtKey("node.data_dir (keys)", vault.status());
  if (absl::Status paired = store::PairStoreWithVault(**engine, **vault, random); !paired.ok()) {
    return AtKey("node.data_dir", paired);
  }
  return Databases{*std::move(engine), *std::move(vault)};
}

absl::StatusOr<std::unique_ptr<Node>> Node::Assemble(Foundations foundations, NodeLog& log, std::string version,
                                                     WatchedEngine::TroubleObserver on_store_trouble) {
  auto random = std::make_unique<crypto::SystemRandomSource>();
  absl::StatusOr<Databases> databases = OpenDatabases(foundations, *random);
  if (!databases.ok()) return databases.status();
  databases->vault->TellOfTrouble(on_store_trouble);
  absl::StatusOr<std::unique_ptr<rpc::DenyList>> deny_list = rpc::DenyList::Load(foundations.config.deny_list);
  if (!deny_list.ok()) return AtKey("tls.deny_list", deny_list.status());
  std::unique_ptr<Node> node(new Node(std::move(foundations), log, std::move(version), *std::move(databases),
                                      *std::move(deny_list), std::move(on_store_trouble), std::move(random)));
  if (absl::Status works = node->OpenWorks(); !works.ok()) return works;
  return node;
}

Node::Node(Foundations foundations, NodeLog& log, std::string version, Databases databases,
           std::unique_ptr<rpc::DenyList> deny_list, WatchedEngine::TroubleObserver on_store_trouble,
           std::unique_ptr<crypto::RandomSource> random)
    : foundations_(std::move(foundations)),
      keys_(KeysOf(foundations_.keystore)),
      log_(log),
      random_(std::move(random)),
      databases_(std::move(databases)),
      engine_(*databases_.engine, std::move(on_store_trouble)),
      cases_(*databases_.vault, keys_.lookup, *random_),
      outbox_(*databases_.vault, *random_),
      inbox_(*databases_.vault, keys_.lookup, *random_),
      access_notices_(*databases_.vault, *random_),
      access_notice_outbox_(keys_.lookup),
      screening_store_(*databases_.vault, *random_),
      audit_(keys_.audit, clock_, engine_),
      directory_(foundations_.trust),
      deny_list_(std::move(deny_list)),
      identity_(directory_, *deny_list_, [this] { return clock_.Now(); }),
      channels_(directory_, MakeChannelOptions()),
      link_(channels_, std::chrono::seconds(foundations_.config.limits.peer_deadline_seconds)),
      self_{foundations_.config.name, std::move(version), clock_.Now()} {}

Node::~Node() { Stop(); }

absl::Status Node::OpenWorks() {
  absl::StatusOr<std::unique_ptr<IndexWorks>> works =
      IndexWorks::Open(foundations_, clock_, engine_, *random_, streams_, channels_, log_);
  if (!works.ok()) return works.status();
  works_ = *std::move(works);
  context_ = std::make_unique<const service::NodeContext>(
      service::NodeContext{.trust = foundations_.trust,
                           .clock = clock_,
                           .random = *random_,
                           .streams = streams_,
                           .engine = engine_,
                           .cases = cases_,
                           .outbox = outbox_,
                           .inbox = inbox_,
                           .access_notices = access_notices_,
                           .access_notice_outbox = access_notice_outbox_,
                           .attestation_signer = keys_.attestation,
                           .operations_signer = keys_.operations,
                           .sealing_keys = keys_.sealing,
                           .audit = audit_,
                           .outbox_signal = dispatcher_,
                           .blind_checker = works_->checker(),
                           .officer_budgets = works_->officer_budgets(),
                           .limits = LimitsOf(foundations_.config.limits)});
  screening_ = std::make_unique<const service::ScreeningParts>(service::ScreeningParts{
      *context_, screening_store_, works_->own_ledger(), AgencyScreeningOf(foundations_.config.limits)});
  return absl::OkStatus();
}

peer::ChannelOptions Node::MakeChannelOptions() {
  peer::ChannelOptions options;
  options.key_path = foundations_.config.tls_key;
  options.certificate_path = foundations_.config.tls_certificate;
  options.clock = [this] { return clock_.Now(); };
  options.denied = [this](const domain::PartyCertificate& certificate) {
    return deny_list_->Contains(certificate.fingerprint, certificate.uri.text());
  };
  return options;
}

absl::Status Node::OpenPorts() {
  const NodeConfig& config = foundations_.config;
  const std::string roots_path = config.data_dir + "/party-cas.pem";
  if (absl::Status written = WriteBundle(foundations_.trust, roots_path); !written.ok()) {
    return AtKey("node.data_dir", written);
  }
  absl::StatusOr<std::unique_ptr<PeerPort>> peers =
      PeerPort::Open(config, roots_path, *context_, works_->server(), identity_, log_);
  if (!peers.ok()) return peers.status();
  peer_port_ = *std::move(peers);
  absl::StatusOr<std::unique_ptr<AgencyPort>> agencies = AgencyPort::Open(config, *screening_, identity_, log_, self_);
  if (!agencies.ok()) return agencies.status();
  agency_port_ = *std::move(agencies);
  return absl::OkStatus();
}

absl::Status Node::Start() {
  if (absl::Status audited = audit_.RecordOwn("START", "OK"); !audited.ok()) return AtKey("node.data_dir", audited);
  started_ = true;
  if (absl::Status open = OpenPorts(); !open.ok()) return open;
  if (absl::Status works = works_->Start(*context_); !works.ok()) return works;
  dispatcher_.Start(*context_, link_, OtherParties(foundations_.trust),
                    [this](const domain::PartyCode& party, const absl::Status& status) {
                      log_.Error("sending failed in the store",
                                 {{"party", party.value()}, {"message", std::string(status.message())}});
                    });
  return absl::OkStatus();
}

void Node::Stop() {
  if (!started_) return;
  started_ = false;
  const std::chrono::seconds grace(foundations_.config.limits.drain_seconds);
  {
    std::promise<void> drained;
    // A port waits for its handlers beyond the grace, and a handler for the Parties that it asks, a screening's for
    // many batches: what they are asked ends with the grace, and so do the handlers.
    const std::jthread breaking_off([&, ends_earlier = drained.get_future()] {
      if (ends_earlier.wait_for(grace) == std::future_status::timeout) works_->BreakOff();
    });
    {
      // Both at once, so that health says NOT_SERVING on both from the start.
      const std::jthread peers([&] {
        if (peer_port_ != nullptr) peer_port_->Shutdown(grace);
      });
      if (agency_port_ != nullptr) agency_port_->Shutdown(grace);
    }
    drained.set_value();
  }
  works_->Stop();
  dispatcher_.Stop();
  if (absl::Status audited = audit_.RecordOwn("STOP", "OK"); !audited.ok()) {
    log_.Warn("the audit log does not hold this stop", {{"message", std::string(audited.message())}});
  }
}

absl::Status Node::ReloadDenyList() {
  (void)deny_list_->Contains("", "");  // looks at the file
  return deny_list_->last_error();
}

}  // namespace vsx::main
