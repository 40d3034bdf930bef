#include "node/service/fetch_index.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "node/domain/error.h"
#include "node/domain/index_capacity.h"
#include "node/service/retry.h"
#include "store/index_download.h"

namespace vsx::service {
namespace {

using VerifiedHeader = statement::Verified<statement::IndexHeader>;

absl::Status Malformed(std::string_view what) {
  return domain::Error(absl::StatusCode::kDataLoss, "INDEX_MALFORMED", "", what);
}

// Takes chunks into a download, which judges each by its hash.
class DownloadReceiver final : public IndexReceiver {
 public:
  DownloadReceiver(std::string path, const domain::IndexGeometry& geometry, std::string root)
      : path_(std::move(path)), geometry_(geometry), root_(std::move(root)) {}

  absl::Status OnChunkHashes(std::vector<std::string> hashes) override {
    if (download_ != nullptr) return absl::OkStatus();  // of a second call: the root holds it to the same hashes
    absl::StatusOr<std::unique_ptr<store::IndexDownload>> begun =
        store::IndexDownload::Begin(path_, geometry_, root_, std::move(hashes));
    if (absl::IsInvalidArgument(begun.status())) return Malformed("the hashes are not those of the header");
    if (!begun.ok()) return begun.status();
    download_ = *std::move(begun);
    return absl::OkStatus();
  }

  absl::Status OnChunk(uint32_t number, std::string_view chunk) override {
    if (download_ == nullptr) return Malformed("a chunk came before the hashes");
    absl::Status put = download_->PutChunk(number, chunk);
    if (absl::IsInvalidArgument(put)) return Malformed("a chunk is not the one of its hash");
    return put;
  }

  store::IndexDownload* download() { return download_.get(); }

