#ifndef VSX_NODE_RPC_DENY_LIST_H_
#define VSX_NODE_RPC_DENY_LIST_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace vsx::rpc {

// DenyList names certificates that are refused although their CA still vouches for them. File: one entry per line,
// either the certificate's SHA-256 fingerprint (64 hex digits, colons allowed) or its URI (vsx://…); `#` starts a
// comment. The file is looked at for every call and read again when it changed. A changed file that cannot be read, or
// holds a line that cannot be understood, leaves the entries of before in force, and `last_error` says why. Threads:
// safe concurrently.
class DenyList {
 public:
  // Empty `path`: nobody is denied. INVALID_ARGUMENT naming the line, or NOT_FOUND.
  static absl::StatusOr<std::unique_ptr<DenyList>> Load(const std::string& path);

  bool Contains(std::string_view fingerprint, std::string_view uri);

  // OK if the file as it now stands is in force.
  absl::Status last_error();

 private:
  // What tells one state of the file from another.
  struct Stamp {
    int64_t modified_ns = 0;
    int64_t size = -1;
    uint64_t inode = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };

  explicit DenyList(std::string path) : path_(std::move(path)) {}
  absl::StatusOr<Stamp> ReadStamp() const;
  absl::Status ReloadIfChanged();  // with mutex_ held

  const std::string path_;
  std::mutex mutex_;
  Stamp stamp_;  // guarded by mutex_, as are the following
  std::unordered_set<std::string> entries_;
  absl::Status last_error_;
};

}  // namespace vsx::rpc

#endif  // VSX_NODE_RPC_DENY_LIST_H_
