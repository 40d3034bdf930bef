#ifndef VSX_NODE_SERVICE_OFFICER_BUDGETS_H_
#define VSX_NODE_SERVICE_OFFICER_BUDGETS_H_

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/evaluation_budgets.h"
#include "node/domain/token_bucket.h"
#include "node/domain/usage_alarm.h"
#include "node/service/clock.h"
#include "node/service/party_budgets.h"
#include "store/budget_ledger.h"

namespace vsx::service {

// How many persons one officer may check (protocol §11, local): a day's worth at once, and as much again in a day; and
// all officers of an agency together: a minute's worth at once, and as much again in a minute. Of what other Parties
// grant the State for single checks an agency uses a share, so that none uses up what all have.
struct OfficerRates {
  domain::BudgetRate checks = *domain::BudgetRate::Create(200, 200);
  domain::BudgetRate absent = *domain::BudgetRate::Create(20, 20);  // of them, with the person not present
  domain::BudgetRate agency = *domain::BudgetRate::Create(60, 60 * 24 * 60);
  uint64_t agency_share_percent = 50;

  friend bool operator==(const OfficerRates&, const OfficerRates&) = default;
};

// Who asks. What is stored is keyed hashes; an officer is nothing else here either.
struct BudgetHolder {
  std::string agency_uri;    // of its certificate, for alarms
  std::string agency_hash;   // AuditRecorder::AgencyHash
  std::string officer_hash;  // AuditRecorder::OfficerHash
};

struct PersonTaken {
  bool granted = false;
  std::string_view refused_for{};  // when refused: a reason of status_decision.h
  std::optional<domain::UnixTime> next_capacity_at{};
};

// What deserves a look about an agency, or about one officer of it.
struct UseAlarm {
  std::string agency_uri;
  std::string officer_hash{};  // empty: all officers of the agency together
  bool absent = false;         // of the officer's checks with the person not present
  // Of the agency's share of what other Parties grant for this; judged by the day alone, since the hour is that of all
  // its checks.
  std::optional<BudgetKind> share{};
  // An hour is unusual only if it also has more than a twentieth of an officer's day: shifts change, and an alarm at
  // each first check of another shift would be read by nobody.
  domain::UsageAlarm alarm{};
};

// OfficerBudgets divides what the own State may ask among its agencies and their officers, durably
// (store::BudgetLedger). An officer is a keyed hash of agency and reference, the one that stands in the audit log.
// However many officers an agency names, its own budget holds; and however much it asks, others find their share.
// Threads: safe concurrently. Errors: those of the ledger, and then nothing is granted.
class OfficerBudgets {
 public:
  // `ledger` and `clock` outlive this. The ledger's writes should have the reserve that checks have: a full disk must
  // not silence the check of somebody who is known.
  OfficerBudgets(store::BudgetLedger& ledger, const Clock& clock, OfficerRates rates = {})
      : ledger_(ledger), clock_(clock), rates_(rates) {}

  // Takes one person of the agency and of the officer, or of nobody. An agency whose budget is used up leaves no trace
  // of the officers that it names.
  absl::StatusOr<PersonTaken> Take(const BudgetHolder& holder, bool person_present);

  // Takes one check's questions to other Parties out of the agency's share of what they grant the State, which is
  // `of_state`; where the share is all of it, of nothing. A check takes one however often it is tried: its further
  // tries come as those of a cover check, which has no share to wait for.
  absl::StatusOr<PersonTaken> TakeOfShare(const BudgetHolder& holder, BudgetKind kind,
                                          const domain::EvaluationBudgets& of_state);

  // Adds what deserves a look now, of the agencies and officers who asked within the last day in this run of the
  // process. Errors: the first of the ledger's; what could be read is added all the same.
  absl::Status FindAlarms(std::vector<UseAlarm>& alarms);

  // Lets go of what is stored of budgets that nobody uses any more, those of other Parties in the same store included.
  absl::Status ForgetUnused() { return ledger_.ForgetUnused(clock_.Now()); }

 private:
  void Remember(const std::string& key, UseAlarm about, const domain::BudgetRate& rate, domain::UnixTime now);

  // A budget that was asked for.
  struct Asked {
    UseAlarm about;
    domain::BudgetRate rate;
    domain::UnixTime at;  // the last time
  };

  store::BudgetLedger& ledger_;
  const Clock& clock_;
  const OfficerRates rates_;
  std::mutex mutex_;
  std::map<std::string, Asked, std::less<>> asked_;  // guarded by mutex_; by the budget's key
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_OFFICER_BUDGETS_H_
