#include "node/service/copy_digest.h"

#include "crypto/hash.h"
#include "store/byte_codec.h"

namespace vsx::service {
namespace {

using store::ByteWriter;

void WriteCode(ByteWriter& out, const domain::Code& code) { out.LpBytes(code.value()); }
void WriteDay(ByteWriter& out, const domain::CivilDate& day) { out.LpBytes(day.ToString()); }

template <typename Enum>
void WriteEnum(ByteWriter& out, Enum value) {
  out.U8(static_cast<uint8_t>(value));
}

void WriteIdentity(ByteWriter& out, const domain::PermittedCopy::Identity& identity) {
  out.Repeated(identity.names, [](ByteWriter& writer, const domain::PersonName& name) {
    writer.LpBytes(name.text);
    WriteEnum(writer, name.mark);
  });
  out.Optional(identity.birth_date,
               [](ByteWriter& writer, const domain::PartialDate& date) { writer.LpBytes(date.ToString()); });
  out.Repeated(identity.documents, [](ByteWriter& writer, const domain::IdentityDocument& document) {
    writer.LpBytes(document.code).LpBytes(document.issuing_state).LpBytes(document.number);
    WriteEnum(writer, document.mark);
  });
  out.Optional(identity.child_accommodation, WriteCode);
  out.Repeated(identity.definition_elements.acts, WriteCode);
  out.Repeated(identity.definition_elements.means, WriteCode);
  out.Repeated(identity.definition_elements.purposes, WriteCode);
}

}  // namespace

std::string CopyContentDigest(const domain::PermittedCopy& copy) {
  ByteWriter out;
  out.LpBytes(copy.recipient().value());
  WriteEnum(out, copy.purpose());
  WriteEnum(out, copy.status());
  WriteEnum(out, copy.age_class());
  WriteEnum(out, copy.capacity());
  out.Optional(copy.date_identified(), WriteDay);
  out.Optional(copy.review_by(), WriteDay);
  out.Optional(copy.contact_desk_id(), WriteCode);
  out.Optional(copy.assessor(), [](ByteWriter& writer, const domain::PermittedCopy::Assessor& assessor) {
    WriteEnum(writer, assessor.authority_kind);
    writer.Optional(assessor.qualified_role, WriteCode);
  });
  out.Optional(copy.handling(), [](ByteWriter& writer, const domain::PermittedCopy::Handling& handling) {
    writer.Repeated(handling.instrument_codes, WriteCode);
    writer.Bool(handling.follow_up_allowed).Bool(handling.access_notice_wanted);
    writer.Optional(handling.adult_from, WriteDay);
  });
  out.Optional(copy.identity(), WriteIdentity);
  out.Repeated(copy.handles(), [](ByteWriter& writer, const domain::MarkedHandle& handle) {
    writer.LpBytes(handle.handle.canonical());
    WriteEnum(writer, handle.mark);
  });
  return crypto::Sha256(out.Take());
}

}  // namespace vsx::service
