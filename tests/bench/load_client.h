#ifndef VSX_TESTS_BENCH_LOAD_CLIENT_H_
#define VSX_TESTS_BENCH_LOAD_CLIENT_H_

#include <chrono>
#include <cstdint>
#include <functional>

namespace vsx::bench {

struct LoadResult {
  double per_second = 0;
  double p50_us = 0;
  double p99_us = 0;
  uint64_t failures = 0;
};

// One call by client `client`; false if it failed.
using ClientCall = std::function<bool(int client)>;

// A closed loop: each of `clients` threads calls again as soon as it has its answer, for `time`.
LoadResult RunLoad(int clients, std::chrono::milliseconds time, const ClientCall& call);

}  // namespace vsx::bench

#endif  // VSX_TESTS_BENCH_LOAD_CLIENT_H_
