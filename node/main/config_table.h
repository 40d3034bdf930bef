#ifndef VSX_NODE_MAIN_CONFIG_TABLE_H_
#define VSX_NODE_MAIN_CONFIG_TABLE_H_

#include <toml++/toml.h>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace vsx::main {

// ConfigTable reads the keys of one table of the configuration and remembers the first thing that is wrong, so that a
// reader is a list of keys. A value that is absent or wrong leaves the default.
class ConfigTable {
 public:
  // The table `name` of `root`. `fault` gets the first error and outlives this.
  ConfigTable(const toml::table& root, std::string_view name, absl::Status& fault);

  // Required, not empty.
  void Require(std::string_view key, std::string_view what, std::string& out);
  void Require(std::string_view key, std::string_view what, std::vector<std::string>& out);
  // Optional.
  void Read(std::string_view key, std::string& out);
  void Read(std::string_view key, int64_t lowest, int64_t highest, int64_t& out);

  // Call last: a key that nobody asked for is a mistake in writing.
  void RefuseUnknownKeys() const;
  void Fault(std::string_view key, std::string_view what) const;

 private:
  const toml::node* Find(std::string_view key);

  const std::string name_;
  const toml::table* table_;
  absl::Status& fault_;
  std::set<std::string> asked_;
};

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_CONFIG_TABLE_H_
