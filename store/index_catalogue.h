#ifndef VSX_STORE_INDEX_CATALOGUE_H_
#define VSX_STORE_INDEX_CATALOGUE_H_

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/epoch.h"
#include "node/domain/index_class.h"
#include "store/snapshot.h"
#include "store/write_batch.h"

namespace vsx::store {

// A signed index header as it travels. Two headers of one index are the same if they sign the same bytes.
struct IndexHeader {
  std::string envelope;        // at most 64 KiB
  std::string payload_sha256;  // of what is signed: 32 bytes

  friend bool operator==(const IndexHeader&, const IndexHeader&) = default;
};

struct NamedIndexHeader {
  domain::IndexName name;
  IndexHeader header;
  domain::UnixTime stored_at;
};

// Evidence that an issuer signed two different headers for one index.
struct IndexFork {
  domain::IndexName name;
  IndexHeader first;
  IndexHeader second;
  domain::UnixTime found_at;
};

// What became of a header that was fetched.
enum class FetchedHeader {
  kFirst,      // it is the first, and is kept
  kSame,       // it came before
  kForkFound,  // another came before: both are kept as evidence, now
  kForkKnown,  // the index was forked already; nothing is added
};

// IndexCatalogue remembers which index headers exist: the own ones, each published once and never another for the same
// recipient, class and epoch (protocol §4), and those fetched from others, of which the first counts and a different
// second one is evidence that stays for good. No case data: values are not sealed.
// Writing methods add to a batch with the preconditions that it needs; its Commit answers ABORTED where somebody else
// was faster: read again, decide again.
// Threads: every method is safe concurrently. Errors: INVALID_ARGUMENT for a header out of bounds; DATA_LOSS
// for altered rows; those of Snapshot.
class IndexCatalogue {
 public:
  // `own_party`: the issuer of what is published, the recipient of what is fetched. A name in which it has another
  // part, or of no index class, ends the process.
  explicit IndexCatalogue(domain::PartyCode own_party) : own_party_(std::move(own_party)) {}

  // Own headers. Put: ABORTED at Commit when there is one already, whatever it says.
  absl::Status PutPublished(WriteBatch& batch, const domain::IndexName& name, const IndexHeader& header,
                            domain::UnixTime now) const;
  absl::StatusOr<std::optional<IndexHeader>> FindPublished(const Snapshot& snapshot,
                                                           const domain::IndexName& name) const;
  absl::StatusOr<std::vector<NamedIndexHeader>> ListPublished(const Snapshot& snapshot) const;
  // The epochs that have an own header, ascending, also one that cannot be read.
  absl::StatusOr<std::set<domain::Epoch>> PublishedEpochs(const Snapshot& snapshot) const;
  // Whether own headers of the epoch were deleted: no index may begin in it any more, since it may have had one. This
  // outlives the headers, lest a clock that was set back lead to a second one.
  absl::StatusOr<bool> HasEnded(const Snapshot& snapshot, domain::Epoch epoch, const domain::EpochPlan& plan) const;

  // Headers of others, verified by the caller.
  absl::StatusOr<FetchedHeader> PutFetched(const Snapshot& snapshot, WriteBatch& batch, const domain::IndexName& name,
                                           const IndexHeader& header, domain::UnixTime now) const;
  absl::StatusOr<std::optional<IndexHeader>> FindFetched(const Snapshot& snapshot, const domain::IndexName& name) const;
  // Without those that cannot be read: their indexes are as good as missing.
  absl::StatusOr<std::vector<NamedIndexHeader>> ListFetched(const Snapshot& snapshot) const;

  absl::StatusOr<bool> IsForked(const Snapshot& snapshot, const domain::IndexName& name) const;
  absl::StatusOr<std::vector<IndexFork>> ListForks(const Snapshot& snapshot) const;

  // Deletes the headers of earlier epochs, own and others'. Evidence stays.
  absl::Status DeleteBefore(const Snapshot& snapshot, WriteBatch& batch, domain::Epoch epoch,
                            const domain::EpochPlan& plan) const;

 private:
  void RequireOwn(const domain::IndexName& name) const;
  void RequireOthers(const domain::IndexName& name) const;

  const domain::PartyCode own_party_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_INDEX_CATALOGUE_H_
