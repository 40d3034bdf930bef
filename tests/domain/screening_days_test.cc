// How a State divides its days and persons of screening among its agencies (protocol §4, §11).

#include "node/domain/screening_days.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"

namespace vsx::domain {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class ScreeningDaysTest : public ::testing::Test {
 protected:
  static CivilDate Day(int day) { return *CivilDate::Create(2030, 6, day); }
  static UnixTime NextMonth() { return CivilDate::Create(2030, 7, 1)->Start(); }

  absl::Status Declare(const std::string& agency, int day, uint64_t persons = 1) {
    return DeclarePersons(bounds_, Day(day), agency, persons, month_);
  }
  // Refused, to be asked again then, and nothing is taken.
  void ExpectRefused(const std::string& agency, int day, uint64_t persons, UnixTime again) {
    const ScreeningMonth before = month_;
    const absl::Status refused = Declare(agency, day, persons);
    EXPECT_EQ(ErrorReason(refused), "BUDGET_EXHAUSTED");
    EXPECT_EQ(ErrorNextCapacity(refused), again);
    EXPECT_EQ(month_, before);
  }

  ScreeningBounds bounds_{
      .persons_per_day = 10, .agency_persons_per_day = 6, .days_per_month = 4, .agency_days_per_month = 2};
  ScreeningMonth month_;
};

TEST_F(ScreeningDaysTest, AgencyHasHalfOfTheStatesUnlessTheNodeSaysOtherwise) {
  const EvaluationBudgets usual;
  const ScreeningBounds half = MakeScreeningBounds(usual, {});
  EXPECT_EQ(half.persons_per_day, 20'000U);
  EXPECT_EQ(half.agency_persons_per_day, 10'000U);
  EXPECT_EQ(half.days_per_month, 4U);
  EXPECT_EQ(half.agency_days_per_month, 2U);
  const ScreeningBounds said = MakeScreeningBounds(usual, {.persons_per_day = 500, .days_per_month = 1});
  EXPECT_EQ(said.agency_persons_per_day, 500U);
  EXPECT_EQ(said.agency_days_per_month, 1U);
  const ScreeningBounds more = MakeScreeningBounds(usual, {.persons_per_day = 30'000, .days_per_month = 31});
  EXPECT_EQ(more.agency_persons_per_day, 20'000U) << "never more than the State";
  EXPECT_EQ(more.agency_days_per_month, 4U);
  const ScreeningBounds one = MakeScreeningBounds(*MakeEvaluationBudgets({}, {}, 1, 1), {});
  EXPECT_EQ(one.agency_persons_per_day, 1U);
  EXPECT_EQ(one.agency_days_per_month, 1U);
}

TEST_F(ScreeningDaysTest, AgencyHasItsShareOfADayAndLeavesTheRestToOthers) {
  EXPECT_TRUE(Declare("a", 10, 4).ok());
  EXPECT_TRUE(Declare("a", 10, 2).ok());
  ExpectRefused("a", 10, 1, Day(11).Start());
  ExpectRefused("b", 10, 5, Day(11).Start());
  EXPECT_TRUE(Declare("b", 10, 4).ok());
  ExpectRefused("c", 10, 1, Day(11).Start());
  EXPECT_TRUE(Declare("a", 11, 6).ok()) << "each day anew";
  ExpectRefused("b", 12, 7, Day(13).Start());
}

TEST_F(ScreeningDaysTest, AgencyOpensItsShareOfTheMonthAndJoinsDaysOfOthers) {
  EXPECT_TRUE(Declare("a", 12).ok());
  EXPECT_TRUE(Declare("a", 10).ok());
  EXPECT_TRUE(Declare("a", 10).ok()) << "a day counts once";
  ExpectRefused("a", 11, 1, NextMonth());
  EXPECT_TRUE(Declare("b", 11).ok());
  EXPECT_TRUE(Declare("a", 11).ok()) << "open already";
  EXPECT_TRUE(Declare("b", 10).ok());
  EXPECT_TRUE(Declare("b", 13).ok()) << "a day that another one opened costs nothing";
  ExpectRefused("c", 14, 1, NextMonth());
  EXPECT_THAT(month_, SizeIs(4));
}

TEST_F(ScreeningDaysTest, DaysStandInTheirOrderWithWhoOpenedThemFirst) {
  EXPECT_TRUE(Declare("b", 12, 1).ok());
  EXPECT_TRUE(Declare("a", 10, 2).ok());
  EXPECT_TRUE(Declare("a", 12, 3).ok());
  EXPECT_TRUE(Declare("b", 12, 4).ok());
  const ScreeningMonth expected = {{Day(10), {{"a", 2}}}, {Day(12), {{"b", 5}, {"a", 3}}}};
  EXPECT_EQ(month_, expected);
}

TEST_F(ScreeningDaysTest, DayHasSoManyAgenciesAndNoMore) {
  bounds_.persons_per_day = 20'000;
  for (size_t i = 0; i < kMostAgenciesOfADay; ++i) ASSERT_TRUE(Declare(std::to_string(i), 10).ok()) << i;
  ExpectRefused("one more", 10, 1, Day(11).Start());
  EXPECT_TRUE(Declare("0", 10).ok()) << "it is one of them";
  EXPECT_TRUE(Declare("one more", 11).ok());
}

TEST_F(ScreeningDaysTest, CapacityOfAFullDecemberIsInJanuary) {
  bounds_.days_per_month = 0;
  ScreeningMonth december;
  const absl::Status refused = DeclarePersons(bounds_, *CivilDate::Create(2030, 12, 31), "a", 1, december);
  EXPECT_EQ(ErrorNextCapacity(refused), CivilDate::Create(2031, 1, 1)->Start());
  EXPECT_THAT(december, IsEmpty());
}

}  // namespace
}  // namespace vsx::domain
