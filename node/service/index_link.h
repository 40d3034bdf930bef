#ifndef VSX_NODE_SERVICE_INDEX_LINK_H_
#define VSX_NODE_SERVICE_INDEX_LINK_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/index_class.h"
#include "node/service/evaluation.h"

namespace vsx::service {

// IndexReceiver takes a file as it comes. Another status than OK stops the transfer and is what FetchChunks returns.
class IndexReceiver {
 public:
  virtual ~IndexReceiver() = default;
  // Once, first: the hashes of all chunks, 32 bytes each; at least one. Nothing about them is verified yet.
  virtual absl::Status OnChunkHashes(std::vector<std::string> hashes) = 0;
  // Chunk `number`, in order, from the first one asked for on, none beyond the hashes; at most 65,536 bytes. Nothing
  // about it is verified yet.
  virtual absl::Status OnChunk(uint32_t number, std::string_view chunk) = 0;
};

// IndexLink asks the node of another Party for the indexes that it issued to this one: `name.issuer` is who is asked,
// authenticated as that Party by the implementation; `name.recipient` is the own Party. What comes back has the form
// that evaluation.h says and is not verified here: not the header's signature, no chunk, no proof. Threads: safe
// concurrently. Errors: UNAVAILABLE or DEADLINE_EXCEEDED when it may be tried again (PEER_NOT_REACHED, PEER_TOO_SLOW,
// …); DATA_LOSS for an answer of another form (INDEX_MALFORMED, EVALUATION_MALFORMED); RESOURCE_EXHAUSTED,
// BUDGET_EXHAUSTED with domain::ErrorNextCapacity; any other code is the peer's own refusal, with its reason:
// FAILED_PRECONDITION, WRONG_EPOCH with domain::ErrorEpoch. What a peer says in these two is its claim: bound it before
// you wait for it.
class IndexLink {
 public:
  virtual ~IndexLink() = default;

  // Blocks until answered or the link's deadline.
  virtual absl::StatusOr<PublishedHeader> GetHeader(const domain::IndexName& name) = 0;

  // Blocks until the file is there from `first_chunk` on, `receiver` stops it, or the link's deadline. To resume, ask
  // again from the first chunk that is missing.
  virtual absl::Status FetchChunks(const domain::IndexName& name, uint32_t first_chunk, IndexReceiver& receiver) = 0;

  // Starts an evaluation and returns at once, so that one thread can ask all Parties; `done` is called exactly once, on
  // a thread of the link or, where nothing could be sent, on this one. It must not block. `timeout`: from now; zero
  // means the link's own (2 s by default).
  using EvaluateDone = std::function<void(absl::StatusOr<Evaluation>)>;
  virtual void StartEvaluate(const domain::IndexName& name, const BlindedBatch& batch,
                             std::chrono::milliseconds timeout, EvaluateDone done) = 0;
};

// StartEvaluate, waited for.
absl::StatusOr<Evaluation> Evaluate(IndexLink& link, const domain::IndexName& name, const BlindedBatch& batch,
                                    std::chrono::milliseconds timeout = std::chrono::milliseconds::zero());

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_INDEX_LINK_H_
