#ifndef VSX_NODE_RPC_STATUS_SERVICE_H_
#define VSX_NODE_RPC_STATUS_SERVICE_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "node/rpc/dispatch.h"
#include "node/rpc/stream_slots.h"
#include "vsx/v1/status.grpc.pb.h"

namespace vsx::rpc {

// Each check that stays open holds a worker thread of its port: so many of one agency, so many together.
struct AwaitBounds {
  int per_agency = 8;
  int all = 32;
};

// v1.StatusService on the agency port: each call through the gate to its handler. What it is given must outlive it.
class StatusService final : public v1::StatusService::Service {
 public:
  StatusService(CallGate& gate, RateLimiter& limiter, api::StatusHandlers& handlers, AwaitBounds bounds = {});

  grpc::Status CheckStatus(grpc::ServerContext* context, const v1::CheckStatusRequest* request,
                           v1::CheckStatusResponse* response) override;
  // Also: RESOURCE_EXHAUSTED, TOO_MANY_STREAMS. CANCELLED, STREAM_ENDED, when the caller has gone, for the observer.
  grpc::Status AwaitStatus(grpc::ServerContext* context, const v1::AwaitStatusRequest* request,
                           grpc::ServerWriter<v1::AwaitStatusResponse>* writer) override;

  // Lets nobody wait any more, so that the port can close: streams end after the answer that they have.
  void EndWaits();

 private:
  class Stream;

  // True after that time; false, at once, when the waits have ended.
  bool Pause(std::chrono::microseconds time);

  CallGate& gate_;
  const CallRate rate_;
  api::StatusHandlers& handlers_;
  StreamSlots slots_;
  const Dispatcher<api::StatusHandlers> dispatch_;

  std::mutex mutex_;
  std::condition_variable waits_ended_;
  bool ended_ = false;  // guarded by mutex_
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_STATUS_SERVICE_H_
