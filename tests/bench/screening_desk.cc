#include "tests/bench/screening_desk.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <numeric>
#include <utility>

#include "crypto/init.h"
#include "node/api/person_query.h"
#include "node/domain/evaluation.h"
#include "tests/end_to_end/sample_person.h"

namespace vsx::bench {
namespace {

// As long as a node lets a stream last.
constexpr std::chrono::hours kLongest(1);
// After so many a list is given up of which rows stay INCOMPLETE.
constexpr int kMostStreams = 10;
// Enough for a few seconds.
constexpr size_t kPersonsOfALoad = 640;

v1::ScreeningRow RowOf(size_t number) {
  const test::SamplePerson person = test::SamplePerson::Number(static_cast<int>(number));
  v1::ScreeningRow row;
  row.set_row(static_cast<uint32_t>(number));
  *row.mutable_person() = person.ByDocument();
  *row.mutable_also_named() = person.ByName().biographic();
  return row;
}

size_t HandlesOf(size_t number) {
  const v1::ScreeningRow row = RowOf(number);
  const auto person = api::ToHandles(row.person(), &row.also_named(), domain::CivilDate::FromTime({test::Now()}));
  crypto::Require(person.ok(), "a person who can be asked about");
  return person->handles.size();
}

// Of the list's persons `first` to `last`.
size_t HandlesOf(size_t first, size_t last) {
  size_t handles = 0;
  for (size_t number = first; number <= last; ++number) handles += HandlesOf(number);
  return handles;
}

bool Succeeds(const grpc::Status& status, const char* what) {
  if (!status.ok()) std::fprintf(stderr, "%s: %s\n", what, status.error_message().c_str());
  return status.ok();
}

// What became of the rows of one stream.
struct Outcomes {
  size_t clear = 0;            // NO_RECORD
  std::vector<size_t> open{};  // INCOMPLETE for now
  bool whole = false;          // there was a summary, of them all

  void Take(const v1::ScreeningAnswer& answer) {
    if (answer.outcome() == v1::CHECK_OUTCOME_NO_RECORD) return void(++clear);
    const bool is_first = open.empty();
    if (answer.can_pass_by_itself()) open.push_back(answer.row());
    if (is_first) std::fprintf(stderr, "a row of the list: %s\n", answer.ShortDebugString().c_str());
  }
};

}  // namespace

ScreeningDesk::ScreeningDesk(test::Federation& federation, const std::string& code)
    : agency_(federation.Dial(code, "immigration", v1::ACCESS_PURPOSE_SCREENING, "example-border")) {}

bool ScreeningDesk::Screen(size_t persons, absl::FunctionRef<void()> answered) const {
  std::vector<size_t> open(persons);
  std::iota(open.begin(), open.end(), size_t{1});
  for (int i = 0; i < kMostStreams && !open.empty(); ++i) {
    if (i > 0) std::fprintf(stderr, "%zu of %zu rows are asked about again\n", open.size(), persons);
    std::optional<std::vector<size_t>> left = ScreenOnce(open, answered);
    if (!left.has_value()) return false;
    open = *std::move(left);
  }
  return open.empty();
}

std::optional<std::vector<size_t>> ScreeningDesk::ScreenOnce(const std::vector<size_t>& numbers,
                                                             absl::FunctionRef<void()> answered) const {
  v1::ScreeningOpening opening;
  const grpc::Status declared = agency_.DeclareScreening(static_cast<uint32_t>(numbers.size()), &opening);
  if (!Succeeds(declared, "declaring")) return std::nullopt;
  auto number = numbers.begin();
  const auto next = [&] { return number == numbers.end() ? std::nullopt : std::optional(RowOf(*number++)); };
  Outcomes outcomes;
  const grpc::Status ended = agency_.Screen(opening, next, kLongest, [&](const v1::ScreenResponse& response) {
    if (response.has_summary()) {
      outcomes.whole = response.summary().rows() == numbers.size();
    } else {
      outcomes.Take(response.answer());
      answered();
    }
  });
  const bool good = outcomes.whole && outcomes.clear + outcomes.open.size() == numbers.size();
  if (!Succeeds(ended, "screening") || !good) return std::nullopt;
  return outcomes.open;
}

size_t HandlesOfList(size_t persons) { return HandlesOf(1, persons); }

CurveWork CurveWorkOfList(size_t persons, size_t peers) {
  CurveWork work;
  for (size_t first = 1; first <= persons; first += domain::kMostPersonsOfABatch) {
    const size_t of_batch = std::min(domain::kMostPersonsOfABatch, persons - first + 1);
    const size_t inputs = HandlesOf(first, first + of_batch - 1);
    const size_t size = domain::BatchSizeFor(domain::EvaluationKind::kScreening, of_batch);
    work += BlindingWork(inputs, size) + EvaluationWork(size) + FinalizingWork(inputs, size);
  }
  return work * peers;
}

ScreeningLoad::ScreeningLoad(const ScreeningDesk& desk)
    : screened_(std::async(std::launch::async, [this, &desk] {
        const auto answered = [this] {
          loaded_ = true;
          loaded_.notify_one();
        };
        bool whole = true;
        while (whole && !ends_) whole = desk.Screen(kPersonsOfALoad, answered);
        answered();
        return whole;
      })) {
  loaded_.wait(false);
}

bool ScreeningLoad::End() {
  ends_ = true;
  return screened_.get();
}

}  // namespace vsx::bench
