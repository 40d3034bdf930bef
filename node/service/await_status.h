#ifndef VSX_NODE_SERVICE_AWAIT_STATUS_H_
#define VSX_NODE_SERVICE_AWAIT_STATUS_H_

#include <chrono>
#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "node/domain/calendar.h"
#include "node/service/check_status.h"

namespace vsx::service {

// A stream is served for no longer, within the life of its connection; who asks again then makes another check.
inline constexpr int64_t kLongestWaitSeconds = 1'800;

// AnswerReceiver is whoever waits for the final answer of a check.
class AnswerReceiver {
 public:
  virtual ~AnswerReceiver() = default;
  // `next_try_at`: when the check could be tried again; nullopt with the last answer. An error ends the wait.
  virtual absl::Status Take(const CheckAnswer& answer, std::optional<domain::UnixTime> next_try_at) = 0;
  // Returns true after that time; false, as soon as that is known, if nobody waits any more.
  virtual bool Pause(std::chrono::microseconds time) = 0;
};

// Checks, and checks again while the answer is INCOMPLETE and could become more (protocol §4): only the Parties that
// are missing, with fresh blinds, 30 s after the first try, doubling to 15 min, each at a random moment of its second.
// Every try's answer is given to
// `receiver`; the last one is final, or the one after which the next try would be later than `needed_until` or than
// kLongestWaitSeconds from now: then it names the time of the next try, unless `needed_until` comes first. Errors:
// those of StatusCheck::Try and of `receiver`; what was given before stands.
absl::Status AwaitStatus(const NodeContext& node, const Actor& actor, const CheckInput& input,
                         domain::UnixTime needed_until, AnswerReceiver& receiver);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_AWAIT_STATUS_H_
