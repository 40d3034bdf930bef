#include "node/service/index_layout.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "crypto/blind_prf.h"
#include "crypto/index_entry.h"
#include "crypto/index_record.h"
#include "node/statement/index_record.h"

namespace vsx::service {
namespace {

constexpr size_t kOrderSize = 16;
constexpr size_t kMostEntriesOfAHandle = 16;

// A copy that is placed, with what was drawn for it: its order among all, then its record's id and key, then, for each
// opening, its order among those with the same handle. Nonces follow when it is sealed.
struct PlacedCopy {
  IndexedCopy copy;
  std::unique_ptr<crypto::RandomSource> random;
  std::string order;
  std::string record_id{};
  std::optional<crypto::IndexRecordKey> record_key{};
};

// One entry to be: this copy's opening of a handle.
struct PlannedEntry {
  PlacedCopy* copy = nullptr;
  const domain::Opening* opening = nullptr;
  std::string order;
};

std::vector<PlacedCopy> Place(const std::string& context, std::vector<IndexedCopy> copies, size_t capacity,
                              crypto::RandomStreams& streams, bool& complete) {
  std::vector<PlacedCopy> placed;
  placed.reserve(copies.size());
  for (IndexedCopy& copy : copies) {
    auto random = streams.Open(context + "copy/" + std::string(copy.id.bytes()));
    std::string order = random->Bytes(kOrderSize);
    placed.push_back({std::move(copy), std::move(random), std::move(order)});
  }
  if (placed.size() <= capacity) return placed;
  complete = false;
  std::sort(placed.begin(), placed.end(), [](const PlacedCopy& a, const PlacedCopy& b) { return a.order < b.order; });
  placed.erase(placed.begin() + static_cast<std::ptrdiff_t>(capacity), placed.end());
  return placed;
}

// A copy counts once for each handle string, EXACT beating POSSIBLE.
std::vector<const domain::Opening*> OpeningsByHandle(const IndexedCopy& copy) {
  std::map<std::string_view, const domain::Opening*> best;
  for (const domain::Opening& opening : copy.openings) {
    const auto [entry, is_new] = best.try_emplace(opening.handle, &opening);
    if (!is_new && opening.mark < entry->second->mark) entry->second = &opening;
  }
  std::vector<const domain::Opening*> openings;
  openings.reserve(best.size());
  for (const auto& [handle, opening] : best) openings.push_back(opening);
  return openings;
}

// The rows of a file, each beginning with its key. Two ids or tags that fell on one another are drawn again: in 16
// bytes that does not happen, and must not be wrong.
class UniqueRows {
 public:
  UniqueRows(size_t key_size, size_t count) : key_size_(key_size) {
    rows_.reserve(count);
    keys_.reserve(count);
  }

  bool Has(std::string_view row) const { return keys_.contains(row.substr(0, key_size_)); }
  void Add(std::string row) {
    rows_.push_back(std::move(row));
    keys_.insert(std::string_view(rows_.back()).substr(0, key_size_));
  }
  size_t size() const { return rows_.size(); }

  void FillWithDummies(size_t count, size_t row_size, crypto::RandomSource& random) {
    while (rows_.size() < count) {
      const std::string several = random.Bytes(row_size * std::min(count - rows_.size(), kDummiesAtOnce));
      for (size_t i = 0; i < several.size(); i += row_size) {
        if (std::string dummy = several.substr(i, row_size); !Has(dummy)) Add(std::move(dummy));
      }
    }
  }

  // std::string compares chars as unsigned bytes.
  std::vector<std::string> TakeSorted() {
    keys_.clear();
    std::sort(rows_.begin(), rows_.end());
    return std::move(rows_);
  }

 private:
  static constexpr size_t kDummiesAtOnce = 64;

  const size_t key_size_;
  std::vector<std::string> rows_;  // never more than was reserved: keys_ point into them
  absl::flat_hash_set<std::string_view> keys_;
};

absl::Status SealRecord(const std::string& context, PlacedCopy& placed, UniqueRows& records) {
  do {
    placed.record_id = placed.random->Bytes(crypto::kIndexRecordIdSize);
  } while (records.Has(placed.record_id));
  placed.record_key.emplace(crypto::IndexRecordKey::Generate(*placed.random));
  absl::StatusOr<std::string> record =
      crypto::SealIndexRecord(*placed.record_key, context, placed.record_id,
                              statement::EncodeIndexRecord({placed.copy.envelope}), *placed.random);
  if (!record.ok()) return absl::InternalError("a copy does not fit into a record of the index");
  records.Add(*std::move(record));
  return absl::OkStatus();
}

absl::Status SealEntries(const std::string& context, const crypto::PrfPrivateKey& key, std::string_view handle,
                         std::vector<PlannedEntry>& planned, UniqueRows& entries) {
  absl::StatusOr<crypto::PrfOutput> output = crypto::Evaluate(key, handle);
  if (!output.ok()) return output.status();
  const crypto::IndexEntryKeys keys(*output);
  std::sort(planned.begin(), planned.end(),
            [](const PlannedEntry& a, const PlannedEntry& b) { return a.order < b.order; });
  if (planned.size() > kMostEntriesOfAHandle) planned.resize(kMostEntriesOfAHandle);
  for (size_t j = 0; j < planned.size(); ++j) {
    PlacedCopy& placed = *planned[j].copy;
    const domain::Opening& opening = *planned[j].opening;
    absl::StatusOr<std::string> entry = crypto::SealIndexEntry(
        keys, static_cast<uint8_t>(j), context,
        {placed.record_id, placed.record_key->Clone(), opening.slot, opening.mark, opening.salt}, *placed.random);
    if (!entry.ok()) return absl::InternalError("an opening does not fit into an entry of the index");
    if (entries.Has(*entry)) return absl::InternalError("two handles have one tag");
    entries.Add(*std::move(entry));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<IndexLayout> LayOutIndex(const domain::IndexName& name, const domain::IndexGeometry& geometry,
                                        const crypto::PrfPrivateKey& key, std::vector<IndexedCopy> copies,
                                        bool population_complete, crypto::RandomStreams& streams) {
  const std::string context = domain::IndexContext(name);
  IndexLayout layout;
  layout.complete = population_complete;
  std::vector<PlacedCopy> placed = Place(context, std::move(copies), geometry.record_count(), streams, layout.complete);

  UniqueRows records(crypto::kIndexRecordIdSize, geometry.record_count());
  std::map<std::string_view, std::vector<PlannedEntry>> by_handle;
  for (PlacedCopy& one : placed) {
    if (absl::Status sealed = SealRecord(context, one, records); !sealed.ok()) return sealed;
    for (const domain::Opening* opening : OpeningsByHandle(one.copy)) {
      by_handle[opening->handle].push_back({&one, opening, one.random->Bytes(kOrderSize)});
    }
  }
  UniqueRows entries(crypto::kIndexTagSize, geometry.entry_count());
  for (auto& [handle, planned] : by_handle) {
    if (absl::Status sealed = SealEntries(context, key, handle, planned, entries); !sealed.ok()) return sealed;
  }
  if (entries.size() > geometry.entry_count()) return absl::InternalError("more entries than an index holds");

  const std::unique_ptr<crypto::RandomSource> dummies = streams.Open(context + "dummies");
  records.FillWithDummies(geometry.record_count(), crypto::kIndexRecordSize, *dummies);
  entries.FillWithDummies(geometry.entry_count(), crypto::kIndexEntrySize, *dummies);
  layout.records = records.TakeSorted();
  layout.entries = entries.TakeSorted();
  return layout;
}

}  // namespace vsx::service
