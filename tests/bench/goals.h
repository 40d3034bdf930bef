#ifndef VSX_TESTS_BENCH_GOALS_H_
#define VSX_TESTS_BENCH_GOALS_H_

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace vsx::bench {

// What a benchmark should reach, as ratios measured in one run. A whole run in which one is missed fails.
class Goals {
 public:
  void AtMost(std::string what, double value, double limit) {
    goals_.push_back({std::move(what), value, limit, "at most", value <= limit});
  }
  void AtLeast(std::string what, double value, double limit) {
    goals_.push_back({std::move(what), value, limit, "at least", value >= limit});
  }

  // Prints each beside what was measured. False if one was missed.
  bool Report() const {
    bool all = true;
    std::printf("\nGoals%s\n", goals_.empty() ? ": none was measured" : "");
    for (const Goal& goal : goals_) {
      std::printf("%-6s %-60s %7.2f, %s %.2f\n", goal.reached ? "ok" : "MISSED", goal.what.c_str(), goal.value,
                  goal.bound, goal.limit);
      all = all && goal.reached;
    }
    std::fflush(stdout);
    if (!all) std::fprintf(stderr, "FAILED: a goal was missed; is the machine quiet?\n");
    return all;
  }

 private:
  struct Goal {
    std::string what;
    double value;
    double limit;
    const char* bound;
    bool reached;
  };
  std::vector<Goal> goals_;
};

}  // namespace vsx::bench

#endif  // VSX_TESTS_BENCH_GOALS_H_
