#ifndef VSX_TESTS_BENCH_SAMPLES_H_
#define VSX_TESTS_BENCH_SAMPLES_H_

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include "absl/functional/function_ref.h"
#include "tests/bench/cpu_meter.h"

namespace vsx::bench {

// What one case took, run for run: seconds on the wall, and of processors.
class Samples {
 public:
  void Time(const CpuMeter& meter, absl::FunctionRef<void()> work) {
    const double cpu = meter.Seconds();
    const auto started = std::chrono::steady_clock::now();
    work();
    wall_.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
    cpu_.push_back(meter.Seconds() - cpu);
  }

  double Median() const { return Quantile(wall_, 0.5); }
  double NinetiethPercentile() const { return Quantile(wall_, 0.9); }
  double MedianCpu() const { return Quantile(cpu_, 0.5); }
  size_t size() const { return wall_.size(); }

 private:
  // Between two samples, in proportion.
  static double Quantile(std::vector<double> seconds, double part) {
    if (seconds.empty()) return 0;
    std::sort(seconds.begin(), seconds.end());
    const double place = part * static_cast<double>(seconds.size() - 1);
    const auto below = static_cast<size_t>(place);
    return std::lerp(seconds[below], seconds[std::min(below + 1, seconds.size() - 1)],
                     place - static_cast<double>(below));
  }

  std::vector<double> wall_;
  std::vector<double> cpu_;
};

}  // namespace vsx::bench

#endif  // VSX_TESTS_BENCH_SAMPLES_H_
