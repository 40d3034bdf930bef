#ifndef VSX_STORE_BUDGET_LEDGER_H_
#define VSX_STORE_BUDGET_LEDGER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/token_bucket.h"
#include "node/domain/usage_alarm.h"
#include "store/engine.h"
#include "store/write_batch.h"

namespace vsx::store {

inline constexpr size_t kMaxBudgetKeyBytes = 200;
inline constexpr int64_t kForgottenAfterDays = 62;  // longer than anything that a budget counts by

struct Taken {
  bool granted = false;
  // When refused: from when on as much will be there, if nobody else takes it; nullopt: never.
  std::optional<domain::UnixTime> next_capacity_at;
  size_t refused_by = 0;  // when refused: which of the claims, by its place
};

// So much of one budget.
struct BudgetClaim {
  std::string key;
  domain::BudgetRate rate;
  uint64_t n = 0;
};

struct DayTaken {
  bool granted = false;
  std::optional<domain::CivilDate> next_capacity_on;  // when refused: the first day on which one is there again
};

// BudgetLedger keeps budgets so that none is granted twice, whatever crashes. It reserves blocks ahead: tokens leave
// the stored bucket in a synced write before the first of them is granted, and are then granted from memory. A crash
// loses what was left of the block, a sixteenth of the burst or 256 tokens, or less; so does a day in which nobody asks
// for the budget, since memory holds none that is idle. Guarantee: of one budget never more is granted, over any time,
// than its burst and what refilled; within one run of the process that holds from any moment on, and right after a
// restart at most one block more at once. A key names a budget, 1 … kMaxBudgetKeyBytes bytes, such as "KHM|single";
// nothing in it may be personal data (an officer enters as a keyed hash). Threads: every method is safe concurrently;
// budgets do not wait for one another, but for those that are taken together. Several ledgers may share an engine.
// Errors: INVALID_ARGUMENT for a key of another length; those of Engine, and then nothing is granted.
class BudgetLedger {
 public:
  // `engine` must outlive the ledger. `reserve_use`: what its writes may use of a disk that is full.
  explicit BudgetLedger(Engine& engine, ReserveUse reserve_use = ReserveUse::kNone)
      : engine_(engine), reserve_use_(reserve_use) {}

  // Takes `n` tokens or none. A budget that was never used before is full; with another rate than before it keeps what
  // it holds, up to the new burst. `now` may go back: see Refill.
  absl::StatusOr<Taken> Take(std::string_view key, const domain::BudgetRate& rate, uint64_t n, domain::UnixTime now);

  // Takes of every budget or of none. `claims`: by ascending key, no key twice, else INVALID_ARGUMENT. The first that
  // refuses is told, and the ones after it are not looked at.
  absl::StatusOr<Taken> TakeAll(const std::vector<BudgetClaim>& claims, domain::UnixTime now);

  // Takes one of the days that `key` may have in a calendar month. A day that was taken already is granted again and
  // counts once. A day before the last month but one is refused: its count is not kept.
  absl::StatusOr<DayTaken> TakeOncePerDay(std::string_view key, const domain::CivilDate& day, size_t most_per_month);

  // What was granted, by hour, ascending, of the last 14 days; for JudgeUsage. Counts since the last reservation are
  // in memory alone: a crash loses them, and so does a day in which nobody asks.
  absl::StatusOr<std::vector<domain::HourlyUsage>> Usage(std::string_view key, domain::UnixTime now);

  // Deletes the rows of budgets of which nothing was taken for kForgottenAfterDays: each counts as one that was never
  // used from then on. So it should be full again by then, or be one that nobody asks for any more, such as a day's.
  // Rows that cannot be read stay.
  absl::Status ForgetUnused(domain::UnixTime now);

 private:
  // One budget, as the store has it and as this process does.
  struct Account {
    std::mutex mutex;  // guards all below
    bool loaded = false;
    std::optional<std::string> row;          // as stored
    std::vector<domain::HourlyUsage> usage;  // of `row`
    domain::TokenBucket bucket;              // of `row`, refilled since
    uint64_t held = 0;                       // reserved, not granted yet
    std::vector<domain::HourlyUsage> unsaved;
  };

  std::shared_ptr<Account> AccountOf(std::string_view key, domain::UnixTime now);
  absl::StatusOr<Taken> Hold(const BudgetClaim& claim, domain::UnixTime now, Account& account);
  absl::Status Load(std::string_view key, const domain::BudgetRate& rate, domain::UnixTime now, Account& account);
  absl::Status Reserve(std::string_view key, uint64_t tokens, domain::UnixTime now, Account& account);

  // Sets the row, which must still be as it was read.
  WriteBatch Replace(const std::string& key, const std::optional<std::string>& before, const std::string& after) const;

  Engine& engine_;
  const ReserveUse reserve_use_;
  std::mutex mutex_;
  struct Kept {
    std::shared_ptr<Account> account;
    domain::UnixTime asked_at;
  };
  std::map<std::string, Kept, std::less<>> accounts_;  // guarded by mutex_, as what follows
  domain::UnixTime looked_at_;                         // when idle accounts were last dropped
};

}  // namespace vsx::store

#endif  // VSX_STORE_BUDGET_LEDGER_H_
