#include "node/main/node_log.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>

#include "absl/strings/str_cat.h"

namespace vsx::main {
namespace {

constexpr size_t kMib = size_t{1} << 20;

// Inside quotation marks, for both formats: no control character, quotation mark or backslash goes through as it is.
std::string Escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      escaped += '\\';
      escaped += c;
    } else if (byte < 0x20 || byte >= 0x7f) {
      absl::StrAppend(&escaped, "\\u00", absl::Hex(byte, absl::kZeroPad2));
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::atomic<NodeLog*> library_log{nullptr};

void TakeGrpcLine(gpr_log_func_args* line) {
  NodeLog* const log = library_log.load();
  if (log == nullptr) return;
  // Said of every connection to a peer: nodes are known by the URI in their certificate, never by a host name.
  const bool host_name = std::string_view(line->message).starts_with("No match found for server name");
  if (line->severity == GPR_LOG_SEVERITY_ERROR && !host_name) {
    log->Warn("grpc", {{"message", line->message}});
  } else {
    log->Debug("grpc", {{"message", line->message}});
  }
}

// Names fields that are not well formed, never what stands in them.
void TakeProtobufLine(google::protobuf::LogLevel, const char*, int, const std::string& message) {
  if (NodeLog* const log = library_log.load(); log != nullptr) log->Debug("protobuf", {{"message", message}});
}

}  // namespace

absl::StatusOr<std::unique_ptr<NodeLog>> NodeLog::Open(const LogConfig& config) {
  std::shared_ptr<spdlog::sinks::sink> sink;
  try {
    if (config.file.empty()) {
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
      sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
          config.file, static_cast<size_t>(config.rotate_mib) * kMib, static_cast<size_t>(config.keep_files));
    }
  } catch (const spdlog::spdlog_ex&) {
    return absl::UnavailableError("log.file cannot be opened: make its folder, and let the node write there");
  }
  auto logger = std::make_shared<spdlog::logger>("vsx-node", std::move(sink));
  const char* const pattern = config.format == LogFormat::kJson ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})"
                                                                : "%Y-%m-%dT%H:%M:%S.%eZ level=%l %v";
  logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
  logger->set_level(spdlog::level::from_str(config.level));
  logger->flush_on(spdlog::level::info);
  return std::unique_ptr<NodeLog>(new NodeLog(std::move(logger), config.format));
}

NodeLog::NodeLog(std::shared_ptr<spdlog::logger> logger, LogFormat format)
    : logger_(std::move(logger)), format_(format) {}

NodeLog::~NodeLog() {
  NodeLog* self = this;
  if (!library_log.compare_exchange_strong(self, nullptr)) return;
  gpr_set_log_function(nullptr);
  google::protobuf::SetLogHandler(nullptr);
}

std::string NodeLog::Line(std::string_view event, Fields fields) const {
  const bool json = format_ == LogFormat::kJson;
  std::string line = json ? R"("event":")" : "event=\"";
  line += Escape(event);
  line += '"';
  for (const auto& [name, value] : fields) {
    const std::string key(name);
    absl::StrAppend(&line, json ? absl::StrCat(",\"", key, "\":\"") : absl::StrCat(" ", key, "=\""), Escape(value),
                    "\"");
  }
  return line;
}

// The line is an argument, not a format: braces in it mean nothing.
void NodeLog::Debug(std::string_view event, Fields fields) {
  if (logger_->should_log(spdlog::level::debug)) logger_->debug("{}", Line(event, fields));
}
void NodeLog::Info(std::string_view event, Fields fields) { logger_->info("{}", Line(event, fields)); }
void NodeLog::Warn(std::string_view event, Fields fields) { logger_->warn("{}", Line(event, fields)); }
void NodeLog::Error(std::string_view event, Fields fields) { logger_->error("{}", Line(event, fields)); }

void NodeLog::AdoptLibraryLogs() {
  library_log = this;
  gpr_set_log_function(TakeGrpcLine);
  google::protobuf::SetLogHandler(TakeProtobufLine);
}

}  // namespace vsx::main
