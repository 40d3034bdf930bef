#include "node/peer/grpc_index_link.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "node/domain/error.h"
#include "node/domain/index_capacity.h"
#include "node/peer/peer_status.h"
#include "node/statement/enums.h"
#include "vsx/v1/index.grpc.pb.h"

namespace vsx::peer {
namespace {

constexpr size_t kHashSize = 32;

template <typename Request>
Request RequestFor(const domain::IndexName& name) {
  Request request;
  request.set_index_class(statement::ToProto(name.cls));
  request.set_epoch(name.epoch.number());
  return request;
}

void SetDeadline(grpc::ClientContext& context, std::chrono::milliseconds deadline) {
  context.set_deadline(std::chrono::system_clock::now() + deadline);
}

absl::Status MalformedFile() {
  return domain::Error(absl::StatusCode::kDataLoss, "INDEX_MALFORMED", "",
                       "the peer sent something else than hashes and then the chunks of a file");
}

bool AreOfSize(const google::protobuf::RepeatedPtrField<std::string>& values, size_t size) {
  return std::all_of(values.begin(), values.end(), [size](const std::string& value) { return value.size() == size; });
}

// Hands the messages of one stream over in the order that there must be, and notices any other.
class FileReader {
 public:
  FileReader(uint32_t first_chunk, service::IndexReceiver& receiver) : next_(first_chunk), receiver_(receiver) {}

  absl::Status Take(v1::FetchIndexResponse& message) {
    if (message.has_chunk_hashes()) return TakeHashes(*message.mutable_chunk_hashes()->mutable_hashes());
    const bool expected =
        next_ < chunks_ && !message.chunk().empty() && message.chunk().size() <= domain::kIndexChunkSize;
    if (!expected) return MalformedFile();
    return receiver_.OnChunk(next_++, message.chunk());
  }

  absl::Status Finish() const { return chunks_ > 0 && next_ == chunks_ ? absl::OkStatus() : MalformedFile(); }

 private:
  absl::Status TakeHashes(google::protobuf::RepeatedPtrField<std::string>& hashes) {
    if (chunks_ > 0 || hashes.empty() || !AreOfSize(hashes, kHashSize)) return MalformedFile();
    chunks_ = static_cast<uint32_t>(hashes.size());
    if (next_ > chunks_) return MalformedFile();
    return receiver_.OnChunkHashes({std::make_move_iterator(hashes.begin()), std::make_move_iterator(hashes.end())});
  }

  uint32_t next_;
  uint32_t chunks_ = 0;  // 0 until the hashes came
  service::IndexReceiver& receiver_;
};

absl::StatusOr<service::Evaluation> ReadEvaluation(v1::EvaluateResponse& response, size_t elements) {
  const auto& evaluated = response.evaluated_elements();
  if (static_cast<size_t>(evaluated.size()) != elements || !AreOfSize(evaluated, domain::kElementSize) ||
      response.proof().size() != domain::kEvaluationProofSize) {
    return domain::Error(absl::StatusCode::kDataLoss, "EVALUATION_MALFORMED", "",
                         "the peer sent something else than one element for each and a proof");
  }
  return service::Evaluation{
      {evaluated.begin(), evaluated.end()}, std::move(*response.mutable_proof()), {response.server_time()}};
}

}  // namespace

struct GrpcIndexLink::RunningEvaluation {
  RunningEvaluation(domain::PartyCode party_, std::shared_ptr<grpc::Channel> channel_, EvaluateDone done_)
      : party(std::move(party_)),
        channel(std::move(channel_)),
        stub(v1::IndexService::NewStub(channel)),
        done(std::move(done_)) {}

  const domain::PartyCode party;
  const std::shared_ptr<grpc::Channel> channel;
  const std::unique_ptr<v1::IndexService::Stub> stub;
  const EvaluateDone done;
  grpc::ClientContext context;
  v1::EvaluateRequest request;
  v1::EvaluateResponse response;
};

GrpcIndexLink::GrpcIndexLink(PeerChannels& channels, IndexLinkOptions options)
    : channels_(channels), options_(options) {}

class GrpcIndexLink::Blocking {
 public:
  Blocking(GrpcIndexLink& link, grpc::ClientContext& context) : link_(link), context_(context) {
    const std::lock_guard<std::mutex> lock(link_.mutex_);
    if (link_.stopped_) context_.TryCancel();
    link_.blocking_.insert(&context_);
  }
  ~Blocking() {
    const std::lock_guard<std::mutex> lock(link_.mutex_);
    link_.blocking_.erase(&context_);
  }
  Blocking(const Blocking&) = delete;
  Blocking& operator=(const Blocking&) = delete;

