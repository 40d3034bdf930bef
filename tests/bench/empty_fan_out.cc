#include "tests/bench/empty_fan_out.h"

#include <condition_variable>
#include <mutex>

namespace vsx::bench {
namespace {

struct Call {
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
};

}  // namespace

EmptyFanOut::EmptyFanOut(test::Federation& federation, const std::string& asking,
                         const std::vector<std::string>& parties) {
  for (const std::string& party : parties) {
    if (party == asking) continue;
    stubs_.push_back(std::make_unique<Stub>(federation.DialPeerPort(party, federation.party(asking).node_certificate)));
  }
}

bool EmptyFanOut::Run() {
  std::vector<Call> calls(stubs_.size());
  std::mutex mutex;
  std::condition_variable answered;
  size_t waiting = stubs_.size();
  bool ok = true;
  for (size_t i = 0; i < stubs_.size(); ++i) {
    Call& call = calls[i];
    const grpc::Slice nothing;
    call.request = grpc::ByteBuffer(&nothing, 1);
    stubs_[i]->UnaryCall(&call.context, "/grpc.health.v1.Health/Check", {}, &call.request, &call.response,
                         [&](const grpc::Status& status) {
                           const std::lock_guard lock(mutex);
                           ok = ok && status.ok();
                           --waiting;
                           answered.notify_one();  // under the lock: who waits may be gone right after
                         });
  }
  std::unique_lock lock(mutex);
  answered.wait(lock, [&] { return waiting == 0; });
  return ok;
}

}  // namespace vsx::bench
