// Which exercises of screening a State's agencies may declare, and what a declaration takes.

#include "node/service/declare_screening.h"

#include <future>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "store/row_key.h"
#include "tests/service/screening_fixture.h"

namespace vsx::test {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeclareScreeningTest : public ScreeningFixture {};

TEST_F(DeclareScreeningTest, RepeatedDeclarationGivesTheSameExerciseAndTakesNothing) {
  const service::ExerciseInput input{"EX-9", 6'000, Today(), std::string(16, 'r')};
  const auto first = service::DeclareScreening(parts(), Screener(), input);
  ASSERT_TRUE(first.ok()) << first.status();
  const size_t rows = AllRows(base().context("QQC").engine).size();
  service::Actor colleague = Screener();
  colleague.officer = "im-5";
  for (int i = 0; i < 5; ++i) {
    const auto again = service::DeclareScreening(parts(), colleague, input);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->id, first->id);
    EXPECT_EQ(again->officer, Screener().officer);
  }
  EXPECT_EQ(AllRows(base().context("QQC").engine).size(), rows + 5) << "but for the entries in the audit log";
  EXPECT_EQ(AuditAt("QQC").back().outcome, "OK");
  EXPECT_TRUE(service::DeclareScreening(parts(), Screener(), {"EX-9", 4'000, Today()}).ok())
      << "what was left is there";

  service::Actor other = Screener();
  other.uri = "vsx://QQC/agency/police/example-post";
  const auto theirs = service::DeclareScreening(parts(), other, input);
  ASSERT_TRUE(theirs.ok()) << theirs.status();
  EXPECT_NE(theirs->id, first->id) << "another agency's request of that id is its own";

  base().clock().Advance(86'400);
  EXPECT_EQ(service::DeclareScreening(parts(), Screener(), input)->id, first->id) << "the day is over; it stands";
}

TEST_F(DeclareScreeningTest, RequestIdOfAnotherExerciseIsRefused) {
  const service::ExerciseInput input{"EX-9", 100, Today(), std::string(16, 'r')};
  ASSERT_TRUE(service::DeclareScreening(parts(), Screener(), input).ok());
  const auto tomorrow = domain::CivilDate::FromTime({base().clock().Now().seconds + 86'400});
  for (const service::ExerciseInput& changed : {service::ExerciseInput{"EX-10", 100, Today(), input.request_id},
                                                service::ExerciseInput{"EX-9", 101, Today(), input.request_id},
                                                service::ExerciseInput{"EX-9", 100, tomorrow, input.request_id}}) {
    const auto refused = service::DeclareScreening(parts(), Screener(), changed);
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kAlreadyExists);
    EXPECT_EQ(domain::ErrorReason(refused.status()), "REQUEST_ID_REUSED");
    EXPECT_EQ(AuditAt("QQC").back().outcome, "REQUEST_ID_REUSED");
  }
}

// A request id is of one kind of thing: neither can be found by the other's id.
TEST_F(DeclareScreeningTest, ExerciseAndCaseOfOneRequestIdHaveDifferentIds) {
  const std::string request(16, 'r');
  const auto registered = service::RegisterCase(base().context("QQC"), Screener(), FactsOf(PersonNumber(1)), request);
  const auto declared = service::DeclareScreening(parts(), Screener(), {"EX-9", 100, Today(), request});
  ASSERT_TRUE(registered.ok() && declared.ok());
  EXPECT_NE(registered->record.id.bytes(), declared->id.bytes());
}

TEST_F(DeclareScreeningTest, FourDaysAMonthAndTwentyThousandPersonsADay) {
  EXPECT_EQ(domain::ErrorReason(DeclareAt("immigration/a", 0, Today())), "PERSONS_OUT_OF_BOUNDS");
  base().clock().Set(June(10).Start());
  EXPECT_EQ(domain::ErrorReason(DeclareAt("immigration/a", 1, June(9))), "DAY_OUT_OF_BOUNDS");
  EXPECT_EQ(domain::ErrorReason(DeclareAt("immigration/a", 1, June(18))), "DAY_OUT_OF_BOUNDS");
  for (const std::string agency : {"immigration/a", "police/b"}) {
    EXPECT_TRUE(DeclareAt(agency, 5'000, June(10)).ok());
    EXPECT_TRUE(DeclareAt(agency, 5'000, June(10)).ok()) << "a day counts once";
  }
  const absl::Status full = DeclareAt("police/c", 1, June(10));
  EXPECT_EQ(domain::ErrorReason(full), "BUDGET_EXHAUSTED");
  EXPECT_EQ(domain::ErrorNextCapacity(full), June(11).Start());
  EXPECT_TRUE(DeclareAt("immigration/a", 1, June(11)).ok());
  EXPECT_TRUE(DeclareAt("police/b", 1, June(12)).ok());
  EXPECT_TRUE(DeclareAt("police/b", 1, June(13)).ok());
  const absl::Status fifth = DeclareAt("police/c", 1, June(14));
  EXPECT_EQ(domain::ErrorReason(fifth), "BUDGET_EXHAUSTED");
  EXPECT_EQ(domain::ErrorNextCapacity(fifth), domain::CivilDate::Create(2030, 7, 1)->Start());
  EXPECT_EQ(AuditAt("QQC").back().outcome, "BUDGET_EXHAUSTED");
}

TEST_F(DeclareScreeningTest, NoAgencyUsesUpTheStatesDayOrMonth) {
  base().clock().Set(June(10).Start());
  EXPECT_EQ(domain::ErrorReason(DeclareAt("immigration/a", 10'001, June(10))), "PERSONS_OUT_OF_BOUNDS")
      << "no day gives an agency so many";
  EXPECT_TRUE(DeclareAt("immigration/a", 10'000, June(10)).ok());
  EXPECT_EQ(domain::ErrorNextCapacity(DeclareAt("immigration/a", 1, June(10))), June(11).Start());
  EXPECT_TRUE(DeclareAt("immigration/a", 1, June(11)).ok());
  const absl::Status third = DeclareAt("immigration/a", 1, June(12));
  EXPECT_EQ(domain::ErrorReason(third), "BUDGET_EXHAUSTED");
  EXPECT_EQ(domain::ErrorNextCapacity(third), domain::CivilDate::Create(2030, 7, 1)->Start());
  EXPECT_TRUE(DeclareAt("police/b", 10'000, June(10)).ok()) << "of the same day";
  EXPECT_TRUE(DeclareAt("police/b", 1, June(12)).ok());
  EXPECT_TRUE(DeclareAt("police/b", 1, June(13)).ok());
  EXPECT_TRUE(DeclareAt("immigration/a", 1, June(12)).ok()) << "open already";
}

TEST_F(DeclareScreeningTest, AgencyBeyondThoseOfADayIsRefusedAndTheDayStays) {
  base().clock().Set(June(10).Start());
  const service::NodeContext& node = base().context("QQC");
  domain::ScreeningMonth full = {{June(10), {}}};
  for (size_t i = 0; i < domain::kMostAgenciesOfADay; ++i) full[0].agencies.push_back({absl::StrCat("hash ", i), 1});
  store::WriteBatch batch;
  parts().store.PutMonth(batch, June(10), {}, full);
  ASSERT_TRUE(node.engine.Commit(batch).ok());
  const absl::Status refused = DeclareAt("immigration/a", 1, June(10));
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(domain::ErrorReason(refused), "BUDGET_EXHAUSTED");
  EXPECT_EQ(domain::ErrorNextCapacity(refused), June(11).Start());
  EXPECT_TRUE(DeclareAt("immigration/a", 1, June(11)).ok()) << "the month can be read";
}

TEST_F(DeclareScreeningTest, SharesOfAnAgencyAreTheNodesToSay) {
  base().clock().Set(June(10).Start());
  const service::ScreeningParts bounded{parts().node, parts().store, parts().ledger, {20, 3}};
  const auto declare = [&](uint32_t persons, const domain::CivilDate& day) {
    return domain::ErrorReason(service::DeclareScreening(bounded, Screener(), {"EX-9", persons, day}).status());
  };
  EXPECT_EQ(declare(21, June(10)), "PERSONS_OUT_OF_BOUNDS");
  for (const int day : {10, 11, 12}) EXPECT_EQ(declare(20, June(day)), "");
  EXPECT_EQ(declare(1, June(12)), "BUDGET_EXHAUSTED");
  EXPECT_EQ(declare(1, June(13)), "BUDGET_EXHAUSTED");
}

// Neither what is refused nor what could not be written takes anything; nor does another process forget what was taken.
TEST_F(DeclareScreeningTest, WhatDoesNotStandHasTakenNothing) {
  base().clock().Set(June(10).Start());
  store::Engine& engine = base().context("QQC").engine;
  const auto months = [&] { return engine.TakeSnapshot()->Scan(store::Table::kBudget, "", "", 100)->rows; };
  base().node("QQC").engine().FailCommitAfter(0);
  EXPECT_FALSE(DeclareAt("immigration/a", 10'000, June(10)).ok());
  EXPECT_THAT(months(), IsEmpty());
  EXPECT_TRUE(DeclareAt("immigration/a", 10'000, June(10)).ok());
  const auto before = months();
  ASSERT_THAT(before, SizeIs(1));
  EXPECT_EQ(domain::ErrorReason(DeclareAt("immigration/a", 1, June(10))), "BUDGET_EXHAUSTED");
  EXPECT_EQ(months()[0].value, before[0].value);
  EXPECT_EQ(before[0].value.find("immigration"), std::string::npos) << "agencies stand as keyed hashes";
}

// Repeated before the first call has ended: whichever is first, one exercise, and its persons once.
TEST_F(DeclareScreeningTest, DeclarationsAtTheSameTimeTakeOnceAndNoMoreThanThereIs) {
  const service::ExerciseInput input{"EX-9", 6'000, Today(), std::string(16, 'r')};
  std::vector<std::future<absl::StatusOr<domain::ScreeningExercise>>> calls;
  for (int i = 0; i < 4; ++i) {
    calls.push_back(
        std::async(std::launch::async, [&] { return service::DeclareScreening(parts(), Screener(), input); }));
  }
  std::set<std::string> ids;
  for (auto& call : calls) {
    const auto declared = call.get();
    ASSERT_TRUE(declared.ok()) << declared.status();
    ids.insert(declared->id.ToHex());
  }
  EXPECT_THAT(ids, SizeIs(1));
  std::vector<std::future<absl::Status>> others;
  for (int i = 0; i < 4; ++i) {
    others.push_back(std::async(std::launch::async, [&] {
      return service::DeclareScreening(parts(), Screener(), {"EX-9", 2'000, Today()}).status();
    }));
  }
  const auto granted = std::count_if(others.begin(), others.end(), [](auto& call) { return call.get().ok(); });
  EXPECT_EQ(granted, 2) << "4,000 were left";
}

}  // namespace
}  // namespace vsx::test
