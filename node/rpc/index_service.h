#ifndef VSX_NODE_RPC_INDEX_SERVICE_H_
#define VSX_NODE_RPC_INDEX_SERVICE_H_

#include <chrono>

#include "node/rpc/dispatch.h"
#include "node/rpc/stream_slots.h"
#include "vsx/v1/index.grpc.pb.h"

namespace vsx::rpc {

// What keeps readers of files from holding worker threads: so many streams of one Party at once, none for longer than
// this. gRPC ends a call at its deadline, and a deadline is demanded.
struct FetchBounds {
  int streams_per_party = 4;
  int streams = 16;  // of all Parties together
  std::chrono::milliseconds longest = std::chrono::minutes(10);
};

// The bounds of a port with so many worker threads, for so many other Parties: one place for each at least, as long as
// half the threads are left, so that those who do not read what they asked for take it from nobody else. A node fetches
// one file of a Party at a time.
FetchBounds FetchBoundsFor(int worker_threads, int other_parties);

// Rates of the blind check, counted per Party, whatever node of it calls; what a Party may ask in a day is its budget
// and not here. Evaluations have a rate of their own, so that fetching files cannot use it up.
struct IndexRates {
  RateLimiter& evaluations;
  RateLimiter& fetches;  // headers and files
};

// v1.IndexService on the peer port: each call through the gate to its handler. What it is given must outlive it.
class IndexService final : public v1::IndexService::Service {
 public:
  IndexService(CallGate& gate, IndexRates rates, api::IndexHandlers& handlers, FetchBounds bounds = {});

  grpc::Status GetIndexHeader(grpc::ServerContext* context, const v1::GetIndexHeaderRequest* request,
                              v1::GetIndexHeaderResponse* response) override;
  // Also: INVALID_ARGUMENT, DEADLINE_TOO_LATE, and RESOURCE_EXHAUSTED, TOO_MANY_STREAMS. CANCELLED, STREAM_ENDED, when
  // the reader has gone, for the observer.
  grpc::Status FetchIndex(grpc::ServerContext* context, const v1::FetchIndexRequest* request,
                          grpc::ServerWriter<v1::FetchIndexResponse>* writer) override;
  grpc::Status Evaluate(grpc::ServerContext* context, const v1::EvaluateRequest* request,
                        v1::EvaluateResponse* response) override;

 private:
  CallGate& gate_;
  const CallRate fetch_rate_;
  api::IndexHandlers& handlers_;
  const FetchBounds bounds_;
  StreamSlots slots_;
  const Dispatcher<api::IndexHandlers> header_dispatch_;
  const Dispatcher<api::IndexHandlers> evaluate_dispatch_;
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_INDEX_SERVICE_H_
