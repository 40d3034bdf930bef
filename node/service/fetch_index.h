#ifndef VSX_NODE_SERVICE_FETCH_INDEX_H_
#define VSX_NODE_SERVICE_FETCH_INDEX_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/index_class.h"
#include "node/service/index_link.h"
#include "node/service/index_parts.h"
#include "node/service/index_shelf.h"
#include "node/service/party_watch.h"

namespace vsx::service {

// What a fetch found besides the index.
struct FetchedIndex {
  bool forked = false;  // the issuer signed two headers for it: evidence is kept, and the shelf knows
  bool fork_is_new = false;
};

// Brings one index of another Party onto the shelf (protocol §4): its header is verified and remembered, of which the
// first counts; the file is downloaded chunk by chunk, each held against the header's root, from where an earlier try
// stopped; then it is mapped and its order verified. Nothing that is not whole and verified is ever on the shelf.
// `on_new_fork` is called once its issuer is found to have signed another header, whatever becomes of the file.
// Errors: those of the link; of VerifyIndexHeader; INDEX_MALFORMED (DATA_LOSS) for a public key that is none, for
// chunks that do not fit and for a file that is not in order; those of the store.
absl::StatusOr<FetchedIndex> FetchIndex(
    const IndexParts& parts, IndexLink& link, IndexShelf& shelf, PartyWatch& watch, const domain::IndexName& name,
    absl::FunctionRef<void()> on_new_fork = [] {});

// Asks for the header again, and takes down a different one as evidence: of an index that is on the shelf already.
absl::StatusOr<FetchedIndex> WatchForFork(const IndexParts& parts, IndexLink& link, IndexShelf& shelf,
                                          PartyWatch& watch, const domain::IndexName& name);

// Puts indexes on the shelf that an earlier run of the process had fetched. Errors: those of the store; an index that
// does not verify any more is passed over, and will be fetched.
absl::Status ReshelveIndexes(const IndexParts& parts, IndexShelf& shelf);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_FETCH_INDEX_H_
