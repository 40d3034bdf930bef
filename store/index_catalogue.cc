#include "store/index_catalogue.h"

#include <algorithm>
#include <utility>

#include "crypto/hash.h"
#include "crypto/init.h"
#include "store/index_codec.h"
#include "store/row_key.h"
#include "store/value_codec.h"

namespace vsx::store {
namespace {

// A header that could be stored and not be read again.
absl::Status CheckSizes(const IndexHeader& header) {
  if (header.envelope.size() > kMaxTextBytes || header.payload_sha256.size() != crypto::kSha256Size) {
    return absl::InvalidArgumentError("an index header's envelope has at most 64 KiB, its hash 32 bytes");
  }
  return absl::OkStatus();
}

// Calls visit(row) for every row with this prefix, until it answers an error.
template <typename Visit>
absl::Status ForEachRow(const Snapshot& snapshot, const std::string& prefix, Visit visit) {
  std::string after;
  bool more = true;
  while (more) {
    absl::StatusOr<Page> page = snapshot.Scan(Table::kIndex, prefix, after, kMaxPageRows);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      if (absl::Status status = visit(row); !status.ok()) return status;
    }
    more = page->has_more;
    if (more) after = page->rows.back().key;
  }
  return absl::OkStatus();
}

using ParseName = absl::StatusOr<domain::IndexName> (*)(std::string_view key, const domain::PartyCode& own_party);

enum class DamagedHeader { kEndsTheList, kIsLeftOut };

absl::StatusOr<std::vector<NamedIndexHeader>> ListHeaders(const Snapshot& snapshot, const std::string& prefix,
                                                          ParseName parse, const domain::PartyCode& own_party,
                                                          DamagedHeader damaged) {
  std::vector<NamedIndexHeader> headers;
  absl::Status status = ForEachRow(snapshot, prefix, [&](const Row& row) {
    absl::StatusOr<domain::IndexName> name = parse(row.key, own_party);
    if (!name.ok()) return name.status();
    absl::StatusOr<StoredIndexHeader> stored = DecodeIndexHeader(row.value);
    if (!stored.ok() && damaged == DamagedHeader::kIsLeftOut) return absl::OkStatus();
    if (!stored.ok()) return stored.status();
    headers.push_back({*std::move(name), std::move(stored->header), stored->stored_at});
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return headers;
}

absl::StatusOr<std::optional<IndexHeader>> FindHeader(const Snapshot& snapshot, const std::string& key) {
  absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kIndex, key);
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::optional<IndexHeader>();
  absl::StatusOr<StoredIndexHeader> stored = DecodeIndexHeader(**row);
  if (!stored.ok()) return stored.status();
  return std::optional<IndexHeader>(std::move(stored->header));
}

// Deletes the rows with this prefix that are of earlier epochs.
absl::Status DeleteRowsBefore(const Snapshot& snapshot, WriteBatch& batch, const std::string& prefix, ParseName parse,
                              const domain::PartyCode& own_party, domain::Epoch epoch) {
  return ForEachRow(snapshot, prefix, [&](const Row& row) {
    absl::StatusOr<domain::IndexName> name = parse(row.key, own_party);
    if (!name.ok()) return name.status();
    if (name->epoch < epoch) batch.Delete(Table::kIndex, row.key);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::vector<EndedTime>> ReadEndedTimes(const Snapshot& snapshot) {
  absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kIndex, EndedEpochsKey());
  if (!row.ok()) return row.status();
  return row->has_value() ? DecodeEndedTimes(**row) : std::vector<EndedTime>();
}

// The times with one more. What touches becomes one; of too many the earliest do, as if nothing lay between them: a
// clock does not come back from so far.
std::vector<EndedTime> WithEndedTime(std::vector<EndedTime> times, EndedTime more) {
  std::erase_if(times, [&more](const EndedTime& one) {
    if (one.until < more.from || more.until < one.from) return false;
    more = {std::min(one.from, more.from), std::max(one.until, more.until)};
    return true;
  });
  times.insert(std::ranges::upper_bound(times, more.from, {}, &EndedTime::from), more);
  if (times.size() > kMostEndedTimes) {
    times[1].from = times[0].from;
    times.erase(times.begin());
  }
  return times;
}

}  // namespace

void IndexCatalogue::RequireOwn(const domain::IndexName& name) const {
  crypto::Require(name.issuer == own_party_ && domain::IsIndexClass(name.cls), "an own index of another Party");
}

void IndexCatalogue::RequireOthers(const domain::IndexName& name) const {
  crypto::Require(name.recipient == own_party_ && domain::IsIndexClass(name.cls), "an index for another Party");
}

absl::Status IndexCatalogue::PutPublished(WriteBatch& batch, const domain::IndexName& name, const IndexHeader& header,
                                          domain::UnixTime now) const {
  RequireOwn(name);
  if (absl::Status status = CheckSizes(header); !status.ok()) return status;
  batch.RequireAbsent(Table::kIndex, PublishedIndexKey(name));
  batch.Put(Table::kIndex, PublishedIndexKey(name), EncodeIndexHeader({header, now}));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<IndexHeader>> IndexCatalogue::FindPublished(const Snapshot& snapshot,
                                                                         const domain::IndexName& name) const {
  RequireOwn(name);
  return FindHeader(snapshot, PublishedIndexKey(name));
}

absl::StatusOr<std::vector<NamedIndexHeader>> IndexCatalogue::ListPublished(const Snapshot& snapshot) const {
  return ListHeaders(snapshot, PublishedIndexPrefix(), ParsePublishedIndexKey, own_party_, DamagedHeader::kEndsTheList);
}

absl::StatusOr<std::set<domain::Epoch>> IndexCatalogue::PublishedEpochs(const Snapshot& snapshot) const {
  std::set<domain::Epoch> epochs;
  absl::Status status = ForEachRow(snapshot, PublishedIndexPrefix(), [&](const Row& row) {
    absl::StatusOr<domain::IndexName> name = ParsePublishedIndexKey(row.key, own_party_);
    if (name.ok()) epochs.insert(name->epoch);
    return name.status();
  });
  if (!status.ok()) return status;
  return epochs;
}

absl::StatusOr<bool> IndexCatalogue::HasEnded(const Snapshot& snapshot, domain::Epoch epoch,
                                              const domain::EpochPlan& plan) const {
  absl::StatusOr<std::vector<EndedTime>> times = ReadEndedTimes(snapshot);
  if (!times.ok()) return times.status();
  return std::ranges::any_of(*times, [start = plan.Start(epoch), end = plan.End(epoch)](const EndedTime& one) {
    return one.from <= start && end <= one.until;
  });
}

absl::StatusOr<FetchedHeader> IndexCatalogue::PutFetched(const Snapshot& snapshot, WriteBatch& batch,
                                                         const domain::IndexName& name, const IndexHeader& header,
                                                         domain::UnixTime now) const {
  if (absl::Status status = CheckSizes(header); !status.ok()) return status;
  absl::StatusOr<bool> forked = IsForked(snapshot, name);
  if (!forked.ok()) return forked.status();
  if (*forked) return FetchedHeader::kForkKnown;

  const std::string key = FetchedIndexKey(name);
  absl::StatusOr<std::optional<IndexHeader>> first = FindFetched(snapshot, name);
  if (!first.ok()) return first.status();
  if (!first->has_value()) {
    batch.RequireAbsent(Table::kIndex, key);
    batch.Put(Table::kIndex, key, EncodeIndexHeader({header, now}));
    return FetchedHeader::kFirst;
  }
  if ((*first)->payload_sha256 == header.payload_sha256) return FetchedHeader::kSame;
  batch.RequireAbsent(Table::kIndex, ForkedIndexKey(name));
  batch.Put(Table::kIndex, ForkedIndexKey(name), EncodeIndexFork({**std::move(first), header, now}));
  return FetchedHeader::kForkFound;
}

absl::StatusOr<std::optional<IndexHeader>> IndexCatalogue::FindFetched(const Snapshot& snapshot,
                                                                       const domain::IndexName& name) const {
  RequireOthers(name);
  return FindHeader(snapshot, FetchedIndexKey(name));
}

absl::StatusOr<std::vector<NamedIndexHeader>> IndexCatalogue::ListFetched(const Snapshot& snapshot) const {
  return ListHeaders(snapshot, FetchedIndexPrefix(), ParseFetchedIndexKey, own_party_, DamagedHeader::kIsLeftOut);
}

absl::StatusOr<bool> IndexCatalogue::IsForked(const Snapshot& snapshot, const domain::IndexName& name) const {
  RequireOthers(name);
  absl::StatusOr<std::optional<std::string>> row = snapshot.Get(Table::kIndex, ForkedIndexKey(name));
  if (!row.ok()) return row.status();
  return row->has_value();
}

absl::StatusOr<std::vector<IndexFork>> IndexCatalogue::ListForks(const Snapshot& snapshot) const {
  std::vector<IndexFork> forks;
  absl::Status status = ForEachRow(snapshot, ForkedIndexPrefix(), [&](const Row& row) {
    absl::StatusOr<domain::IndexName> name = ParseForkedIndexKey(row.key, own_party_);
    if (!name.ok()) return name.status();
    absl::StatusOr<StoredIndexFork> stored = DecodeIndexFork(row.value);
    if (!stored.ok()) return stored.status();
    forks.push_back({*std::move(name), std::move(stored->first), std::move(stored->second), stored->found_at});
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return forks;
}

absl::Status IndexCatalogue::DeleteBefore(const Snapshot& snapshot, WriteBatch& batch, domain::Epoch epoch,
                                          const domain::EpochPlan& plan) const {
  absl::StatusOr<std::set<domain::Epoch>> epochs = PublishedEpochs(snapshot);
  if (!epochs.ok()) return epochs.status();
  absl::StatusOr<std::vector<EndedTime>> times = ReadEndedTimes(snapshot);
  if (!times.ok()) return times.status();
  epochs->erase(epochs->lower_bound(epoch), epochs->end());
  if (!epochs->empty()) {
    for (const domain::Epoch one : *epochs) {
      times = WithEndedTime(*std::move(times), {plan.Start(one), plan.End(one)});
    }
    batch.Put(Table::kIndex, EndedEpochsKey(), EncodeEndedTimes(*times));
  }
  absl::Status published =
      DeleteRowsBefore(snapshot, batch, PublishedIndexPrefix(), ParsePublishedIndexKey, own_party_, epoch);
  if (!published.ok()) return published;
  return DeleteRowsBefore(snapshot, batch, FetchedIndexPrefix(), ParseFetchedIndexKey, own_party_, epoch);
}

}  // namespace vsx::store
