#ifndef VSX_NODE_SERVICE_COVER_CHECKS_H_
#define VSX_NODE_SERVICE_COVER_CHECKS_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "node/domain/calendar.h"
#include "node/domain/index_class.h"
#include "node/domain/party_code.h"
#include "node/service/cover_check.h"
#include "node/service/node_context.h"

namespace vsx::service {

// What becomes of cover checks, for the operator.
class CoverObserver {
 public:
  virtual ~CoverObserver() = default;
  // That Party gave no answer that a check could use. `reason`: a code of PartyConsultation.reason.
  virtual void OnCoverFailed(const domain::PartyCode& party, domain::Purpose cls, std::string_view reason) = 0;
  // The question did not come to stand in the audit log: nobody was asked.
  virtual void OnCoverNotAsked(const absl::Status& status) = 0;
};

// CoverChecks asks all Parties about nobody, so that no Party can tell from being asked that somebody stands before an
// officer (protocol §4). For each class a Poisson process of its own. A cover check goes the way of a real one: its
// intent in the audit log first, synced; then one question to every Party at once through the same BlindChecker, which
// blinds, verifies and finalizes inputs that are nobody's as it does handles. On the wire nothing tells it from a real
// one; it counts in budgets as one does. Its outcome is nobody's, and is not kept.
//
// Where Parties are missing it stays open as a real one does whose officer waits (AwaitStatus), since a Party that
// refuses one question on purpose could otherwise tell from being asked again that somebody stands there, and that
// nobody else held her: by the same rule (CheckTries), waited for in the same way, for a patience drawn at random
// (CoverPatienceSeconds, which says why so), at most as long as a stream is served.
//
// One thread for each class, so that no class waits for another's Parties, and one for each of its checks that are
// open or being asked; kMostOpenOfAClass of them, beyond which a check asks once, on the class's own thread. Threads:
// Start and Stop by the owner, once each; the rest is safe concurrently.
class CoverChecks {
 public:
  // As many as one agency's streams. With the default mean, and no Party that ever answers, less than one is open on
  // average.
  static constexpr size_t kMostOpenOfAClass = 8;

  // Waits until that moment; false once there is to be no further one.
  using Wait = std::function<bool(std::chrono::steady_clock::time_point until)>;

  // `node` and `observer` outlive this. `mean`: between two of a class; more than 0.
  CoverChecks(const NodeContext& node, std::chrono::seconds mean, CoverObserver& observer)
      : node_(node), mean_(mean), observer_(observer) {}
  ~CoverChecks() { Stop(); }

  // One cover check, now, that asks once. Blocks as BlindChecker::Ask does.
  void Ask(domain::Purpose cls);

  // What a thread does: cover checks of that class, from one random moment to the next, until `wait` says no; then
  // whatever waits here ends too. Moments count from each other, not from when a check has ended: neither how long
  // Parties take to answer, but for those beyond the bound, nor who is asked again changes them.
  void Run(domain::Purpose cls, const Wait& wait);

  void Start();
  // Begins nothing more and ends what waits, without waiting for it. Nobody is told of what fails from now on: it is
  // broken off here, and says nothing of a Party. Safe concurrently.
  void BeginStop();
  // The same; of what is asked already, returns when it is answered or its deadline is over.
  void Stop();

 private:
  // The first try; tells the observer who failed. Later tries tell no more.
  void Begin(CoverCheck& check, domain::Purpose cls);
  void KeepOpen(CoverCheck& check);
  bool WaitUntil(std::chrono::steady_clock::time_point until);
  bool Pause(std::chrono::microseconds time);
  bool stopping();

  const NodeContext& node_;
  const std::chrono::seconds mean_;
  CoverObserver& observer_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;  // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_COVER_CHECKS_H_
