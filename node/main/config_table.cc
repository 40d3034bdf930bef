#include "node/main/config_table.h"

#include <optional>

#include "absl/strings/str_cat.h"

namespace vsx::main {

ConfigTable::ConfigTable(const toml::table& root, std::string_view name, absl::Status& fault)
    : name_(name), table_(root[name].as_table()), fault_(fault) {
  if (table_ == nullptr && root.contains(name)) {
    fault_.Update(absl::InvalidArgumentError(absl::StrCat(name_, " is a table: write [", name_, "]")));
  }
}

void ConfigTable::Fault(std::string_view key, std::string_view what) const {
  fault_.Update(absl::InvalidArgumentError(absl::StrCat(name_, ".", std::string(key), " ", std::string(what))));
}

const toml::node* ConfigTable::Find(std::string_view key) {
  asked_.emplace(key);
  return table_ == nullptr ? nullptr : table_->get(key);
}

void ConfigTable::Require(std::string_view key, std::string_view what, std::string& out) {
  Read(key, out);
  if (out.empty()) Fault(key, absl::StrCat("is missing: set it to ", std::string(what)));
}

void ConfigTable::Require(std::string_view key, std::string_view what, std::vector<std::string>& out) {
  const toml::node* node = Find(key);
  if (node == nullptr) return Fault(key, absl::StrCat("is missing: set it to ", std::string(what)));
  const toml::array* values = node->as_array();
  if (values == nullptr || values->empty()) return Fault(key, absl::StrCat("must be ", std::string(what)));
  for (const toml::node& value : *values) {
    const auto text = value.value_exact<std::string>();
    if (!text.has_value() || text->empty()) return Fault(key, absl::StrCat("must be ", std::string(what)));
    out.push_back(*text);
  }
}

void ConfigTable::Read(std::string_view key, std::string& out) {
  const toml::node* node = Find(key);
  if (node == nullptr) return;
  const auto text = node->value_exact<std::string>();
  if (!text.has_value()) return Fault(key, "must be text in quotation marks");
  out = *text;
}

void ConfigTable::Read(std::string_view key, int64_t lowest, int64_t highest, int64_t& out) {
  const toml::node* node = Find(key);
  if (node == nullptr) return;
  const auto number = node->value_exact<int64_t>();
  if (!number.has_value() || *number < lowest || *number > highest) {
    return Fault(key, absl::StrCat("must be a whole number from ", lowest, " to ", highest));
  }
  out = *number;
}

void ConfigTable::RefuseUnknownKeys() const {
  if (table_ == nullptr) return;
  for (const auto& [key, value] : *table_) {
    const std::string name(key.str());
    if (!asked_.contains(name)) {
      Fault(name, "is not a key of this version: look for a slip of the pen, or take it out");
    }
  }
}

}  // namespace vsx::main
