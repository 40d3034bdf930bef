#ifndef VSX_TESTS_SUPPORT_IN_PROCESS_INDEX_LINK_H_
#define VSX_TESTS_SUPPORT_IN_PROCESS_INDEX_LINK_H_

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "node/domain/party_code.h"
#include "node/service/index_link.h"
#include "node/service/index_server.h"

namespace vsx::test {

// Everything that an issuer's node saw of one evaluation.
struct SeenEvaluation {
  domain::PartyCode asker;
  domain::IndexName name;
  service::BlindedBatch batch;
  std::chrono::milliseconds timeout;  // it travels with the call
};

// InProcessIndexLink carries questions about indexes between nodes of one process, each as if it came over a connection
// verified as the asker's, and writes down what each issuer saw. Threads: safe concurrently; hooks are set by one
// thread while nothing runs.
class InProcessIndexLink {
 public:
  using FindServer = std::function<service::IndexServer*(const domain::PartyCode&)>;
  explicit InProcessIndexLink(FindServer find_server) : find_server_(std::move(find_server)) {}
  // Lets go of questions that were left hanging.
  ~InProcessIndexLink() { ReleaseHanging(); }

  class Asker final : public service::IndexLink {
   public:
    Asker(InProcessIndexLink& link, domain::PartyCode asker) : link_(link), asker_(std::move(asker)) {}
    absl::StatusOr<service::PublishedHeader> GetHeader(const domain::IndexName& name) override;
    absl::Status FetchChunks(const domain::IndexName& name, uint32_t first_chunk,
                             service::IndexReceiver& receiver) override;
    void StartEvaluate(const domain::IndexName& name, const service::BlindedBatch& batch,
                       std::chrono::milliseconds timeout, EvaluateDone done) override;

   private:
    InProcessIndexLink& link_;
    const domain::PartyCode asker_;
  };

  // What a hostile or broken issuer does, by issuer; unset: what its server says.
  std::map<domain::PartyCode, std::function<void(absl::StatusOr<service::PublishedHeader>&)>> bend_header;
  std::map<domain::PartyCode, std::function<void(std::vector<std::string>& hashes)>> bend_hashes;
  std::map<domain::PartyCode, std::function<absl::Status(uint32_t number, std::string& chunk)>> bend_chunk;
  std::map<domain::PartyCode, std::function<void(absl::StatusOr<service::Evaluation>&)>> bend_evaluation;
  // The epoch that the issuer is in: asked by any other it says so, whatever else it would do with the question.
  std::map<domain::PartyCode, domain::Epoch> lives_in;
  // The issuer's answer to every question of evaluations: its server sees none of them.
  std::map<domain::PartyCode, absl::Status> refuse;
  // The issuer never answers evaluations.
  std::map<domain::PartyCode, bool> hang;

  std::vector<SeenEvaluation> SeenBy(const domain::PartyCode& issuer) const;
  SeenEvaluation LastSeenBy(const domain::PartyCode& issuer) const;  // of one or more
  void ForgetSeen();
  void ReleaseHanging();

 private:
  const FindServer find_server_;
  mutable std::mutex mutex_;
  std::map<domain::PartyCode, std::vector<SeenEvaluation>> seen_;  // guarded by mutex_
  std::vector<service::IndexLink::EvaluateDone> hanging_;          // guarded by mutex_
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_IN_PROCESS_INDEX_LINK_H_
