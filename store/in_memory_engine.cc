#include "store/in_memory_engine.h"

#include <utility>

namespace vsx::store {
namespace {

size_t IndexOf(Table table) { return static_cast<size_t>(table); }

std::optional<std::string> Find(const InMemoryEngine::Rows& rows, std::string_view key) {
  const auto it = rows.find(key);
  if (it == rows.end()) return std::nullopt;
  return it->second;
}

}  // namespace

class InMemoryEngine::SnapshotOfMaps final : public Snapshot {
 public:
  // state->mutex held.
  explicit SnapshotOfMaps(std::shared_ptr<State> state) : state_(std::move(state)), tables_(state_->tables) {}

  ~SnapshotOfMaps() override {
    const std::lock_guard lock(state_->mutex);
    tables_ = {};
  }

  absl::StatusOr<std::optional<std::string>> Get(Table table, std::string_view key) const override {
    return Find(*tables_[IndexOf(table)], key);
  }

  absl::StatusOr<Page> Scan(Table table, std::string_view prefix, std::string_view after_key,
                            size_t limit) const override {
    if (absl::Status status = CheckScanArguments(prefix, after_key, limit); !status.ok()) return status;
    const Rows& rows = *tables_[IndexOf(table)];
    Page page;
    size_t bytes = 0;
    for (auto it = after_key.empty() ? rows.lower_bound(prefix) : rows.upper_bound(after_key);
         it != rows.end() && it->first.starts_with(prefix); ++it) {
      page.has_more = page.rows.size() == limit || bytes >= kMaxPageBytes;
      if (page.has_more) break;
      page.rows.push_back({it->first, it->second});
      bytes += it->first.size() + it->second.size();
    }
    return page;
  }

 private:
  const std::shared_ptr<State> state_;
  Tables tables_;
};

InMemoryEngine::InMemoryEngine(crypto::RandomSource& random)
    : state_(std::make_shared<State>()), head_(NewAuditChain(random.Bytes(kAuditChainIdSize))) {
  for (std::shared_ptr<Rows>& rows : state_->tables) rows = std::make_shared<Rows>();
  Apply({Table::kMeta, AuditHeadKey(), EncodeAuditHead(head_)});
}

std::unique_ptr<Snapshot> InMemoryEngine::TakeSnapshot() const {
  const std::lock_guard lock(state_->mutex);
  return std::make_unique<SnapshotOfMaps>(state_);
}

absl::Status InMemoryEngine::Commit(const WriteBatch& batch) {
  if (absl::Status status = batch.Validate(); !status.ok()) return status;
  const std::lock_guard lock(state_->mutex);
  if (write_failed_) return absl::UnavailableError("an earlier write failed and its outcome is unknown");
  if (batch.reserve_use() < reserve_in_use_) return absl::ResourceExhaustedError("only the reserve is left");
  for (const WriteBatch::Precondition& precondition : batch.preconditions()) {
    if (!Holds(precondition, Find(*state_->tables[IndexOf(precondition.table)], precondition.key))) {
      return absl::AbortedError("a precondition does not hold");
    }
  }
  if (batch.changes().empty() && batch.audit_bodies().empty()) return absl::OkStatus();
  if (!next_write_.ok()) {
    write_failed_ = true;
    return next_write_;
  }
  for (const WriteBatch::Change& change : batch.changes()) Apply(change);
  for (const std::string& body : batch.audit_bodies()) {
    const AuditEntry entry = NextAuditEntry(head_, body);
    Apply({Table::kAudit, AuditEntryKey(entry.chain_id, entry.number), EncodeAuditEntry(entry)});
    head_ = HeadAfter(entry);
    Apply({Table::kMeta, AuditHeadKey(), EncodeAuditHead(head_)});
  }
  return absl::OkStatus();
}

void InMemoryEngine::Apply(const WriteBatch::Change& change) {
  std::shared_ptr<Rows>& rows = state_->tables[IndexOf(change.table)];
  if (rows.use_count() > 1) rows = std::make_shared<Rows>(*rows);  // a snapshot holds them
  if (change.value.has_value()) {
    (*rows)[change.key] = *change.value;
  } else {
    rows->erase(change.key);
  }
}

void InMemoryEngine::FailNextWrite(absl::Status error) {
  const std::lock_guard lock(state_->mutex);
  next_write_ = std::move(error);
}

void InMemoryEngine::SetReserveInUse(ReserveUse in_use) {
  const std::lock_guard lock(state_->mutex);
  reserve_in_use_ = in_use;
}

}  // namespace vsx::store
