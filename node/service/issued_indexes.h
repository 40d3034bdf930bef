#ifndef VSX_NODE_SERVICE_ISSUED_INDEXES_H_
#define VSX_NODE_SERVICE_ISSUED_INDEXES_H_

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

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
  // Each batch of a screening that waits holds a thread of the peer port.
  static constexpr int kBatchesOfAParty = 8;
  static constexpr int kBatchesOfAll = 16;

  // `budget` and `pool` outlive this. Batches of a screening are evaluated on the pool, so that they hold up nobody who
  // asks about one person. `batches_of_all`: as many of all Parties at once.
  IssuedIndexes(const IndexParts& parts, EvaluationBudget& budget, CryptoPool& pool, int batches_of_all = kBatchesOfAll)
      : parts_(parts), budget_(budget), pool_(pool), batches_of_all_(batches_of_all) {}

  absl::StatusOr<PublishedHeader> Header(const IndexCaller& caller, const domain::IndexName& name) override;
  absl::StatusOr<std::shared_ptr<const PublishedFile>> Open(const IndexCaller& caller,
                                                            const domain::IndexName& name) override;
  absl::StatusOr<Evaluation> Evaluate(const IndexCaller& caller, const domain::IndexName& name,
                                      const BlindedBatch& batch) override;

  // Destroys the seeds of epochs before `epoch`, once the evaluations that were accepted in them have ended, and
  // forgets the keys made from them; those of later epochs go on meanwhile. Errors: those of the vault; call again.
  absl::Status EndEpochsBefore(domain::Epoch epoch);
  // Destroys the seed of one epoch that has not come: its indexes will answer nobody. Errors: those of the vault.
  absl::Status GiveUp(domain::Epoch epoch);

 private:
  // An evaluation that was accepted: the seed of its epoch stays until this goes.
  class Accepted {
   public:
    Accepted(IssuedIndexes& indexes, domain::Epoch epoch, std::optional<domain::PartyCode> screening_party)
        : indexes_(indexes), epoch_(epoch), screening_party_(std::move(screening_party)) {}
    ~Accepted();
    Accepted(const Accepted&) = delete;
    Accepted& operator=(const Accepted&) = delete;

   private:
    IssuedIndexes& indexes_;
    const domain::Epoch epoch_;
    const std::optional<domain::PartyCode> screening_party_;
  };
  // Errors: SEED_UNAVAILABLE for an epoch that is being ended; TOO_MANY_BATCHES.
  absl::StatusOr<std::unique_ptr<const Accepted>> Accept(const domain::PartyCode& party, domain::Epoch epoch,
                                                         domain::EvaluationKind kind);

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
  const int batches_of_all_;
  std::mutex ending_;  // one caller of EndEpochsBefore at a time
  std::mutex mutex_;
  std::condition_variable evaluation_ended_;
  std::map<domain::Epoch, int> running_;      // evaluations by epoch; guarded by mutex_
  std::map<domain::PartyCode, int> batches_;  // of screenings, by who asks; guarded by mutex_
  int all_batches_ = 0;                       // guarded by mutex_
  domain::Epoch ending_before_{0};            // those are being ended, and not answered; guarded by mutex_
  std::map<domain::IndexName, Key> keys_;     // guarded by mutex_
  std::map<domain::IndexName, std::shared_ptr<const store::MappedIndexFile>> files_;  // guarded by mutex_
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_ISSUED_INDEXES_H_
