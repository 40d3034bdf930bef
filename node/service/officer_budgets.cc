#include "node/service/officer_budgets.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/encoding.h"
#include "node/domain/status_decision.h"

namespace vsx::service {
namespace {

constexpr int64_t kRememberedSeconds = 86'400;

std::string KeyOf(std::string_view officer_hash, bool absent) {
  return absl::StrCat("officer|", crypto::ToHex(officer_hash), absent ? "|absent" : "|checks");
}

uint64_t UsedIn(const std::vector<domain::HourlyUsage>& usage, domain::UnixTime now) {
  return !usage.empty() && usage.back().hour == domain::HourOf(now) ? usage.back().used : 0;
}

std::string ShareKeyOf(std::string_view agency_hash, BudgetKind kind) {
  return absl::StrCat("share|", crypto::ToHex(agency_hash), "|", std::string(BudgetKindName(kind)));
}

std::string AgencyKeyOf(std::string_view agency_hash) { return absl::StrCat("agency|", crypto::ToHex(agency_hash)); }

}  // namespace

absl::StatusOr<PersonTaken> OfficerBudgets::Take(const BudgetHolder& holder, bool person_present) {
  const domain::UnixTime now = clock_.Now();
  // The agency's first, by the order of keys.
  std::vector<store::BudgetClaim> claims = {{AgencyKeyOf(holder.agency_hash), rates_.agency, 1}};
  const std::string absent_key = KeyOf(holder.officer_hash, true);
  if (!person_present) claims.push_back({absent_key, rates_.absent, 1});
  claims.push_back({KeyOf(holder.officer_hash, false), rates_.checks, 1});
  const absl::StatusOr<store::Taken> taken = ledger_.TakeAll(claims, now);
  if (!taken.ok()) return taken.status();
  const bool of_agency = !taken->granted && taken->refused_by == 0;
  for (const store::BudgetClaim& claim : claims) {
    const bool agencys = claim.key == claims.front().key;
    if (of_agency && !agencys) continue;
    Remember(claim.key, {holder.agency_uri, agencys ? "" : holder.officer_hash, claim.key == absent_key}, claim.rate,
             now);
  }
  if (taken->granted) return PersonTaken{.granted = true};
  return PersonTaken{false, of_agency ? domain::kAgencyBudgetExhausted : domain::kOfficerBudgetExhausted,
                     taken->next_capacity_at};
}

absl::StatusOr<PersonTaken> OfficerBudgets::TakeOfShare(const BudgetHolder& holder, BudgetKind kind,
                                                        const domain::EvaluationBudgets& of_state) {
  if (rates_.agency_share_percent >= domain::kWholePercent) return PersonTaken{.granted = true};
  const domain::UnixTime now = clock_.Now();
  const domain::BudgetRate share = domain::ShareOf(RateOf(of_state, kind), rates_.agency_share_percent);
  const std::string key = ShareKeyOf(holder.agency_hash, kind);
  const absl::StatusOr<store::Taken> taken = ledger_.Take(key, share, 1, now);
  if (!taken.ok()) return taken.status();
  Remember(key, {.agency_uri = holder.agency_uri, .share = kind}, share, now);
  if (taken->granted) return PersonTaken{.granted = true};
  return PersonTaken{false, domain::kAgencyShareExhausted, taken->next_capacity_at};
}

void OfficerBudgets::Remember(const std::string& key, UseAlarm about, const domain::BudgetRate& rate,
                              domain::UnixTime now) {
  const std::lock_guard lock(mutex_);
  asked_.insert_or_assign(key, Asked{std::move(about), rate, now});
}

absl::Status OfficerBudgets::FindAlarms(std::vector<UseAlarm>& alarms) {
  const domain::UnixTime now = clock_.Now();
  std::map<std::string, Asked, std::less<>> asked;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(asked_, [now](const auto& one) { return one.second.at.seconds + kRememberedSeconds < now.seconds; });
    asked = asked_;
  }
  absl::Status failed;
  for (const auto& [key, one] : asked) {
    const absl::StatusOr<std::vector<domain::HourlyUsage>> usage = ledger_.Usage(key, now);
    failed.Update(usage.status());  // a damaged row hides nobody else
    if (!usage.ok()) continue;
    UseAlarm about = one.about;
    about.alarm = domain::JudgeUsage(*usage, one.rate, now);
    const domain::BudgetRate& of_an_officer = about.absent ? rates_.absent : rates_.checks;
    about.alarm.unusual_hour &= !about.share.has_value() && UsedIn(*usage, now) * 20 > of_an_officer.per_day();
    if (about.alarm != domain::UsageAlarm{}) alarms.push_back(std::move(about));
  }
  return failed;
}

}  // namespace vsx::service
