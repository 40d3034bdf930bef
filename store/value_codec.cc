#include "store/value_codec.h"

#include <utility>

namespace vsx::store {

void WriteDay(ByteWriter& out, const domain::CivilDate& day) { out.LpBytes(day.ToString()); }
domain::CivilDate ReadDay(ByteReader& in) {
  absl::StatusOr<domain::CivilDate> day = domain::CivilDate::Parse(in.LpBytes(kMaxTextBytes));
  if (day.ok()) return *day;
  in.Fail();
  return *domain::CivilDate::Create(2000, 1, 1);
}

void WriteCode(ByteWriter& out, const domain::Code& code) { out.LpBytes(code.value()); }
domain::Code ReadCode(ByteReader& in) {
  absl::StatusOr<domain::Code> code = domain::Code::Create(in.LpBytes(kMaxTextBytes));
  if (code.ok()) return *std::move(code);
  in.Fail();
  return *domain::Code::Create("none");
}

void WriteParty(ByteWriter& out, const domain::PartyCode& party) { out.FixedBytes(party.value()); }

domain::PartyCode ReadParty(ByteReader& in) {
  absl::StatusOr<domain::PartyCode> party = domain::PartyCode::Create(in.FixedBytes(3));
  if (party.ok()) return *party;
  in.Fail();
  return *domain::PartyCode::Create("XXX");
}

void WriteOpenings(ByteWriter& out, const std::vector<domain::Opening>& openings) {
  out.Repeated(openings, [](ByteWriter& writer, const domain::Opening& opening) {
    writer.U8(opening.slot).U8(opening.handle_class).U8(opening.mark).LpBytes(opening.salt).LpBytes(opening.handle);
  });
}

std::vector<domain::Opening> ReadOpenings(ByteReader& in) {
  return in.Repeated(kMaxListEntries, [](ByteReader& reader) {
    domain::Opening opening;
    opening.slot = reader.U8();
    opening.handle_class = reader.U8();
    opening.mark = reader.U8();
    opening.salt = reader.LpBytes(kMaxTextBytes);
    opening.handle = reader.LpBytes(kMaxTextBytes);
    return opening;
  });
}

}  // namespace vsx::store
