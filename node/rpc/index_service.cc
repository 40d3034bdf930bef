#include "node/rpc/index_service.h"

#include <algorithm>
#include <optional>

#include "node/domain/error.h"
#include "node/rpc/stream_deadline.h"

namespace vsx::rpc {
namespace {

class WriterSink final : public api::ChunkSink {
 public:
  explicit WriterSink(grpc::ServerWriter<v1::FetchIndexResponse>& writer) : writer_(writer) {}

  absl::Status Write(const v1::FetchIndexResponse& message) override {
    if (writer_.Write(message)) return absl::OkStatus();
    return domain::Error(absl::StatusCode::kCancelled, "STREAM_ENDED", "",
                         "the reader ended the stream, or its deadline passed");
  }

 private:
  grpc::ServerWriter<v1::FetchIndexResponse>& writer_;
};

}  // namespace

FetchBounds FetchBoundsFor(int worker_threads, int other_parties) {
  FetchBounds bounds;
  bounds.streams = std::max(1, std::min(std::max(worker_threads / 4, other_parties), worker_threads / 2));
  bounds.streams_per_party = std::clamp(bounds.streams / std::max(other_parties, 1), 1, bounds.streams_per_party);
  return bounds;
}

IndexService::IndexService(CallGate& gate, IndexRates rates, api::IndexHandlers& handlers, FetchBounds bounds)
    : gate_(gate),
      fetch_rate_{rates.fetches, RateKey::kParty},
      handlers_(handlers),
      bounds_(bounds),
      slots_(bounds.streams_per_party, bounds.streams),
      header_dispatch_(gate, rates.fetches, handlers, RateKey::kParty),
      evaluate_dispatch_(gate, rates.evaluations, handlers, RateKey::kParty) {}

grpc::Status IndexService::GetIndexHeader(grpc::ServerContext* context, const v1::GetIndexHeaderRequest* request,
                                          v1::GetIndexHeaderResponse* response) {
  return header_dispatch_("GetIndexHeader", &api::IndexHandlers::GetIndexHeader, context, request, response);
}

grpc::Status IndexService::FetchIndex(grpc::ServerContext* context, const v1::FetchIndexRequest* request,
                                      grpc::ServerWriter<v1::FetchIndexResponse>* writer) {
  const auto stream = [&](const domain::PartyCertificate& certificate) {
    if (absl::Status deadline = CheckStreamDeadline(*context, bounds_.longest); !deadline.ok()) return deadline;
    const std::optional<StreamSlots::Slot> slot = slots_.Take(certificate.uri.party().value());
    if (!slot.has_value()) {
      return domain::Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_STREAMS", "",
                           "this Party has as many files under way as it may: let one end first");
    }
    WriterSink sink(*writer);
    return handlers_.FetchIndex(CallerOf<api::PeerCaller>(certificate), *request, sink);
  };
  return gate_.Run("FetchIndex", fetch_rate_, *context, *request, stream);
}

grpc::Status IndexService::Evaluate(grpc::ServerContext* context, const v1::EvaluateRequest* request,
                                    v1::EvaluateResponse* response) {
  return evaluate_dispatch_("Evaluate", &api::IndexHandlers::Evaluate, context, request, response);
}

}  // namespace vsx::rpc
