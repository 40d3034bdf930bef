#ifndef VSX_NODE_CLI_PAGES_H_
#define VSX_NODE_CLI_PAGES_H_

#include <grpcpp/grpcpp.h>

#include <cstdint>

#include "absl/status/status.h"
#include "node/cli/node_connection.h"

namespace vsx::cli {

inline constexpr uint32_t kRowsOfAPage = 200;  // the most that a node gives

// Calls a method that answers in pages, from the first to the last, and gives each page to `take`. Errors: as
// NodeConnection::Call; pages taken before stand.
template <typename Service, typename Request, typename Response, typename Take>
absl::Status TakeAllPages(const NodeConnection& connection,
                          grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*, const Request&,
                                                                         Response*),
                          Request request, Take take) {
  do {
    request.set_page_size(kRowsOfAPage);
    const absl::StatusOr<Response> page = connection.Call<Service>(method, request, kCaseManagement);
    if (!page.ok()) return page.status();
    take(*page);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_PAGES_H_
