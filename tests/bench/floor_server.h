#ifndef VSX_TESTS_BENCH_FLOOR_SERVER_H_
#define VSX_TESTS_BENCH_FLOOR_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "crypto/random_source.h"
#include "crypto/signer.h"
#include "store/rocksdb_engine.h"
#include "tests/support/test_certificates.h"
#include "vsx/v1/exchange.grpc.pb.h"

namespace vsx::bench {

// What any node of this kind must pay for a call, and nothing else: the floors that the node is measured against.
// kEmpty: an mTLS unary call that does nothing. kMinimal: verify one signature, sign one message of 512 bytes, one
// synced put through the store's group commit.
class FloorServer {
 public:
  enum class Work { kEmpty, kMinimal };

  FloorServer(Work work, const test::TestCa& ca, const std::string& folder);
  ~FloorServer();

  int port() const { return port_; }

 private:
  class Service;

  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace vsx::bench

#endif  // VSX_TESTS_BENCH_FLOOR_SERVER_H_
