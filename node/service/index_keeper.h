#ifndef VSX_NODE_SERVICE_INDEX_KEEPER_H_
#define VSX_NODE_SERVICE_INDEX_KEEPER_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "node/service/build_index.h"
#include "node/service/fetch_index.h"
#include "node/service/issued_indexes.h"

namespace vsx::service {

// How long after an index is published its recipient asks for it, so that not everybody comes at once: whole seconds,
// uniformly from none to a twelfth of an epoch, which is half of what publication leaves before the epoch begins.
std::chrono::seconds DrawFetchDelay(const domain::EpochPlan& plan, crypto::RandomSource& random);

// What the keeper has to tell the operator; none of it says anything of a case.
class IndexObserver {
 public:
  virtual ~IndexObserver() = default;
  virtual void OnBuilt(const domain::IndexName& name, const BuiltIndex& built) = 0;
  virtual void OnBuildFailed(const domain::IndexName& name, const absl::Status& status) = 0;
  virtual void OnFetched(const domain::IndexName& name) = 0;
  virtual void OnFetchFailed(const domain::IndexName& name, const absl::Status& status) = 0;
  // Its issuer signed two headers for it.
  virtual void OnForked(const domain::IndexName& name) = 0;
  virtual void OnTrouble(std::string_view what, const absl::Status& status) = 0;
};

// IndexKeeper does what the clock asks for (protocol §4): builds each epoch's indexes from its cut-off on, fetches
// those of other Parties ahead of their epoch, destroys seeds when their epoch has ended, and removes what nobody needs
// any more. One thread builds, at a low priority; one destroys seeds; one fetches from each other Party, so that a dead
// Party delays no other. Tests call the steps themselves. Threads: Start and Stop by the owner, once each; the steps
// are safe concurrently.
class IndexKeeper {
 public:
  // All must outlive this. `most_copies`: BuildIndexes.
  IndexKeeper(const NodeContext& node, const IndexParts& parts, IssuedIndexes& issued, IndexLink& link,
              IndexShelf& shelf, PartyWatch& watch, IndexObserver& observer, size_t most_copies = kMostCopiesAtOnce);
  ~IndexKeeper() { Stop(); }

  // Brings back what an earlier run had; call once before the rest. Errors: those of the store and the folder.
  absl::Status Recover();

  // Ends epochs that are over, then builds what is due: the current epoch's indexes, if it began without them, and from
  // its cut-off on the next one's.
  void BuildDue();

  // Fetches from one Party what is due: the current epoch's, and from `delay` after they are published the next one's;
  // of what is on the shelf already, it looks whether there is a second header. Gives whether everything due is on the
  // shelf now.
  bool FetchDue(const domain::PartyCode& issuer, std::chrono::seconds delay = {});

  void Start();
  // Begins nothing more, without waiting for what runs. Nobody is told of a fetch that fails from now on: it is broken
  // off here. Safe concurrently.
  void BeginStop();
  // The same, and waits.
  void Stop();

 private:
  void RunBuilder();
  void RunEnder();
  void RunFetcher(const domain::PartyCode& issuer);
  // False once stopped.
  bool Nap(std::chrono::milliseconds nap);
  bool stopping();
  // Until there is something to do, by somebody who comes `delay` after each moment of the plan.
  std::chrono::milliseconds UntilNextMoment(std::chrono::seconds delay) const;
  void BuildEpoch(domain::Epoch epoch);
  void EndOldEpochs(domain::Epoch current);
  void TakeOldIndexesAway(domain::UnixTime now);
  void GiveUpWhatCameTooEarly(domain::UnixTime now);
  bool Fetch(const domain::IndexName& name);

  const NodeContext& node_;
  const IndexParts parts_;
  IssuedIndexes& issued_;
  IndexLink& link_;
  IndexShelf& shelf_;
  PartyWatch& watch_;
  IndexObserver& observer_;
  const size_t most_copies_;

  std::mutex building_;  // one builder at a time: two would take each other's file away before its header is stored
  std::map<domain::Epoch, domain::UnixTime> too_early_;  // published, not due for long, and since when; as building_
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;  // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_INDEX_KEEPER_H_
