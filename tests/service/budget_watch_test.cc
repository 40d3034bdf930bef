// Who asks unusually much is told once, to operator and overseer, and names no person (protocol §8, §11).

#include "node/service/budget_watch.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/statement/audit_entry.h"
#include "store/audit_log.h"
#include "store/row_key.h"
#include "tests/support/blind_federation.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr int64_t kHour = 3'600;

class RecordingBudgetObserver final : public service::BudgetObserver {
 public:
  void OnPartyAlarm(const domain::PartyCode& party, service::BudgetKind kind, std::string_view alarm) override {
    told.push_back(party.value() + " " + std::string(service::BudgetKindName(kind)) + " " + std::string(alarm));
  }
  void OnUseAlarm(const service::UseAlarm& about, std::string_view) override { used.push_back(about); }
  void OnBudgetTrouble(std::string_view what, const absl::Status&) override { troubles.emplace_back(what); }

  std::vector<std::string> told;
  std::vector<service::UseAlarm> used;
  std::vector<std::string> troubles;
};

class BudgetWatchTest : public ::testing::Test {
 protected:
  static BlindOptions Options() {
    BlindOptions options;
    const domain::BudgetRate five = *domain::BudgetRate::Create(5, 5);
    options.federation.officer_rates = {five, five, *domain::BudgetRate::Create(10, 10)};
    options.rates.single = *domain::BudgetRate::Create(100, 100);
    return options;
  }
  explicit BudgetWatchTest(const BlindOptions& options = Options()) : federation_(options) {
    clock().Set({clock().Now().seconds / 86'400 * 86'400 + 600});
  }  // early in a day

  FakeClock& clock() { return federation_.base().clock(); }
  const service::NodeContext& node() { return federation_.base().context("QQA"); }
  void Take(std::string_view party, size_t persons, domain::Purpose cls = domain::Purpose::kProtectiveCheck) {
    ASSERT_TRUE(
        federation_.blind("QQA").budgets().Take(Party(party), cls, domain::EvaluationKind::kSingle, persons).ok());
  }
  // "<outcome> <Party>" or "<outcome> <agency>", of an officer with "hash".
  std::vector<std::string> Audited() {
    std::vector<std::string> lines;
    const auto entries = store::ReadAudit(*node().engine.TakeSnapshot(), 0, store::kMaxPageRows).value();
    for (const store::AuditEntry& entry : entries) {
      const statement::AuditEntry read = statement::DecodeAuditEntry(entry.body).value();
      if (read.method != "BudgetAlarm") continue;
      const std::string about = read.caller == "node" ? read.party : read.caller;
      lines.push_back(read.outcome + " " + about + (read.officer_hash.empty() ? "" : " hash"));
    }
    return lines;
  }

  BlindFederation federation_;
  RecordingBudgetObserver observer_;
  service::BudgetWatch watch_{node(), federation_.blind("QQA").budgets(), observer_};
};

TEST_F(BudgetWatchTest, NothingUsedIsNothingTold) {
  watch_.Look();
  EXPECT_THAT(observer_.told, IsEmpty());
  EXPECT_THAT(Audited(), IsEmpty());
}

TEST_F(BudgetWatchTest, FourFifthsOfADayAreToldOnceADayWithPartyAndKind) {
  Take("QQB", 79);
  watch_.Look();
  EXPECT_THAT(observer_.told, IsEmpty());
  Take("QQB", 1);
  for (int i = 0; i < 3; ++i) watch_.Look();
  EXPECT_THAT(observer_.told, ElementsAre("QQB single NEARLY_USED"));
  EXPECT_THAT(Audited(), ElementsAre("SINGLE_NEARLY_USED QQB"));
  clock().Advance(20 * kHour);
  watch_.Look();
  EXPECT_THAT(observer_.told, SizeIs(1)) << "the same day";
  clock().Advance(3 * kHour + kHour / 2);
  Take("QQB", 80);
  watch_.Look();
  EXPECT_THAT(observer_.told, SizeIs(1)) << "still";
  clock().Advance(kHour);
  watch_.Look();
  EXPECT_THAT(observer_.told, SizeIs(2)) << "another day";
}

TEST_F(BudgetWatchTest, EachPartyAndKindIsToldForItself) {
  Take("QQB", 90);
  Take("QQC", 90);
  Take("QQC", 20, domain::Purpose::kPresented);  // of 1,000
  watch_.Look();
  EXPECT_THAT(observer_.told, ElementsAre("QQB single NEARLY_USED", "QQC single NEARLY_USED"));
}

