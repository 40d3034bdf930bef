#include "store/case_codec.h"

#include <utility>
#include <vector>

#include "store/byte_codec.h"
#include "store/value_codec.h"

namespace vsx::store {
namespace {

using domain::CaseFacts;
using domain::CaseRecord;
using domain::CivilDate;
using domain::Code;
using domain::ConsentEntry;
using domain::ConsentRecord;
using domain::Directive;
using domain::PartialDate;
using domain::SignedCopy;

constexpr uint8_t kCaseRecordLayout = 1;
constexpr uint8_t kConsentRecordLayout = 1;
constexpr uint8_t kConsentEntryLayout = 1;
constexpr uint8_t kSignedCopyLayout = 1;

void WriteText(ByteWriter& out, const std::string& text) { out.LpBytes(text); }
std::string ReadString(ByteReader& in) { return in.LpBytes(kMaxTextBytes); }

void WriteDate(ByteWriter& out, const PartialDate& date) { out.LpBytes(date.ToString()); }
PartialDate ReadDate(ByteReader& in) {
  absl::StatusOr<PartialDate> date = PartialDate::Parse(in.LpBytes(kMaxTextBytes));
  if (date.ok()) return *date;
  in.Fail();
  return *PartialDate::FromYear(2000);
}

void WriteCodes(ByteWriter& out, const std::vector<Code>& codes) { out.Repeated(codes, WriteCode); }
std::vector<Code> ReadCodes(ByteReader& in) { return in.Repeated(kMaxListEntries, ReadCode); }

void WriteTexts(ByteWriter& out, const std::vector<std::string>& texts) { out.Repeated(texts, WriteText); }
std::vector<std::string> ReadTexts(ByteReader& in) { return in.Repeated(kMaxListEntries, ReadString); }

void WriteParties(ByteWriter& out, const std::vector<domain::PartyCode>& parties) { out.Repeated(parties, WriteParty); }
std::vector<domain::PartyCode> ReadParties(ByteReader& in) { return in.Repeated(kMaxListEntries, ReadParty); }

void WriteName(ByteWriter& out, const domain::PersonName& name) {
  out.LpBytes(name.text);
  WriteEnum(out, name.mark);
}
domain::PersonName ReadName(ByteReader& in) {
  domain::PersonName name;
  name.text = ReadString(in);
  name.mark = ReadEnum(in, domain::HandleMark::kPossible);
  return name;
}

void WriteDocument(ByteWriter& out, const domain::IdentityDocument& document) {
  out.LpBytes(document.code).LpBytes(document.issuing_state).LpBytes(document.number);
  WriteEnum(out, document.mark);
}
domain::IdentityDocument ReadDocument(ByteReader& in) {
  domain::IdentityDocument document;
  document.code = ReadString(in);
  document.issuing_state = ReadString(in);
  document.number = ReadString(in);
  document.mark = ReadEnum(in, domain::HandleMark::kPossible);
  return document;
}

void WriteHandle(ByteWriter& out, const domain::MarkedHandle& handle) {
  out.LpBytes(handle.handle.canonical());
  WriteEnum(out, handle.mark);
}
domain::MarkedHandle ReadHandle(ByteReader& in) {
  absl::StatusOr<domain::Handle> handle = domain::Handle::FromCanonical(in.LpBytes(kMaxTextBytes));
  if (!handle.ok()) in.Fail();
  const domain::HandleMark mark = ReadEnum(in, domain::HandleMark::kPossible);
  if (handle.ok()) return {*std::move(handle), mark};
  return {*domain::Handle::FromDocument("P", "UTO", "X"), mark};
}

void WriteFacts(ByteWriter& out, const CaseFacts& facts) {
  WriteEnum(out, facts.status);
  WriteEnum(out, facts.age_class);
  WriteEnum(out, facts.capacity);
  out.Optional(facts.date_identified, WriteDay);
  out.Optional(facts.review_by, WriteDay);
  out.Optional(facts.contact_desk_id, WriteCode);
  WriteEnum(out, facts.authority_kind);
  out.Optional(facts.qualified_role, WriteCode);
  WriteCodes(out, facts.instrument_codes);
  out.Repeated(facts.names, WriteName);
  out.Optional(facts.birth_date, WriteDate);
  out.Repeated(facts.documents, WriteDocument);
  out.Repeated(facts.handles, WriteHandle);
  out.Optional(facts.child_accommodation, WriteCode);
  WriteCodes(out, facts.definition_elements.acts);
  WriteCodes(out, facts.definition_elements.means);
  WriteCodes(out, facts.definition_elements.purposes);
  WriteTexts(out, facts.nationalities);
  WriteTexts(out, facts.former_habitual_residences);
  out.Bool(facts.stateless).Bool(facts.nationality_unknown).Bool(facts.seeks_protection);
  WriteParties(out, facts.sending_parties);
  WriteTexts(out, facts.protected_for_agencies);
  out.Bool(facts.code_handed_over);
}

CaseFacts ReadFacts(ByteReader& in) {
  CaseFacts facts;
  facts.status = ReadEnum(in, domain::CaseStatus::kIdentified);
  facts.age_class = ReadEnum(in, domain::AgeClass::kPresumedChild);
  facts.capacity = ReadEnum(in, domain::Capacity::kSending);
  facts.date_identified = in.Optional(ReadDay);
  facts.review_by = in.Optional(ReadDay);
  facts.contact_desk_id = in.Optional(ReadCode);
  facts.authority_kind = ReadEnum(in, domain::AgencyKind::kOperator);
  facts.qualified_role = in.Optional(ReadCode);
  facts.instrument_codes = ReadCodes(in);
  facts.names = in.Repeated(kMaxListEntries, ReadName);
  facts.birth_date = in.Optional(ReadDate);
  facts.documents = in.Repeated(kMaxListEntries, ReadDocument);
  facts.handles = in.Repeated(domain::kMaxHandles, ReadHandle);
  facts.child_accommodation = in.Optional(ReadCode);
  facts.definition_elements.acts = ReadCodes(in);
  facts.definition_elements.means = ReadCodes(in);
  facts.definition_elements.purposes = ReadCodes(in);
  facts.nationalities = ReadTexts(in);
  facts.former_habitual_residences = ReadTexts(in);
  facts.stateless = in.Bool();
  facts.nationality_unknown = in.Bool();
  facts.seeks_protection = in.Bool();
  facts.sending_parties = ReadParties(in);
  facts.protected_for_agencies = ReadTexts(in);
  facts.code_handed_over = in.Bool();
  return facts;
}

void WriteDirective(ByteWriter& out, const Directive& directive) {
  out.Optional(directive.party, WriteParty);
  out.Optional(directive.purpose, [](ByteWriter& writer, domain::Purpose purpose) { WriteEnum(writer, purpose); });
  WriteEnum(out, directive.effect);
}
Directive ReadDirective(ByteReader& in) {
  Directive directive;
  directive.party = in.Optional(ReadParty);
  directive.purpose =
      in.Optional([](ByteReader& reader) { return ReadEnum(reader, domain::Purpose::kAggregateStatistics); });
  directive.effect = ReadEnum(in, domain::Effect::kAllow);
  return directive;
}

void WriteConsentRecord(ByteWriter& out, const ConsentRecord& record) {
  out.U8(kConsentRecordLayout);
  WriteEnum(out, record.state);
  WriteEnum(out, record.answered_by);
  out.Bool(record.childs_view_recorded);
  WriteEnum(out, record.age_at_recording);
  out.Optional(record.amended_by, [](ByteWriter& writer, domain::AnsweredBy by) { WriteEnum(writer, by); });
  WriteTime(out, record.informed_at);
  WriteTime(out, record.recorded_at);
  out.LpBytes(record.language).LpBytes(record.interpreter_reference);
  out.Bool(record.read_back).Bool(record.adviser_present).Bool(record.rights_told).Bool(record.consular_right_told);
  WriteEnum(out, record.consular_choice);
  WriteParties(out, record.parties_put_to_her);
  WriteParties(out, record.feared_parties);
  out.Repeated(record.directives, WriteDirective);
  out.Bool(record.in_doubt).Bool(record.own_effect_shown);
  out.Repeated(record.lifted, WriteDirective);
  WriteParties(out, record.no_longer_feared);
}

ConsentRecord ReadConsentRecord(ByteReader& in) {
  ReadLayout(in, kConsentRecordLayout);
  ConsentRecord record;
  record.state = ReadEnum(in, domain::ConsentState::kAnswered);
  record.answered_by = ReadEnum(in, domain::AnsweredBy::kSuspectedGuardian);
  record.childs_view_recorded = in.Bool();
  record.age_at_recording = ReadEnum(in, domain::AgeAtRecording::kAdult);
  record.amended_by =
      in.Optional([](ByteReader& reader) { return ReadEnum(reader, domain::AnsweredBy::kSuspectedGuardian); });
  record.informed_at = ReadTime(in);
  record.recorded_at = ReadTime(in);
  record.language = ReadString(in);
  record.interpreter_reference = ReadString(in);
  record.read_back = in.Bool();
  record.adviser_present = in.Bool();
  record.rights_told = in.Bool();
  record.consular_right_told = in.Bool();
  record.consular_choice = ReadEnum(in, domain::ConsularChoice::kNotWanted);
  record.parties_put_to_her = ReadParties(in);
  record.feared_parties = ReadParties(in);
  record.directives = in.Repeated(kMaxListEntries, ReadDirective);
  record.in_doubt = in.Bool();
  record.own_effect_shown = in.Bool();
  record.lifted = in.Repeated(kMaxListEntries, ReadDirective);
  record.no_longer_feared = ReadParties(in);
  return record;
}

}  // namespace

std::string EncodeCaseRecord(const CaseRecord& record) {
  ByteWriter out;
  out.U8(kCaseRecordLayout);
  WriteId(out, record.id);
  out.U64(record.version);
  WriteTime(out, record.registered_at);
  WriteFacts(out, record.facts);
  out.Repeated(record.history, [](ByteWriter& writer, const domain::StatusChange& change) {
    WriteEnum(writer, change.status);
    WriteTime(writer, change.changed_at);
  });
  out.U32(record.consent_number);
  out.Optional(record.consent, WriteConsentRecord);
  out.LpBytes(record.consent_hash);
  out.U64(record.next_delivery);
  out.Optional(record.revocation, [](ByteWriter& writer, const domain::CaseRevocation& revocation) {
    WriteEnum(writer, revocation.reason);
    WriteTime(writer, revocation.revoked_at);
    writer.LpBytes(revocation.second_officer_hash);
    WriteTime(writer, revocation.appeal_ended_at);
  });
  out.U32(record.reference_code_count);
  return out.Take();
}

absl::StatusOr<CaseRecord> DecodeCaseRecord(std::string_view bytes) {
  ByteReader in(bytes);
  ReadLayout(in, kCaseRecordLayout);
  CaseRecord record{.id = ReadId<domain::CaseId>(in)};
  record.version = in.U64();
  record.registered_at = ReadTime(in);
  record.facts = ReadFacts(in);
  record.history = in.Repeated(kMaxListEntries, [](ByteReader& reader) {
    domain::StatusChange change;
    change.status = ReadEnum(reader, domain::CaseStatus::kIdentified);
    change.changed_at = ReadTime(reader);
    return change;
  });
  record.consent_number = in.U32();
  record.consent = in.Optional(ReadConsentRecord);
  record.consent_hash = ReadString(in);
  record.next_delivery = in.U64();
  record.revocation = in.Optional([](ByteReader& reader) {
    domain::CaseRevocation revocation;
    revocation.reason = ReadEnum(reader, domain::RevocationReason::kNegativeAssessment);
    if (revocation.reason < domain::RevocationReason::kIssuedInError) reader.Fail();  // the list starts at 1
    revocation.revoked_at = ReadTime(reader);
    revocation.second_officer_hash = ReadString(reader);
    revocation.appeal_ended_at = ReadTime(reader);
    return revocation;
  });
  record.reference_code_count = in.U32();
  if (absl::Status sound = in.Finish(); !sound.ok()) return sound;
  return record;
}

std::string EncodeConsentRecord(const ConsentRecord& record) {
  ByteWriter out;
  WriteConsentRecord(out, record);
  return out.Take();
}

std::string EncodeConsentEntry(const ConsentEntry& entry) {
  ByteWriter out;
  out.U8(kConsentEntryLayout).U32(entry.number);
  WriteConsentRecord(out, entry.record);
  out.LpBytes(entry.previous_hash).LpBytes(entry.hash);
  return out.Take();
}

absl::StatusOr<ConsentEntry> DecodeConsentEntry(std::string_view bytes) {
  ByteReader in(bytes);
  ReadLayout(in, kConsentEntryLayout);
  ConsentEntry entry;
  entry.number = in.U32();
  entry.record = ReadConsentRecord(in);
  entry.previous_hash = ReadString(in);
  entry.hash = ReadString(in);
  if (absl::Status sound = in.Finish(); !sound.ok()) return sound;
  return entry;
}

std::string EncodeSignedCopy(const SignedCopy& copy) {
  ByteWriter out;
  out.U8(kSignedCopyLayout);
  WriteId(out, copy.id);
  WriteParty(out, copy.recipient);
  WriteEnum(out, copy.purpose);
  out.LpBytes(copy.replaces).LpBytes(copy.content_digest).LpBytes(copy.envelope).LpBytes(copy.payload_sha256);
  WriteOpenings(out, copy.openings);
  WriteTime(out, copy.signed_at);
  return out.Take();
}

absl::StatusOr<SignedCopy> DecodeSignedCopy(std::string_view bytes) {
  ByteReader in(bytes);
  ReadLayout(in, kSignedCopyLayout);
  const domain::CopyId id = ReadId<domain::CopyId>(in);
  const domain::PartyCode recipient = ReadParty(in);
  SignedCopy copy{.id = id, .recipient = recipient, .purpose = ReadEnum(in, domain::Purpose::kAggregateStatistics)};
  copy.replaces = ReadString(in);
  copy.content_digest = ReadString(in);
  copy.envelope = ReadString(in);
  copy.payload_sha256 = ReadString(in);
  copy.openings = ReadOpenings(in);
  copy.signed_at = ReadTime(in);
  if (absl::Status sound = in.Finish(); !sound.ok()) return sound;
  return copy;
}

}  // namespace vsx::store
