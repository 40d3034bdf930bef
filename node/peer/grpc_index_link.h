#ifndef VSX_NODE_PEER_GRPC_INDEX_LINK_H_
#define VSX_NODE_PEER_GRPC_INDEX_LINK_H_

#include <grpcpp/client_context.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>

#include "node/peer/peer_channels.h"
#include "node/service/index_link.h"

namespace vsx::peer {

struct IndexLinkOptions {
  std::chrono::milliseconds evaluate_deadline = std::chrono::seconds(2);
  std::chrono::milliseconds header_deadline = std::chrono::seconds(10);
  std::chrono::milliseconds fetch_deadline = std::chrono::minutes(10);  // no node takes a longer one
};

// GrpcIndexLink asks the peer ports of the other Parties. It repeats nothing by itself. Evaluations wait for no thread:
// what is under way costs memory alone. Threads: as service::IndexLink. Errors: those of service::IndexLink; reasons of
// the link itself are those of PeerChannels, PEER_NOT_REACHED and PEER_TOO_SLOW (which may pass), INDEX_MALFORMED and
// EVALUATION_MALFORMED.
class GrpcIndexLink final : public service::IndexLink {
 public:
  // `channels` must outlive this.
  explicit GrpcIndexLink(PeerChannels& channels, IndexLinkOptions options = {});
  // As Shutdown.
  ~GrpcIndexLink() override;
  GrpcIndexLink(const GrpcIndexLink&) = delete;
  GrpcIndexLink& operator=(const GrpcIndexLink&) = delete;

  // Cancels what is under way, and returns when `done` of each evaluation has returned. From then on every call fails
  // at once (PEER_NOT_REACHED). A second call does nothing.
  void Shutdown();

  absl::StatusOr<service::PublishedHeader> GetHeader(const domain::IndexName& name) override;
  absl::Status FetchChunks(const domain::IndexName& name, uint32_t first_chunk,
                           service::IndexReceiver& receiver) override;
  void StartEvaluate(const domain::IndexName& name, const service::BlindedBatch& batch,
                     std::chrono::milliseconds timeout, EvaluateDone done) override;

 private:
  struct RunningEvaluation;
  // Makes a call that blocks known to Shutdown for as long as this lives.
  class Blocking;
  void Finish(const std::shared_ptr<RunningEvaluation>& running, const grpc::Status& status);

  PeerChannels& channels_;
  const IndexLinkOptions options_;
  std::mutex mutex_;
  std::condition_variable idle_;
  bool stopped_ = false;                                  // guarded by mutex_
  std::set<grpc::ClientContext*> blocking_;               // guarded by mutex_
  std::set<std::shared_ptr<RunningEvaluation>> running_;  // guarded by mutex_
};

}  // namespace vsx::peer

#endif  // VSX_NODE_PEER_GRPC_INDEX_LINK_H_
