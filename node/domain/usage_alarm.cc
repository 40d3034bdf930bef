#include "node/domain/usage_alarm.h"

#include <algorithm>

namespace vsx::domain {
namespace {

constexpr int64_t kHoursPerDay = 24;

uint64_t UsedIn(const std::vector<HourlyUsage>& history, int64_t hour) {
  const auto at = std::ranges::lower_bound(history, hour, {}, &HourlyUsage::hour);
  return at != history.end() && at->hour == hour ? at->used : 0;
}

bool NearlyUsed(const std::vector<HourlyUsage>& history, const BudgetRate& rate, int64_t hour) {
  uint64_t used = 0;
  for (int64_t i = 0; i < kHoursPerDay; ++i) used += UsedIn(history, hour - i);
  const uint64_t budget = rate.per_day() == 0 ? rate.burst() : rate.per_day();
  return 5 * used >= 4 * budget;
}

bool Unusual(const std::vector<HourlyUsage>& history, int64_t hour) {
  std::vector<uint64_t> before;  // the same hour of earlier days
  for (int64_t day = 1; day <= kUsageDays && hour - day * kHoursPerDay >= history.front().hour; ++day) {
    before.push_back(UsedIn(history, hour - day * kHoursPerDay));
  }
  if (before.empty()) return false;
  std::ranges::sort(before);
  // Twice the median, which may lie between two numbers.
  const uint64_t twice_median = before[before.size() / 2] + before[(before.size() - 1) / 2];
  return UsedIn(history, hour) > 2 * twice_median;
}

}  // namespace

int64_t HourOf(UnixTime time) {
  constexpr int64_t kHourSeconds = 3'600;
  return time.seconds / kHourSeconds - (time.seconds % kHourSeconds < 0 ? 1 : 0);
}

UsageAlarm JudgeUsage(const std::vector<HourlyUsage>& history, const BudgetRate& rate, UnixTime now) {
  if (history.empty()) return {};
  const int64_t hour = HourOf(now);
  return {NearlyUsed(history, rate, hour), Unusual(history, hour)};
}

}  // namespace vsx::domain
