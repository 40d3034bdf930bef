#include "store/budget_ledger.h"

#include <algorithm>
#include <utility>

#include "store/budget_codec.h"
#include "store/row_key.h"

namespace vsx::store {
namespace {

// What is reserved ahead, and what a crash loses at most; small beside large budgets, so that many crashes in a day use
// up none of them.
constexpr uint64_t kBlocksPerBurst = 16;
constexpr uint64_t kLargestBlock = 256;
// How often somebody else may be faster in writing a row before the caller is told.
constexpr int kAttempts = 8;

// Hours that are kept: those of the last 14 days, and a day ahead, since callers read the clock before they come here
// and a clock may have been wrong.
constexpr int64_t kHoursKept = 24 * domain::kUsageDays;
constexpr int64_t kHoursAhead = 24;

constexpr int64_t kSecondsBetweenLooks = 3'600;
constexpr int64_t kIdleSeconds = 86'400;

absl::Status CheckKey(std::string_view key) {
  if (key.empty() || key.size() > kMaxBudgetKeyBytes) {
    return absl::InvalidArgumentError("a budget's key has 1 to 200 bytes");
  }
  return absl::OkStatus();
}

void Count(std::vector<domain::HourlyUsage>& usage, int64_t hour, uint64_t used) {
  const auto at = std::ranges::lower_bound(usage, hour, {}, &domain::HourlyUsage::hour);
  if (at != usage.end() && at->hour == hour) {
    at->used += used;
  } else {
    usage.insert(at, {hour, used});
  }
}

// Both together, but for what is too old or too far ahead.
std::vector<domain::HourlyUsage> Together(std::vector<domain::HourlyUsage> usage,
                                          const std::vector<domain::HourlyUsage>& more, domain::UnixTime now) {
  for (const domain::HourlyUsage& hourly : more) Count(usage, hourly.hour, hourly.used);
  const int64_t hour = domain::HourOf(now);
  std::erase_if(usage, [hour](const domain::HourlyUsage& hourly) {
    return hourly.hour < hour - kHoursKept || hourly.hour > hour + kHoursAhead;
  });
  return usage;
}

int MonthNumber(const domain::CivilDate& day) { return 12 * day.year() + day.month() - 1; }

}  // namespace

absl::StatusOr<Taken> BudgetLedger::Take(std::string_view key, const domain::BudgetRate& rate, uint64_t n,
                                         domain::UnixTime now) {
  return TakeAll({{std::string(key), rate, n}}, now);
}

absl::StatusOr<Taken> BudgetLedger::TakeAll(const std::vector<BudgetClaim>& claims, domain::UnixTime now) {
  for (size_t i = 0; i < claims.size(); ++i) {
    if (absl::Status status = CheckKey(claims[i].key); !status.ok()) return status;
    // Everybody locks in this order, so that nobody waits for somebody who waits for him.
    if (i > 0 && claims[i - 1].key >= claims[i].key) {
      return absl::InvalidArgumentError("budgets are taken together by ascending key");
    }
  }
  std::vector<std::shared_ptr<Account>> accounts;
  std::vector<std::unique_lock<std::mutex>> locks;
  for (size_t i = 0; i < claims.size(); ++i) {
    accounts.push_back(AccountOf(claims[i].key, now));
    locks.emplace_back(accounts.back()->mutex);
    absl::StatusOr<Taken> held = Hold(claims[i], now, *accounts.back());
    if (!held.ok()) return held.status();
    if (!held->granted) return Taken{false, held->next_capacity_at, i};
  }
  for (size_t i = 0; i < claims.size(); ++i) {
    accounts[i]->held -= claims[i].n;
    if (claims[i].n > 0) Count(accounts[i]->unsaved, domain::HourOf(now), claims[i].n);
  }
  return Taken{true, std::nullopt, 0};
}

absl::StatusOr<DayTaken> BudgetLedger::TakeOncePerDay(std::string_view key, const domain::CivilDate& day,
                                                      size_t most_per_month) {
  if (absl::Status status = CheckKey(key); !status.ok()) return status;
  const std::string row_key = DeclaredDaysKey(key);
  absl::Status committed = absl::OkStatus();
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    absl::StatusOr<std::optional<std::string>> row = engine_.TakeSnapshot()->Get(Table::kBudget, row_key);
    if (!row.ok()) return row.status();
    std::vector<domain::CivilDate> days;
    if (row->has_value()) {
      absl::StatusOr<std::vector<domain::CivilDate>> stored = DecodeDeclaredDays(**row);
      if (!stored.ok()) return stored.status();
      days = *std::move(stored);
    }
    const auto place = std::ranges::lower_bound(days, day);
    if (place != days.end() && *place == day) return DayTaken{true, std::nullopt};
    const int month = MonthNumber(day);
    const int last_month = days.empty() ? month : std::max(month, MonthNumber(days.back()));
    const auto of_month = static_cast<size_t>(
        std::ranges::count_if(days, [month](const domain::CivilDate& other) { return MonthNumber(other) == month; }));
    if (of_month >= most_per_month || month < last_month - 1) return DayTaken{false, day.FirstOfNextMonth()};
    days.insert(place, day);
    std::erase_if(days, [last_month](const domain::CivilDate& other) { return MonthNumber(other) < last_month - 1; });
    committed = engine_.Commit(Replace(row_key, *row, EncodeDeclaredDays(days)));
    if (committed.ok()) return DayTaken{true, std::nullopt};
    if (!absl::IsAborted(committed)) return committed;
  }
  return committed;
}

