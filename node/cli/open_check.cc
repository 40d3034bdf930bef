#include "node/cli/open_check.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "node/cli/exit_code.h"
#include "node/cli/text_layout.h"
#include "vsx/v1/status.grpc.pb.h"

namespace vsx::cli {
namespace {

// Before a node that gave no answer is called again.
constexpr int64_t kReconnectSeconds = 30;
// Between a call that was answered, and so counts as a check of the officer's, and the next: doubling.
constexpr int64_t kFirstPauseSeconds = 30;
constexpr int64_t kLongestPauseSeconds = 4 * 3'600;

void SayWaitEnded(std::ostream& err, std::string_view why) {
  err << "Waiting has ended: " << why << ". The last answer above stands; INCOMPLETE is no permission to go on.\n";
}

}  // namespace

absl::Status KeepCheckOpen(const CommandContext& context, const NodeConnection& connection,
                           const v1::AwaitStatusRequest& request, v1::AccessPurpose purpose,
                           const std::function<void(const v1::CheckStatusResponse& answer)>& take) {
  std::ostream& err = context.terminal.err();
  bool answered = false;
  int64_t pause = kFirstPauseSeconds;
  while (true) {
    bool answered_now = false;
    int64_t next_try_at = 0;
    const absl::Status ended = connection.Follow<v1::StatusService, v1::AwaitStatusRequest, v1::AwaitStatusResponse>(
        &v1::StatusService::StubInterface::AwaitStatus, request, purpose,
        std::chrono::seconds(request.needed_until() - context.now()), [&](const v1::AwaitStatusResponse& message) {
          answered = answered_now = true;
          next_try_at = message.next_try_at();
          take(message.answer());
          if (next_try_at == 0) return;
          err << "Waiting: the node asks those who are missing again at " << FormatLocalTime(next_try_at)
              << ". Ctrl-C stops waiting; the answer above stands.\n";
        });
    if (answered_now && next_try_at == 0) return absl::OkStatus();  // its last word, however the stream ends
    if (!answered) return ended.ok() ? NotReachable("the node ended the call without an answer") : ended;
    if (!ended.ok() && ExitCodeOf(ended) != ExitCode::kNotReachable) {
      SayWaitEnded(err, absl::StrCat("the node refused: ", Printable(std::string(ended.message()))));
      return absl::OkStatus();
    }
    const int64_t again_at = std::max(next_try_at, context.now() + (answered_now ? pause : kReconnectSeconds));
    if (answered_now) pause = std::min(2 * pause, kLongestPauseSeconds);
    if (again_at >= request.needed_until()) {
      SayWaitEnded(err, ended.ok() ? "the next call would come too late" : "the node does not answer");
      return absl::OkStatus();
    }
    err << (ended.ok() ? "The node has tried for as long as one call may take" : "The node does not answer")
        << ": asking again at " << FormatLocalTime(again_at)
        << ", which counts as another check of yours. The answer above stands.\n";
    context.wait_until(again_at);
  }
}

}  // namespace vsx::cli
