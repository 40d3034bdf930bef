#include "node/domain/usage_alarm.h"

#include <gtest/gtest.h>

namespace vsx::domain {
namespace {

constexpr int64_t kHourNow = 500'000;  // the present hour

UsageAlarm Judge(const std::vector<HourlyUsage>& history, uint64_t per_day = 1'000'000) {
  return JudgeUsage(history, *BudgetRate::Create(64, per_day), {kHourNow * 3'600 + 1'800});
}

// `used` at the same hour of each of the last `days` days, then `now` in the present one.
std::vector<HourlyUsage> SameHour(std::vector<uint64_t> used, uint64_t now) {
  std::vector<HourlyUsage> history;
  for (size_t day = used.size(); day > 0; --day) {
    history.push_back({kHourNow - 24 * static_cast<int64_t>(day), used[day - 1]});
  }
  history.push_back({kHourNow, now});
  return history;
}

TEST(UsageAlarmTest, NothingUsedIsNoAlarm) { EXPECT_EQ(Judge({}), UsageAlarm{}); }

TEST(UsageAlarmTest, FourFifthsOfADaysBudgetWithin24HoursIsAnAlarm) {
  EXPECT_FALSE(Judge({{kHourNow - 23, 400}, {kHourNow, 399}}, 1'000).budget_nearly_used);
  EXPECT_TRUE(Judge({{kHourNow - 23, 400}, {kHourNow, 400}}, 1'000).budget_nearly_used);
  EXPECT_FALSE(Judge({{kHourNow - 24, 400}, {kHourNow, 400}}, 1'000).budget_nearly_used) << "a day ago does not count";
  EXPECT_FALSE(Judge({{kHourNow, 400}, {kHourNow + 1, 400}}, 1'000).budget_nearly_used);
}

TEST(UsageAlarmTest, BudgetThatDoesNotRefillHasItsBurst) {
  EXPECT_FALSE(Judge({{kHourNow, 51}}, 0).budget_nearly_used);
  EXPECT_TRUE(Judge({{kHourNow, 52}}, 0).budget_nearly_used);
}

TEST(UsageAlarmTest, MoreThanFourTimesTheMedianIsUnusual) {
  const std::vector<uint64_t> fortnight = {10, 1, 90, 10, 10, 10, 2, 3, 80, 10, 10, 10, 4, 70};
  EXPECT_FALSE(Judge(SameHour(fortnight, 40)).unusual_hour);
  EXPECT_TRUE(Judge(SameHour(fortnight, 41)).unusual_hour);
}

TEST(UsageAlarmTest, MedianMayLieBetweenTwoNumbers) {
  EXPECT_FALSE(Judge(SameHour({3, 4}, 14)).unusual_hour);
  EXPECT_TRUE(Judge(SameHour({3, 4}, 15)).unusual_hour);
}

TEST(UsageAlarmTest, HoursWithoutUseCountAsZeroAndOlderOnesNot) {
  std::vector<HourlyUsage> history = {{kHourNow - 24 * 14, 100}, {kHourNow, 1}};
  EXPECT_TRUE(Judge(history).unusual_hour) << "13 of 14 days had none";
  history[0].hour = kHourNow - 24;
  EXPECT_FALSE(Judge(history).unusual_hour);
  history = {{kHourNow - 24 * 15, 1}, {kHourNow - 24, 100}, {kHourNow, 401}};
  EXPECT_TRUE(Judge(history).unusual_hour);
}

TEST(UsageAlarmTest, OtherHoursDoNotCount) {
  EXPECT_FALSE(Judge({{kHourNow - 25, 1}, {kHourNow - 24, 10}, {kHourNow - 23, 1}, {kHourNow, 40}}).unusual_hour);
}

TEST(UsageAlarmTest, FirstDayIsNeverUnusual) {
  EXPECT_FALSE(Judge({{kHourNow - 23, 1}, {kHourNow, 5'000}}).unusual_hour);
  EXPECT_FALSE(Judge({{kHourNow, 5'000}}).unusual_hour);
}

TEST(UsageAlarmTest, HourIsRoundedDownBefore1970Too) {
  EXPECT_EQ(HourOf({3'599}), 0);
  EXPECT_EQ(HourOf({3'600}), 1);
  EXPECT_EQ(HourOf({-1}), -1);
  EXPECT_EQ(HourOf({-3'600}), -1);
}

}  // namespace
}  // namespace vsx::domain