absl::StatusOr<std::vector<domain::HourlyUsage>> BudgetLedger::Usage(std::string_view key, domain::UnixTime now) {
  if (absl::Status status = CheckKey(key); !status.ok()) return status;
  const std::shared_ptr<Account> account = AccountOf(key, now);
  const std::lock_guard lock(account->mutex);  // nothing is saved while this looks
  absl::StatusOr<std::optional<std::string>> row = engine_.TakeSnapshot()->Get(Table::kBudget, BudgetKey(key));
  if (!row.ok()) return row.status();
  std::vector<domain::HourlyUsage> saved;
  if (row->has_value()) {
    absl::StatusOr<StoredBudget> stored = DecodeBudget(**row);
    if (!stored.ok()) return stored.status();
    saved = std::move(stored->usage);
  }
  return Together(std::move(saved), account->unsaved, now);
}

absl::Status BudgetLedger::ForgetUnused(domain::UnixTime now) {
  const int64_t forgotten_before = now.seconds - kForgottenAfterDays * 86'400;
  const std::string prefix = BudgetKey("");
  const std::unique_ptr<Snapshot> snapshot = engine_.TakeSnapshot();
  std::string after;
  while (true) {
    absl::StatusOr<Page> page = snapshot->Scan(Table::kBudget, prefix, after, kMaxPageRows);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      after = row.key;
      const absl::StatusOr<StoredBudget> stored = DecodeBudget(row.value);
      if (!stored.ok() || stored->bucket.at.seconds >= forgotten_before) continue;
      WriteBatch batch;
      batch.RequireUnchanged(Table::kBudget, row.key, row.value);
      batch.Delete(Table::kBudget, row.key);
      const absl::Status deleted = engine_.Commit(batch);
      if (!deleted.ok() && !absl::IsAborted(deleted)) return deleted;  // ABORTED: it is used again
    }
    if (!page->has_more) return absl::OkStatus();
  }
}

WriteBatch BudgetLedger::Replace(const std::string& key, const std::optional<std::string>& before,
                                 const std::string& after) const {
  WriteBatch batch;
  if (reserve_use_ == ReserveUse::kHalf) batch.UseHalfOfReservedSpace();
  if (reserve_use_ == ReserveUse::kAll) batch.UseReservedSpace();
  if (before.has_value()) {
    batch.RequireUnchanged(Table::kBudget, key, *before);
  } else {
    batch.RequireAbsent(Table::kBudget, key);
  }
  batch.Put(Table::kBudget, key, after);
  return batch;
}

