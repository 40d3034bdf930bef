#include "node/service/crypto_pool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <thread>
#include <vector>

namespace vsx::service {
namespace {

constexpr std::chrono::seconds kLong(60);

int PriorityOf(CryptoPool& pool, CryptoPriority priority) {
  std::promise<int> nice;
  pool.Run(priority, [&] { nice.set_value(::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()))); });
  return nice.get_future().get();
}

TEST(CryptoPoolTest, InteractiveWorkDoesNotWaitForAPieceOfBulkWork) {
  std::promise<void> interactive_ran;
  std::promise<bool> seen_by_bulk;
  CryptoPool pool(1);
  pool.Run(CryptoPriority::kBulk,
           [&] { seen_by_bulk.set_value(interactive_ran.get_future().wait_for(kLong) == std::future_status::ready); });
  pool.Run(CryptoPriority::kInteractive, [&] { interactive_ran.set_value(); });
  EXPECT_TRUE(seen_by_bulk.get_future().get());
}

TEST(CryptoPoolTest, BulkWorkRunsAtALowPriority) {
  CryptoPool pool(1);
  const int own = ::getpriority(PRIO_PROCESS, 0);
  EXPECT_EQ(PriorityOf(pool, CryptoPriority::kInteractive), own);
  EXPECT_GE(PriorityOf(pool, CryptoPriority::kBulk), 10);
}

TEST(CryptoPoolTest, RunsWhatItWasGivenInOrderThenEnds) {
  std::vector<int> ran;
  {
    CryptoPool pool(1);
    for (int i = 0; i < 100; ++i) pool.Run(CryptoPriority::kBulk, [&ran, i] { ran.push_back(i); });
  }
  ASSERT_EQ(ran.size(), 100U);
  EXPECT_TRUE(std::is_sorted(ran.begin(), ran.end()));
}

TEST(CryptoPoolTest, ManyThreadsGiveWork) {
  std::atomic<int> ran = 0;
  {
    CryptoPool pool(2);
    std::vector<std::thread> givers;
    for (int i = 0; i < 4; ++i) {
      givers.emplace_back([&, i] {
        const CryptoPriority priority = i % 2 == 0 ? CryptoPriority::kBulk : CryptoPriority::kInteractive;
        for (int n = 0; n < 250; ++n) pool.Run(priority, [&] { ++ran; });
      });
    }
    for (std::thread& giver : givers) giver.join();
  }
  EXPECT_EQ(ran, 1'000);
}

}  // namespace
}  // namespace vsx::service
