#ifndef VSX_TESTS_BENCH_EMPTY_FAN_OUT_H_
#define VSX_TESTS_BENCH_EMPTY_FAN_OUT_H_

#include <grpcpp/generic/generic_stub.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/end_to_end/federation_fixture.h"

namespace vsx::bench {

// The floor of asking all peers at once: gRPC's own health check, which does nothing, at the peer port of every other
// node of a federation, all under way together over open mTLS connections. The nodes are those that answer checks, each
// a process of its own that has to be woken.
class EmptyFanOut {
 public:
  EmptyFanOut(test::Federation& federation, const std::string& asking, const std::vector<std::string>& parties);

  // One round; false if a call failed. Threads: one at a time.
  bool Run();

 private:
  using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;
  std::vector<std::unique_ptr<Stub>> stubs_;
};

}  // namespace vsx::bench

#endif  // VSX_TESTS_BENCH_EMPTY_FAN_OUT_H_
