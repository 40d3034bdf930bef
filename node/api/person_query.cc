#include "node/api/person_query.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/domain/biographic_query.h"
#include "node/domain/error.h"
#include "node/domain/mrz.h"
#include "node/domain/mrz_date.h"

namespace vsx::api {
namespace {

using domain::AtField;
using domain::InvalidField;

void Add(domain::Handle handle, PersonHandles& into) {
  if (std::find(into.classes.begin(), into.classes.end(), handle.cls()) == into.classes.end()) {
    into.classes.push_back(handle.cls());
  }
  into.handles.push_back(std::move(handle));
}

absl::Status AddAll(const domain::PersonSought& person, PersonHandles& into) {
  absl::StatusOr<domain::HandlesToAsk> asked = domain::AskFor(person);
  if (!asked.ok()) return asked.status();
  for (domain::Handle& handle : asked->handles) Add(std::move(handle), into);
  into.partial_date_only = asked->partial_date_only;
  return absl::OkStatus();
}

absl::Status AddDocument(const v1::Document& document, PersonHandles& into) {
  absl::StatusOr<domain::Handle> handle =
      domain::Handle::FromDocument(document.code(), document.issuing_state(), document.number());
  if (!handle.ok()) return AtField(handle.status(), "document");
  Add(*std::move(handle), into);
  return absl::OkStatus();
}

// The birth date of a query as typed.
absl::StatusOr<domain::PartialDate> ToBirthDate(const v1::BiographicQuery& query, const domain::CivilDate& today) {
  absl::StatusOr<domain::PartialDate> date = domain::PartialDate::Parse(query.birth_date());
  if (!date.ok()) {
    return InvalidField("DATE_MALFORMED", "birth_date", "write the birth date as YYYY-MM-DD, YYYY-MM or YYYY");
  }
  if (date->Earliest() > today) {
    return InvalidField("DATE_IN_FUTURE", "birth_date",
                        "the birth date lies in the future: is it in the Buddhist Era? Subtract 543 years");
  }
  return date;
}

absl::Status AddTyped(const v1::BiographicQuery& query, const domain::CivilDate& today, PersonHandles& into) {
  const absl::StatusOr<domain::PartialDate> date = ToBirthDate(query, today);
  if (!date.ok()) return AtField(date.status(), "biographic");
  return AtField(AddAll({.documents = {}, .names = {query.name()}, .birth_date = *date}, into), "biographic.name");
}

absl::Status AddBoth(const v1::Document& document, const v1::BiographicQuery& query, const domain::CivilDate& today,
                     PersonHandles& into) {
  absl::StatusOr<domain::Handle> handle =
      domain::Handle::FromDocument(document.code(), document.issuing_state(), document.number());
  if (!handle.ok()) return AtField(handle.status(), "person.document");
  const absl::StatusOr<domain::PartialDate> date = ToBirthDate(query, today);
  if (!date.ok()) return AtField(date.status(), "also_named");
  return AtField(AddAll({.documents = {*std::move(handle)}, .names = {query.name()}, .birth_date = *date}, into),
                 "also_named.name");
}

absl::Status AddMrz(const v1::MrzQuery& query, const domain::CivilDate& today, PersonHandles& into) {
  const domain::MrzResult mrz = domain::ParseMrz(std::vector<std::string>(query.lines().begin(), query.lines().end()));
  if (absl::Status sound = domain::MrzStatus(mrz); !sound.ok()) return AtField(sound, "mrz.lines");
  absl::StatusOr<domain::Handle> document =
      domain::Handle::FromDocument(mrz.fields.document_code, mrz.fields.issuing_state, mrz.fields.document_number);
  if (!document.ok()) return AtField(document.status(), "mrz.lines");
  domain::PersonSought person{.documents = {*std::move(document)}, .names = {}, .birth_date = {}};
  const absl::StatusOr<domain::PartialDate> born = domain::MrzBirthDate(mrz.fields.birth_date, today);
  if (born.ok()) {  // else the zone leaves the year open: the document alone is asked
    const domain::MrzName& name = mrz.fields.name;
    person.names.push_back(absl::StrCat(name.primary_identifier, " ", name.secondary_identifier));
    person.birth_date = *born;
  }
  return AtField(AddAll(person, into), "mrz.lines");
}

absl::Status AddCode(const std::string& typed, PersonHandles& into) {
  absl::StatusOr<domain::ReferenceCode> code = domain::ReferenceCode::Parse(typed);
  if (!code.ok()) return AtField(code.status(), "reference_code");
  Add(domain::Handle::FromReference(*code), into);
  into.reference_code = true;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PersonHandles> ToHandles(const v1::PersonQuery& query, const domain::CivilDate& today) {
  PersonHandles handles;
  absl::Status read;
  switch (query.query_case()) {
    case v1::PersonQuery::kDocument:
      read = AddDocument(query.document(), handles);
      break;
    case v1::PersonQuery::kBiographic:
      read = AddTyped(query.biographic(), today, handles);
      break;
    case v1::PersonQuery::kMrz:
      read = AddMrz(query.mrz(), today, handles);
      break;
    case v1::PersonQuery::kReferenceCode:
      read = AddCode(query.reference_code(), handles);
      break;
    case v1::PersonQuery::QUERY_NOT_SET:
      read = InvalidField("PERSON_MISSING", "", "say about whom: a document, a name and birth date, or a code");
      break;
  }
  if (!read.ok()) return AtField(read, "person");
  return handles;
}

absl::StatusOr<PersonHandles> ToHandles(const v1::PersonQuery& query, const v1::BiographicQuery* also_named,
                                        const domain::CivilDate& today) {
  if (also_named == nullptr) return ToHandles(query, today);
  if (!query.has_document()) {
    return InvalidField("PERSON_MISSING", "also_named", "a name beside another way than a document is not asked by");
  }
  PersonHandles handles;
  if (absl::Status read = AddBoth(query.document(), *also_named, today, handles); !read.ok()) return read;
  return handles;
}

}  // namespace vsx::api
