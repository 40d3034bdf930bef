#include "node/service/officer_budgets.h"

#include "absl/strings/str_cat.h"
#include "crypto/encoding.h"
#include "node/domain/status_decision.h"
#include "node/domain/usage_alarm.h"

namespace vsx::service {
namespace {

constexpr int64_t kRememberedSeconds = 86'400;

std::string KeyOf(std::string_view officer_hash, bool absent) {
  return absl::StrCat("officer|", crypto::ToHex(officer_hash), absent ? "|absent" : "|checks");
}

std::string AgencyKeyOf(std::string_view agency_hash) { return absl::StrCat("agency|", crypto::ToHex(agency_hash)); }

}  // namespace

absl::StatusOr<PersonTaken> OfficerBudgets::Take(const BudgetHolder& holder, bool person_present) {
  const domain::UnixTime now = clock_.Now();
  // The agency's first, by the order of keys.
  std::vector<store::BudgetClaim> claims = {{AgencyKeyOf(holder.agency_hash), rates_.agency, 1}};
  if (!person_present) claims.push_back({KeyOf(holder.officer_hash, true), rates_.absent, 1});
  claims.push_back({KeyOf(holder.officer_hash, false), rates_.checks, 1});
  const absl::StatusOr<store::Taken> taken = ledger_.TakeAll(claims, now);
  if (!taken.ok()) return taken.status();
  if (!taken->granted && taken->refused_by == 0) {
    return PersonTaken{false, domain::kAgencyBudgetExhausted, taken->next_capacity_at};
  }
  {
    const std::lock_guard lock(mutex_);
    asked_at_.insert_or_assign(holder.officer_hash, now);
  }
  if (!taken->granted) return PersonTaken{false, domain::kOfficerBudgetExhausted, taken->next_capacity_at};
  return PersonTaken{.granted = true};
}

absl::StatusOr<bool> OfficerBudgets::NearlyUsed(std::string_view officer_hash, bool absent, domain::UnixTime now) {
  const absl::StatusOr<std::vector<domain::HourlyUsage>> usage = ledger_.Usage(KeyOf(officer_hash, absent), now);
  if (!usage.ok()) return usage.status();
  return domain::JudgeUsage(*usage, absent ? rates_.absent : rates_.checks, now).budget_nearly_used;
}

absl::StatusOr<std::vector<OfficerAlarm>> OfficerBudgets::Alarms() {
  const domain::UnixTime now = clock_.Now();
  std::vector<std::string> officers;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(asked_at_, [now](const auto& one) { return one.second.seconds + kRememberedSeconds < now.seconds; });
    for (const auto& [officer_hash, asked_at] : asked_at_) officers.push_back(officer_hash);
  }
  std::vector<OfficerAlarm> alarms;
  for (const std::string& officer_hash : officers) {
    for (const bool absent : {false, true}) {
      const absl::StatusOr<bool> nearly_used = NearlyUsed(officer_hash, absent, now);
      if (!nearly_used.ok()) return nearly_used.status();
      if (*nearly_used) alarms.push_back({officer_hash, absent});
    }
  }
  return alarms;
}

}  // namespace vsx::service
