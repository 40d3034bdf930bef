#include "store/audit_log.h"

#include <utility>

#include "crypto/audit_chain.h"
#include "store/row_key.h"

namespace vsx::store {
namespace {

// Why `row` is not the entry that follows `head`; nullopt if it is, and `entry` then holds it.
std::optional<AuditFault> FaultOf(const Row& row, const AuditHead& head, AuditEntry& entry) {
  const uint64_t due = head.number + 1;
  absl::StatusOr<AuditEntry> decoded = DecodeAuditEntry(row.key, row.value);
  if (!decoded.ok()) return AuditFault{due, "the entry is malformed"};
  entry = *std::move(decoded);
  if (entry.chain_id != head.chain_id) return AuditFault{due, "an entry of another chain stands in the table"};
  if (entry.number != due) return AuditFault{due, "the entry is missing"};
  if (entry.previous_hash != head.hash) return AuditFault{due, "the entry does not continue the one before it"};
  if (entry.hash != crypto::AuditChainHash(entry.chain_id, due, entry.previous_hash, entry.body)) {
    return AuditFault{due, "the entry's content does not give its hash"};
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<AuditHead> ReadAuditHead(const Snapshot& snapshot) {
  absl::StatusOr<std::optional<std::string>> value = snapshot.Get(Table::kMeta, AuditHeadKey());
  if (!value.ok()) return value.status();
  if (!value->has_value()) return absl::DataLossError("the head of the audit chain is missing");
  return DecodeAuditHead(**value);
}

absl::StatusOr<std::vector<AuditEntry>> ReadAudit(const Snapshot& snapshot, uint64_t after_number, size_t limit) {
  absl::StatusOr<AuditHead> head = ReadAuditHead(snapshot);
  if (!head.ok()) return head.status();
  absl::StatusOr<Page> page = snapshot.Scan(Table::kAudit, AuditEntryPrefix(head->chain_id),
                                            AuditEntryKey(head->chain_id, after_number), limit);
  if (!page.ok()) return page.status();
  std::vector<AuditEntry> entries;
  for (const Row& row : page->rows) {
    absl::StatusOr<AuditEntry> entry = DecodeAuditEntry(row.key, row.value);
    if (!entry.ok()) return entry.status();
    entries.push_back(*std::move(entry));
  }
  return entries;
}

absl::StatusOr<AuditVerdict> VerifyAuditChain(const Snapshot& snapshot, const std::optional<AuditHead>& expected) {
  absl::StatusOr<AuditHead> claimed = ReadAuditHead(snapshot);
  if (!claimed.ok()) return claimed.status();
  AuditVerdict verdict{.head = *claimed, .verified = 0, .fault = std::nullopt};
  if (expected.has_value() && (expected->chain_id != claimed->chain_id || expected->number > claimed->number)) {
    const uint64_t due = expected->chain_id == claimed->chain_id ? claimed->number + 1 : 1;
    verdict.fault = AuditFault{due, "the chain is shorter than, or another than, the one known before"};
    return verdict;
  }

  AuditHead head = NewAuditChain(claimed->chain_id);
  std::string last_key;
  for (bool has_more = true; has_more;) {
    absl::StatusOr<Page> page = snapshot.Scan(Table::kAudit, "", last_key, kMaxPageRows);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      AuditEntry entry;
      if (verdict.fault = FaultOf(row, head, entry); verdict.fault.has_value()) return verdict;
      if (entry.number > claimed->number) {
        verdict.fault = AuditFault{entry.number, "the entry lies beyond the head"};
        return verdict;
      }
      head = HeadAfter(entry);
      if (expected.has_value() && expected->number == head.number && expected->hash != head.hash) {
        verdict.fault = AuditFault{head.number, "the entry is not the one known before"};
        return verdict;
      }
      verdict.verified = head.number;
    }
    has_more = page->has_more;
    if (has_more) last_key = page->rows.back().key;
  }
  if (head.number < claimed->number) {
    verdict.fault = AuditFault{head.number + 1, "the entry is missing"};
  } else if (head.hash != claimed->hash) {
    verdict.fault = AuditFault{head.number, "the head's hash is not this entry's"};
  }
  return verdict;
}

}  // namespace vsx::store
