#include "node/service/build_index.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "node/domain/error.h"
#include "node/domain/index_capacity.h"
#include "node/service/index_key.h"
#include "node/service/index_layout.h"
#include "node/service/index_population.h"
#include "node/service/reconsider_case.h"
#include "node/statement/index_header.h"
#include "store/index_file_writer.h"

namespace vsx::service {
namespace {

// The epoch's seed: a fresh one only as long as nothing was published under another.
absl::StatusOr<crypto::SecretBytes> SeedFor(const IndexParts& parts, const store::Snapshot& snapshot,
                                            domain::Epoch epoch) {
  absl::StatusOr<crypto::SecretBytes> present = parts.seeds.Read(epoch);
  if (present.ok() || !absl::IsNotFound(present.status())) return present;
  absl::StatusOr<std::vector<store::NamedIndexHeader>> published = parts.catalogue.ListPublished(snapshot);
  if (!published.ok()) return published.status();
  const bool begun = std::any_of(published->begin(), published->end(),
                                 [epoch](const store::NamedIndexHeader& one) { return one.name.epoch == epoch; });
  if (begun) return domain::Precondition("SEED_UNAVAILABLE", "the seed of this epoch is gone: the next one goes on");
  return parts.seeds.CreateIfAbsent(epoch);
}

// Whether a case could not be signed because of what it is, and not because of the store: it would not next time.
bool IsOfTheCase(const absl::Status& status) { return absl::IsInvalidArgument(status) || absl::IsDataLoss(status); }

// The population, after what was allowed but never signed has been signed. A case of which no copy can be made is one
// that the index lacks; the others are in it.
absl::StatusOr<IndexPopulation> Gather(const NodeContext& node, const domain::IndexName& name,
                                       domain::UnixTime cut_off) {
  absl::StatusOr<IndexPopulation> first = GatherPopulation(node, *node.engine.TakeSnapshot(), name, cut_off);
  if (!first.ok() || first->unsigned_cases.empty()) return first;
  for (const domain::CaseId& id : first->unsigned_cases) {
    absl::Status signed_now = ReconsiderCase(node, id).status();
    if (!signed_now.ok() && !absl::IsNotFound(signed_now) && !absl::IsAborted(signed_now) && !IsOfTheCase(signed_now)) {
      return signed_now;
    }
  }
  absl::StatusOr<IndexPopulation> second = GatherPopulation(node, *node.engine.TakeSnapshot(), name, cut_off);
  if (!second.ok()) return second;
  second->unreadable += second->unsigned_cases.size();
  return second;
}

absl::StatusOr<bool> IsPublished(const IndexParts& parts, const domain::IndexName& name) {
  absl::StatusOr<std::optional<store::IndexHeader>> header =
      parts.catalogue.FindPublished(*parts.engine.TakeSnapshot(), name);
  if (!header.ok()) return header.status();
  return header->has_value();
}

absl::StatusOr<store::IndexDigest> WriteFile(const IndexParts& parts, const domain::IndexName& name,
                                             const domain::IndexGeometry& geometry, const IndexLayout& layout) {
  absl::StatusOr<std::string> path = parts.folder.OwnPath(name);
  if (!path.ok()) return path.status();
  absl::StatusOr<std::unique_ptr<store::IndexFileWriter>> writer = store::IndexFileWriter::Create(*path, geometry);
  if (!writer.ok()) return writer.status();
  for (const std::string& record : layout.records) {
    if (absl::Status appended = (*writer)->AppendRecord(record); !appended.ok()) return appended;
  }
  for (const std::string& entry : layout.entries) {
    if (absl::Status appended = (*writer)->AppendEntry(entry); !appended.ok()) return appended;
  }
  // Another builder may have been faster since this one looked: the file that a header names stays.
  absl::StatusOr<bool> published = IsPublished(parts, name);
  if (!published.ok()) return published.status();
  if (*published) return absl::AbortedError("another builder published this index");
  // No header names what is there, so it was never published.
  if (absl::Status removed = parts.folder.Remove(*path); !removed.ok()) return removed;
  return (*writer)->Finish();
}

}  // namespace

absl::StatusOr<BuiltIndex> BuildIndex(const NodeContext& node, const IndexParts& parts, const domain::IndexName& name,
                                      domain::UnixTime began) {
  absl::StatusOr<bool> published = IsPublished(parts, name);
  if (!published.ok()) return published.status();
  if (*published) return BuiltIndex{};
  absl::StatusOr<domain::IndexGeometry> geometry =
      domain::IndexGeometry::OfStep(parts.trust.IndexCapacityStep(name.issuer));
  if (!geometry.ok()) return geometry.status();
  absl::StatusOr<crypto::SecretBytes> seed = SeedFor(parts, *parts.engine.TakeSnapshot(), name.epoch);
  if (!seed.ok()) return seed.status();
  absl::StatusOr<crypto::PrfPrivateKey> key = IndexKey(*seed, name);
  if (!key.ok()) return key.status();

  const domain::EpochPlan plan = parts.trust.epoch_plan();
  const domain::UnixTime cut_off = plan.AsOf(name.epoch, began);
  absl::StatusOr<IndexPopulation> population = Gather(node, name, cut_off);
  if (!population.ok()) return population.status();
  BuiltIndex built{true, std::min(population->copies.size(), geometry->record_count()), geometry->record_count(),
                   population->unreadable, false};
  absl::StatusOr<IndexLayout> layout =
      LayOutIndex(name, *geometry, *key, std::move(population->copies), population->unreadable == 0, parts.streams);
  if (!layout.ok()) return layout.status();
  built.complete = layout->complete;
  absl::StatusOr<store::IndexDigest> digest = WriteFile(parts, name, *geometry, *layout);
  if (!digest.ok()) return digest.status();

  absl::StatusOr<statement::SignedStatement> header =
      statement::SignIndexHeader({.name = name,
                                  .epoch_seconds = static_cast<uint32_t>(plan.epoch_seconds),
                                  .cut_off = cut_off,
                                  .prf_public_key = key->public_key().bytes(),
                                  .capacity_step = geometry->step(),
                                  .complete = layout->complete,
                                  .chunk_root = digest->root},
                                 node.operations_signer);
  if (!header.ok()) return header.status();
  store::WriteBatch batch;
  absl::Status put = parts.catalogue.PutPublished(
      batch, name, {std::move(header->envelope), std::move(header->payload_sha256)}, parts.clock.Now());
  if (!put.ok()) return put;
  if (absl::Status stored = parts.engine.Commit(batch); !stored.ok()) return stored;
  return built;
}

}  // namespace vsx::service
