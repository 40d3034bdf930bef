#include "node/cli/open_check.h"

#include <chrono>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "node/cli/exit_code.h"
#include "node/cli/text_layout.h"
#include "vsx/v1/status.grpc.pb.h"

namespace vsx::cli {
namespace {

// Before a stream that broke off is begun again.
constexpr int64_t kReconnectSeconds = 30;

}  // namespace

absl::Status KeepCheckOpen(const CommandContext& context, const NodeConnection& connection,
                           const v1::AwaitStatusRequest& request, v1::AccessPurpose purpose,
                           const std::function<void(const v1::CheckStatusResponse& answer)>& take) {
  std::ostream& err = context.terminal.err();
  bool answered = false;
  while (true) {
    int64_t next_try_at = 0;
    const absl::Status ended = connection.Follow<v1::StatusService, v1::AwaitStatusRequest, v1::AwaitStatusResponse>(
        &v1::StatusService::StubInterface::AwaitStatus, request, purpose,
        std::chrono::seconds(request.needed_until() - context.now()), [&](const v1::AwaitStatusResponse& message) {
          answered = true;
          next_try_at = message.next_try_at();
          take(message.answer());
          if (next_try_at == 0) return;
          err << "Waiting: the node asks those who are missing again at " << FormatTime(next_try_at)
              << ". Ctrl-C stops waiting; the answer above stands.\n";
        });
    if (!ended.ok() && (!answered || ExitCodeOf(ended) != ExitCode::kNotReachable)) return ended;
    if (ended.ok() && next_try_at == 0) return absl::OkStatus();
    const int64_t again_at = ended.ok() ? next_try_at : context.now() + kReconnectSeconds;
    if (again_at >= request.needed_until()) return absl::OkStatus();
    if (!ended.ok()) {
      err << "The node does not answer: asking again at " << FormatTime(again_at) << ". The answer above stands.\n";
    }
    context.wait_until(again_at);
  }
}

}  // namespace vsx::cli
