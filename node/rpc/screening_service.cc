#include "node/rpc/screening_service.h"

#include <optional>
#include <string>

#include "node/domain/error.h"
#include "node/rpc/stream_deadline.h"
#include "node/rpc/unknown_fields.h"

namespace vsx::rpc {
namespace {

class GrpcRowStream final : public api::RowStream {
 public:
  GrpcRowStream(const grpc::ServerContext& context,
                grpc::ServerReaderWriter<v1::ScreenResponse, v1::ScreenRequest>& stream)
      : context_(context), stream_(stream) {}

  absl::StatusOr<std::optional<v1::ScreenRequest>> Read() override {
    v1::ScreenRequest message;
    if (!stream_.Read(&message)) {
      // Who has gone did not say that the list ends there: nobody is asked about for nobody.
      if (context_.IsCancelled()) return Ended();
      return std::nullopt;
    }
    if (absl::Status known = RefuseUnknownFields(message); !known.ok()) return known;
    return message;
  }

  absl::Status Write(const v1::ScreenResponse& message) override {
    return stream_.Write(message) ? absl::OkStatus() : Ended();
  }

 private:
  static absl::Status Ended() {
    return domain::Error(absl::StatusCode::kCancelled, "STREAM_ENDED", "",
                         "the client ended the stream, or its deadline passed");
  }

  const grpc::ServerContext& context_;
  grpc::ServerReaderWriter<v1::ScreenResponse, v1::ScreenRequest>& stream_;
};

}  // namespace

ScreeningService::ScreeningService(CallGate& gate, RateLimiter& limiter, api::ScreeningHandlers& handlers,
                                   ScreeningBounds bounds)
    : gate_(gate),
      rate_{limiter},
      handlers_(handlers),
      bounds_(bounds),
      agency_slots_(bounds.streams_per_agency),
      slots_(bounds.streams),
      dispatch_(gate, limiter, handlers) {}

grpc::Status ScreeningService::DeclareScreening(grpc::ServerContext* context,
                                                const v1::DeclareScreeningRequest* request,
                                                v1::DeclareScreeningResponse* response) {
  return dispatch_("DeclareScreening", &api::ScreeningHandlers::DeclareScreening, context, request, response);
}

grpc::Status ScreeningService::Screen(grpc::ServerContext* context,
                                      grpc::ServerReaderWriter<v1::ScreenResponse, v1::ScreenRequest>* stream) {
  const auto screen = [&](const domain::PartyCertificate& certificate) {
    if (absl::Status deadline = CheckStreamDeadline(*context, bounds_.longest); !deadline.ok()) return deadline;
    const std::optional<StreamSlots::Slot> of_agency = agency_slots_.Take(certificate.uri.text());
    const std::optional<StreamSlots::Slot> of_all = slots_.Take("");
    if (!of_agency.has_value() || !of_all.has_value()) {
      return domain::Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_STREAMS", "",
                           "as many screenings are under way as may be: let one end first");
    }
    GrpcRowStream rows(*context, *stream);
    return handlers_.Screen(CallerOf<api::AgencyCaller>(certificate), rows);
  };
  // Nothing was read yet: each message is looked at as it comes.
  return gate_.Run("Screen", rate_, *context, v1::ScreenRequest::default_instance(), screen);
}

grpc::Status ScreeningService::ListScreeningHits(grpc::ServerContext* context,
                                                 const v1::ListScreeningHitsRequest* request,
                                                 v1::ListScreeningHitsResponse* response) {
  return dispatch_("ListScreeningHits", &api::ScreeningHandlers::ListScreeningHits, context, request, response);
}

}  // namespace vsx::rpc
