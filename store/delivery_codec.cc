#include "store/delivery_codec.h"

#include <utility>

#include "store/byte_codec.h"
#include "store/value_codec.h"

namespace vsx::store {
namespace {

constexpr uint8_t kOutboxItemLayout = 1;
constexpr uint8_t kInboxItemLayout = 1;
constexpr uint8_t kReceivedMarkLayout = 1;
constexpr size_t kMaxContentBytes = size_t{256} * 1024;

domain::DeliveryType ReadType(ByteReader& in, domain::DeliveryType last) {
  const auto type = ReadEnum(in, last);
  if (type < domain::DeliveryType::kNotification) in.Fail();  // the list starts at 1
  return type;
}

}  // namespace

std::string EncodeOutboxItem(const domain::OutboxItem& item) {
  ByteWriter out;
  out.U8(kOutboxItemLayout);
  WriteId(out, item.id);
  WriteParty(out, item.recipient);
  WriteEnum(out, item.type);
  WriteId(out, item.case_id);
  out.U64(item.case_sequence);
  WriteEnum(out, item.state);
  out.Bool(item.level_2);
  out.Repeated(item.copy_ids, [](ByteWriter& writer, const domain::CopyId& id) { WriteId(writer, id); });
  out.LpBytes(item.content).LpBytes(item.statement_type).LpBytes(item.statement_id);
  out.LpBytes(item.payload_sha256).LpBytes(item.protective_sha256);
  WriteTime(out, item.queued_at);
  WriteTime(out, item.next_attempt_at);
  out.U32(item.attempts);
  WriteTime(out, item.acknowledged_at);
  out.LpBytes(item.reason).LpBytes(item.receipt_envelope);
  return out.Take();
}

absl::StatusOr<domain::OutboxItem> DecodeOutboxItem(std::string_view bytes) {
  ByteReader in(bytes);
  ReadLayout(in, kOutboxItemLayout);
  const auto id = ReadId<domain::StatementId>(in);
  const domain::PartyCode recipient = ReadParty(in);
  const domain::DeliveryType type = ReadType(in, domain::DeliveryType::kRevocation);
  domain::OutboxItem item{.id = id, .recipient = recipient, .type = type, .case_id = ReadId<domain::CaseId>(in)};
  item.case_sequence = in.U64();
  item.state = ReadEnum(in, domain::DeliveryState::kStopped);
  if (item.state < domain::DeliveryState::kQueued) in.Fail();
  item.level_2 = in.Bool();
  item.copy_ids = in.Repeated(kMaxListEntries, [](ByteReader& reader) { return ReadId<domain::CopyId>(reader); });
  item.content = in.LpBytes(kMaxContentBytes);
  item.statement_type = in.LpBytes(kMaxTextBytes);
  item.statement_id = in.LpBytes(kMaxTextBytes);
  item.payload_sha256 = in.LpBytes(kMaxTextBytes);
  item.protective_sha256 = in.LpBytes(kMaxTextBytes);
  item.queued_at = ReadTime(in);
  item.next_attempt_at = ReadTime(in);
  item.attempts = in.U32();
  item.acknowledged_at = ReadTime(in);
  item.reason = in.LpBytes(kMaxTextBytes);
  item.receipt_envelope = in.LpBytes(kMaxTextBytes);
  if (absl::Status sound = in.Finish(); !sound.ok()) return sound;
  return item;
}

std::string EncodeInboxItem(const domain::InboxItem& item) {
  ByteWriter out;
  out.U8(kInboxItemLayout);
  WriteParty(out, item.issuer);
  WriteId(out, item.notice_id);
  out.LpBytes(item.notice_envelope).LpBytes(item.protective_envelope).LpBytes(item.protective_copy_id);
  WriteOpenings(out, item.openings);
  WriteTime(out, item.received_at);
  out.LpBytes(item.receipt_envelope);
  out.Repeated(item.revocation_envelopes, [](ByteWriter& writer, const std::string& one) { writer.LpBytes(one); });
  return out.Take();
}

absl::StatusOr<domain::InboxItem> DecodeInboxItem(std::string_view bytes) {
  ByteReader in(bytes);
  ReadLayout(in, kInboxItemLayout);
  const domain::PartyCode issuer = ReadParty(in);
  domain::InboxItem item{.issuer = issuer, .notice_id = ReadId<domain::CopyId>(in)};
  item.notice_envelope = in.LpBytes(kMaxTextBytes);
  item.protective_envelope = in.LpBytes(kMaxTextBytes);
  item.protective_copy_id = in.LpBytes(kMaxTextBytes);
  item.openings = ReadOpenings(in);
  item.received_at = ReadTime(in);
  item.receipt_envelope = in.LpBytes(kMaxTextBytes);
  item.revocation_envelopes =
      in.Repeated(kMaxListEntries, [](ByteReader& reader) { return reader.LpBytes(kMaxTextBytes); });
  if (absl::Status sound = in.Finish(); !sound.ok()) return sound;
  return item;
}

std::string EncodeReceivedMark(const ReceivedMark& mark) {
  ByteWriter out;
  out.U8(kReceivedMarkLayout);
  WriteEnum(out, mark.type);
  out.LpBytes(mark.payload_sha256).LpBytes(mark.receipt_envelope).Bool(mark.erased).LpBytes(mark.notice_id);
  out.Repeated(mark.keys_to_destroy, [](ByteWriter& writer, const CaseKeyId& id) { WriteId(writer, id); });
  return out.Take();
}

absl::StatusOr<ReceivedMark> DecodeReceivedMark(std::string_view bytes) {
  ByteReader in(bytes);
  ReadLayout(in, kReceivedMarkLayout);
  ReceivedMark mark{.type = ReadType(in, domain::DeliveryType::kAccessNotice)};
  mark.payload_sha256 = in.LpBytes(kMaxTextBytes);
  mark.receipt_envelope = in.LpBytes(kMaxTextBytes);
  mark.erased = in.Bool();
  mark.notice_id = in.LpBytes(kMaxTextBytes);
  mark.keys_to_destroy = in.Repeated(kMaxListEntries, [](ByteReader& reader) { return ReadId<CaseKeyId>(reader); });
  if (absl::Status sound = in.Finish(); !sound.ok()) return sound;
  return mark;
}

}  // namespace vsx::store
