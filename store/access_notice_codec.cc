#include "store/access_notice_codec.h"

#include <algorithm>
#include <functional>

#include "store/byte_codec.h"
#include "store/row_key.h"
#include "store/value_codec.h"

namespace vsx::store {
namespace {

constexpr uint8_t kPendingLayout = 1;
constexpr uint8_t kCopyOwnerLayout = 1;
constexpr uint8_t kAccessNoticesLayout = 1;
constexpr size_t kMostSealedBytes = 4096;  // of a notice
constexpr size_t kMostParties = 64;        // of a manifest
constexpr size_t kMostNoticesOfACase = kMostParties * domain::kMostAccessNoticesOfAParty;

domain::AccessNotice ReadAccessNotice(ByteReader& in) {
  const domain::PartyCode party = ReadParty(in);
  const auto kind = ReadEnum(in, domain::AgencyKind::kOperator);
  const auto purpose = ReadEnum(in, domain::AccessPurpose::kAdmin);
  return {party, kind, purpose, ReadDay(in)};
}

}  // namespace

std::string EncodePendingAccessNotice(const domain::PendingAccessNotice& notice) {
  ByteWriter out;
  out.U8(kPendingLayout);
  WriteParty(out, notice.recipient);
  out.FixedBytes(notice.mark);
  WriteId(out, notice.delivery_id);
  WriteId(out, notice.notice_id);
  out.FixedBytes(notice.payload_sha256).LpBytes(notice.sealed_content);
  WriteTime(out, notice.due_at);
  out.U32(notice.attempts);
  WriteTime(out, notice.forget_at);
  return out.Take();
}

absl::StatusOr<domain::PendingAccessNotice> DecodePendingAccessNotice(std::string_view bytes) {
  ByteReader in(bytes);
  ReadLayout(in, kPendingLayout);
  const domain::PartyCode recipient = ReadParty(in);
  std::string mark = in.FixedBytes(kDigestSize);
  const auto delivery_id = ReadId<domain::StatementId>(in);
  domain::PendingAccessNotice notice{.recipient = recipient,
                                     .mark = std::move(mark),
                                     .delivery_id = delivery_id,
                                     .notice_id = ReadId<domain::StatementId>(in)};
  notice.payload_sha256 = in.FixedBytes(kDigestSize);
  notice.sealed_content = in.LpBytes(kMostSealedBytes);
  notice.due_at = ReadTime(in);
  notice.attempts = in.U32();
  notice.forget_at = ReadTime(in);
  if (absl::Status sound = in.Finish(); !sound.ok()) return sound;
  return notice;
}

std::string EncodeCopyOwner(const CopyOwner& owner) {
  ByteWriter out;
  out.U8(kCopyOwnerLayout);
  WriteId(out, owner.case_id);
  WriteParty(out, owner.recipient);
  return out.Take();
}

absl::StatusOr<CopyOwner> DecodeCopyOwner(std::string_view bytes) {
  ByteReader in(bytes);
  ReadLayout(in, kCopyOwnerLayout);
  const auto case_id = ReadId<domain::CaseId>(in);
  CopyOwner owner{case_id, ReadParty(in)};
  if (absl::Status sound = in.Finish(); !sound.ok()) return sound;
  return owner;
}

std::string EncodeAccessNotices(const domain::AccessNotices& notices) {
  ByteWriter out;
  out.U8(kAccessNoticesLayout).Bool(notices.older_dropped);
  out.Repeated(notices.notices, [](ByteWriter& writer, const domain::AccessNotice& notice) {
    WriteParty(writer, notice.party);
    WriteEnum(writer, notice.agency_kind);
    WriteEnum(writer, notice.purpose);
    WriteDay(writer, notice.day);
  });
  return out.Take();
}

absl::StatusOr<domain::AccessNotices> DecodeAccessNotices(std::string_view bytes) {
  ByteReader in(bytes);
  ReadLayout(in, kAccessNoticesLayout);
  domain::AccessNotices notices;
  notices.older_dropped = in.Bool();
  notices.notices = in.Repeated(kMostNoticesOfACase, ReadAccessNotice);
  const auto& list = notices.notices;
  if (std::adjacent_find(list.begin(), list.end(), std::greater_equal<>()) != list.end()) in.Fail();
  if (absl::Status sound = in.Finish(); !sound.ok()) return sound;
  return notices;
}

}  // namespace vsx::store
