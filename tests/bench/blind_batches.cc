#include "tests/bench/blind_batches.h"

#include <cstdio>
#include <string>
#include <utility>

#include "node/domain/evaluation.h"
#include "node/service/match_index.h"

namespace vsx::bench {
namespace {

using service::CryptoPriority;

constexpr size_t kElements = BlindBatches::kPersonsPerBatch * domain::kElementsPerPerson;
constexpr size_t kLinesPerParty = 2;
constexpr std::chrono::seconds kBatchTimeout(60);

size_t BatchesOf(size_t persons) {
  return (persons + BlindBatches::kPersonsPerBatch - 1) / BlindBatches::kPersonsPerBatch;
}

}  // namespace

std::vector<domain::Handle> ExampleHandles(size_t count) {
  std::vector<domain::Handle> handles;
  handles.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    handles.push_back(domain::Handle::FromDocument("P", "XXA", "XX" + std::to_string(1'000'000 + i)).value());
  }
  return handles;
}

CurveWork BlindBatches::Bound(size_t persons) const {
  const size_t inputs = kPersonsPerBatch * handles_;
  const CurveWork batch =
      BlindingWork(inputs, kElements) + EvaluationWork(kElements) + FinalizingWork(inputs, kElements);
  return WithoutAdditions(batch) * (BatchesOf(persons) * asking_.others().size());
}

bool BlindBatches::Screen(size_t persons) {
  persons_ = ExampleHandles(kPersonsPerBatch * handles_);
  std::vector<std::shared_ptr<Line>> lines;
  for (size_t party = 0; party < asking_.others().size(); ++party) {
    for (size_t i = 0; i < kLinesPerParty; ++i) {
      const size_t batches = (BatchesOf(persons) + i) / kLinesPerParty;
      if (batches > 0) lines.push_back(std::make_shared<Line>(Line{party, batches}));
    }
  }
  {
    const std::lock_guard lock(mutex_);
    running_ = lines.size();
    ok_ = true;
  }
  for (const std::shared_ptr<Line>& line : lines) Begin(line);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return running_ == 0; });
  return ok_;
}

void BlindBatches::Begin(const std::shared_ptr<Line>& line) {
  if (stopping_ || line->batches_left == 0) return End(true);
  --line->batches_left;
  asking_.pool().Run(CryptoPriority::kBulk, [this, line] {
    std::vector<std::string> inputs;
    for (const domain::Handle& handle : persons_) inputs.emplace_back(handle.canonical());
    absl::StatusOr<crypto::BlindQuery> query = crypto::BlindQuery::Create(inputs, kElements, asking_.random());
    if (!query.ok()) return End(false);
    const service::BlindedBatch batch{domain::EvaluationKind::kScreening,
                                      asking_.random().Bytes(domain::kIntentHashSize), query->elements()};
    auto kept = std::make_shared<crypto::BlindQuery>(*std::move(query));
    asking_.link().StartEvaluate(asking_.NameOf(asking_.others()[line->party]), batch, kBatchTimeout,
                                 [this, line, kept = std::move(kept)](absl::StatusOr<service::Evaluation> evaluation) {
                                   asking_.pool().Run(CryptoPriority::kBulk,
                                                      [this, line, kept, evaluation = std::move(evaluation)]() mutable {
                                                        Take(line, std::move(*kept), evaluation);
                                                      });
                                 });
  });
}

void BlindBatches::Take(const std::shared_ptr<Line>& line, crypto::BlindQuery query,
                        const absl::StatusOr<service::Evaluation>& evaluation) {
  const auto fail = [this](const absl::Status& status) {
    std::fprintf(stderr, "a batch failed: %s\n", status.ToString().c_str());
    End(false);
  };
  if (!evaluation.ok()) return fail(evaluation.status());
  const auto index = asking_.shelf().Find(asking_.NameOf(asking_.others()[line->party]));
  if (index == nullptr) return fail(absl::NotFoundError("no index of this epoch"));
  const auto outputs = std::move(query).Finalize(index->public_key, evaluation->elements, evaluation->proof);
  if (!outputs.ok()) return fail(outputs.status());
  const service::IndexMatches found = service::MatchIndex(asking_.trust(), *index, persons_, *outputs, asking_.Now());
  if (found.failures > 0) return fail(absl::DataLossError("an index that does not fit its tags"));
  {
    const std::lock_guard lock(mutex_);
    loaded_ = true;
    changed_.notify_all();
  }
  Begin(line);
}

void BlindBatches::WaitForLoad() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return loaded_; });
}

void BlindBatches::End(bool ok) {
  const std::lock_guard lock(mutex_);
  loaded_ = true;
  ok_ = ok_ && ok;
  --running_;
  changed_.notify_all();  // under the lock: who waits may be gone right after
}

}  // namespace vsx::bench
