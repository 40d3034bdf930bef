#include "node/rpc/status_service.h"

#include <optional>

#include "node/domain/error.h"

namespace vsx::rpc {

// One caller who waits. gRPC tells a handler that its caller has gone only when it is asked.
class StatusService::Stream final : public api::StatusStream {
 public:
  Stream(StatusService& service, const grpc::ServerContext& context,
         grpc::ServerWriter<v1::AwaitStatusResponse>& writer)
      : service_(service), context_(context), writer_(writer) {}

  absl::Status Write(const v1::AwaitStatusResponse& message) override {
    if (writer_.Write(message)) return absl::OkStatus();
    return domain::Error(absl::StatusCode::kCancelled, "STREAM_ENDED", "",
                         "the caller ended the stream, or its deadline passed");
  }

  bool Pause(std::chrono::microseconds time) override {
    return !context_.IsCancelled() && service_.Pause(time) && !context_.IsCancelled();
  }

 private:
  StatusService& service_;
  const grpc::ServerContext& context_;
  grpc::ServerWriter<v1::AwaitStatusResponse>& writer_;
};

StatusService::StatusService(CallGate& gate, RateLimiter& limiter, api::StatusHandlers& handlers, AwaitBounds bounds)
    : gate_(gate),
      rate_{limiter, RateKey::kCertificate},
      handlers_(handlers),
      slots_(bounds.per_agency, bounds.all),
      dispatch_(gate, limiter, handlers) {}

grpc::Status StatusService::CheckStatus(grpc::ServerContext* context, const v1::CheckStatusRequest* request,
                                        v1::CheckStatusResponse* response) {
  return dispatch_("CheckStatus", &api::StatusHandlers::CheckStatus, context, request, response);
}

grpc::Status StatusService::AwaitStatus(grpc::ServerContext* context, const v1::AwaitStatusRequest* request,
                                        grpc::ServerWriter<v1::AwaitStatusResponse>* writer) {
  const auto stream = [&](const domain::PartyCertificate& certificate) {
    const std::optional<StreamSlots::Slot> slot = slots_.Take(certificate.uri.text());
    if (!slot.has_value()) {
      return domain::Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_STREAMS", "",
                           "as many checks stay open as may: let one end first, or ask once (CheckStatus)");
    }
    Stream waiting(*this, *context, *writer);
    return handlers_.AwaitStatus(CallerOf<api::AgencyCaller>(certificate), *request, waiting);
  };
  return gate_.Run("AwaitStatus", rate_, *context, *request, stream);
}

void StatusService::EndWaits() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  waits_ended_.notify_all();
}

bool StatusService::Pause(std::chrono::microseconds time) {
  std::unique_lock lock(mutex_);
  return !waits_ended_.wait_for(lock, time, [this] { return ended_; });
}

}  // namespace vsx::rpc
