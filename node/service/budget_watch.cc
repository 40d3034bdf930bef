#include "node/service/budget_watch.h"

#include <chrono>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "crypto/encoding.h"

namespace vsx::service {
namespace {

constexpr std::chrono::seconds kLookEvery{60};
constexpr int64_t kHoursPerDay = 24;

constexpr std::string_view kAlarmMethod = "BudgetAlarm";
constexpr std::string_view kNearlyUsed = "NEARLY_USED";
constexpr std::string_view kUnusualHour = "UNUSUAL_HOUR";

// As it stands in the audit log: SINGLE_NEARLY_USED.
std::string OutcomeOf(BudgetKind kind, std::string_view alarm) {
  return absl::StrCat(absl::AsciiStrToUpper(std::string(BudgetKindName(kind))), "_", std::string(alarm));
}

std::string OutcomeOf(const UseAlarm& about, std::string_view alarm) {
  if (about.share.has_value()) return absl::StrCat("AGENCY_SHARE_", OutcomeOf(*about.share, alarm));
  std::string_view whose = "AGENCY_";
  if (!about.officer_hash.empty()) whose = about.absent ? "OFFICER_ABSENT_" : "OFFICER_";
  return absl::StrCat(std::string(whose), std::string(alarm));
}

}  // namespace

void BudgetWatch::Look() {
  const domain::UnixTime now = node_.clock.Now();
  LookAtParties(now);
  LookAtAgencies(now);
  // What was said a day ago or more may be said again: forgotten, so that the list does not grow.
  const int64_t hour = domain::HourOf(now);
  std::erase_if(said_, [hour](const auto& one) { return one.second + kHoursPerDay < hour; });
  ForgetOnceADay(hour / kHoursPerDay);
}

void BudgetWatch::LookAtParties(domain::UnixTime now) {
  std::vector<domain::PartyCode> others = node_.trust.ActiveParties();
  std::erase(others, node_.own_party());
  std::vector<BudgetAlarm> alarms;
  if (absl::Status found = parties_.FindAlarms(others, alarms); !found.ok()) {
    observer_.OnBudgetTrouble("what a Party used of a budget cannot be read", found);
  }
  const int64_t hour = domain::HourOf(now);
  const int64_t first_hour_of_day = hour - hour % kHoursPerDay;
  for (const BudgetAlarm& one : alarms) {
    const auto say = [&](std::string_view alarm, int64_t period) {
      const std::string outcome = OutcomeOf(one.kind, alarm);
      SayOnce(
          absl::StrCat(one.party.value(), "|", outcome), period,
          [&] { return node_.audit.RecordExchange("", one.party, kAlarmMethod, outcome); },
          [&] { observer_.OnPartyAlarm(one.party, one.kind, alarm); });
    };
    if (one.alarm.budget_nearly_used) say(kNearlyUsed, first_hour_of_day);
    if (one.alarm.unusual_hour) say(kUnusualHour, hour);
  }
}

void BudgetWatch::LookAtAgencies(domain::UnixTime now) {
  std::vector<UseAlarm> alarms;
  if (absl::Status found = node_.officer_budgets.FindAlarms(alarms); !found.ok()) {
    observer_.OnBudgetTrouble("what an agency or officer used of a budget cannot be read", found);
  }
  const int64_t hour = domain::HourOf(now);
  for (const UseAlarm& one : alarms) {
    const auto say = [&](std::string_view alarm, int64_t period) {
      const std::string outcome = OutcomeOf(one, alarm);
      SayOnce(
          absl::StrCat(one.agency_uri, "|", crypto::ToHex(one.officer_hash), "|", outcome), period,
          [&] { return node_.audit.RecordAboutAgency(one.agency_uri, one.officer_hash, kAlarmMethod, outcome); },
          [&] { observer_.OnUseAlarm(one, alarm); });
    };
    if (one.alarm.budget_nearly_used) say(kNearlyUsed, hour - hour % kHoursPerDay);
    if (one.alarm.unusual_hour) say(kUnusualHour, hour);
  }
}

void BudgetWatch::ForgetOnceADay(int64_t day) {
  if (forgot_on_ == day) return;
  if (absl::Status forgotten = node_.officer_budgets.ForgetUnused(); !forgotten.ok()) {
    observer_.OnBudgetTrouble("budgets that nobody uses any more are still stored: tried again", forgotten);
    return;
  }
  forgot_on_ = day;
}

void BudgetWatch::SayOnce(const std::string& what, int64_t period, absl::FunctionRef<absl::Status()> record,
                          absl::FunctionRef<void()> tell) {
  const auto said = said_.find(what);
  if (said != said_.end() && said->second == period) return;
  if (absl::Status recorded = record(); !recorded.ok()) {
    return observer_.OnBudgetTrouble("an alarm about a budget is not in the audit log: tried again", recorded);
  }
  said_.insert_or_assign(what, period);
  tell();
}

void BudgetWatch::Start() {
  thread_ = std::thread([this] {
    do {
      Look();
    } while (Nap());
  });
}

void BudgetWatch::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool BudgetWatch::Nap() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kLookEvery, [this] { return stopping_; });
  return !stopping_;
}

}  // namespace vsx::service
