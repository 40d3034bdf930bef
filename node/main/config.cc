#include "node/main/config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/domain/evaluation_budgets.h"
#include "node/domain/token_bucket.h"
#include "node/main/config_table.h"

namespace vsx::main {
namespace {

constexpr std::string_view kTables[] = {"node", "keys", "agency", "peer", "tls", "trust", "index", "limits", "log"};

std::string Absolute(const std::string& folder, const std::string& path) {
  if (path.empty()) return path;
  return (std::filesystem::path(folder) / path).lexically_normal().string();
}

bool IsName(std::string_view name) {
  constexpr size_t kLongest = 64;
  return !name.empty() && name.size() <= kLongest && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool IsListenAddress(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view port = address.substr(colon + 1);
  constexpr size_t kMostDigits = 5;
  return !port.empty() && port.size() <= kMostDigits &&
         std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void ReadListen(const toml::table& root, std::string_view name, std::string& out, absl::Status& fault) {
  ConfigTable table(root, name, fault);
  table.Require("listen", "an address and port such as \"127.0.0.1:7443\"", out);
  if (!IsListenAddress(out)) table.Fault("listen", "must be an address and a port, such as \"127.0.0.1:7443\"");
  table.RefuseUnknownKeys();
}

void ReadLimits(const toml::table& root, ConfiguredLimits& limits, absl::Status& fault) {
  ConfigTable table(root, "limits", fault);
  constexpr int64_t kMonthHours = 31 * 24;
  constexpr int64_t kMostCalls = 10'000'000;
  table.Read("ask_for_consent_hours", 1, kMonthHours, limits.ask_for_consent_hours);
  table.Read("notification_hours", 1, kMonthHours, limits.notification_hours);
  table.Read("answer_valid_minutes", 1, 24 * 60, limits.answer_valid_minutes);
  table.Read("check_retry_seconds", 1, 15 * 60, limits.check_retry_seconds);
  constexpr int64_t kMostChecksPerDay = 1'000'000;
  constexpr int64_t kMostChecksPerMinute = 500'000;  // of a day no more than domain::kMostTokens
  table.Read("checks_per_minute", 1, kMostChecksPerMinute, limits.checks_per_minute);
  table.Read("officer_checks_per_day", 1, kMostChecksPerDay, limits.officer_checks_per_day);
  // A bound set low bounds these too.
  limits.officer_absent_checks_per_day = std::min(limits.officer_absent_checks_per_day, limits.officer_checks_per_day);
  table.Read("officer_absent_checks_per_day", 1, limits.officer_checks_per_day, limits.officer_absent_checks_per_day);
  table.Read("agency_share_percent", 1, domain::kWholePercent, limits.agency_share_percent);
  constexpr auto kMostScreened = static_cast<int64_t>(domain::kMostTokens);
  table.Read("agency_screening_persons_per_day", 0, kMostScreened, limits.agency_screening_persons_per_day);
  table.Read("agency_screening_days_per_month", 0, domain::kMostDaysInAMonth, limits.agency_screening_days_per_month);
  table.Read("calls_per_minute", 1, kMostCalls, limits.calls_per_minute);
  table.Read("deliveries_per_minute", 1, kMostCalls, limits.deliveries_per_minute);
  table.Read("outbox_longest_delay_seconds", 1, 15 * 60, limits.outbox_longest_delay_seconds);
  table.Read("access_notice_longest_delay_seconds", 1, 86'400, limits.access_notice_longest_delay_seconds);
  table.Read("peer_deadline_seconds", 1, 60, limits.peer_deadline_seconds);
  table.Read("max_connection_age_seconds", 1, 24 * 3600, limits.max_connection_age_seconds);
  table.Read("worker_threads", 4, 4096, limits.worker_threads);
  table.Read("drain_seconds", 0, 300, limits.drain_seconds);
  table.Read("certificate_refresh_seconds", 1, 3600, limits.certificate_refresh_seconds);
  table.RefuseUnknownKeys();
}

void ReadIndex(const toml::table& root, IndexConfig& index, absl::Status& fault) {
  ConfigTable table(root, "index", fault);
  table.Require("seed_dir", "a folder on tmpfs for the seeds of epochs, such as \"/run/vsx/seeds\"", index.seed_dir);
  table.Read("evaluate_deadline_ms", 100, 60'000, index.evaluate_deadline_ms);
  table.Read("crypto_threads", 0, 1'024, index.crypto_threads);
  table.Read("evaluations_per_minute", 1, 10'000'000, index.evaluations_per_minute);
  table.Read("fetches_per_minute", 1, 10'000'000, index.fetches_per_minute);
  table.Read("cover_check_mean_seconds", 0, 24 * 3600, index.cover_check_mean_seconds);
  table.RefuseUnknownKeys();
}

void ReadLog(const toml::table& root, LogConfig& log, absl::Status& fault) {
  ConfigTable table(root, "log", fault);
  std::string format = "json";
  table.Read("level", log.level);
  table.Read("file", log.file);
  table.Read("format", format);
  table.Read("rotate_mib", 1, 64 * 1024, log.rotate_mib);
  table.Read("keep_files", 1, 1000, log.keep_files);
  constexpr std::string_view kLevels[] = {"debug", "info", "warn", "error"};
  if (std::find(std::begin(kLevels), std::end(kLevels), log.level) == std::end(kLevels)) {
    table.Fault("level", "must be debug, info, warn or error");
  }
  if (format != "json" && format != "text") table.Fault("format", "must be json or text");
  log.format = format == "text" ? LogFormat::kText : LogFormat::kJson;
  table.RefuseUnknownKeys();
}

void RefuseUnknownTables(const toml::table& root, absl::Status& fault) {
  for (const auto& [key, value] : root) {
    if (std::find(std::begin(kTables), std::end(kTables), key.str()) != std::end(kTables)) continue;
    fault.Update(absl::InvalidArgumentError(
        absl::StrCat(std::string(key.str()),
                     " is not a table of this version: there are node, keys, agency, peer, tls, trust, "
                     "index, limits and log")));
  }
}

absl::StatusOr<NodeConfig> ReadTables(const toml::table& root, const std::string& folder) {
  absl::Status fault;
  std::string party;
  ConfigTable node(root, "node", fault);
  node.Require("party", "the own Party, such as \"THA\"", party);
  const absl::StatusOr<domain::PartyCode> code = domain::PartyCode::Create(party);
  if (!code.ok()) node.Fault("party", "must be three capital letters, such as \"THA\"");
  if (!fault.ok()) return fault;

  NodeConfig config{.party = *code};
  node.Require("name", "this node's name in its certificate, such as \"1\" in vsx://THA/node/1", config.name);
  if (!IsName(config.name)) node.Fault("name", "must be 1 to 64 of a-z, 0-9 and hyphen, as in the certificate");
  node.Require("data_dir", "the folder of the node's databases", config.data_dir);
  node.RefuseUnknownKeys();

  ConfigTable keys(root, "keys", fault);
  keys.Require("keystore", "the file made by `vsx keys init`", config.keystore);
  keys.Read("passphrase_file", config.passphrase_file);
  keys.RefuseUnknownKeys();

  ReadListen(root, "agency", config.agency_listen, fault);
  ReadListen(root, "peer", config.peer_listen, fault);

  ConfigTable tls(root, "tls", fault);
  tls.Require("certificate", "the PEM file of this node's certificate", config.tls_certificate);
  tls.Require("key", "the PEM file of its private key", config.tls_key);
  tls.Require("own_ca", "the PEM file of the own Party's CA", config.own_ca);
  tls.Read("deny_list", config.deny_list);
  tls.RefuseUnknownKeys();

  ConfigTable trust(root, "trust", fault);
  trust.Require("manifest", "the federation's manifest file", config.manifest);
  trust.Require("manifest_sha256", "the SHA-256 agreed in the ceremony, 64 hex digits", config.manifest_sha256);
  trust.Require("records", "a list of the Party records' files", config.records);
  trust.RefuseUnknownKeys();

  ReadIndex(root, config.index, fault);
  ReadLimits(root, config.limits, fault);
  ReadLog(root, config.log, fault);
  RefuseUnknownTables(root, fault);
  if (!fault.ok()) return fault;

  for (std::string* path :
       {&config.data_dir, &config.keystore, &config.passphrase_file, &config.tls_certificate, &config.tls_key,
        &config.own_ca, &config.deny_list, &config.manifest, &config.index.seed_dir, &config.log.file}) {
    *path = Absolute(folder, *path);
  }
  for (std::string& record : config.records) record = Absolute(folder, record);
  return config;
}

}  // namespace

absl::StatusOr<NodeConfig> ParseConfig(std::string_view text, const std::string& folder) {
  try {
    return ReadTables(toml::parse(text), folder);
  } catch (const toml::parse_error& error) {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", error.source().begin.line, ": ", std::string(error.description())));
  }
}

absl::StatusOr<NodeConfig> LoadConfig(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) return absl::NotFoundError("the file cannot be read: give its path with --config");
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error);
  if (error) return absl::NotFoundError("the file cannot be read: give its path with --config");
  return ParseConfig(text, absolute.parent_path().string());
}

}  // namespace vsx::main
