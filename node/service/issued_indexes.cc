#include "node/service/issued_indexes.h"

#include <algorithm>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "crypto/prf_suite.h"
#include "node/domain/error.h"
#include "node/domain/index_capacity.h"
#include "node/service/index_key.h"
#include "node/statement/index_header.h"

namespace vsx::service {
namespace {

absl::Status NotPublished() {
  return domain::Error(absl::StatusCode::kNotFound, "INDEX_NOT_PUBLISHED", "epoch",
                       "this index is not published, or gone");
}

absl::Status SeedUnavailable() {
  return domain::Error(absl::StatusCode::kUnavailable, "SEED_UNAVAILABLE", "",
                       "this epoch cannot be answered here: the next one can");
}

class MappedPublishedFile final : public PublishedFile {
 public:
  explicit MappedPublishedFile(std::shared_ptr<const store::MappedIndexFile> file) : file_(std::move(file)) {}
  absl::Span<const std::string> chunk_hashes() const override { return file_->ChunkHashes(); }
  absl::StatusOr<std::string_view> Chunk(uint32_t number) const override { return file_->Chunk(number); }

 private:
  const std::shared_ptr<const store::MappedIndexFile> file_;
};

}  // namespace

absl::Status IssuedIndexes::CheckCaller(const IndexCaller& caller, const domain::IndexName& name) const {
  if (parts_.trust.IsActive(caller.party) && name.recipient == caller.party &&
      name.issuer == parts_.trust.own_party()) {
    return absl::OkStatus();
  }
  return domain::Error(absl::StatusCode::kPermissionDenied, "PARTY_UNKNOWN", "", "only Parties in force are answered");
}

absl::StatusOr<store::IndexHeader> IssuedIndexes::FindHeader(const IndexCaller& caller,
                                                             const domain::IndexName& name) const {
  if (absl::Status known = CheckCaller(caller, name); !known.ok()) return known;
  if (parts_.clock.Now() < parts_.trust.epoch_plan().PublishFrom(name.epoch)) return NotPublished();
  absl::StatusOr<std::optional<store::IndexHeader>> header =
      parts_.catalogue.FindPublished(*parts_.engine.TakeSnapshot(), name);
  if (!header.ok()) return header.status();
  if (!header->has_value()) return NotPublished();
  return **std::move(header);
}

absl::StatusOr<PublishedHeader> IssuedIndexes::Header(const IndexCaller& caller, const domain::IndexName& name) {
  absl::StatusOr<store::IndexHeader> header = FindHeader(caller, name);
  if (!header.ok()) return header.status();
  return PublishedHeader{std::move(header->envelope), parts_.clock.Now()};
}

absl::StatusOr<std::shared_ptr<const PublishedFile>> IssuedIndexes::Open(const IndexCaller& caller,
                                                                         const domain::IndexName& name) {
  absl::StatusOr<store::IndexHeader> stored = FindHeader(caller, name);
  if (!stored.ok()) return stored.status();
  {
    const std::lock_guard lock(mutex_);
    const auto open = files_.find(name);
    if (open != files_.end()) return std::make_shared<const MappedPublishedFile>(open->second);
  }
  const auto header = statement::VerifyIndexHeader(parts_.trust, stored->envelope, name, parts_.clock.Now());
  if (!header.ok()) return absl::DataLossError("an own index header does not verify");
  absl::StatusOr<domain::IndexGeometry> geometry = domain::IndexGeometry::OfStep(header->content.capacity_step);
  if (!geometry.ok()) return geometry.status();
  absl::StatusOr<std::string> path = parts_.folder.OwnPath(name);
  if (!path.ok()) return path.status();
  absl::StatusOr<std::unique_ptr<const store::MappedIndexFile>> file =
      store::MappedIndexFile::Open(*path, *geometry, header->content.chunk_root);
  if (absl::IsNotFound(file.status())) return NotPublished();
  if (!file.ok()) return file.status();
  const std::lock_guard lock(mutex_);
  const auto [entry, is_new] = files_.try_emplace(name, *std::move(file));
  return std::make_shared<const MappedPublishedFile>(entry->second);
}

absl::StatusOr<IssuedIndexes::Key> IssuedIndexes::KeyOf(const IndexCaller& caller, const domain::IndexName& name) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = keys_.find(name);
    if (found != keys_.end()) return found->second;
  }
  absl::StatusOr<store::IndexHeader> stored = FindHeader(caller, name);
  if (!stored.ok()) return stored.status();
  const auto header = statement::VerifyIndexHeader(parts_.trust, stored->envelope, name, parts_.clock.Now());
  if (!header.ok()) return absl::DataLossError("an own index header does not verify");
  absl::StatusOr<crypto::SecretBytes> seed = parts_.seeds.Read(name.epoch);
  if (!seed.ok()) return SeedUnavailable();
  absl::StatusOr<crypto::PrfPrivateKey> key = IndexKey(*seed, name);
  if (!key.ok()) return key.status();
  // Another seed than the one that it was built under: an answer would be wrong.
  if (key->public_key().bytes() != header->content.prf_public_key) return SeedUnavailable();
  const std::lock_guard lock(mutex_);
  return keys_.try_emplace(name, std::make_shared<const crypto::PrfPrivateKey>(*std::move(key))).first->second;
}

