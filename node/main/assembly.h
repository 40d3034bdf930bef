#ifndef VSX_NODE_MAIN_ASSEMBLY_H_
#define VSX_NODE_MAIN_ASSEMBLY_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/random_streams.h"
#include "node/main/foundations.h"
#include "node/main/index_works.h"
#include "node/main/node_log.h"
#include "node/main/ports.h"
#include "node/main/system_clock.h"
#include "node/main/trust_directory.h"
#include "node/main/watched_engine.h"
#include "node/peer/grpc_party_link.h"
#include "node/peer/peer_channels.h"
#include "node/rpc/deny_list.h"
#include "node/rpc/peer_identity.h"
#include "node/service/audit_recorder.h"
#include "node/service/node_context.h"
#include "node/service/outbox_dispatcher.h"
#include "node/service/screening_parts.h"
#include "store/case_store.h"
#include "store/inbox_store.h"
#include "store/outbox_store.h"
#include "store/rocksdb_case_key_vault.h"
#include "store/rocksdb_engine.h"
#include "store/screening_store.h"

namespace vsx::main {

// Node is every part of a running node, made in order and taken down in the reverse order: the only place where the
// concrete classes meet. Threads: the owner alone calls its methods.
class Node {
 public:
  // Opens the databases in the data folder, which it makes where there is none; no port is open yet.
  // `on_store_trouble`: see WatchedEngine. `log` outlives the node. Errors: those of RocksDbEngine::Open,
  // RocksDbCaseKeyVault::Open and PairStoreWithVault, after the key of the configuration.
  static absl::StatusOr<std::unique_ptr<Node>> Assemble(Foundations foundations, NodeLog& log, std::string version,
                                                        WatchedEngine::TroubleObserver on_store_trouble);
  // Stops, if it still runs.
  ~Node();

  // Opens both ports and begins to send what the outbox holds. The audit log says START.
  absl::Status Start();
  int agency_port() const { return agency_port_->port(); }
  int peer_port() const { return peer_port_->port(); }

  // Health says NOT_SERVING; running calls end within limits.drain_seconds, after which whatever they still ask other
  // Parties is broken off; sending stops (a send under way is waited for, up to limits.peer_deadline_seconds); the
  // audit log says STOP.
  void Stop();

  // Looks at the deny list again. The status says whether the file as it stands is in force.
  absl::Status ReloadDenyList();

  const service::NodeContext& context() const { return *context_; }
  const service::ScreeningParts& screening() const { return *screening_; }
  IndexWorks& works() { return *works_; }
  const Foundations& foundations() const { return foundations_; }

 private:
  // The databases, opened.
  struct Databases {
    std::unique_ptr<store::RocksDbEngine> engine;
    std::unique_ptr<store::RocksDbCaseKeyVault> vault;
  };
  // The keys that a node uses, in a keystore that has them all (OpenNodeKeys).
  struct Keys {
    const crypto::Signer& attestation;
    const crypto::Signer& operations;
    const crypto::SealingKeyPair& sealing;
    const crypto::SecretBytes& lookup;
    const crypto::SecretBytes& audit;
  };
  static Keys KeysOf(const crypto::Keystore& keystore);
  static absl::StatusOr<Databases> OpenDatabases(const Foundations& foundations, crypto::RandomSource& random);

  Node(Foundations foundations, NodeLog& log, std::string version, Databases databases,
       std::unique_ptr<rpc::DenyList> deny_list, WatchedEngine::TroubleObserver on_store_trouble,
       std::unique_ptr<crypto::RandomSource> random);
  // What of the blind check may fail once the databases are open; then everything that use cases stand on is there.
  absl::Status OpenWorks();
  absl::Status OpenPorts();
  peer::ChannelOptions MakeChannelOptions();

  const Foundations foundations_;
  const Keys keys_;
  NodeLog& log_;
  const SystemClock clock_;
  const std::unique_ptr<crypto::RandomSource> random_;
  crypto::SystemRandomStreams streams_;

  const Databases databases_;
  WatchedEngine engine_;
  store::CaseStore cases_;
  store::OutboxStore outbox_;
  store::InboxStore inbox_;
  store::AccessNoticeStore access_notices_;
  const store::AccessNoticeOutbox access_notice_outbox_;
  store::ScreeningStore screening_store_;
  service::AuditRecorder audit_;
  service::OutboxDispatcher dispatcher_;

  const TrustDirectory directory_;
  const std::unique_ptr<rpc::DenyList> deny_list_;
  rpc::PeerIdentity identity_;
  peer::PeerChannels channels_;
  peer::GrpcPartyLink link_;
  std::unique_ptr<IndexWorks> works_;
  std::unique_ptr<const service::NodeContext> context_;
  std::unique_ptr<const service::ScreeningParts> screening_;
  const api::NodeIdentity self_;
  std::unique_ptr<AgencyPort> agency_port_;
  std::unique_ptr<PeerPort> peer_port_;
  bool started_ = false;
};

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_ASSEMBLY_H_
