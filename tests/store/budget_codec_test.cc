#include "store/budget_codec.h"

#include "tests/store/codec_contract.h"

namespace vsx::store {
namespace {

StoredBudget RandomBudget(std::mt19937& draw) {
  StoredBudget budget{{draw(), {static_cast<int64_t>(draw())}}, {}};
  for (int64_t hour = draw() % 100; budget.usage.size() < draw() % 10; hour += 1 + draw() % 5) {
    budget.usage.push_back({hour, draw()});
  }
  return budget;
}

std::vector<domain::CivilDate> RandomDays(std::mt19937& draw) {
  std::vector<domain::CivilDate> days;
  for (int day = 1 + static_cast<int>(draw() % 10); day < 29; day += 1 + static_cast<int>(draw() % 9)) {
    days.push_back(*domain::CivilDate::Create(2031, 1, day));
  }
  return days;
}

domain::ScreeningMonth RandomMonth(std::mt19937& draw) {
  domain::ScreeningMonth month;
  for (const domain::CivilDate& day : RandomDays(draw)) {
    domain::ScreeningDay& added = month.emplace_back(domain::ScreeningDay{day, {{"agency", draw()}}});
    while (draw() % 3 != 0) added.agencies.push_back({std::string(draw() % 33, 'h'), draw()});
  }
  return month;
}

TEST(BudgetCodecTest, Budget) { ExpectSoundCodec(RandomBudget, EncodeBudget, DecodeBudget); }
TEST(BudgetCodecTest, DeclaredDays) { ExpectSoundCodec(RandomDays, EncodeDeclaredDays, DecodeDeclaredDays); }
TEST(BudgetCodecTest, ScreeningMonth) { ExpectSoundCodec(RandomMonth, EncodeScreeningMonth, DecodeScreeningMonth); }

TEST(BudgetCodecTest, HoursAndDaysThatDoNotAscendAreDataLoss) {
  EXPECT_EQ(DecodeBudget(EncodeBudget({{}, {{5, 1}, {5, 1}}})).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeBudget(EncodeBudget({{}, {{6, 1}, {5, 1}}})).status().code(), absl::StatusCode::kDataLoss);
  const domain::CivilDate day = *domain::CivilDate::Create(2031, 2, 28);
  EXPECT_EQ(DecodeDeclaredDays(EncodeDeclaredDays({day, day})).status().code(), absl::StatusCode::kDataLoss);
  const domain::ScreeningDay twice{day, {{"a", 1}}};
  EXPECT_EQ(DecodeScreeningMonth(EncodeScreeningMonth({twice, twice})).status().code(), absl::StatusCode::kDataLoss);
}

TEST(BudgetCodecTest, ScreeningDayOfAsManyAgenciesAsMayDeclareIsRead) {
  domain::ScreeningMonth month = {{*domain::CivilDate::Create(2031, 2, 28), {}}};
  for (size_t i = 0; i < domain::kMostAgenciesOfADay; ++i) {
    month[0].agencies.push_back({std::to_string(i) + std::string(32, 'h'), i});
  }
  EXPECT_EQ(DecodeScreeningMonth(EncodeScreeningMonth(month)).value_or(domain::ScreeningMonth()), month);
  month[0].agencies.push_back({"one more", 1});
  EXPECT_EQ(DecodeScreeningMonth(EncodeScreeningMonth(month)).status().code(), absl::StatusCode::kDataLoss);
}

TEST(BudgetCodecTest, ScreeningDayThatNobodyOpenedIsDataLoss) {
  const std::string bytes = EncodeScreeningMonth({{*domain::CivilDate::Create(2031, 2, 28), {}}});
  EXPECT_EQ(DecodeScreeningMonth(bytes).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace vsx::store
