#ifndef VSX_STORE_VALUE_CODEC_H_
#define VSX_STORE_VALUE_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "node/domain/calendar.h"
#include "node/domain/code.h"
#include "node/domain/delivery.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "store/byte_codec.h"

// What several layouts share: how domain values stand in bytes. Readers fail the ByteReader on what the domain type
// refuses and hand back a placeholder that nobody sees, since Finish() then answers DATA_LOSS.
namespace vsx::store {

inline constexpr size_t kMaxTextBytes = 64 * 1024;
inline constexpr size_t kMaxListEntries = 4096;

inline void WriteTime(ByteWriter& out, domain::UnixTime time) { out.I64(time.seconds); }
inline domain::UnixTime ReadTime(ByteReader& in) { return domain::UnixTime{in.I64()}; }

void WriteDay(ByteWriter& out, const domain::CivilDate& day);
domain::CivilDate ReadDay(ByteReader& in);

void WriteCode(ByteWriter& out, const domain::Code& code);
domain::Code ReadCode(ByteReader& in);

void WriteParty(ByteWriter& out, const domain::PartyCode& party);
domain::PartyCode ReadParty(ByteReader& in);

template <typename Id>
void WriteId(ByteWriter& out, const Id& id) {
  out.FixedBytes(id.bytes());
}

template <typename Id>
Id ReadId(ByteReader& in) {
  absl::StatusOr<Id> id = Id::FromBytes(in.FixedBytes(Id::kSize));
  if (id.ok()) return *id;
  in.Fail();
  return *Id::FromBytes(std::string(Id::kSize, '\0'));
}

// The first byte of a value: its layout.
inline void ReadLayout(ByteReader& in, uint8_t expected) {
  if (in.U8() != expected) in.Fail();
}

// An enumeration whose values run from 0 to `last`.
template <typename Enum>
void WriteEnum(ByteWriter& out, Enum value) {
  out.U8(static_cast<uint8_t>(value));
}

template <typename Enum>
Enum ReadEnum(ByteReader& in, Enum last) {
  const uint8_t value = in.U8();
  if (value > static_cast<uint8_t>(last)) in.Fail();
  return in.ok() ? static_cast<Enum>(value) : Enum{};
}

void WriteOpenings(ByteWriter& out, const std::vector<domain::Opening>& openings);
std::vector<domain::Opening> ReadOpenings(ByteReader& in);

}  // namespace vsx::store

#endif  // VSX_STORE_VALUE_CODEC_H_
