#include "store/audit_entry.h"

#include "crypto/audit_chain.h"
#include "store/byte_codec.h"
#include "store/row_key.h"
#include "store/write_batch.h"

namespace vsx::store {
namespace {

constexpr uint8_t kHeadLayout = 1;
constexpr uint8_t kEntryLayout = 1;
constexpr uint8_t kEntryRow = 1;

}  // namespace

AuditHead NewAuditChain(std::string_view chain_id) {
  return {.chain_id = std::string(chain_id), .number = 0, .hash = std::string(kDigestSize, '\0')};
}

AuditEntry NextAuditEntry(const AuditHead& head, std::string_view body) {
  const uint64_t number = head.number + 1;
  return {.chain_id = head.chain_id,
          .number = number,
          .previous_hash = head.hash,
          .hash = crypto::AuditChainHash(head.chain_id, number, head.hash, body),
          .body = std::string(body)};
}

AuditHead HeadAfter(const AuditEntry& entry) {
  return {.chain_id = entry.chain_id, .number = entry.number, .hash = entry.hash};
}

std::string AuditHeadKey() { return std::string(kReservedMetaPrefix) + "audit-head"; }

std::string EncodeAuditHead(const AuditHead& head) {
  return ByteWriter().U8(kHeadLayout).FixedBytes(head.chain_id).U64(head.number).FixedBytes(head.hash).Take();
}

absl::StatusOr<AuditHead> DecodeAuditHead(std::string_view value) {
  ByteReader reader(value);
  if (reader.U8() != kHeadLayout) reader.Fail();
  AuditHead head;
  head.chain_id = reader.FixedBytes(kAuditChainIdSize);
  head.number = reader.U64();
  head.hash = reader.FixedBytes(kDigestSize);
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return head;
}

std::string AuditEntryKey(std::string_view chain_id, uint64_t number) {
  return ByteWriter().U8(kKeyLayoutVersion).U8(kEntryRow).FixedBytes(chain_id).U64(number).Take();
}

std::string AuditEntryPrefix(std::string_view chain_id) {
  return ByteWriter().U8(kKeyLayoutVersion).U8(kEntryRow).FixedBytes(chain_id).Take();
}

std::string EncodeAuditEntry(const AuditEntry& entry) {
  return ByteWriter()
      .U8(kEntryLayout)
      .FixedBytes(entry.previous_hash)
      .FixedBytes(entry.hash)
      .LpBytes(entry.body)
      .Take();
}

absl::StatusOr<AuditEntry> DecodeAuditEntry(std::string_view key, std::string_view value) {
  AuditEntry entry;
  ByteReader key_reader(key);
  if (key_reader.U8() != kKeyLayoutVersion || key_reader.U8() != kEntryRow) key_reader.Fail();
  entry.chain_id = key_reader.FixedBytes(kAuditChainIdSize);
  entry.number = key_reader.U64();
  if (absl::Status status = key_reader.Finish(); !status.ok()) return status;

  ByteReader reader(value);
  if (reader.U8() != kEntryLayout) reader.Fail();
  entry.previous_hash = reader.FixedBytes(kDigestSize);
  entry.hash = reader.FixedBytes(kDigestSize);
  entry.body = reader.LpBytes(kMaxValueBytes);
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return entry;
}

}  // namespace vsx::store
