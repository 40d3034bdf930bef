#include "store/index_folder.h"

#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "store/file_io.h"

namespace vsx::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".idx";
constexpr std::string_view kPartEnding = ".part";
constexpr std::string_view kUnfinishedMark = ".new-";

// A file that is named for an epoch, whole or not: `<epoch>.idx…`.
struct IndexFileName {
  domain::Epoch epoch;
  bool unfinished_build = false;
};

std::optional<IndexFileName> Parse(std::string_view name) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc()) return std::nullopt;
  name.remove_prefix(static_cast<size_t>(end - name.data()));
  if (!name.starts_with(kEnding)) return std::nullopt;
  name.remove_prefix(kEnding.size());
  const bool unfinished_build = name.starts_with(kUnfinishedMark);
  if (!name.empty() && name != kPartEnding && !unfinished_build) return std::nullopt;
  return IndexFileName{domain::Epoch(number), unfinished_build};
}

absl::Status RemoveFile(const std::string& path) {
  if (unlink(path.c_str()) == 0 || errno == ENOENT) return absl::OkStatus();
  return FileError(errno, "an index file cannot be removed");
}

// Removes the files below `folder` for which `unwanted` holds.
template <typename Unwanted>
absl::Status RemoveWhere(const std::string& folder, Unwanted unwanted) {
  std::error_code error;
  fs::recursive_directory_iterator file(folder, error);
  for (; !error && file != fs::recursive_directory_iterator(); file.increment(error)) {
    const std::optional<IndexFileName> name = Parse(file->path().filename().string());
    if (!name.has_value() || !unwanted(*name)) continue;
    if (absl::Status status = RemoveFile(file->path().string()); !status.ok()) return status;
  }
  return error ? FileError(error.value(), "the index folder cannot be read") : absl::OkStatus();
}

}  // namespace

absl::StatusOr<IndexFolder> IndexFolder::Open(std::string folder) {
  if (absl::Status status = MakeFolder(folder); !status.ok()) return status;
  return IndexFolder(std::move(folder));
}

absl::StatusOr<std::string> IndexFolder::OwnPath(const domain::IndexName& name) const {
  return PathIn("own", name.recipient, name);
}

absl::StatusOr<std::string> IndexFolder::PeerPath(const domain::IndexName& name) const {
  return PathIn("peers", name.issuer, name);
}

absl::StatusOr<std::string> IndexFolder::PathIn(const char* kind, const domain::PartyCode& party,
                                                const domain::IndexName& name) const {
  const fs::path folder = fs::path(folder_) / kind / party.value() / domain::PurposeName(name.cls);
  if (absl::Status status = MakeFolder(folder); !status.ok()) return status;
  return (folder / (std::to_string(name.epoch.number()) + std::string(kEnding))).string();
}

absl::Status IndexFolder::Remove(const std::string& path) const {
  if (absl::Status status = RemoveFile(path); !status.ok()) return status;
  return RemoveFile(path + std::string(kPartEnding));
}

absl::Status IndexFolder::RemoveBefore(domain::Epoch epoch) const {
  return RemoveWhere(folder_, [epoch](const IndexFileName& name) { return name.epoch < epoch; });
}

absl::Status IndexFolder::RemoveLeftovers() const {
  return RemoveWhere(folder_, [](const IndexFileName& name) { return name.unfinished_build; });
}

}  // namespace vsx::store