 private:
  const std::string path_;
  const domain::IndexGeometry geometry_;
  const std::string root_;
  std::unique_ptr<store::IndexDownload> download_;
};

absl::StatusOr<VerifiedHeader> VerifyHeader(const IndexParts& parts, const std::string& envelope,
                                            const domain::IndexName& name) {
  return statement::VerifyIndexHeader(parts.trust, envelope, name, parts.clock.Now());
}

// Asks for the header and remembers it. The one that counts is the first, whatever came now.
absl::StatusOr<std::pair<VerifiedHeader, FetchedIndex>> TakeHeader(const IndexParts& parts, IndexLink& link,
                                                                   IndexShelf& shelf, PartyWatch& watch,
                                                                   const domain::IndexName& name) {
  absl::StatusOr<PublishedHeader> published = link.GetHeader(name);
  if (!published.ok()) return published.status();
  watch.Heard(name.issuer, published->server_time, parts.clock.Now());
  absl::StatusOr<VerifiedHeader> header = VerifyHeader(parts, published->envelope, name);
  if (!header.ok()) return header.status();
  absl::StatusOr<store::FetchedHeader> kept = RetryAborted([&]() -> absl::StatusOr<store::FetchedHeader> {
    store::WriteBatch batch;
    absl::StatusOr<store::FetchedHeader> put =
        parts.catalogue.PutFetched(*parts.engine.TakeSnapshot(), batch, name,
                                   {published->envelope, header->statement.payload_sha256}, parts.clock.Now());
    if (!put.ok() || batch.changes().empty()) return put;
    if (absl::Status committed = parts.engine.Commit(batch); !committed.ok()) return committed;
    return put;
  });
  if (!kept.ok()) return kept.status();
  FetchedIndex found;
  found.fork_is_new = *kept == store::FetchedHeader::kForkFound;
  found.forked = found.fork_is_new || *kept == store::FetchedHeader::kForkKnown;
  if (!found.forked) return std::pair(*std::move(header), found);
  shelf.MarkForked(name);
  absl::StatusOr<std::optional<store::IndexHeader>> first =
      parts.catalogue.FindFetched(*parts.engine.TakeSnapshot(), name);
  if (!first.ok()) return first.status();
  if (!first->has_value()) return absl::InternalError("a forked index has no first header");
  absl::StatusOr<VerifiedHeader> counts = VerifyHeader(parts, (*first)->envelope, name);
  if (!counts.ok()) return counts.status();
  return std::pair(*std::move(counts), found);
}

absl::Status Shelve(const VerifiedHeader& header, const domain::IndexGeometry& geometry, const std::string& path,
                    IndexShelf& shelf) {
  absl::StatusOr<crypto::PrfPublicKey> public_key = crypto::PrfPublicKey::Create(header.content.prf_public_key);
  if (!public_key.ok()) return Malformed("the header's key is no element");
  absl::StatusOr<std::unique_ptr<const store::MappedIndexFile>> file =
      store::MappedIndexFile::Open(path, geometry, header.content.chunk_root);
  if (absl::IsDataLoss(file.status())) return Malformed("the file is not in order");
  if (!file.ok()) return file.status();
  shelf.Put(header.content.name, std::make_shared<const ShelvedIndex>(
                                     ShelvedIndex{header.content, header.statement.payload_sha256,
                                                  header.statement.key_id, *std::move(public_key), *std::move(file)}));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FetchedIndex> FetchIndex(const IndexParts& parts, IndexLink& link, IndexShelf& shelf, PartyWatch& watch,
                                        const domain::IndexName& name, absl::FunctionRef<void()> on_new_fork) {
  absl::StatusOr<std::pair<VerifiedHeader, FetchedIndex>> taken = TakeHeader(parts, link, shelf, watch, name);
  if (!taken.ok()) return taken.status();
  if (taken->second.fork_is_new) on_new_fork();  // whatever becomes of the file
  const VerifiedHeader& header = taken->first;
  // The record here may be the one before a step was raised; a still larger index only takes up our disk.
  if (header.content.capacity_step > parts.trust.IndexCapacityStep(name.issuer) + 1) {
    return Malformed("the index is larger than its Party's record says");
  }
  absl::StatusOr<domain::IndexGeometry> geometry = domain::IndexGeometry::OfStep(header.content.capacity_step);
  if (!geometry.ok()) return geometry.status();
  absl::StatusOr<std::string> path = parts.folder.PeerPath(name);
  if (!path.ok()) return path.status();

  DownloadReceiver receiver(*path, *geometry, header.content.chunk_root);
  // The hashes alone first: they say what an earlier try left to fetch.
  absl::Status fetched = link.FetchChunks(name, static_cast<uint32_t>(geometry->chunk_count()), receiver);
  if (!fetched.ok()) return fetched;
  if (receiver.download() == nullptr) return Malformed("no hashes came");
  if (const std::optional<size_t> missing = receiver.download()->NextMissing(); missing.has_value()) {
    fetched = link.FetchChunks(name, static_cast<uint32_t>(*missing), receiver);
    if (!fetched.ok()) return fetched;
  }
  if (receiver.download()->NextMissing().has_value()) return Malformed("the transfer ended before the file did");
  if (absl::Status finished = receiver.download()->Finish(); !finished.ok()) return finished;
  absl::Status shelved = Shelve(header, *geometry, *path, shelf);
  if (!shelved.ok()) {
    // Bytes of the right hashes in the wrong order are the issuer's fault: never to be tried from here again.
    parts.folder.Remove(*path).IgnoreError();
    return shelved;
  }
  return taken->second;
}

absl::StatusOr<FetchedIndex> WatchForFork(const IndexParts& parts, IndexLink& link, IndexShelf& shelf,
                                          PartyWatch& watch, const domain::IndexName& name) {
  absl::StatusOr<std::pair<VerifiedHeader, FetchedIndex>> taken = TakeHeader(parts, link, shelf, watch, name);
  if (!taken.ok()) return taken.status();
  return taken->second;
}

absl::Status ReshelveIndexes(const IndexParts& parts, IndexShelf& shelf) {
  const std::unique_ptr<store::Snapshot> snapshot = parts.engine.TakeSnapshot();
  absl::StatusOr<std::vector<store::NamedIndexHeader>> fetched = parts.catalogue.ListFetched(*snapshot);
  if (!fetched.ok()) return fetched.status();
  for (const store::NamedIndexHeader& one : *fetched) {
    absl::StatusOr<bool> forked = parts.catalogue.IsForked(*snapshot, one.name);
    if (!forked.ok()) return forked.status();
    if (*forked) shelf.MarkForked(one.name);
    absl::StatusOr<VerifiedHeader> header = VerifyHeader(parts, one.header.envelope, one.name);
    if (!header.ok()) continue;
    absl::StatusOr<domain::IndexGeometry> geometry = domain::IndexGeometry::OfStep(header->content.capacity_step);
    if (!geometry.ok()) continue;
    absl::StatusOr<std::string> path = parts.folder.PeerPath(one.name);
    if (!path.ok()) return path.status();
    Shelve(*header, *geometry, *path, shelf).IgnoreError();  // fetched again by whoever keeps the shelf
  }
  return absl::OkStatus();
}

}  // namespace vsx::service
