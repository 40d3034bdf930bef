#include "node/api/case_conversion.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "node/domain/biographic_query.h"
#include "node/domain/error.h"
#include "node/domain/mrz.h"
#include "node/domain/mrz_date.h"
#include "node/domain/party_uri.h"
#include "node/domain/state_codes.h"
#include "node/service/read_cases.h"
#include "node/statement/enums.h"

namespace vsx::api {
namespace {

using domain::AtField;
using domain::Indexed;
using domain::InvalidField;
using statement::FromProto;
using statement::ToProto;

constexpr int kMostNames = 4;
constexpr int kMostDocuments = 4;
constexpr int kMostCodes = 16;
constexpr int kMostParties = 16;
constexpr size_t kLongestName = 256;
// One place stays for a reference code.
constexpr size_t kMostHandles = domain::kMaxHandles - 1;

absl::Status TooMany(std::string_view field, int most) {
  return InvalidField("TOO_MANY", field, absl::StrCat("at most ", most, " are taken here"));
}

absl::StatusOr<std::optional<domain::Code>> ToCode(const std::string& text, std::string_view field) {
  if (text.empty()) return std::optional<domain::Code>();
  absl::StatusOr<domain::Code> code = domain::Code::Create(text);
  if (!code.ok()) {
    return InvalidField("CODE_MALFORMED", field,
                        "a code is one word of letters, digits, hyphen, underscore, full stop");
  }
  return std::optional<domain::Code>(*std::move(code));
}

template <typename Field>
absl::StatusOr<std::vector<domain::Code>> ToCodes(const Field& texts, std::string_view field) {
  if (texts.size() > kMostCodes) return TooMany(field, kMostCodes);
  std::vector<domain::Code> codes;
  for (int i = 0; i < texts.size(); ++i) {
    absl::StatusOr<std::optional<domain::Code>> code = ToCode(texts[i], Indexed(field, i));
    if (!code.ok()) return code.status();
    if (!code->has_value()) return InvalidField("CODE_MALFORMED", Indexed(field, i), "the code is empty");
    codes.push_back(**std::move(code));
  }
  return codes;
}

absl::StatusOr<std::optional<domain::CivilDate>> ToDay(const std::string& text, std::string_view field) {
  if (text.empty()) return std::optional<domain::CivilDate>();
  absl::StatusOr<domain::CivilDate> day = domain::CivilDate::Parse(text);
  if (!day.ok()) return InvalidField("DATE_MALFORMED", field, "write the day as YYYY-MM-DD");
  return std::optional<domain::CivilDate>(*day);
}

absl::StatusOr<domain::HandleMark> ToMark(v1::HandleMark mark, std::string_view field) {
  if (mark == v1::HANDLE_MARK_UNSPECIFIED) return domain::HandleMark::kExact;
  const std::optional<domain::HandleMark> known = FromProto(mark);
  if (!known.has_value()) return InvalidField("MARK_UNKNOWN", field, "the mark is EXACT or POSSIBLE");
  return *known;
}

template <typename Field>
absl::StatusOr<std::vector<std::string>> ToStates(const Field& texts, std::string_view field) {
  if (texts.size() > kMostParties) return TooMany(field, kMostParties);
  std::vector<std::string> states;
  for (int i = 0; i < texts.size(); ++i) {
    if (domain::StatusOfState(texts[i]) == domain::StateStatus::kUnknown) {
      return InvalidField("STATE_UNKNOWN", Indexed(field, i), "give the State's three-letter code, as in a passport");
    }
    states.push_back(texts[i]);
  }
  return states;
}

// As the consent policy compares it: "p<", " pr" and "PR" are typed by people.
std::string CanonicalCode(std::string_view code) {
  std::string canonical;
  for (const char c : code) {
    if (c != '<' && !absl::ascii_isspace(static_cast<unsigned char>(c))) {
      canonical += absl::ascii_toupper(static_cast<unsigned char>(c));
    }
  }
  return canonical;
}

// Documents, and what a machine-readable zone adds in their place.
absl::Status ReadDocuments(const v1::CaseInput& input, const domain::CivilDate& today, domain::CaseFacts& facts) {
  if (input.documents_size() > kMostDocuments) return TooMany("documents", kMostDocuments);
  for (int i = 0; i < input.documents_size(); ++i) {
    const v1::Document& document = input.documents(i);
    const std::string field = Indexed("documents", i);
    absl::StatusOr<domain::HandleMark> mark = ToMark(document.mark(), field + ".mark");
    if (!mark.ok()) return mark.status();
    facts.documents.push_back({CanonicalCode(document.code()), document.issuing_state(), document.number(), *mark});
  }
  if (input.mrz_lines_size() == 0) return absl::OkStatus();
  if (input.documents_size() > 0) {
    return InvalidField("ONE_WAY_ONLY", "mrz_lines", "give the documents or a machine-readable zone, not both");
  }
  const domain::MrzResult mrz =
      domain::ParseMrz(std::vector<std::string>(input.mrz_lines().begin(), input.mrz_lines().end()));
  if (absl::Status sound = domain::MrzStatus(mrz); !sound.ok()) return AtField(sound, "mrz_lines");
  facts.documents.push_back({CanonicalCode(mrz.fields.document_code), mrz.fields.issuing_state,
                             mrz.fields.document_number, domain::HandleMark::kExact});
  if (input.names_size() == 0) {
    const domain::MrzName& name = mrz.fields.name;
    facts.names.push_back(
        {absl::StrCat(name.primary_identifier, name.secondary_identifier.empty() ? "" : " ", name.secondary_identifier),
         domain::HandleMark::kExact});
  }
  if (!facts.birth_date.has_value()) {
    absl::StatusOr<domain::PartialDate> born = domain::MrzBirthDate(mrz.fields.birth_date, today);
    if (born.ok()) facts.birth_date = *born;
  }
  // What the document says counts beside what the officer typed: XXB beside a country is still a refugee's document.
  std::vector<std::string>& nationalities = facts.nationalities;
  const std::string& printed = mrz.fields.nationality;
  if (!printed.empty() && std::find(nationalities.begin(), nationalities.end(), printed) == nationalities.end()) {
    nationalities.push_back(printed);
  }
  return absl::OkStatus();
}

absl::Status ReadPerson(const v1::CaseInput& input, domain::UnixTime now, domain::CaseFacts& facts) {
  if (input.names_size() > kMostNames) return TooMany("names", kMostNames);
  for (int i = 0; i < input.names_size(); ++i) {
    const v1::PersonName& name = input.names(i);
    const std::string field = Indexed("names", i);
    if (name.text().empty() || name.text().size() > kLongestName) {
      return InvalidField("NAME_LENGTH", field + ".text", "a name has 1 to 256 bytes");
    }
    absl::StatusOr<domain::HandleMark> mark = ToMark(name.mark(), field + ".mark");
    if (!mark.ok()) return mark.status();
    facts.names.push_back({name.text(), *mark});
  }
  if (!input.birth_date().empty()) {
    absl::StatusOr<domain::PartialDate> born = domain::PartialDate::Parse(input.birth_date());
    if (!born.ok()) return InvalidField("DATE_MALFORMED", "birth_date", "write YYYY-MM-DD, YYYY-MM or YYYY");
    if (born->Earliest() > domain::CivilDate::LatestToday(now)) {
      return InvalidField("DATE_IN_FUTURE", "birth_date",
                          "the birth date lies in the future: is it in the Buddhist Era?");
    }
    facts.birth_date = *born;
  }
  absl::StatusOr<std::vector<std::string>> nationalities = ToStates(input.nationalities(), "nationalities");
  if (!nationalities.ok()) return nationalities.status();
  facts.nationalities = *std::move(nationalities);
  if (absl::Status read = ReadDocuments(input, domain::CivilDate::FromTime(now), facts); !read.ok()) return read;
  if (facts.names.empty())
    return InvalidField("NAME_MISSING", "names", "give at least one name, or a machine-readable zone");
  absl::StatusOr<std::vector<std::string>> residences = ToStates(input.habitual_residences(), "habitual_residences");
  if (!residences.ok()) return residences.status();
  facts.former_habitual_residences = *std::move(residences);
  facts.stateless = input.stateless_or_unknown();
  facts.nationality_unknown = facts.nationalities.empty();
  facts.seeks_protection = input.seeks_protection();
  return absl::OkStatus();
}

absl::Status ReadIdentification(const v1::CaseInput& input, domain::UnixTime now, const statement::TrustStore& trust,
                                domain::CaseFacts& facts) {
  facts.status = FromProto(input.status());
  if (facts.status == domain::CaseStatus::kUnknown) {
    return InvalidField("STATUS_MISSING", "status", "say how far the identification has come");
  }
  facts.capacity = FromProto(input.capacity());
  if (facts.capacity == domain::Capacity::kUnknown) {
    return InvalidField("CAPACITY_MISSING", "capacity",
                        "say in which capacity the own State acts: receiving, transit or sending");
  }
  absl::StatusOr<std::optional<domain::CivilDate>> identified = ToDay(input.date_identified(), "date_identified");
  if (!identified.ok()) return identified.status();
  if (!identified->has_value()) {
    return InvalidField("DATE_MISSING", "date_identified", "say on which day the person was identified or presumed");
  }
  if (**identified > domain::CivilDate::LatestToday(now)) {
    return InvalidField("DATE_IN_FUTURE", "date_identified", "this day lies in the future");
  }
  facts.date_identified = *identified;
  absl::StatusOr<std::optional<domain::CivilDate>> review = ToDay(input.review_by(), "review_by");
  if (!review.ok()) return review.status();
  facts.review_by = *review;
  absl::StatusOr<std::optional<domain::Code>> desk = ToCode(input.contact_desk_id(), "contact_desk_id");
  if (!desk.ok()) return desk.status();
  if (!desk->has_value() || trust.FindDesk(trust.own_party(), (*desk)->value()) == nullptr) {
    return InvalidField("DESK_UNKNOWN", "contact_desk_id",
                        "name a desk of the own directory: officers abroad will call it");
  }
  facts.contact_desk_id = *std::move(desk);
  absl::StatusOr<std::optional<domain::Code>> role = ToCode(input.qualified_role(), "qualified_role");
  if (!role.ok()) return role.status();
  if (!role->has_value()) {
    return InvalidField("ROLE_MISSING", "qualified_role", "name the qualified role that assessed, not a person");
  }
  facts.qualified_role = *std::move(role);
  absl::StatusOr<std::vector<domain::Code>> instruments = ToCodes(input.instrument_codes(), "instrument_codes");
  if (!instruments.ok()) return instruments.status();
  facts.instrument_codes = *std::move(instruments);
  absl::StatusOr<std::optional<domain::Code>> stay = ToCode(input.child_accommodation(), "child_accommodation");
  if (!stay.ok()) return stay.status();
  facts.child_accommodation = *std::move(stay);
  const v1::DefinitionElements& elements = input.definition_elements();
  absl::StatusOr<std::vector<domain::Code>> acts = ToCodes(elements.acts(), "definition_elements.acts");
  if (!acts.ok()) return acts.status();
  absl::StatusOr<std::vector<domain::Code>> means = ToCodes(elements.means(), "definition_elements.means");
  if (!means.ok()) return means.status();
  absl::StatusOr<std::vector<domain::Code>> purposes = ToCodes(elements.purposes(), "definition_elements.purposes");
  if (!purposes.ok()) return purposes.status();
  facts.definition_elements = {*std::move(acts), *std::move(means), *std::move(purposes)};
  return absl::OkStatus();
}

bool Contains(const std::vector<domain::PartyCode>& parties, const domain::PartyCode& party) {
  return std::find(parties.begin(), parties.end(), party) != parties.end();
}

absl::Status ReadSharing(const v1::CaseInput& input, const statement::TrustStore& trust, domain::CaseFacts& facts) {
  if (input.sending_parties_size() > kMostParties) return TooMany("sending_parties", kMostParties);
  for (int i = 0; i < input.sending_parties_size(); ++i) {
    absl::StatusOr<domain::PartyCode> party = domain::PartyCode::Create(input.sending_parties(i));
    if (!party.ok()) {
      return InvalidField("PARTY_MALFORMED", Indexed("sending_parties", i), "give the Party's three-letter code");
    }
    if (*party == trust.own_party()) {
      return InvalidField("PARTY_IS_OWN", Indexed("sending_parties", i),
                          "the own State is no sending Party of its own case");
    }
    if (!trust.StateOf(*party).has_value() && !Contains(trust.MemberStatesOutside(), *party) &&
        domain::StatusOfState(party->value()) != domain::StateStatus::kState) {
      return InvalidField("PARTY_UNKNOWN", Indexed("sending_parties", i),
                          "no State has this code: look at the code again");
    }
    facts.sending_parties.push_back(*party);
  }
  if (input.protected_for_agencies_size() > kMostParties) return TooMany("protected_for_agencies", kMostParties);
  for (int i = 0; i < input.protected_for_agencies_size(); ++i) {
    const std::string& agency = input.protected_for_agencies(i);
    // As a certificate can carry it: a slip would hide the case from everybody.
    if (!domain::PartyUri::Parse(absl::StrCat("vsx://", trust.own_party().value(), "/agency/", agency)).ok()) {
      return InvalidField("AGENCY_MALFORMED", Indexed("protected_for_agencies", i),
                          "write <kind>/<name>, as in its certificate");
    }
    facts.protected_for_agencies.push_back(agency);
  }
  return absl::OkStatus();
}

absl::Status MakeHandles(domain::CaseFacts& facts) {
  absl::StatusOr<std::vector<domain::MarkedHandle>> handles =
      domain::HandlesToRegister(facts.documents, facts.names, facts.birth_date);
  if (!handles.ok()) return handles.status();
  facts.handles = *std::move(handles);
  if (facts.handles.empty()) {
    return InvalidField("NO_HANDLE", "birth_date",
                        "no check could find this case: enter a date of birth beside the name (a year is enough, an "
                        "estimated one too), or a document");
  }
  if (facts.handles.size() > kMostHandles) {
    return InvalidField(
        "TOO_MANY_HANDLES", "documents",
        absl::StrCat("at most ", kMostHandles, " documents and names together, so that a reference code has a place"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<domain::CaseFacts> ToCaseFacts(const v1::CaseInput& input, domain::AgencyKind authority,
                                              const statement::TrustStore& trust, domain::UnixTime now) {
  domain::CaseFacts facts;
  facts.authority_kind = authority;
  if (absl::Status read = ReadPerson(input, now, facts); !read.ok()) return AtField(read, "person");
  if (absl::Status read = ReadIdentification(input, now, trust, facts); !read.ok()) return AtField(read, "person");
  if (absl::Status read = ReadSharing(input, trust, facts); !read.ok()) return AtField(read, "person");
  if (absl::Status made = MakeHandles(facts); !made.ok()) return AtField(made, "person");
  facts.age_class = input.presumed_child() ? domain::AgeClass::kPresumedChild : domain::AgeClass::kUnknown;
  facts.age_class = domain::AgeClassOn(facts, domain::CivilDate::FromTime(now));
  return facts;
}

v1::CaseInput ToCaseInput(const domain::CaseFacts& facts) {
  v1::CaseInput input;
  for (const domain::PersonName& name : facts.names) {
    v1::PersonName* out = input.add_names();
    out->set_text(name.text);
    out->set_mark(ToProto(name.mark));
  }
  if (facts.birth_date.has_value()) input.set_birth_date(facts.birth_date->ToString());
  for (const domain::IdentityDocument& document : facts.documents) {
    v1::Document* out = input.add_documents();
    out->set_code(document.code);
    out->set_issuing_state(document.issuing_state);
    out->set_number(document.number);
    out->set_mark(ToProto(document.mark));
  }
  input.set_presumed_child(facts.age_class == domain::AgeClass::kPresumedChild);
  for (const std::string& state : facts.nationalities) input.add_nationalities(state);
  for (const std::string& state : facts.former_habitual_residences) input.add_habitual_residences(state);
  input.set_stateless_or_unknown(facts.stateless);
  input.set_seeks_protection(facts.seeks_protection);
  for (const domain::PartyCode& party : facts.sending_parties) input.add_sending_parties(party.value());
  input.set_status(ToProto(facts.status));
  input.set_capacity(ToProto(facts.capacity));
  if (facts.date_identified.has_value()) input.set_date_identified(facts.date_identified->ToString());
  if (facts.review_by.has_value()) input.set_review_by(facts.review_by->ToString());
  if (facts.contact_desk_id.has_value()) input.set_contact_desk_id(facts.contact_desk_id->value());
  if (facts.qualified_role.has_value()) input.set_qualified_role(facts.qualified_role->value());
  for (const domain::Code& code : facts.instrument_codes) input.add_instrument_codes(code.value());
  if (facts.child_accommodation.has_value()) input.set_child_accommodation(facts.child_accommodation->value());
  for (const domain::Code& code : facts.definition_elements.acts) {
    input.mutable_definition_elements()->add_acts(code.value());
  }
  for (const domain::Code& code : facts.definition_elements.means) {
    input.mutable_definition_elements()->add_means(code.value());
  }
  for (const domain::Code& code : facts.definition_elements.purposes) {
    input.mutable_definition_elements()->add_purposes(code.value());
  }
  for (const std::string& agency : facts.protected_for_agencies) input.add_protected_for_agencies(agency);
  return input;
}

v1::CaseSummary ToSummary(const service::NodeContext& node, const domain::CaseRecord& record) {
  v1::CaseSummary summary;
  summary.set_case_id(std::string(record.id.bytes()));
  summary.set_status(ToProto(record.facts.status));
  summary.set_age_class(ToProto(domain::AgeClassOn(record.facts, domain::CivilDate::FromTime(node.clock.Now()))));
  summary.set_capacity(ToProto(record.facts.capacity));
  summary.set_registered_at(record.registered_at.seconds);
  summary.set_consent_state(
      ToProto(record.consent.has_value() ? record.consent->state : domain::ConsentState::kNotAsked));
  summary.set_consent_version(record.consent_number);
  summary.set_asking_overdue(service::AskingOverdue(node, record));
  summary.set_revoked(record.revocation.has_value());
  summary.set_log_state(v1::LOG_STATE_NOT_LOGGED);
  return summary;
}

v1::DeliverySummary ToSummary(const domain::OutboxItem& item) {
  v1::DeliverySummary summary;
  summary.set_delivery_id(std::string(item.id.bytes()));
  summary.set_case_id(std::string(item.case_id.bytes()));
  summary.set_recipient(item.recipient.value());
  std::string kind = domain::DeliveryTypeName(item.type);
  if (item.type == domain::DeliveryType::kNotification) kind += item.level_2 ? " level 2" : " level 1";
  summary.set_kind(kind);
  summary.set_state(ToProto(item.state));
  summary.set_queued_at(item.queued_at.seconds);
  summary.set_acknowledged_at(item.acknowledged_at.seconds);
  summary.set_attempts(item.attempts);
  summary.set_reason(item.reason);
  summary.set_receipt_envelope(item.receipt_envelope);
  return summary;
}

absl::StatusOr<domain::CaseId> ToCaseId(const std::string& bytes, std::string_view field) {
  absl::StatusOr<domain::CaseId> id = domain::CaseId::FromBytes(bytes);
  if (!id.ok()) return InvalidField("ID_MALFORMED", field, "an id has 16 bytes");
  return id;
}

absl::StatusOr<size_t> ToPageSize(uint32_t asked, uint32_t fallback, uint32_t largest) {
  if (asked > largest) {
    return InvalidField("PAGE_SIZE_TOO_LARGE", "page_size", absl::StrCat("a page has at most ", largest, " rows"));
  }
  return asked == 0 ? fallback : asked;
}

}  // namespace vsx::api
