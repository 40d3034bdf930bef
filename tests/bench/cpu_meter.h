#ifndef VSX_TESTS_BENCH_CPU_METER_H_
#define VSX_TESTS_BENCH_CPU_METER_H_

#include <sys/types.h>

#include <utility>
#include <vector>

namespace vsx::bench {

// Processor time that this process and `others` took together, in seconds: what other programs of the machine cannot
// shorten or lengthen much, as they do what a clock on the wall shows.
class CpuMeter {
 public:
  explicit CpuMeter(std::vector<pid_t> others) : others_(std::move(others)) {}
  double Seconds() const;

 private:
  std::vector<pid_t> others_;
};

// Processor time that all programs of the machine took since it started, in seconds; 0 where that is not known.
double MachineCpuSeconds();

}  // namespace vsx::bench

#endif  // VSX_TESTS_BENCH_CPU_METER_H_
