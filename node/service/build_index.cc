#include "node/service/build_index.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "node/domain/error.h"
#include "node/domain/index_capacity.h"
#include "node/service/index_key.h"
#include "node/service/index_layout.h"
#include "node/service/index_population.h"
#include "node/service/reconsider_case.h"
#include "node/service/retry.h"
#include "node/statement/index_header.h"
#include "store/index_file_writer.h"

namespace vsx::service {
namespace {

// The epoch's seed: a fresh one only as long as nothing was published under another.
absl::StatusOr<crypto::SecretBytes> SeedFor(const IndexParts& parts, const store::Snapshot& snapshot,
                                            domain::Epoch epoch) {
  const absl::StatusOr<bool> ended = parts.catalogue.HasEnded(snapshot, epoch, parts.trust.epoch_plan());
  if (!ended.ok()) return ended.status();
  if (*ended) return domain::Precondition("SEED_UNAVAILABLE", "this epoch has ended here: the clock has gone back");
  if (epoch < parts.trust.epoch_plan().At(parts.clock.Now())) {
    return domain::Precondition("SEED_UNAVAILABLE", "this epoch is over");
  }
  absl::StatusOr<crypto::SecretBytes> present = parts.seeds.Read(epoch);
  if (present.ok() || !absl::IsNotFound(present.status())) return present;
  const absl::StatusOr<std::set<domain::Epoch>> published = parts.catalogue.PublishedEpochs(snapshot);
  if (!published.ok()) return published.status();
  if (published->contains(epoch)) {
    return domain::Precondition("SEED_UNAVAILABLE", "the seed of this epoch is gone: the next one goes on");
  }
  return parts.seeds.CreateIfAbsent(epoch);
}

// Signs what is allowed in an index of the populations and was never signed. A case of which no copy can be made, for
// whatever reason, stays out of the indexes that list it, and keeps no other index from being there.
void SignMissing(const NodeContext& node, absl::Span<const IndexPopulation> populations) {
  std::set<domain::CaseId> unsigned_cases;
  for (const IndexPopulation& one : populations) {
    unsigned_cases.insert(one.unsigned_cases.begin(), one.unsigned_cases.end());
  }
  for (const domain::CaseId& id : unsigned_cases) (void)RetryAborted([&] { return ReconsiderCase(node, id); });
}

// The populations, after what was allowed but never signed has been signed. A case of which no copy can be made is one
// that its index lacks; the others are in it.
absl::StatusOr<std::vector<IndexPopulation>> Gather(const NodeContext& node, absl::Span<const domain::IndexName> names,
                                                    domain::UnixTime cut_off) {
  absl::StatusOr<std::vector<IndexPopulation>> first =
      GatherPopulations(node, *node.engine.TakeSnapshot(), names, cut_off);
  const auto is_whole = [](const IndexPopulation& one) { return one.unsigned_cases.empty(); };
  if (!first.ok() || std::all_of(first->begin(), first->end(), is_whole)) return first;
  SignMissing(node, *first);
  absl::StatusOr<std::vector<IndexPopulation>> second =
      GatherPopulations(node, *node.engine.TakeSnapshot(), names, cut_off);
  if (!second.ok()) return second;
  for (IndexPopulation& one : *second) one.unreadable += one.unsigned_cases.size();
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

// What all indexes of an epoch have in common.
struct EpochWork {
  domain::IndexGeometry geometry;
  crypto::SecretBytes seed;
  domain::UnixTime cut_off;
};

absl::StatusOr<EpochWork> PrepareEpoch(const IndexParts& parts, const domain::IndexName& any, domain::UnixTime began) {
  absl::StatusOr<domain::IndexGeometry> geometry =
      domain::IndexGeometry::OfStep(parts.trust.IndexCapacityStep(any.issuer));
  if (!geometry.ok()) return geometry.status();
  absl::StatusOr<crypto::SecretBytes> seed = SeedFor(parts, *parts.engine.TakeSnapshot(), any.epoch);
  if (!seed.ok()) return seed.status();
  return EpochWork{*geometry, *std::move(seed), parts.trust.epoch_plan().AsOf(any.epoch, began)};
}

absl::StatusOr<BuiltIndex> BuildOne(const NodeContext& node, const IndexParts& parts, const EpochWork& work,
                                    const domain::IndexName& name, IndexPopulation population) {
  const domain::IndexGeometry& geometry = work.geometry;
  absl::StatusOr<crypto::PrfPrivateKey> key = IndexKey(work.seed, name);
  if (!key.ok()) return key.status();
  BuiltIndex built{true, std::min(population.copies.size(), geometry.record_count()), geometry.record_count(),
                   population.unreadable, false};
  absl::StatusOr<IndexLayout> layout =
      LayOutIndex(name, geometry, *key, std::move(population.copies), population.unreadable == 0, parts.streams);
  if (!layout.ok()) return layout.status();
  built.complete = layout->complete;
  absl::StatusOr<store::IndexDigest> digest = WriteFile(parts, name, geometry, *layout);
  if (!digest.ok()) return digest.status();

  absl::StatusOr<statement::SignedStatement> header =
      statement::SignIndexHeader({.name = name,
                                  .epoch_seconds = static_cast<uint32_t>(parts.trust.epoch_plan().epoch_seconds),
                                  .cut_off = work.cut_off,
                                  .prf_public_key = key->public_key().bytes(),
                                  .capacity_step = geometry.step(),
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

// Of how many indexes `most_copies` would be, were every case in each; one at least.
absl::StatusOr<size_t> IndexesAtOnce(const NodeContext& node, size_t most_copies) {
  constexpr size_t kIdsAtOnce = 1'000;
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  size_t cases = 0;
  std::string place;
  do {
    absl::StatusOr<store::CaseIdPage> page = node.cases.ListIds(*snapshot, place, kIdsAtOnce);
    if (!page.ok()) return page.status();
    cases += page->ids.size();
    place = std::move(page->next_page);
  } while (!place.empty() && cases < most_copies);
  return std::max<size_t>(1, most_copies / std::max<size_t>(1, cases));
}

void BuildTogether(const NodeContext& node, const IndexParts& parts, const EpochWork& work,
                   absl::Span<const domain::IndexName> names, absl::Span<const size_t> due,
                   const std::function<bool()>& stop, BuiltIndexes& results) {
  if (stop && stop()) {
    for (const size_t i : due) results[i] = absl::CancelledError("the building was broken off");
    return;
  }
  std::vector<domain::IndexName> together;
  for (const size_t i : due) together.push_back(names[i]);
  absl::StatusOr<std::vector<IndexPopulation>> populations = Gather(node, together, work.cut_off);
  for (size_t k = 0; k < due.size(); ++k) {
    if (stop && stop()) populations = absl::CancelledError("the building was broken off");
    results[due[k]] = populations.ok() ? BuildOne(node, parts, work, together[k], std::move((*populations)[k]))
                                       : populations.status();
  }
}

}  // namespace

BuiltIndexes BuildIndexes(const NodeContext& node, const IndexParts& parts, absl::Span<const domain::IndexName> names,
                          domain::UnixTime began, size_t most_copies, const std::function<bool()>& stop) {
  BuiltIndexes results(names.size(), BuiltIndex{});
  std::vector<size_t> due;
  for (size_t i = 0; i < names.size(); ++i) {
    const absl::StatusOr<bool> published = IsPublished(parts, names[i]);
    if (!published.ok()) results[i] = published.status();
    if (published.ok() && !*published) due.push_back(i);
  }
  if (due.empty()) return results;
  const absl::StatusOr<EpochWork> work = PrepareEpoch(parts, names[due.front()], began);
  const absl::StatusOr<size_t> at_once = work.ok() ? IndexesAtOnce(node, most_copies) : work.status();
  if (!at_once.ok()) {
    for (const size_t i : due) results[i] = at_once.status();
    return results;
  }
  for (size_t first = 0; first < due.size(); first += *at_once) {
    BuildTogether(node, parts, *work, names, absl::MakeConstSpan(due).subspan(first, *at_once), stop, results);
  }
  return results;
}

}  // namespace vsx::service
