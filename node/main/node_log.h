#ifndef VSX_NODE_MAIN_NODE_LOG_H_
#define VSX_NODE_MAIN_NODE_LOG_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "node/main/config.h"

namespace spdlog {
class logger;
}

namespace vsx::main {

// NodeLog writes one line per event: time (UTC), level, event, then named fields, as JSON or as key=value. It is told
// of methods, agencies, codes, counts and files; nothing of a person ever gets as far as here. Values are escaped, so
// that none can forge a line. Threads: safe concurrently. Warnings and errors are flushed at once.
class NodeLog {
 public:
  using Field = std::pair<std::string_view, std::string>;
  using Fields = std::initializer_list<Field>;

  // UNAVAILABLE if the log file cannot be opened.
  static absl::StatusOr<std::unique_ptr<NodeLog>> Open(const LogConfig& config);
  ~NodeLog();

  void Debug(std::string_view event, Fields fields = {});
  void Info(std::string_view event, Fields fields = {});
  void Warn(std::string_view event, Fields fields = {});
  void Error(std::string_view event, Fields fields = {});

  // Takes over what gRPC and protobuf themselves have to say, such as refused handshakes, as events `grpc` and
  // `protobuf`. This log outlives their use.
  void AdoptLibraryLogs();

 private:
  NodeLog(std::shared_ptr<spdlog::logger> logger, LogFormat format);
  std::string Line(std::string_view event, Fields fields) const;

  const std::shared_ptr<spdlog::logger> logger_;
  const LogFormat format_;
};

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_NODE_LOG_H_