 private:
  GrpcIndexLink& link_;
  grpc::ClientContext& context_;
};

GrpcIndexLink::~GrpcIndexLink() { Shutdown(); }

void GrpcIndexLink::Shutdown() {
  std::unique_lock<std::mutex> lock(mutex_);
  stopped_ = true;
  for (grpc::ClientContext* context : blocking_) context->TryCancel();
  const std::vector<std::shared_ptr<RunningEvaluation>> running(running_.begin(), running_.end());
  lock.unlock();  // a cancelled call may finish here and now
  for (const auto& evaluation : running) evaluation->context.TryCancel();
  lock.lock();
  idle_.wait(lock, [this] { return running_.empty(); });
}

absl::StatusOr<service::PublishedHeader> GrpcIndexLink::GetHeader(const domain::IndexName& name) {
  const absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = channels_.Find(name.issuer, PeerLine::kCalls);
  if (!channel.ok()) return channel.status();
  grpc::ClientContext context;
  SetDeadline(context, options_.header_deadline);
  const Blocking blocking(*this, context);
  v1::GetIndexHeaderResponse response;
  const grpc::Status status = v1::IndexService::NewStub(*channel)->GetIndexHeader(
      &context, RequestFor<v1::GetIndexHeaderRequest>(name), &response);
  if (!status.ok()) {
    absl::Status failure = FromPeerStatus(status);
    channels_.Failed(name.issuer, PeerLine::kCalls, *channel, failure);
    return failure;
  }
  return service::PublishedHeader{std::move(*response.mutable_header_envelope()), {response.server_time()}};
}

absl::Status GrpcIndexLink::FetchChunks(const domain::IndexName& name, uint32_t first_chunk,
                                        service::IndexReceiver& receiver) {
  const absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = channels_.Find(name.issuer, PeerLine::kFiles);
  if (!channel.ok()) return channel.status();
  grpc::ClientContext context;
  SetDeadline(context, options_.fetch_deadline);
  const Blocking blocking(*this, context);
  v1::FetchIndexRequest request = RequestFor<v1::FetchIndexRequest>(name);
  request.set_first_chunk(first_chunk);
  const auto stub = v1::IndexService::NewStub(*channel);
  const auto stream = stub->FetchIndex(&context, request);
  FileReader reader(first_chunk, receiver);
  absl::Status taken;
  for (v1::FetchIndexResponse message; taken.ok() && stream->Read(&message);) taken = reader.Take(message);
  if (!taken.ok()) {
    context.TryCancel();
    for (v1::FetchIndexResponse ignored; stream->Read(&ignored);) continue;
    (void)stream->Finish();  // it says that we cancelled
    return taken;
  }
  const grpc::Status status = stream->Finish();
  if (status.ok()) return reader.Finish();
  absl::Status failure = FromPeerStatus(status);
  channels_.Failed(name.issuer, PeerLine::kFiles, *channel, failure);
  return failure;
}

void GrpcIndexLink::StartEvaluate(const domain::IndexName& name, const service::BlindedBatch& batch,
                                  std::chrono::milliseconds timeout, EvaluateDone done) {
  absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = channels_.Find(name.issuer, PeerLine::kCalls);
  if (!channel.ok()) return done(channel.status());
  const auto running = std::make_shared<RunningEvaluation>(name.issuer, *std::move(channel), std::move(done));
  running->request = RequestFor<v1::EvaluateRequest>(name);
  running->request.set_kind(statement::ToProto(batch.kind));
  running->request.set_intent_hash(batch.intent_hash);
  for (const std::string& element : batch.elements) running->request.add_blinded_elements(element);
  SetDeadline(running->context, timeout.count() > 0 ? timeout : options_.evaluate_deadline);
  bool stopped = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped = stopped_;
    if (!stopped) running_.insert(running);
  }
  if (stopped) {
    return running->done(
        domain::Error(absl::StatusCode::kUnavailable, "PEER_NOT_REACHED", "", "this node is stopping"));
  }
  running->stub->async()->Evaluate(&running->context, &running->request, &running->response,
                                   [this, running](const grpc::Status& status) { Finish(running, status); });
}

void GrpcIndexLink::Finish(const std::shared_ptr<RunningEvaluation>& running, const grpc::Status& status) {
  if (status.ok()) {
    running->done(ReadEvaluation(running->response, static_cast<size_t>(running->request.blinded_elements_size())));
  } else {
    const absl::Status failure = FromPeerStatus(status);
    channels_.Failed(running->party, PeerLine::kCalls, running->channel, failure);
    running->done(failure);
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  running_.erase(running);
  if (running_.empty()) idle_.notify_all();
}

}  // namespace vsx::peer
