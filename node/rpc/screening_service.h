#ifndef VSX_NODE_RPC_SCREENING_SERVICE_H_
#define VSX_NODE_RPC_SCREENING_SERVICE_H_

#include <chrono>

#include "node/rpc/dispatch.h"
#include "node/rpc/stream_slots.h"
#include "vsx/v1/screening.grpc.pb.h"

namespace vsx::rpc {

// What keeps screenings from holding worker threads: so many of one agency and of all at once, none for longer than
// this. gRPC ends a call at its deadline, and a deadline is demanded.
struct ScreeningBounds {
  int streams_per_agency = 2;
  int streams = 8;
  std::chrono::milliseconds longest = std::chrono::hours(1);
};

// v1.ScreeningService on the agency port: each call through the gate to its handler. What it is given must outlive it.
class ScreeningService final : public v1::ScreeningService::Service {
 public:
  ScreeningService(CallGate& gate, RateLimiter& limiter, api::ScreeningHandlers& handlers, ScreeningBounds bounds = {});

  grpc::Status DeclareScreening(grpc::ServerContext* context, const v1::DeclareScreeningRequest* request,
                                v1::DeclareScreeningResponse* response) override;
  // Also: INVALID_ARGUMENT, DEADLINE_TOO_LATE, and RESOURCE_EXHAUSTED, TOO_MANY_STREAMS. CANCELLED, STREAM_ENDED, when
  // the client has gone, for the observer.
  grpc::Status Screen(grpc::ServerContext* context,
                      grpc::ServerReaderWriter<v1::ScreenResponse, v1::ScreenRequest>* stream) override;
  grpc::Status ListScreeningHits(grpc::ServerContext* context, const v1::ListScreeningHitsRequest* request,
                                 v1::ListScreeningHitsResponse* response) override;

 private:
  CallGate& gate_;
  const CallRate rate_;
  api::ScreeningHandlers& handlers_;
  const ScreeningBounds bounds_;
  StreamSlots agency_slots_;
  StreamSlots slots_;
  const Dispatcher<api::ScreeningHandlers> dispatch_;
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_SCREENING_SERVICE_H_
