#ifndef VSX_TESTS_BENCH_ASKING_PARTY_H_
#define VSX_TESTS_BENCH_ASKING_PARTY_H_

#include <memory>
#include <string>
#include <vector>

#include "crypto/random_source.h"
#include "crypto/random_streams.h"

#include "node/domain/handle.h"
#include "node/main/system_clock.h"
#include "node/main/trust_directory.h"
#include "node/peer/grpc_index_link.h"
#include "node/peer/peer_channels.h"
#include "node/service/crypto_pool.h"
#include "node/service/federation_blind_checker.h"
#include "node/service/index_parts.h"
#include "node/service/index_shelf.h"
#include "node/service/party_watch.h"
#include "store/in_memory_engine.h"
#include "store/in_memory_epoch_seed_vault.h"
#include "store/index_catalogue.h"
#include "store/index_folder.h"
#include "tests/crypto/temporary_folder.h"
#include "tests/end_to_end/federation_fixture.h"

namespace vsx::bench {

// AskingParty is what a node asks others blindly with, in this process and over the real nodes of a federation: the
// product's own link, shelf, pool and checker, without what else a whole check has. It shows the Party's own node
// certificate.
class AskingParty {
 public:
  // `federation` outlives this.
  AskingParty(const test::Federation& federation, const std::string& code, size_t threads);
  ~AskingParty() { link_.Shutdown(); }

  // Fetches the current epoch's index of every other Party, when they are built. False if one does not come.
  bool FetchIndexes();

  // One check's question to all others; false unless each answered wholly.
  bool Ask(const std::vector<domain::Handle>& handles);

  const std::vector<domain::PartyCode>& others() const { return others_; }

 private:
  domain::IndexName NameOf(const domain::PartyCode& issuer) const;

  const statement::TrustStore trust_;
  std::vector<domain::PartyCode> others_;
  const main::SystemClock clock_;
  const crypto::TemporaryFolder temporary_;
  crypto::SystemRandomSource random_;
  crypto::SystemRandomStreams streams_;
  store::InMemoryEngine engine_;
  const store::IndexCatalogue catalogue_;
  const store::IndexFolder folder_;
  store::InMemoryEpochSeedVault seeds_;
  const service::IndexParts parts_;
  const main::TrustDirectory directory_;
  peer::PeerChannels channels_;
  service::IndexShelf shelf_;
  service::PartyWatch watch_;
  // As in a node: the pool goes before the link.
  peer::GrpcIndexLink link_;
  service::CryptoPool pool_;
  service::FederationBlindChecker checker_;
};

}  // namespace vsx::bench

#endif  // VSX_TESTS_BENCH_ASKING_PARTY_H_
