#include "store/write_batch.h"

namespace vsx::store {

void WriteBatch::Put(Table table, std::string_view key, std::string_view value) {
  changes_.push_back({table, std::string(key), std::string(value)});
  size_bytes_ += key.size() + value.size();
}

void WriteBatch::Delete(Table table, std::string_view key) {
  changes_.push_back({table, std::string(key), std::nullopt});
  size_bytes_ += key.size();
}

void WriteBatch::RequireAbsent(Table table, std::string_view key) {
  preconditions_.push_back({Precondition::Kind::kAbsent, table, std::string(key), {}});
}

void WriteBatch::RequirePresent(Table table, std::string_view key) {
  preconditions_.push_back({Precondition::Kind::kPresent, table, std::string(key), {}});
}

void WriteBatch::RequireUnchanged(Table table, std::string_view key, std::string_view expected_value) {
  preconditions_.push_back({Precondition::Kind::kUnchanged, table, std::string(key), std::string(expected_value)});
}

void WriteBatch::AppendAudit(std::string_view body) {
  audit_bodies_.emplace_back(body);
  size_bytes_ += body.size();
}

absl::Status WriteBatch::Validate() const {
  if (size_bytes_ > kMaxBatchBytes) return absl::InvalidArgumentError("a batch holds at most 16 MiB");
  for (const Change& change : changes_) {
    if (change.key.empty() || change.key.size() > kMaxKeyBytes) {
      return absl::InvalidArgumentError("a key has 1 to 1024 bytes");
    }
    if (change.value.has_value() && change.value->size() > kMaxValueBytes) {
      return absl::InvalidArgumentError("a value has at most 4 MiB");
    }
    if (change.table == Table::kAudit) {
      return absl::InvalidArgumentError("the audit table is written by AppendAudit alone");
    }
    if (change.table == Table::kMeta && change.key.starts_with(kReservedMetaPrefix)) {
      return absl::InvalidArgumentError("meta keys under store/ belong to the engine");
    }
  }
  for (const std::string& body : audit_bodies_) {
    if (body.size() > kMaxValueBytes) return absl::InvalidArgumentError("an audit entry has at most 4 MiB");
  }
  return absl::OkStatus();
}

bool Holds(const WriteBatch::Precondition& precondition, const std::optional<std::string>& present_value) {
  switch (precondition.kind) {
    case WriteBatch::Precondition::Kind::kAbsent:
      return !present_value.has_value();
    case WriteBatch::Precondition::Kind::kPresent:
      return present_value.has_value();
    case WriteBatch::Precondition::Kind::kUnchanged:
      return present_value == precondition.expected_value;
  }
  return false;
}

}  // namespace vsx::store
