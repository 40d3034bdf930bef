#ifndef VSX_NODE_MAIN_CONFIG_H_
#define VSX_NODE_MAIN_CONFIG_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/party_code.h"

namespace vsx::main {

// Local bounds; each has a default, so that a configuration names only what it changes.
struct ConfiguredLimits {
  int64_t ask_for_consent_hours = 72;
  int64_t notification_hours = 24;
  int64_t answer_valid_minutes = 60;
  int64_t check_retry_seconds = 30;              // after the first try of a check that stays open; doubling from there
  int64_t checks_per_minute = 60;                // persons, per agency URI, however many certificates it has
  int64_t officer_checks_per_day = 200;          // persons, per officer
  int64_t officer_absent_checks_per_day = 20;    // of them, with the person not present
  int64_t agency_share_percent = 50;             // of what other Parties grant the State's single checks, per agency
  int64_t agency_screening_persons_per_day = 0;  // per agency URI; 0: half of what the State has for a day
  int64_t agency_screening_days_per_month = 0;   // that an agency opens; 0: half of the State's
  int64_t calls_per_minute = 600;                // per agency URI
  int64_t deliveries_per_minute = 1200;          // per peer node certificate
  int64_t outbox_longest_delay_seconds = 15 * 60;
  int64_t access_notice_longest_delay_seconds = 86'400;
  int64_t peer_deadline_seconds = 10;
  int64_t max_connection_age_seconds = 3600;
  int64_t worker_threads = 64;  // per port
  int64_t drain_seconds = 10;
  int64_t certificate_refresh_seconds = 30;
};

// Of the blind check (protocol §4).
struct IndexConfig {
  std::string seed_dir{};                  // on tmpfs
  int64_t evaluate_deadline_ms = 2'000;    // for one question to all Parties
  int64_t crypto_threads = 0;              // 0: as many as there are processors
  int64_t evaluations_per_minute = 1'200;  // per Party
  int64_t fetches_per_minute = 120;        // per Party
  int64_t cover_check_mean_seconds = 300;  // between two cover checks of a class; 0: none
};

enum class LogFormat { kJson, kText };

struct LogConfig {
  std::string level = "info";  // debug, info, warn, error
  std::string file{};          // empty: standard error
  LogFormat format = LogFormat::kJson;
  int64_t rotate_mib = 64;
  int64_t keep_files = 8;
};

// NodeConfig is the node's one configuration file, read; paths are absolute. Which keys there are, and what they mean,
// stands in deploy/config/node.toml.
struct NodeConfig {
  domain::PartyCode party;
  std::string name{};
  std::string data_dir{};
  std::string keystore{};
  std::string passphrase_file{};  // empty: a systemd credential, or a prompt
  std::string agency_listen{};
  std::string peer_listen{};
  std::string tls_certificate{};
  std::string tls_key{};
  std::string own_ca{};
  std::string deny_list{};  // empty: nobody is denied
  std::string manifest{};
  std::string manifest_sha256{};
  std::vector<std::string> records{};
  IndexConfig index{};
  ConfiguredLimits limits{};
  LogConfig log{};
};

// Reads the configuration in `text`; relative paths count from `folder`. INVALID_ARGUMENT with a message that names the
// key and the fix: not TOML, a key missing, unknown, of the wrong type or out of bounds.
absl::StatusOr<NodeConfig> ParseConfig(std::string_view text, const std::string& folder);

// The same of a file. NOT_FOUND if it cannot be read.
absl::StatusOr<NodeConfig> LoadConfig(const std::string& path);

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_CONFIG_H_
