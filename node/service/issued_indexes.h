#ifndef VSX_NODE_SERVICE_ISSUED_INDEXES_H_
#define VSX_NODE_SERVICE_ISSUED_INDEXES_H_

#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "absl/status/statusor.h"
#include "crypto/blind_prf.h"
#include "crypto/prf_key.h"
#include "node/service/crypto_pool.h"
#include "node/service/evaluation_budget.h"
#include "node/service/index_parts.h"
#include "node/service/index_server.h"
#include "store/mapped_index_file.h"

namespace vsx::service {

// IssuedIndexes answers other Parties about the indexes that this node published for them, and evaluates their blinded
// elements (protocol §4). It knows no case and cannot reach one (tests/architecture). Nothing of an index is given out
// before its time, however early it was built. Threads: safe concurrently.
class IssuedIndexes final : public IndexServer {
 public:
  // `budget` and `pool` outlive this. Batches of a screening are evaluated on the pool, so that they hold up nobody who
  // asks about one person.
  IssuedIndexes(const IndexParts& parts, EvaluationBudget& budget, CryptoPool& pool)
      : parts_(parts), budget_(budget), pool_(pool) {}

  absl::StatusOr<PublishedHeader> Header(const IndexCaller& caller, const domain::IndexName& name) override;
  absl::StatusOr<std::shared_ptr<const PublishedFile>> Open(const IndexCaller& caller,
                                                            const domain::IndexName& name) override;
  absl::StatusOr<Evaluation> Evaluate(const IndexCaller& caller, const domain::IndexName& name,
                                      const BlindedBatch& batch) override;

  // Destroys the seeds of epochs before `epoch`, once the evaluations that were accepted have ended, and forgets the
  // keys made from them. Errors: those of the vault; call again.
  absl::Status EndEpochsBefore(domain::Epoch epoch);

 private:
  using Key = std::shared_ptr<const crypto::PrfPrivateKey>;

  // PARTY_UNKNOWN unless the caller is in force, and it is this node's index for it.
  absl::Status CheckCaller(const IndexCaller& caller, const domain::IndexName& name) const;
  absl::StatusOr<store::IndexHeader> FindHeader(const IndexCaller& caller, const domain::IndexName& name) const;
  // The key that the published header names, from the epoch's seed.
  absl::StatusOr<Key> KeyOf(const IndexCaller& caller, const domain::IndexName& name);
  absl::StatusOr<crypto::Evaluation> Compute(const crypto::PrfPrivateKey& key, const BlindedBatch& batch);

  const IndexParts parts_;
  EvaluationBudget& budget_;
  CryptoPool& pool_;
  // Held shared by each evaluation, alone while seeds are destroyed.
  std::shared_mutex ending_;
  std::mutex mutex_;
  std::map<domain::IndexName, Key> keys_;                                             // guarded by mutex_
  std::map<domain::IndexName, std::shared_ptr<const store::MappedIndexFile>> files_;  // guarded by mutex_
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_ISSUED_INDEXES_H_
