#include "tests/bench/cpu_meter.h"

#include <time.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace vsx::bench {
namespace {

double SecondsOf(clockid_t clock) {
  timespec time{};
  if (clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

double CpuMeter::Seconds() const {
  double seconds = SecondsOf(CLOCK_PROCESS_CPUTIME_ID);
  for (const pid_t pid : others_) {
    clockid_t clock = 0;
    if (clock_getcpuclockid(pid, &clock) == 0) seconds += SecondsOf(clock);
  }
  return seconds;
}

double MachineCpuSeconds() {
  std::ifstream file("/proc/stat");
  std::string cpu;
  double user = 0;
  double nice = 0;
  double system = 0;
  if (!(file >> cpu >> user >> nice >> system)) return 0;
  return (user + nice + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace vsx::bench
