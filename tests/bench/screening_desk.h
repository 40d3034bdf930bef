#ifndef VSX_TESTS_BENCH_SCREENING_DESK_H_
#define VSX_TESTS_BENCH_SCREENING_DESK_H_

#include <atomic>
#include <cstddef>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "tests/bench/curve_work.h"
#include "tests/end_to_end/federation_fixture.h"

namespace vsx::bench {

// ScreeningDesk is an immigration agency's client that screens at its own node: it declares an exercise for today,
// opens the stream, and reads the answers while it sends its list, each person by document, name and birth date. Nobody
// of the list exists. Threads: safe concurrently.
class ScreeningDesk {
 public:
  // At the node of `code`. `federation` outlives this.
  ScreeningDesk(test::Federation& federation, const std::string& code);

  // Screens so many persons; false unless each was answered NO_RECORD in the end. Rows that are INCOMPLETE for now, as
  // on a machine with much else to do, are asked about again, as a client does, and that is said. `answered` is called
  // with every answer.
  bool Screen(
      size_t persons, absl::FunctionRef<void()> answered = [] {}) const;

 private:
  // One exercise and its stream, for the rows with these numbers; those to ask about again, nothing if it failed.
  std::optional<std::vector<size_t>> ScreenOnce(const std::vector<size_t>& numbers,
                                                absl::FunctionRef<void()> answered) const;

  const test::Agency agency_;
};

// Handles by which the node asks for the persons of such a list, all together.
size_t HandlesOfList(size_t persons);

// What nodes cannot do without for such a list: the curve operations of who asks and of `peers` peers, batch for batch,
// by as many handles as these persons have.
CurveWork CurveWorkOfList(size_t persons, size_t peers);

// ScreeningLoad screens one list after another, on a thread of its own. Threads: one.
class ScreeningLoad {
 public:
  // Returns when the first row is answered, or none will be: load is there. `desk` outlives this.
  explicit ScreeningLoad(const ScreeningDesk& desk);
  ~ScreeningLoad() { ends_ = true; }
  ScreeningLoad(const ScreeningLoad&) = delete;
  ScreeningLoad& operator=(const ScreeningLoad&) = delete;
  // Begins no list any more and waits for the answers of the last one; false as Screen. Once.
  bool End();

 private:
  std::atomic<bool> ends_ = false;
  std::atomic<bool> loaded_ = false;
  std::future<bool> screened_;  // goes first: its thread uses the rest
};

}  // namespace vsx::bench

#endif  // VSX_TESTS_BENCH_SCREENING_DESK_H_
