#include "node/cli/global_options.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "node/cli/exit_code.h"
#include "node/cli/files.h"
#include "node/cli/message_json.h"

namespace vsx::cli {
namespace {

std::string RelativeTo(const std::filesystem::path& folder, const std::string& path) {
  return std::filesystem::path(path).is_absolute() ? path : (folder / path).string();
}

void FillIfEmpty(std::string& option, const std::string& value) {
  if (option.empty()) option = value;
}

}  // namespace

absl::Status ApplyProfile(GlobalOptions& options) {
  std::string path = options.config;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this process changes the environment by then
  if (const char* from_environment = std::getenv("VSX_CONFIG"); path.empty() && from_environment != nullptr) {
    path = from_environment;
  }
  if (path.empty()) return absl::OkStatus();
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  const auto profile = ParseJsonOrToml(*text);
  if (!profile.ok()) return WrongInput(absl::StrCat("client profile ", path, ": ", profile.status().message()));
  const auto folder = std::filesystem::path(path).parent_path();
  for (const auto& [key, value] : profile->items()) {
    if (key == "timeout_seconds" && value.is_number_integer() && value.get<int64_t>() > 0 &&
        value.get<int64_t>() <= kLongestTimeoutSeconds) {
      if (options.timeout_seconds == 0) options.timeout_seconds = value.get<int>();
      continue;
    }
    if (key == "timeout_seconds") {
      return WrongInput(absl::StrCat("client profile ", path, ": timeout_seconds is a whole number from 1 to ",
                                     kLongestTimeoutSeconds));
    }
    if (!value.is_string())
      return WrongInput(absl::StrCat("client profile ", path, ": ", key, " has the wrong kind of value"));
    const std::string text_value = value.get<std::string>();
    if (key == "node") {
      FillIfEmpty(options.node, text_value);
    } else if (key == "officer") {
      FillIfEmpty(options.officer, text_value);
    } else if (key == "call") {
      FillIfEmpty(options.call, text_value);
    } else if (key == "cert") {
      FillIfEmpty(options.cert, RelativeTo(folder, text_value));
    } else if (key == "key") {
      FillIfEmpty(options.key, RelativeTo(folder, text_value));
    } else if (key == "ca") {
      FillIfEmpty(options.ca, RelativeTo(folder, text_value));
    } else {
      return WrongInput(
          absl::StrCat("client profile ", path, ": the key ", key,
                       " does not exist; those that do: node, cert, key, ca, officer, call, timeout_seconds"));
    }
  }
  return absl::OkStatus();
}

}  // namespace vsx::cli
