#include "node/service/await_status.h"

#include "node/domain/access_policy.h"

namespace vsx::service {

absl::Status AwaitStatus(const NodeContext& node, const Actor& actor, const CheckInput& input,
                         domain::UnixTime needed_until, AnswerReceiver& receiver) {
  const domain::UnixTime longest{node.clock.Now().seconds + kLongestWaitSeconds};
  StatusCheck check(node, actor, input, domain::Method::kAwaitStatus);
  const auto pause = [&receiver](std::chrono::microseconds time) { return receiver.Pause(time); };
  while (true) {
    const absl::StatusOr<CheckAnswer> answer = check.Try();
    if (!answer.ok()) return answer.status();
    const std::optional<domain::FineTime> moment = check.NextTryAt();
    std::optional<domain::UnixTime> next;
    if (moment.has_value() && domain::SecondOf(*moment) <= needed_until) next = domain::SecondOf(*moment);
    if (absl::Status taken = receiver.Take(*answer, next); !taken.ok()) return taken;
    if (!next.has_value() || longest < *next || !WaitForTry(node.clock, *moment, pause)) return absl::OkStatus();
  }
}

}  // namespace vsx::service
