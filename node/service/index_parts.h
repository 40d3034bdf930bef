#ifndef VSX_NODE_SERVICE_INDEX_PARTS_H_
#define VSX_NODE_SERVICE_INDEX_PARTS_H_

#include "crypto/random_source.h"
#include "crypto/random_streams.h"
#include "node/service/clock.h"
#include "node/statement/trust_store.h"
#include "store/engine.h"
#include "store/epoch_seed_vault.h"
#include "store/index_catalogue.h"
#include "store/index_folder.h"

namespace vsx::service {

// What the indexes of a node stand on, own and fetched; none of it knows a case. All outlive whoever is given this.
struct IndexParts {
  const statement::TrustStore& trust;
  const Clock& clock;
  store::Engine& engine;
  const store::IndexCatalogue& catalogue;
  const store::IndexFolder& folder;
  store::EpochSeedVault& seeds;
  crypto::RandomSource& random;
  crypto::RandomStreams& streams;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_INDEX_PARTS_H_
