#ifndef VSX_TESTS_END_TO_END_INDEX_ASKER_H_
#define VSX_TESTS_END_TO_END_INDEX_ASKER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "tests/end_to_end/hostile_stage.h"
#include "vsx/v1/index.grpc.pb.h"

namespace vsx::test {

// How many elements a question about one person has.
inline constexpr size_t kIndexElements = 8;
// In which epoch the stage is.
uint64_t IndexEpoch();

// IndexAsker calls the IndexService of the stage's target, as its peer's node or as whoever has the certificate.
class IndexAsker {
 public:
  // Of one index stream, to be read or left unread.
  struct Stream {
    std::unique_ptr<grpc::ClientContext> context;
    std::unique_ptr<grpc::ClientReaderInterface<v1::FetchIndexResponse>> reader;

    // Reads to the end.
    grpc::Status Finish() const;
  };

  explicit IndexAsker(HostileStage& stage);
  IndexAsker(HostileStage& stage, const KeyAndCertificate& identity);

  // A question about one person that names nobody: all its elements are random.
  static v1::EvaluateRequest Sound(v1::Purpose cls = v1::PURPOSE_PROTECTIVE_CHECK);
  static void SetElements(v1::EvaluateRequest& request, size_t count);

  // Fails the test if a batch is evaluated in part.
  grpc::Status Evaluate(const v1::EvaluateRequest& request) const;
  grpc::Status Header(v1::Purpose cls, uint64_t epoch) const;
  // `longest` of zero: no deadline.
  Stream Open(v1::Purpose cls, uint64_t epoch, uint32_t first_chunk,
              std::chrono::seconds longest = kCallDeadline) const;

  // The node builds its indexes after it has started. Takes one person of the budget.
  bool WaitForIndex(v1::Purpose cls) const;

 private:
  const std::unique_ptr<v1::IndexService::Stub> stub_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_INDEX_ASKER_H_