TEST_F(BudgetWatchTest, UnusualHourIsToldOnceInThatHour) {
  for (int day = 0; day < 3; ++day) {
    Take("QQB", 5);
    watch_.Look();
    clock().Advance(24 * kHour);
  }
  Take("QQB", 20);
  watch_.Look();
  EXPECT_THAT(observer_.told, IsEmpty()) << "four times the median is usual";
  Take("QQB", 1);
  watch_.Look();
  watch_.Look();
  EXPECT_THAT(observer_.told, ElementsAre("QQB single UNUSUAL_HOUR"));
  EXPECT_THAT(Audited(), ElementsAre("SINGLE_UNUSUAL_HOUR QQB"));
  clock().Advance(kHour);
  Take("QQB", 1);
  watch_.Look();
  EXPECT_THAT(observer_.told, SizeIs(2)) << "the next hour was silent on all days before";
}

TEST_F(BudgetWatchTest, OfficersAreToldByTheirHashAndAgency) {
  const service::Actor officer = BorderOfficer("QQA");
  for (int i = 0; i < 4; ++i) Check(federation_.base(), "QQA", {PassportOf({})});
  watch_.Look();
  watch_.Look();
  ASSERT_THAT(observer_.used, SizeIs(1));
  EXPECT_EQ(observer_.used[0].agency_uri, officer.uri);
  EXPECT_EQ(observer_.used[0].officer_hash, node().audit.OfficerHash(officer.agency, officer.officer));
  EXPECT_THAT(Audited(), ElementsAre("OFFICER_NEARLY_USED " + officer.uri + " hash"));
}

TEST_F(BudgetWatchTest, AgenciesAreToldOnceADayEachForItself) {
  const std::string first = "vsx://QQA/agency/immigration/first";
  const std::string second = "vsx://QQA/agency/police/second";
  const auto take = [&](const std::string& agency, int persons) {
    for (int i = 0; i < persons; ++i) {
      const std::string officer = agency + std::to_string(i);
      ASSERT_TRUE(node().officer_budgets.Take({agency, agency, officer}, true)->granted);
    }
  };
  take(first, 8);
  take(second, 7);
  for (int i = 0; i < 3; ++i) watch_.Look();
  EXPECT_THAT(Audited(), ElementsAre("AGENCY_NEARLY_USED " + first));
  take(second, 1);
  for (int i = 0; i < 3; ++i) watch_.Look();
  EXPECT_THAT(Audited(), ElementsAre("AGENCY_NEARLY_USED " + first, "AGENCY_NEARLY_USED " + second));
  EXPECT_THAT(observer_.used, SizeIs(2));
  clock().Advance(24 * kHour);
  take(first, 8);
  watch_.Look();
  EXPECT_THAT(observer_.used, SizeIs(3)) << "another day";
}

TEST_F(BudgetWatchTest, WhatNobodyUsesAnyMoreIsLetGoOfOnceADay) {
  const auto rows = [this] {
    return node().engine.TakeSnapshot()->Scan(store::Table::kBudget, "", "", store::kMaxPageRows)->rows.size();
  };
  Take("QQB", 1);
  watch_.Look();
  ASSERT_EQ(rows(), 1u);
  clock().Advance(62 * 24 * kHour - 600);
  watch_.Look();
  EXPECT_EQ(rows(), 1u);
  clock().Advance(kHour);
  watch_.Look();
  EXPECT_EQ(rows(), 1u) << "the same day";
  federation_.base().node("QQA").engine().FailCommitAfter(0);
  clock().Advance(24 * kHour);
  watch_.Look();
  EXPECT_THAT(observer_.troubles, SizeIs(1));
  watch_.Look();
  EXPECT_EQ(rows(), 0u) << "tried again";
}

TEST_F(BudgetWatchTest, AShareThatIsNearlyUsedIsToldOnceADay) {
  const std::string agency = "vsx://QQA/agency/immigration/first";
  domain::EvaluationBudgets of_state;
  of_state.single = of_state.presented = *domain::BudgetRate::Create(20, 20);  // the agency's share is 10
  const auto take = [&](service::BudgetKind kind, int questions) {
    for (int i = 0; i < questions; ++i) {
      ASSERT_TRUE(node().officer_budgets.TakeOfShare({agency, agency, ""}, kind, of_state)->granted);
    }
  };
  take(service::BudgetKind::kSingle, 7);
  watch_.Look();
  EXPECT_THAT(Audited(), IsEmpty());
  take(service::BudgetKind::kSingle, 1);
  take(service::BudgetKind::kPresented, 8);
  for (int i = 0; i < 3; ++i) watch_.Look();
  EXPECT_THAT(Audited(), UnorderedElementsAre("AGENCY_SHARE_SINGLE_NEARLY_USED " + agency,
                                              "AGENCY_SHARE_PRESENTED_NEARLY_USED " + agency));
  EXPECT_THAT(observer_.used, SizeIs(2));
}

