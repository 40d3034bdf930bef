#include "node/main/run.h"

#include <atomic>
#include <chrono>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/init.h"
#include "node/main/assembly.h"
#include "node/main/config.h"
#include "node/main/foundations.h"
#include "node/main/node_log.h"
#include "node/main/node_watch.h"
#include "node/main/port_file.h"
#include "node/main/process.h"
#include "node/main/system_clock.h"

namespace vsx::main {
namespace {

constexpr std::chrono::seconds kWatchEvery{3600};
constexpr std::chrono::seconds kDiskFullEvery{60};

ExitCode Refuse(ExitCode code, const std::string& path, const absl::Status& status) {
  std::cerr << "vsx-node: " << path << ": " << status.message() << "\n";
  return code;
}

// What commits tell of the disk; set by any thread, read by the main one.
class StoreTrouble {
 public:
  explicit StoreTrouble(NodeLog& log) : log_(log) {}

  void Note(const absl::Status& status) {
    if (absl::IsUnavailable(status)) {
      if (failed_.exchange(true)) return;
      log_.Error("the store takes no more writes", {{"message", std::string(status.message())}});
      CallAttention();
      return;
    }
    const int64_t now = std::chrono::steady_clock::now().time_since_epoch() / std::chrono::seconds(1);
    int64_t last = said_full_at_s_.load();
    if (last != 0 && now - last < kDiskFullEvery.count()) return;
    if (!said_full_at_s_.compare_exchange_strong(last, now)) return;
    log_.Error("the disk is full: only restrictions of consent and withdrawals are stored; make room",
               {{"message", std::string(status.message())}});
  }
  bool failed() const { return failed_; }

 private:
  NodeLog& log_;
  std::atomic<bool> failed_{false};
  std::atomic<int64_t> said_full_at_s_{0};
};

void Reload(Node& node, NodeLog& log) {
  if (absl::Status loaded = node.ReloadDenyList(); !loaded.ok()) {
    log.Error("the deny list was not taken: the entries of before stay in force",
              {{"message", std::string(loaded.message())}});
    return;
  }
  log.Info("deny list in force");
}

// Until the node is to end.
ExitCode Serve(Node& node, const StoreTrouble& trouble, NodeLog& log) {
  auto next_watch = std::chrono::steady_clock::now();
  while (!trouble.failed()) {
    const auto now = std::chrono::steady_clock::now();
    if (now >= next_watch) {
      FinishWhatWasInterrupted(node, log);
      ReconsiderWhatTimeChanges(node, log);
      ForgetWhatIsOver(node, log);
      WarnOfTrouble(node, log);
      next_watch = now + kWatchEvery;
    }
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(next_watch - now) + std::chrono::seconds(1);
    switch (WaitForSignal(left)) {
      case Wake::kStop:
        log.Info("stopping");
        return kExitDone;
      case Wake::kReload:
        Reload(node, log);
        break;
      case Wake::kAttention:
      case Wake::kTimeout:
        break;
    }
  }
  return kExitStoreFailed;
}

absl::StatusOr<Foundations> Prepare(NodeConfig config) {
  if (absl::Status ready = crypto::InitCrypto(); !ready.ok()) return ready;
  return LayFoundations(std::move(config), SystemClock().Now());
}

}  // namespace

ExitCode CheckConfig(const RunOptions& options) {
  absl::StatusOr<NodeConfig> config = LoadConfig(options.config_path);
  if (!config.ok()) return Refuse(kExitUsage, options.config_path, config.status());
  const absl::StatusOr<Foundations> foundations = Prepare(*std::move(config));
  if (!foundations.ok()) return Refuse(kExitStartRefused, options.config_path, foundations.status());
  std::cout << "OK: " << foundations->certificate.uri.text() << ", " << foundations->trust.ActiveParties().size()
            << " Parties in force\n";
  return kExitDone;
}

ExitCode RunNode(const RunOptions& options) {
  absl::StatusOr<NodeConfig> config = LoadConfig(options.config_path);
  if (!config.ok()) return Refuse(kExitUsage, options.config_path, config.status());
  const auto log = NodeLog::Open(config->log);
  if (!log.ok()) return Refuse(kExitStartRefused, options.config_path, log.status());
  NodeLog& lines = **log;
  lines.AdoptLibraryLogs();
  const auto refuse = [&](const absl::Status& status) {
    lines.Error("start refused", {{"message", std::string(status.message())}});
    return Refuse(kExitStartRefused, options.config_path, status);
  };

  absl::StatusOr<Foundations> foundations = Prepare(*std::move(config));
  if (!foundations.ok()) return refuse(foundations.status());
  StoreTrouble trouble(lines);
  absl::StatusOr<std::unique_ptr<Node>> node =
      Node::Assemble(*std::move(foundations), lines, options.version,
                     [&trouble](const absl::Status& status) { trouble.Note(status); });
  if (!node.ok()) return refuse(node.status());
  FinishWhatWasInterrupted(**node, lines);
  // Before anybody is heard: a notice of a copy whose owner is not noted yet would be refused for good.
  NoteWhatEarlierVersionsDidNot(**node, lines);
  if (absl::Status started = (*node)->Start(); !started.ok()) return refuse(started);
  const NodeConfig& running = (*node)->foundations().config;
  lines.Info("serving", {{"node", (*node)->foundations().certificate.uri.text()},
                         {"version", options.version},
                         {"agency_listen", running.agency_listen},
                         {"agency_port", absl::StrCat((*node)->agency_port())},
                         {"peer_listen", running.peer_listen},
                         {"peer_port", absl::StrCat((*node)->peer_port())}});
  if (!options.port_file.empty()) {
    absl::Status written = WritePortFile(options.port_file, (*node)->agency_port(), (*node)->peer_port());
    if (!written.ok()) return refuse(written);
  }
  const ExitCode code = Serve(**node, trouble, lines);
  (*node)->Stop();
  lines.Info("stopped");
  return code;
}

}  // namespace vsx::main