absl::StatusOr<crypto::Evaluation> IssuedIndexes::Compute(const crypto::PrfPrivateKey& key, const BlindedBatch& batch) {
  if (batch.kind == domain::EvaluationKind::kSingle) return crypto::BlindEvaluate(key, batch.elements, parts_.random);
  // Shared: the work may still be returning from set_value when this has returned.
  const auto done = std::make_shared<std::promise<absl::StatusOr<crypto::Evaluation>>>();
  std::future<absl::StatusOr<crypto::Evaluation>> evaluated = done->get_future();
  pool_.Run(CryptoPriority::kBulk,
            [this, done, &key, &batch] { done->set_value(crypto::BlindEvaluate(key, batch.elements, parts_.random)); });
  return evaluated.get();
}

absl::StatusOr<Evaluation> IssuedIndexes::Evaluate(const IndexCaller& caller, const domain::IndexName& name,
                                                   const BlindedBatch& batch) {
  if (absl::Status known = CheckCaller(caller, name); !known.ok()) return known;
  const domain::Epoch current = parts_.trust.epoch_plan().At(parts_.clock.Now());
  if (name.epoch != current) return domain::WrongEpoch(current);
  const absl::StatusOr<std::unique_ptr<const Accepted>> accepted = Accept(caller.party, name.epoch, batch.kind);
  if (!accepted.ok()) return accepted.status();
  absl::StatusOr<Key> key = KeyOf(caller, name);
  if (!key.ok()) return key.status();
  // What is no question costs nobody anything.
  const bool sound = std::ranges::all_of(batch.elements, crypto::IsElement);
  if (!sound) {
    return domain::InvalidField("EVALUATION_MALFORMED", "blinded_elements", "one of them is no element to evaluate");
  }
  absl::Status granted =
      budget_.Take(caller.party, name.cls, batch.kind, batch.elements.size() / domain::kElementsPerPerson);
  if (!granted.ok()) return granted;
  absl::StatusOr<crypto::Evaluation> evaluated = Compute(**key, batch);
  if (!evaluated.ok()) return evaluated.status();
  return Evaluation{std::move(evaluated->elements), std::move(evaluated->proof), parts_.clock.Now()};
}

absl::StatusOr<std::unique_ptr<const IssuedIndexes::Accepted>> IssuedIndexes::Accept(const domain::PartyCode& party,
                                                                                     domain::Epoch epoch,
                                                                                     domain::EvaluationKind kind) {
  const std::lock_guard lock(mutex_);
  if (epoch < ending_before_) return SeedUnavailable();  // the clock has gone back
  std::optional<domain::PartyCode> screening_party;
  if (kind == domain::EvaluationKind::kScreening) {
    int& batches = batches_[party];
    if (batches == kBatchesOfAParty || all_batches_ == batches_of_all_) {
      return domain::Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_BATCHES", "",
                           "as many batches are under way as may be: let one end first");
    }
    ++batches;
    ++all_batches_;
    screening_party = party;
  }
  ++running_[epoch];
  return std::make_unique<const Accepted>(*this, epoch, std::move(screening_party));
}

IssuedIndexes::Accepted::~Accepted() {
  {
    const std::lock_guard lock(indexes_.mutex_);
    if (screening_party_.has_value()) {
      --indexes_.batches_[*screening_party_];
      --indexes_.all_batches_;
    }
    const auto running = indexes_.running_.find(epoch_);
    if (--running->second == 0) indexes_.running_.erase(running);
  }
  indexes_.evaluation_ended_.notify_all();
}

absl::Status IssuedIndexes::GiveUp(domain::Epoch epoch) {
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(keys_, [epoch](const auto& one) { return one.first.epoch == epoch; });
  }
  return parts_.seeds.Destroy(epoch);
}

absl::Status IssuedIndexes::EndEpochsBefore(domain::Epoch epoch) {
  const std::lock_guard alone(ending_);
  {
    std::unique_lock lock(mutex_);
    ending_before_ = epoch;
    evaluation_ended_.wait(lock, [&] { return running_.empty() || running_.begin()->first >= epoch; });
    std::erase_if(keys_, [epoch](const auto& one) { return one.first.epoch < epoch; });
    std::erase_if(files_, [epoch](const auto& one) { return one.first.epoch < epoch; });
  }
  absl::Status destroyed = parts_.seeds.DestroyBefore(epoch);
  const std::lock_guard lock(mutex_);
  ending_before_ = domain::Epoch(0);
  return destroyed;
}

}  // namespace vsx::service
