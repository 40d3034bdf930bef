#include "node/rpc/deny_list.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "node/domain/party_uri.h"

namespace vsx::rpc {
namespace {

constexpr int64_t kMaxFileBytes = 4 * 1024 * 1024;
constexpr int64_t kFingerprintDigits = 64;

// The entry on `line`, empty if it holds none; nothing if it cannot be understood.
std::optional<std::string> ParseLine(const std::string& line) {
  std::string text(absl::StripAsciiWhitespace(absl::string_view(line).substr(0, line.find('#'))));
  if (text.empty() || domain::PartyUri::Parse(text).ok()) return text;
  const auto is_digit = [](unsigned char c) { return absl::ascii_isxdigit(c); };
  const auto colons = std::count(text.begin(), text.end(), ':');
  const auto hex_digits = std::count_if(text.begin(), text.end(), is_digit);
  if (hex_digits != kFingerprintDigits || hex_digits + colons != static_cast<int64_t>(text.size())) return std::nullopt;
  std::string digits = absl::AsciiStrToLower(text);
  digits.erase(std::remove(digits.begin(), digits.end(), ':'), digits.end());
  return digits;
}

absl::StatusOr<std::unordered_set<std::string>> ReadEntries(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError("the deny list cannot be opened");
  std::unordered_set<std::string> entries;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    std::optional<std::string> entry = ParseLine(line);
    if (!entry.has_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat("deny list, line ", number, ": write a SHA-256 fingerprint of 64 hex digits, or a URI vsx://…"));
    }
    if (!entry->empty()) entries.insert(*std::move(entry));
  }
  if (file.bad()) return absl::UnavailableError("the deny list cannot be read");
  return entries;
}

}  // namespace

absl::StatusOr<std::unique_ptr<DenyList>> DenyList::Load(const std::string& path) {
  std::unique_ptr<DenyList> list(new DenyList(path));
  if (path.empty()) return list;
  const std::lock_guard<std::mutex> lock(list->mutex_);
  if (absl::Status loaded = list->ReloadIfChanged(); !loaded.ok()) return loaded;
  return list;
}

bool DenyList::Contains(std::string_view fingerprint, std::string_view uri) {
  if (path_.empty()) return false;
  const std::lock_guard<std::mutex> lock(mutex_);
  last_error_ = ReloadIfChanged();
  return entries_.contains(std::string(fingerprint)) || entries_.contains(std::string(uri));
}

absl::Status DenyList::last_error() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return last_error_;
}

absl::StatusOr<DenyList::Stamp> DenyList::ReadStamp() const {
  struct stat info {};
  if (stat(path_.c_str(), &info) != 0) return absl::NotFoundError("the deny list cannot be found");
  if (info.st_size > kMaxFileBytes) return absl::InvalidArgumentError("the deny list is larger than 4 MiB");
  constexpr int64_t kNanoseconds = 1'000'000'000;
  return Stamp{info.st_mtim.tv_sec * kNanoseconds + info.st_mtim.tv_nsec, info.st_size, info.st_ino};
}

absl::Status DenyList::ReloadIfChanged() {
  const absl::StatusOr<Stamp> stamp = ReadStamp();
  if (!stamp.ok()) return stamp.status();
  if (*stamp == stamp_) return absl::OkStatus();
  absl::StatusOr<std::unordered_set<std::string>> entries = ReadEntries(path_);
  if (!entries.ok()) return entries.status();
  entries_ = *std::move(entries);
  stamp_ = *stamp;
  return absl::OkStatus();
}

}  // namespace vsx::rpc
