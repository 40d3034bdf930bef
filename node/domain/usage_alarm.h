#ifndef VSX_NODE_DOMAIN_USAGE_ALARM_H_
#define VSX_NODE_DOMAIN_USAGE_ALARM_H_

#include <cstdint>
#include <vector>

#include "node/domain/calendar.h"
#include "node/domain/token_bucket.h"

namespace vsx::domain {

inline constexpr int64_t kUsageDays = 14;

// What was used of a budget in one hour. `hour`: hours since 1970.
struct HourlyUsage {
  int64_t hour = 0;
  uint64_t used = 0;

  friend bool operator==(const HourlyUsage&, const HourlyUsage&) = default;
};

int64_t HourOf(UnixTime time);

// What a human should look at.
struct UsageAlarm {
  bool budget_nearly_used = false;  // 80 % of a day's budget within the last 24 hours, the present one with them
  bool unusual_hour = false;        // this hour more than 4 × the median of the same hour of the last 14 days

  friend bool operator==(const UsageAlarm&, const UsageAlarm&) = default;
};

// `history`: hours in which something was used, ascending; the others count as zero, from the first one on. On the
// first day no hour is unusual, since there is none to compare it with. A budget that does not refill has its burst for
// a day.
UsageAlarm JudgeUsage(const std::vector<HourlyUsage>& history, const BudgetRate& rate, UnixTime now);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_USAGE_ALARM_H_
