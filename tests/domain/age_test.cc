#include "node/domain/age.h"

#include <gtest/gtest.h>

#include "tests/domain/examples.h"

namespace vsx::domain {
namespace {

PartialDate Born(const char* date) { return *PartialDate::Parse(date); }

TEST(AgeTest, EighteenthBirthdayMakesAnAdult) {
  EXPECT_EQ(AgeOn(Born("2007-06-15"), Day("2025-06-14")), AgeOnDay::kChild);
  EXPECT_EQ(AgeOn(Born("2007-06-15"), Day("2025-06-15")), AgeOnDay::kAdult);
}

TEST(AgeTest, PartialDateIsAdultOnlyFromItsLatestDay) {
  EXPECT_EQ(AgeOn(Born("2007"), Day("2024-12-31")), AgeOnDay::kChild);
  EXPECT_EQ(AgeOn(Born("2007"), Day("2025-01-01")), AgeOnDay::kMayBeChild);
  EXPECT_EQ(AgeOn(Born("2007"), Day("2025-12-30")), AgeOnDay::kMayBeChild);
  EXPECT_EQ(AgeOn(Born("2007"), Day("2025-12-31")), AgeOnDay::kAdult);
  EXPECT_EQ(AgeOn(Born("2007-06"), Day("2025-06-29")), AgeOnDay::kMayBeChild);
  EXPECT_EQ(AgeOn(Born("2007-06"), Day("2025-06-30")), AgeOnDay::kAdult);
}

TEST(AgeTest, UnknownDateNeverMakesAnAdult) {
  EXPECT_EQ(AgeOn(std::nullopt, Day("2025-06-15")), AgeOnDay::kMayBeChild);
  EXPECT_TRUE(IsChildOn(std::nullopt, Day("2999-12-31")));
}

TEST(AgeTest, DoubtCountsAsAChild) {
  EXPECT_TRUE(IsChildOn(Born("2007"), Day("2025-12-30")));
  EXPECT_FALSE(IsChildOn(Born("2007"), Day("2025-12-31")));
}

TEST(AgeTest, LeapDayBirthdayIsTheFirstOfMarch) {
  EXPECT_EQ(LatestEighteenthBirthday(Born("2008-02-29")), Day("2026-03-01"));
  EXPECT_TRUE(IsChildOn(Born("2008-02-29"), Day("2026-02-28")));
  EXPECT_FALSE(IsChildOn(Born("2008-02-29"), Day("2026-03-01")));
}

TEST(AgeTest, AdultFromIsTheNextStartOfAQuarter) {
  EXPECT_EQ(AdultFrom(Born("2010-01-01")), Day("2028-01-01"));
  EXPECT_EQ(AdultFrom(Born("2010-01-02")), Day("2028-04-01"));
  EXPECT_EQ(AdultFrom(Born("2010-06-30")), Day("2028-07-01"));
  EXPECT_EQ(AdultFrom(Born("2010-10-01")), Day("2028-10-01"));
  EXPECT_EQ(AdultFrom(Born("2010-10-02")), Day("2029-01-01"));
  EXPECT_EQ(AdultFrom(Born("2010")), Day("2029-01-01"));
  EXPECT_EQ(AdultFrom(Born("2008-02-29")), Day("2026-04-01"));
  EXPECT_EQ(AdultFrom(Born("2999-12-31")).year(), 3018);
}

// Whatever the day of birth, no one is an adult in the reader's eyes before she is, nor a quarter too late.
TEST(AgeTest, AdultFromIsNeverEarlyAndLessThanAQuarterLate) {
  for (int month = 1; month <= 12; ++month) {
    for (int day = 1; day <= 31; ++day) {
      const absl::StatusOr<CivilDate> born = CivilDate::Create(2008, month, day);
      if (!born.ok()) continue;
      const PartialDate date = PartialDate::FromDay(*born);
      const CivilDate from = AdultFrom(date);
      const CivilDate birthday = LatestEighteenthBirthday(date);
      EXPECT_GE(from, birthday);
      EXPECT_EQ(from.day(), 1);
      EXPECT_EQ((from.month() - 1) % 3, 0);
      EXPECT_LE((from.year() - birthday.year()) * 12 + from.month() - birthday.month(), 3);
    }
  }
}

}  // namespace
}  // namespace vsx::domain
