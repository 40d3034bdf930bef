// Which test plants which of the failures that may never clear anybody.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace vsx::test {
namespace {

using ::testing::Contains;

struct Planted {
  std::string_view failure;  // as the issue calls it
  std::vector<std::string_view> by;
};

std::vector<Planted> EveryFailureOfTheIssue() {
  return {
      {"refused", {"NeverAFalseClearanceTest.WhenAPartyRefuses", "NeverAFalseClearanceTest.WhenAllFail"}},
      {"reset", {"NeverAFalseClearanceTest.WhenAPartyRefuses", "NeverAFalseClearanceTest.WhenAFileIsRefused"}},
      {"hang", {"NeverAFalseClearanceTest.WhenAPartyNeverAnswers"}},
      {"wrong proof", {"NeverAFalseClearanceTest.WhenAPartyAnswersWrongly"}},
      {"stale",
       {"NeverAFalseClearanceTest.WhenAPartyIsInAnotherEpoch", "NeverAFalseClearanceTest.WhenAHeaderIsRefused",
        "NoClearanceInBadTimesTest.IndexOfTheLastEpochClearsNobody",
        "NoClearanceInBadTimesTest.CheckThatEndsInAnotherTimeClearsNobody",
        "NeverAFalseClearanceTest.WhenAPartyFailsByTheIndexOfTheEpochBeside"}},
      {"wrong key",
       {"NeverAFalseClearanceTest.WhenAPartyAnswersWrongly", "NeverAFalseClearanceTest.WhenAHeaderIsRefused",
        "NeverAFalseClearanceTest.WhenAbsenceCannotBeReadFromAnIndex",
        "NoClearanceByTrustDocumentsTest.HeaderUnderADistrustedKeyClearsNobody",
        "NoClearanceByTrustDocumentsTest.HeaderUnderAnExpiredKeyClearsNobody"}},
      {"truncated or split index",
       {"NeverAFalseClearanceTest.WhenAFileIsRefused", "NoClearanceForGoodTest.IndexOfTwoHeadersClearsNobody"}},
      {"wrong recipient",
       {"NeverAFalseClearanceTest.WhenAPartyAnswersWrongly", "NeverAFalseClearanceTest.WhenAHeaderIsRefused",
        "ForgedRecordsTest.WhatDoesNotOpenIsNeverAbsent"}},
      {"tag that matches and does not open", {"ForgedRecordsTest.WhatDoesNotOpenIsNeverAbsent"}},
      {"expired documents",
       {"NoClearanceByTrustDocumentsTest.ExpiredManifestClearsNobody",
        "NoClearanceByTrustDocumentsTest.ExpiredRecordOfAnyPartyClearsNobody",
        "NoClearanceByTrustDocumentsTest.PartyWithoutRecordClearsNobody"}},
      {"clock skew",
       {"NoClearanceInBadTimesTest.OwnClockApartFromThePeersMedianClearsNobody",
        "NoClearanceInBadTimesTest.OneOfTwoPeersApartIsDoubt",
        "NoClearanceInBadTimesTest.PartyOfTheNextEpochIsNotBelievedBeforeItsTime",
        "NoClearanceInBadTimesTest.PartyOfTheLastEpochIsNotBelievedAfterItsTime"}},
      {"exhausted budget",
       {"NeverAFalseClearanceTest.WhenAPartyRefuses",
        "NoClearanceInTurnTest.ExhaustedBudgetClearsNobodyAndStarvesNoOtherKind"}},
      {"capacity overflow", {"NoClearanceInBadTimesTest.IndexAboveCapacityClearsNobody"}},
  };
}

// "Suite.Test", of suites with parameters too.
std::set<std::string> TestsOfThisProgram() {
  const auto last_word = [](std::string_view name) { return name.substr(name.rfind('/') + 1); };
  std::set<std::string> names;
  const ::testing::UnitTest& all = *::testing::UnitTest::GetInstance();
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    const ::testing::TestSuite& suite = *all.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const std::string_view test = suite.GetTestInfo(j)->name();
      names.insert(std::string(last_word(suite.name())) + "." + std::string(test.substr(0, test.find('/'))));
    }
  }
  return names;
}

TEST(NeverAFalseClearanceTableTest, EveryFailureOfTheIssueIsPlantedByATest) {
  const std::set<std::string> tests = TestsOfThisProgram();
  for (const Planted& one : EveryFailureOfTheIssue()) {
    EXPECT_FALSE(one.by.empty()) << one.failure;
    for (const std::string_view test : one.by) EXPECT_THAT(tests, Contains(std::string(test))) << one.failure;
  }
}

}  // namespace
}  // namespace vsx::test
