#include "node/domain/mrz_date.h"

#include <gtest/gtest.h>

namespace vsx::domain {
namespace {

std::string Birth(const char* yymmdd, const char* today) {
  const absl::StatusOr<PartialDate> date = MrzBirthDate(yymmdd, *CivilDate::Parse(today));
  return date.ok() ? date->ToString() : std::string(absl::StatusCodeToString(date.status().code()));
}

TEST(MrzDateTest, CenturyIsTheLatestThatIsNotAfterTheDay) {
  EXPECT_EQ(Birth("740812", "2025-06-15"), "1974-08-12");
  EXPECT_EQ(Birth("260101", "2025-12-31"), "1926-01-01");
  EXPECT_EQ(Birth("260101", "2026-01-01"), "2026-01-01");
  EXPECT_EQ(Birth("000229", "2025-06-15"), "2000-02-29");
}

TEST(MrzDateTest, LeapDayGoesBackToACenturyThatHasIt) {
  EXPECT_EQ(Birth("000229", "2100-06-15"), "2000-02-29");
  EXPECT_EQ(Birth("280229", "2025-06-15"), "1928-02-29");
}

TEST(MrzDateTest, FillersMakeTheDatePartial) {
  EXPECT_EQ(Birth("85<<<<", "2025-06-15"), "1985");
  EXPECT_EQ(Birth("8507<<", "2025-06-15"), "1985-07");
  EXPECT_EQ(Birth("25<<<<", "2025-06-15"), "2025");
  EXPECT_EQ(Birth("2507<<", "2025-06-15"), "1925-07");
  EXPECT_EQ(Birth("85<<12", "2025-06-15"), "1985") << "a day without its month says nothing";
}

TEST(MrzDateTest, UnknownYearIsNotFoundAndNoDateIsInvalid) {
  EXPECT_EQ(Birth("<<<<<<", "2025-06-15"), "NOT_FOUND");
  EXPECT_EQ(Birth("<<0712", "2025-06-15"), "NOT_FOUND");
  for (const char* bad : {"", "7408", "7408121", "741301", "740230", "74O812", "7<0812", "740<12", "740812\n"}) {
    EXPECT_EQ(Birth(bad, "2025-06-15"), "INVALID_ARGUMENT") << bad;
  }
}

TEST(MrzDateTest, FormatAndCalendarAreToldApart) {
  EXPECT_EQ(CheckMrzDate("74O812"), MrzDateFault::kFormat);
  EXPECT_EQ(CheckMrzDate("740431"), MrzDateFault::kCalendar);
  EXPECT_EQ(CheckMrzDate("740400"), MrzDateFault::kCalendar);
  EXPECT_EQ(CheckMrzDate("740430"), MrzDateFault::kNone);
}

}  // namespace
}  // namespace vsx::domain
