#include "node/service/await_status.h"

#include "node/domain/access_policy.h"

namespace vsx::service {

absl::Status AwaitStatus(const NodeContext& node, const Actor& actor, const CheckInput& input,
                         domain::UnixTime needed_until, AnswerReceiver& receiver) {
  const domain::UnixTime longest{node.clock.Now().seconds + kLongestWaitSeconds};
  StatusCheck check(node, actor, input, domain::Method::kAwaitStatus);
  while (true) {
    const absl::StatusOr<CheckAnswer> answer = check.Try();
    if (!answer.ok()) return answer.status();
    std::optional<domain::UnixTime> next = check.NextTryAt();
    if (next.has_value() && needed_until < *next) next.reset();
    if (absl::Status taken = receiver.Take(*answer, next); !taken.ok()) return taken;
    if (!next.has_value() || longest < *next || !receiver.WaitUntil(*next)) return absl::OkStatus();
  }
}

}  // namespace vsx::service
