#include "node/service/index_keeper.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "node/domain/error.h"
#include "node/service/draw.h"
#include "node/service/thread_priority.h"

namespace vsx::service {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kShortestNap{50};
constexpr milliseconds kLongestNap{60'000};
constexpr milliseconds kFirstRetry{1'000};
constexpr int64_t kClockMayReturnSeconds = 300;

}  // namespace

seconds DrawFetchDelay(const domain::EpochPlan& plan, crypto::RandomSource& random) {
  const auto window = static_cast<uint64_t>(plan.epoch_seconds / 12);
  return seconds(static_cast<int64_t>(Draw(random) % (window + 1)));
}

IndexKeeper::IndexKeeper(const NodeContext& node, const IndexParts& parts, IssuedIndexes& issued, IndexLink& link,
                         IndexShelf& shelf, PartyWatch& watch, IndexObserver& observer, size_t most_copies)
    : node_(node),
      parts_(parts),
      issued_(issued),
      link_(link),
      shelf_(shelf),
      watch_(watch),
      observer_(observer),
      most_copies_(most_copies) {}

absl::Status IndexKeeper::Recover() {
  if (absl::Status removed = parts_.folder.RemoveLeftovers(); !removed.ok()) return removed;
  TakeOldIndexesAway(parts_.clock.Now());
  return ReshelveIndexes(parts_, shelf_);
}

void IndexKeeper::BuildDue() {
  const std::lock_guard<std::mutex> alone(building_);
  const domain::EpochPlan plan = parts_.trust.epoch_plan();
  const domain::UnixTime now = parts_.clock.Now();
  const domain::Epoch current = plan.At(now);
  EndOldEpochs(current);
  TakeOldIndexesAway(now);
  GiveUpWhatCameTooEarly(now);
  BuildEpoch(current);
  if (now >= plan.CutOff(current.Next())) BuildEpoch(current.Next());
}

// A seed dies with its epoch, whatever else fails.
void IndexKeeper::EndOldEpochs(domain::Epoch current) {
  if (absl::Status ended = issued_.EndEpochsBefore(current); !ended.ok()) {
    observer_.OnTrouble("seeds of past epochs cannot be destroyed", ended);
  }
}

// An index serves for a little after its epoch, while clocks may differ.
void IndexKeeper::TakeOldIndexesAway(domain::UnixTime now) {
  const domain::EpochPlan plan = parts_.trust.epoch_plan();
  const domain::Epoch oldest = plan.At({now.seconds - plan.Skew()});
  shelf_.RemoveBefore(oldest);
  if (absl::Status removed = parts_.folder.RemoveBefore(oldest); !removed.ok()) {
    observer_.OnTrouble("index files of past epochs cannot be removed", removed);
  }
  store::WriteBatch batch;
  absl::Status deleted = parts_.catalogue.DeleteBefore(*parts_.engine.TakeSnapshot(), batch, oldest, plan);
  if (deleted.ok() && !batch.changes().empty()) deleted = parts_.engine.Commit(batch);
  if (!deleted.ok() && !absl::IsAborted(deleted)) {
    observer_.OnTrouble("index headers of past epochs cannot be deleted", deleted);
  }
}

// An index that is there well before its cut-off was built while the clock ran ahead: whoever is registered until the
// cut-off is not in it, and whoever withdraws until then is. It has its header, and there is never a second one, so its
// epoch goes without an answer. Only a clock that stays back for some minutes was ahead before: one that steps back for
// a moment must not cost an epoch.
void IndexKeeper::GiveUpWhatCameTooEarly(domain::UnixTime now) {
  const domain::EpochPlan plan = parts_.trust.epoch_plan();
  const absl::StatusOr<std::set<domain::Epoch>> published =
      parts_.catalogue.PublishedEpochs(*parts_.engine.TakeSnapshot());
  if (!published.ok()) return observer_.OnTrouble("what was published cannot be read", published.status());
  std::map<domain::Epoch, domain::UnixTime> too_early;
  for (const domain::Epoch epoch : *published) {
    if (now.seconds + plan.Skew() >= plan.CutOff(epoch).seconds) continue;
    const auto noticed = too_early_.find(epoch);
    const domain::UnixTime since = noticed == too_early_.end() ? now : std::min(noticed->second, now);
    too_early.emplace(epoch, since);
    if (now.seconds - since.seconds < std::min(kClockMayReturnSeconds, plan.epoch_seconds / 12)) continue;
    if (absl::IsNotFound(parts_.seeds.Read(epoch).status())) continue;  // given up before
    absl::Status given_up = issued_.GiveUp(epoch);
    if (given_up.ok()) given_up = absl::FailedPreconditionError("built before their cut-off");
    observer_.OnTrouble("the clock went back: indexes that were built ahead of their time will answer nobody",
                        given_up);
  }
  too_early_ = std::move(too_early);
}

void IndexKeeper::BuildEpoch(domain::Epoch epoch) {
  std::vector<domain::IndexName> names;
  for (const domain::PartyCode& recipient : parts_.trust.ActiveParties()) {
    if (recipient == parts_.trust.own_party()) continue;
    for (const domain::Purpose cls : domain::kIndexClasses) {
      names.push_back({parts_.trust.own_party(), recipient, cls, epoch});
    }
  }
  const BuiltIndexes all =
      BuildIndexes(node_, parts_, names, parts_.clock.Now(), most_copies_, [this] { return stopping(); });
  for (size_t i = 0; i < names.size(); ++i) {
    const absl::StatusOr<BuiltIndex>& built = all[i];
    if (built.ok() && built->is_new) observer_.OnBuilt(names[i], *built);
    // Another node of this State was faster; what it published stands.
    if (!built.ok() && !absl::IsAborted(built.status()) && !absl::IsCancelled(built.status()))
      observer_.OnBuildFailed(names[i], built.status());
  }
}

bool IndexKeeper::Fetch(const domain::IndexName& name) {
  if (shelf_.Find(name) != nullptr) {
    // Its issuer may show another header now. One that says nothing is none of this epoch's troubles.
    const absl::StatusOr<FetchedIndex> watched = WatchForFork(parts_, link_, shelf_, watch_, name);
    if (watched.ok() && watched->fork_is_new) observer_.OnForked(name);
    return true;
  }
  absl::StatusOr<FetchedIndex> fetched =
      FetchIndex(parts_, link_, shelf_, watch_, name, [&] { observer_.OnForked(name); });
  if (!fetched.ok()) {
    if (!stopping()) observer_.OnFetchFailed(name, fetched.status());
    return false;
  }
  observer_.OnFetched(name);
  return true;
}

bool IndexKeeper::FetchDue(const domain::PartyCode& issuer, seconds delay) {
  const domain::EpochPlan plan = parts_.trust.epoch_plan();
  const domain::UnixTime now = parts_.clock.Now();
  std::vector<domain::Epoch> due = {plan.At(now)};
  if (now.seconds >= plan.PublishFrom(due.front().Next()).seconds + delay.count()) due.push_back(due.front().Next());
  bool all = true;
  for (const domain::Epoch epoch : due) {
    for (const domain::Purpose cls : domain::kIndexClasses) {
      all = Fetch({issuer, parts_.trust.own_party(), cls, epoch}) && all;
    }
  }
  return all;
}

void IndexKeeper::Start() {
  threads_.emplace_back([this] { RunBuilder(); });
  threads_.emplace_back([this] { RunEnder(); });
  for (const domain::PartyCode& party : parts_.trust.ActiveParties()) {
    if (party == parts_.trust.own_party()) continue;
    threads_.emplace_back([this, party] { RunFetcher(party); });
  }
}

void IndexKeeper::BeginStop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

void IndexKeeper::Stop() {
  BeginStop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool IndexKeeper::Nap(milliseconds nap) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::clamp(nap, kShortestNap, kLongestNap), [this] { return stopping_; });
  return !stopping_;
}

bool IndexKeeper::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

milliseconds IndexKeeper::UntilNextMoment(seconds delay) const {
  const domain::EpochPlan plan = parts_.trust.epoch_plan();
  const domain::UnixTime now = parts_.clock.Now();
  const domain::Epoch next = plan.At(now).Next();
  int64_t left = plan.Start(next).seconds + delay.count() - now.seconds;
  for (const domain::UnixTime moment : {plan.CutOff(next), plan.PublishFrom(next)}) {
    const int64_t until = moment.seconds + delay.count() - now.seconds;
    if (until > 0) left = std::min(left, until);
  }
  return seconds(std::max<int64_t>(left, 1));
}

void IndexKeeper::RunBuilder() {
  YieldToOthers();
  do {
    BuildDue();
  } while (Nap(UntilNextMoment({})));
}

// On a thread of its own and at full priority: building takes long where there are many cases.
void IndexKeeper::RunEnder() {
  do {
    EndOldEpochs(parts_.trust.epoch_plan().At(parts_.clock.Now()));
  } while (Nap(UntilNextMoment({})));
}

// A nap is bounded, so it cannot carry the delay: what was drawn for an epoch counts until the next one is current.
void IndexKeeper::RunFetcher(const domain::PartyCode& issuer) {
  milliseconds retry = kFirstRetry;
  std::optional<domain::Epoch> drawn_in;
  seconds delay{0};
  while (true) {
    const domain::EpochPlan plan = parts_.trust.epoch_plan();
    const domain::Epoch current = plan.At(parts_.clock.Now());
    if (drawn_in != current) delay = DrawFetchDelay(plan, parts_.random);
    drawn_in = current;
    milliseconds nap = retry;
    if (FetchDue(issuer, delay)) {
      retry = kFirstRetry;
      nap = UntilNextMoment(delay);
    } else {
      retry = std::min(retry * 2, kLongestNap);
    }
    if (!Nap(nap)) return;
  }
}

}  // namespace vsx::service
