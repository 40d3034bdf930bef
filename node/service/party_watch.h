#ifndef VSX_NODE_SERVICE_PARTY_WATCH_H_
#define VSX_NODE_SERVICE_PARTY_WATCH_H_

#include <map>
#include <mutex>

#include "node/domain/calendar.h"
#include "node/domain/party_code.h"

namespace vsx::service {

// PartyWatch remembers what the answers of other Parties say beside their content: when each was last heard, and how
// far its clock was from the own one. In memory: after a start nobody was heard yet. Threads: safe concurrently.
class PartyWatch {
 public:
  // `peer_time`: what the Party's clock said in an answer that came at `now`.
  void Heard(const domain::PartyCode& party, domain::UnixTime peer_time, domain::UnixTime now);

  bool HeardWithinADay(const domain::PartyCode& party, domain::UnixTime now) const;

  // Whether the own clock is within `skew_seconds` of the median of the clocks heard within a day (protocol §11). False
  // while none was: nothing then vouches for it.
  bool OwnClockSane(domain::UnixTime now, int64_t skew_seconds) const;

 private:
  struct Sight {
    domain::UnixTime at;
    int64_t ahead_seconds = 0;  // of the own clock
  };
  mutable std::mutex mutex_;
  std::map<domain::PartyCode, Sight> sights_;  // guarded by mutex_
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_PARTY_WATCH_H_
