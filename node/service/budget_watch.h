#ifndef VSX_NODE_SERVICE_BUDGET_WATCH_H_
#define VSX_NODE_SERVICE_BUDGET_WATCH_H_

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "node/service/node_context.h"
#include "node/service/party_budgets.h"

namespace vsx::service {

// What somebody should look at, for the operator. None of it says anything of a case.
class BudgetObserver {
 public:
  virtual ~BudgetObserver() = default;
  // `alarm`: NEARLY_USED or UNUSUAL_HOUR.
  virtual void OnPartyAlarm(const domain::PartyCode& party, BudgetKind kind, std::string_view alarm) = 0;
  // The same, as `said`, about an own agency or officer; one of both at a time.
  virtual void OnUseAlarm(const UseAlarm& about, std::string_view said) = 0;
  virtual void OnBudgetTrouble(std::string_view what, const absl::Status& status) = 0;
};

// BudgetWatch looks every minute at what was used: of the budgets of other Parties here, and of those of the own
// agencies and their officers. Whatever deserves a look stands in the audit log, for the overseer (method BudgetAlarm),
// and then goes to the observer: four fifths of a day once a day, an unusual hour once in that hour; again after a
// restart, since what was said is in memory. Once a day it lets go of budgets that nobody uses any more. Tests call
// Look themselves. Threads: Start and Stop by the owner, once each; Look by one thread at a time.
class BudgetWatch {
 public:
  // All outlive this.
  BudgetWatch(const NodeContext& node, PartyBudgets& parties, BudgetObserver& observer)
      : node_(node), parties_(parties), observer_(observer) {}
  ~BudgetWatch() { Stop(); }

  void Look();

  void Start();
  void Stop();

 private:
  void LookAtParties(domain::UnixTime now);
  void LookAtAgencies(domain::UnixTime now);
  // Records and tells what was not said yet in this `period`, the number of a day or an hour.
  void SayOnce(const std::string& what, int64_t period, absl::FunctionRef<absl::Status()> record,
               absl::FunctionRef<void()> tell);
  void ForgetOnceADay(int64_t day);
  bool Nap();

  const NodeContext& node_;
  PartyBudgets& parties_;
  BudgetObserver& observer_;
  std::map<std::string, int64_t> said_;  // of each alarm, in which period last
  std::optional<int64_t> forgot_on_;     // on which day unused budgets were let go of last

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_BUDGET_WATCH_H_
