#ifndef VSX_NODE_SERVICE_INDEX_SERVER_H_
#define VSX_NODE_SERVICE_INDEX_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "node/domain/index_class.h"
#include "node/domain/party_code.h"
#include "node/service/evaluation.h"

// What this node, as issuer, answers to the nodes of other Parties about its indexes (protocol §4). Nothing here, nor
// below it on the way of an evaluation, may know a case (tests/architecture: EvaluationsReachNoCase).

namespace vsx::service {

// A file that was published: it never changes, and stays readable as long as this lives. Threads: safe concurrently.
class PublishedFile {
 public:
  virtual ~PublishedFile() = default;
  // SHA-256(0x00 ‖ chunk) of every chunk in order, 32 bytes each; there is at least one.
  virtual absl::Span<const std::string> chunk_hashes() const = 0;
  // Chunk `number`, below chunk_hashes().size(). Bytes live as long as this. Errors: the store's.
  virtual absl::StatusOr<std::string_view> Chunk(uint32_t number) const = 0;
};

// Who calls, by its verified certificate, for the audit log.
struct IndexCaller {
  domain::PartyCode party;
  std::string_view uri;  // vsx://<party>/node/<name>
};

// IndexServer serves the indexes that this node issues; `name.recipient` is the caller's Party and `name.issuer` the
// own one, whatever a caller sends. Threads: every method is safe concurrently and may block on disk. Errors, for all:
// PERMISSION_DENIED, PARTY_UNKNOWN, for a caller that is no Party in force; NOT_FOUND, INDEX_NOT_PUBLISHED, for a
// header or file that is not published or gone; UNAVAILABLE while the node cannot answer.
class IndexServer {
 public:
  virtual ~IndexServer() = default;

  virtual absl::StatusOr<PublishedHeader> Header(const IndexCaller& caller, const domain::IndexName& name) = 0;

  virtual absl::StatusOr<std::shared_ptr<const PublishedFile>> Open(const IndexCaller& caller,
                                                                    const domain::IndexName& name) = 0;

  // `batch` has the form that BlindedBatch promises; whether its elements are points is for the evaluation to see.
  // Also: domain::WrongEpoch unless `name.epoch` is what the own clock says, domain::BudgetExhausted, INVALID_ARGUMENT
  // EVALUATION_MALFORMED for what is no element or the identity (one bad element fails the batch), UNAVAILABLE
  // SEED_UNAVAILABLE.
  virtual absl::StatusOr<Evaluation> Evaluate(const IndexCaller& caller, const domain::IndexName& name,
                                              const BlindedBatch& batch) = 0;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_INDEX_SERVER_H_
