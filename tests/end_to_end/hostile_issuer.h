#ifndef VSX_TESTS_END_TO_END_HOSTILE_ISSUER_H_
#define VSX_TESTS_END_TO_END_HOSTILE_ISSUER_H_

#include <grpcpp/server.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "crypto/key_role.h"
#include "crypto/prf_key.h"
#include "node/statement/index_header.h"
#include "tests/end_to_end/federation_fixture.h"
#include "vsx/v1/index.grpc.pb.h"

namespace vsx::test {

// Where a hostile issuer leaves the truth. What is unset is as it should be.
struct IssuerLies {
  std::function<void(statement::IndexHeader&)> header;             // before it is signed
  crypto::KeyRole header_key = crypto::KeyRole::kOperations;       // that signs it
  std::function<void(std::vector<v1::FetchIndexResponse>&)> file;  // the messages of a stream
  std::function<void(const v1::EvaluateRequest&, v1::EvaluateResponse&)> evaluation;
};

// A question as it came, with what the caller sent beside it.
struct ArrivedEvaluation {
  v1::EvaluateRequest request;
  std::multimap<std::string, std::string> metadata;
};

// HostileIssuer stands at the peer port of `own`, with its certificate and keys, in the place of its node, and answers
// IndexService: indexes for `asker` without anybody in them, and evaluations under their keys; but for its lies, as a
// node would. Threads: safe concurrently.
class HostileIssuer final : private v1::IndexService::Service {
 public:
  HostileIssuer(Federation& federation, const std::string& own, const std::string& asker);
  ~HostileIssuer() override;

  bool started() const { return server_ != nullptr; }
  // From now on. Forgets what it was asked.
  void Tell(IssuerLies lies);
  // How often since then it was asked for a header, and for a file, of the protective class.
  int headers_asked() const;
  int files_asked() const;
  // The questions since then, of any class.
  std::vector<ArrivedEvaluation> arrived() const;

 private:
  struct Index {
    crypto::PrfPrivateKey key;
    statement::IndexHeader header;
    std::vector<std::string> chunks;
    std::vector<std::string> hashes;
  };

  grpc::Status GetIndexHeader(grpc::ServerContext* context, const v1::GetIndexHeaderRequest* request,
                              v1::GetIndexHeaderResponse* response) override;
  grpc::Status FetchIndex(grpc::ServerContext* context, const v1::FetchIndexRequest* request,
                          grpc::ServerWriter<v1::FetchIndexResponse>* writer) override;
  grpc::Status Evaluate(grpc::ServerContext* context, const v1::EvaluateRequest* request,
                        v1::EvaluateResponse* response) override;

  Index MakeIndex(domain::Purpose cls, uint64_t epoch) const;
  const Index& IndexOf(v1::Purpose cls, uint64_t epoch);  // the same each time; mutex_ is held

  FederationParty& party_;
  const std::string own_;
  const std::string asker_;
  mutable std::mutex mutex_;
  IssuerLies lies_;                                            // guarded by mutex_
  int headers_asked_ = 0;                                      // guarded by mutex_
  int files_asked_ = 0;                                        // guarded by mutex_
  std::vector<ArrivedEvaluation> arrived_;                     // guarded by mutex_
  std::map<std::pair<v1::Purpose, uint64_t>, Index> indexes_;  // guarded by mutex_
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_HOSTILE_ISSUER_H_