class UnusualHourTest : public BudgetWatchTest {
 protected:
  static BlindOptions WideOptions() {
    BlindOptions options = Options();
    options.federation.officer_rates = {*domain::BudgetRate::Create(100, 100), *domain::BudgetRate::Create(100, 100),
                                        *domain::BudgetRate::Create(1'000, 1'000)};
    return options;
  }
  UnusualHourTest() : BudgetWatchTest(WideOptions()) {}

  void Take(int persons) {
    for (int i = 0; i < persons; ++i) ASSERT_TRUE(node().officer_budgets.Take({kAgency, kAgency, "o"}, true)->granted);
  }
  // What this look adds.
  std::vector<std::string> Look() {
    const size_t before = Audited().size();
    watch_.Look();
    watch_.Look();
    std::vector<std::string> after = Audited();
    return {after.begin() + static_cast<ptrdiff_t>(before), after.end()};
  }

  const std::string kAgency = "vsx://QQA/agency/immigration/first";
};

TEST_F(UnusualHourTest, IsToldOnceInThatHourOfAgencyAndOfficer) {
  for (int day = 0; day < 3; ++day) {
    Take(2);
    EXPECT_THAT(Look(), IsEmpty());
    clock().Advance(24 * kHour);
  }
  Take(8);
  EXPECT_THAT(Look(), IsEmpty()) << "four times the median is usual";
  Take(1);
  EXPECT_THAT(Look(), ElementsAre("AGENCY_UNUSUAL_HOUR " + kAgency, "OFFICER_UNUSUAL_HOUR " + kAgency + " hash"));
}

TEST_F(UnusualHourTest, HasMoreThanATwentiethOfAnOfficersDay) {
  for (const int64_t hours : {12, 13}) {
    Take(1);
    Look();
    clock().Advance(hours * kHour);
  }
  Take(5);
  EXPECT_THAT(Look(), IsEmpty()) << "another shift";
  Take(1);
  EXPECT_THAT(Look(), ElementsAre("AGENCY_UNUSUAL_HOUR " + kAgency, "OFFICER_UNUSUAL_HOUR " + kAgency + " hash"));
}

TEST_F(BudgetWatchTest, DamagedRowOfOneHidesNobodyElse) {
  Take("QQB", 90);
  Take("QQC", 90);
  store::WriteBatch damage;
  damage.Put(store::Table::kBudget, store::BudgetKey("party|QQB|presented"), "x");
  ASSERT_TRUE(node().engine.Commit(damage).ok());
  watch_.Look();
  EXPECT_THAT(observer_.told, ElementsAre("QQB single NEARLY_USED", "QQC single NEARLY_USED"));
  EXPECT_THAT(observer_.troubles, SizeIs(1));
}

TEST_F(BudgetWatchTest, DeclaredDayOfAScreeningHasItsNumberOnceAndNothingRefillsIt) {
  const auto screen = [&](size_t persons) {
    return federation_.blind("QQA").budgets().Take(Party("QQB"), domain::Purpose::kProtectiveCheck,
                                                   domain::EvaluationKind::kScreening, persons);
  };
  const int64_t midnight = clock().Now().seconds / 86'400 * 86'400;
  ASSERT_TRUE(screen(20'000).ok());
  clock().Set({midnight + 23 * kHour});
  const absl::Status refused = screen(8);
  EXPECT_EQ(domain::ErrorReason(refused), "BUDGET_EXHAUSTED");
  EXPECT_EQ(domain::ErrorNextCapacity(refused)->seconds, midnight + 24 * kHour);
  clock().Set({midnight + 24 * kHour});
  EXPECT_TRUE(screen(20'000).ok()) << "another declared day has all of it";
  EXPECT_FALSE(screen(8).ok());
}

TEST_F(BudgetWatchTest, WhatIsNotInTheAuditLogIsToldAtTheNextLook) {
  Take("QQB", 90);
  federation_.base().node("QQA").engine().FailCommitAfter(0);
  watch_.Look();
  EXPECT_THAT(observer_.told, IsEmpty());
  EXPECT_THAT(observer_.troubles, SizeIs(1));
  watch_.Look();
  EXPECT_THAT(observer_.told, SizeIs(1));
}

TEST_F(BudgetWatchTest, LooksAtOnceWhenItStartsAndStopsPromptly) {
  Take("QQB", 90);
  watch_.Start();
  watch_.Stop();  // after the first look, at the latest
  EXPECT_THAT(observer_.told, SizeIs(1));
}

}  // namespace
}  // namespace vsx::test
