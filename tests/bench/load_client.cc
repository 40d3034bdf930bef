#include "tests/bench/load_client.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace vsx::bench {

LoadResult RunLoad(int clients, std::chrono::milliseconds time, const ClientCall& call) {
  using Clock = std::chrono::steady_clock;
  std::vector<std::vector<double>> latencies(static_cast<size_t>(clients));
  std::atomic<uint64_t> failures = 0;
  const Clock::time_point begin = Clock::now();
  const Clock::time_point end = begin + time;
  std::vector<std::thread> threads;
  for (int client = 0; client < clients; ++client) {
    threads.emplace_back([&, client] {
      for (Clock::time_point now = Clock::now(); now < end;) {
        if (!call(client)) ++failures;
        const Clock::time_point after = Clock::now();
        latencies[static_cast<size_t>(client)].push_back(
            std::chrono::duration<double, std::micro>(after - now).count());
        now = after;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  std::vector<double> all;
  for (const std::vector<double>& some : latencies) all.insert(all.end(), some.begin(), some.end());
  std::sort(all.begin(), all.end());
  LoadResult result;
  result.failures = failures;
  if (all.empty()) return result;
  result.per_second = static_cast<double>(all.size()) / seconds;
  result.p50_us = all[all.size() / 2];
  result.p99_us = all[all.size() * 99 / 100];
  return result;
}

}  // namespace vsx::bench
