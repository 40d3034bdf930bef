#include "node/rpc/stream_deadline.h"

#include "absl/strings/str_cat.h"
#include "node/domain/error.h"

namespace vsx::rpc {

absl::Status CheckStreamDeadline(const grpc::ServerContext& context, std::chrono::milliseconds longest) {
  constexpr std::chrono::seconds kSlack(10);
  if (context.deadline() <= std::chrono::system_clock::now() + longest + kSlack) return absl::OkStatus();
  return domain::InvalidField(
      "DEADLINE_TOO_LATE", "",
      absl::StrCat("give the call a deadline of at most ",
                   std::chrono::duration_cast<std::chrono::seconds>(longest).count(), " s, and resume"));
}

}  // namespace vsx::rpc
