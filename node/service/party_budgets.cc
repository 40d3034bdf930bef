#include "node/service/party_budgets.h"

#include "absl/strings/str_cat.h"
#include "node/domain/error.h"

namespace vsx::service {
namespace {

constexpr BudgetKind kKinds[] = {BudgetKind::kSingle, BudgetKind::kPresented, BudgetKind::kScreening};
constexpr int64_t kDaySeconds = 86'400;

// Of what this node grants to others; what it grants its own agencies has keys of its own.
std::string KeyOf(const domain::PartyCode& party, BudgetKind kind) {
  return absl::StrCat("party|", party.value(), "|", std::string(BudgetKindName(kind)));
}

}  // namespace

std::string_view BudgetKindName(BudgetKind kind) {
  switch (kind) {
    case BudgetKind::kSingle:
      return "single";
    case BudgetKind::kPresented:
      return "presented";
    case BudgetKind::kScreening:
      return "screening";
  }
  return "";
}

BudgetKind BudgetKindOf(domain::Purpose cls, domain::EvaluationKind kind) {
  if (kind == domain::EvaluationKind::kScreening) return BudgetKind::kScreening;
  return cls == domain::Purpose::kPresented ? BudgetKind::kPresented : BudgetKind::kSingle;
}

const domain::BudgetRate& RateOf(const domain::EvaluationBudgets& budgets, BudgetKind kind) {
  switch (kind) {
    case BudgetKind::kPresented:
      return budgets.presented;
    case BudgetKind::kScreening:
      return budgets.screening;
    case BudgetKind::kSingle:
      break;
  }
  return budgets.single;
}

absl::Status PartyBudgets::Take(const domain::PartyCode& party, domain::Purpose cls, domain::EvaluationKind kind,
                                size_t persons) {
  const domain::UnixTime now = clock_.Now();
  const BudgetKind budget = BudgetKindOf(cls, kind);
  const std::string key = KeyOf(party, budget);
  if (budget == BudgetKind::kScreening) {
    absl::StatusOr<store::DayTaken> day =
        ledger_.TakeOncePerDay(key, domain::CivilDate::FromTime(now), rates_.screening_days_per_month);
    if (!day.ok()) return day.status();
    if (!day->granted) {
      return domain::BudgetExhausted(day->next_capacity_on.has_value() ? day->next_capacity_on->Start()
                                                                       : domain::UnixTime{now.seconds + kDaySeconds});
    }
  }
  if (budget == BudgetKind::kScreening) return TakeOfTheDay(key, persons, now);
  absl::StatusOr<store::Taken> taken = ledger_.Take(key, RateOf(rates_, budget), persons, now);
  if (!taken.ok()) return taken.status();
  if (taken->granted) return absl::OkStatus();
  return domain::BudgetExhausted(taken->next_capacity_at.value_or(domain::UnixTime{now.seconds + kDaySeconds}));
}

// A declared day has its number, and nothing refills it: a bucket that does would give nearly twice as many in a day.
// Beside it a bucket too large to refuse what two days have, also where a restart cost it a block, keeps the history
// for alarms.
absl::Status PartyBudgets::TakeOfTheDay(const std::string& key, size_t persons, domain::UnixTime now) {
  const auto day = domain::CivilDate::FromTime(now);
  const uint64_t of_a_day = rates_.screening.burst();
  const absl::StatusOr<domain::BudgetRate> once = domain::BudgetRate::Create(of_a_day, 0);
  if (!once.ok()) return once.status();
  const domain::BudgetRate history = domain::BudgetRate::Create(4 * of_a_day, 4 * of_a_day).value_or(rates_.screening);
  absl::StatusOr<store::Taken> taken =
      ledger_.TakeAll({{key, history, persons}, {absl::StrCat(key, "|", day.ToString()), *once, persons}}, now);
  if (!taken.ok()) return taken.status();
  if (taken->granted) return absl::OkStatus();
  return domain::BudgetExhausted({now.seconds - now.seconds % kDaySeconds + kDaySeconds});
}

absl::Status PartyBudgets::FindAlarms(const std::vector<domain::PartyCode>& parties, std::vector<BudgetAlarm>& alarms) {
  absl::Status failed;
  const domain::UnixTime now = clock_.Now();
  for (const domain::PartyCode& party : parties) {
    for (const BudgetKind kind : kKinds) {
      const absl::StatusOr<std::vector<domain::HourlyUsage>> usage = ledger_.Usage(KeyOf(party, kind), now);
      failed.Update(usage.status());  // a damaged row hides nobody else
      if (!usage.ok()) continue;
      const domain::UsageAlarm alarm = domain::JudgeUsage(*usage, RateOf(rates_, kind), now);
      if (alarm.budget_nearly_used || alarm.unusual_hour) alarms.push_back({party, kind, alarm});
    }
  }
  return failed;
}

}  // namespace vsx::service