// An account that goes is one that nobody uses: whoever asks next reads it as after a crash.
std::shared_ptr<BudgetLedger::Account> BudgetLedger::AccountOf(std::string_view key, domain::UnixTime now) {
  const std::lock_guard lock(mutex_);
  if (now < looked_at_ || now.seconds >= looked_at_.seconds + kSecondsBetweenLooks) {
    std::erase_if(accounts_, [now](const auto& one) {
      return one.second.asked_at.seconds + kIdleSeconds < now.seconds && one.second.account.use_count() == 1;
    });
    looked_at_ = now;
  }
  auto found = accounts_.find(key);
  if (found == accounts_.end()) {
    found = accounts_.emplace(std::string(key), Kept{std::make_shared<Account>(), now}).first;
  }
  found->second.asked_at = now;
  return found->second.account;
}

// Sees to it that as much is reserved as is claimed. Nothing of that is granted yet.
absl::StatusOr<Taken> BudgetLedger::Hold(const BudgetClaim& claim, domain::UnixTime now, Account& account) {
  absl::Status reserved = absl::OkStatus();
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (absl::Status status = Load(claim.key, claim.rate, now, account); !status.ok()) return status;
    account.bucket = domain::Refill(account.bucket, claim.rate, account.held, now);
    if (account.held >= claim.n) return Taken{true, std::nullopt, 0};
    const uint64_t needed = claim.n - account.held;
    const uint64_t there = account.bucket.tokens();
    if (there < needed) {
      return Taken{false, domain::TimeOfTokens(account.bucket, claim.rate, account.held, needed), 0};
    }
    const uint64_t block = std::max(needed, std::min(claim.rate.burst() / kBlocksPerBurst, kLargestBlock));
    reserved = Reserve(claim.key, std::min(there, block), now, account);
    if (reserved.ok()) return Taken{true, std::nullopt, 0};
    if (!absl::IsAborted(reserved)) return reserved;
  }
  return reserved;
}

absl::Status BudgetLedger::Load(std::string_view key, const domain::BudgetRate& rate, domain::UnixTime now,
                                Account& account) {
  if (account.loaded) return absl::OkStatus();
  absl::StatusOr<std::optional<std::string>> row = engine_.TakeSnapshot()->Get(Table::kBudget, BudgetKey(key));
  if (!row.ok()) return row.status();
  StoredBudget stored{domain::FullBucket(rate, now), {}};
  if (row->has_value()) {
    absl::StatusOr<StoredBudget> decoded = DecodeBudget(**row);
    if (!decoded.ok()) return decoded.status();
    stored = *std::move(decoded);
  }
  account.row = *std::move(row);
  account.bucket = stored.bucket;
  account.usage = std::move(stored.usage);
  account.loaded = true;
  return absl::OkStatus();
}

absl::Status BudgetLedger::Reserve(std::string_view key, uint64_t tokens, domain::UnixTime now, Account& account) {
  const std::optional<domain::TokenBucket> rest = domain::TakeTokens(account.bucket, tokens);
  if (!rest.has_value()) return absl::InternalError("a budget reserves no more than it holds");
  StoredBudget after{*rest, Together(account.usage, account.unsaved, now)};
  std::string row = EncodeBudget(after);
  if (absl::Status status = engine_.Commit(Replace(BudgetKey(key), account.row, row)); !status.ok()) {
    account.loaded = false;  // what stands in the store is not known any more
    return status;
  }
  account.row = std::move(row);
  account.bucket = after.bucket;
  account.usage = std::move(after.usage);
  account.unsaved.clear();
  account.held += tokens;
  return absl::OkStatus();
}

}  // namespace vsx::store
