#include "node/service/index_link.h"

#include <future>
#include <memory>
#include <utility>

namespace vsx::service {

absl::StatusOr<Evaluation> Evaluate(IndexLink& link, const domain::IndexName& name, const BlindedBatch& batch,
                                    std::chrono::milliseconds timeout) {
  // Shared: `done` may still be returning from set_value when this function has returned.
  const auto answer = std::make_shared<std::promise<absl::StatusOr<Evaluation>>>();
  std::future<absl::StatusOr<Evaluation>> answered = answer->get_future();
  link.StartEvaluate(name, batch, timeout,
                     [answer](absl::StatusOr<Evaluation> evaluation) { answer->set_value(std::move(evaluation)); });
  return answered.get();
}

}  // namespace vsx::service
