#include "node/cli/person_handles.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/cli/exit_code.h"
#include "node/domain/biographic_query.h"
#include "node/domain/mrz.h"
#include "node/domain/mrz_date.h"
#include "node/domain/reference_code.h"

namespace vsx::cli {
namespace {

using Handles = std::vector<domain::Handle>;

absl::Status AddDocument(const std::string& code, const std::string& state, const std::string& number,
                         Handles* handles) {
  auto handle = domain::Handle::FromDocument(code, state, number);
  if (!handle.ok()) return handle.status();
  handles->push_back(*std::move(handle));
  return absl::OkStatus();
}

absl::Status AddAll(const domain::PersonSought& person, Handles* handles) {
  auto asked = domain::AskFor(person);
  if (!asked.ok()) return asked.status();
  handles->insert(handles->end(), asked->handles.begin(), asked->handles.end());
  return absl::OkStatus();
}

absl::Status AddZone(const v1::MrzQuery& zone, const domain::CivilDate& day, Handles* handles) {
  const std::vector<std::string> lines(zone.lines().begin(), zone.lines().end());
  const domain::MrzResult read = domain::ParseMrz(lines);
  if (auto status = domain::MrzStatus(read); !status.ok()) return status;
  const auto& fields = read.fields;
  auto document = domain::Handle::FromDocument(fields.document_code, fields.issuing_state, fields.document_number);
  if (!document.ok()) return document.status();
  domain::PersonSought person{.documents = {*std::move(document)}, .names = {}, .birth_date = {}};
  const auto date = domain::MrzBirthDate(fields.birth_date, day);
  if (date.ok()) {  // else the zone leaves the year open: the document alone is asked
    person.names.push_back(absl::StrCat(fields.name.primary_identifier, " ", fields.name.secondary_identifier));
    person.birth_date = *date;
  }
  return AddAll(person, handles);
}

}  // namespace

absl::StatusOr<Handles> PersonHandles(const v1::PersonQuery& person, const domain::CivilDate& day) {
  Handles handles;
  absl::Status status;
  switch (person.query_case()) {
    case v1::PersonQuery::kDocument:
      status = AddDocument(person.document().code(), person.document().issuing_state(), person.document().number(),
                           &handles);
      break;
    case v1::PersonQuery::kBiographic: {
      const auto date = domain::PartialDate::Parse(person.biographic().birth_date());
      status = date.ok()
                   ? AddAll({.documents = {}, .names = {person.biographic().name()}, .birth_date = *date}, &handles)
                   : date.status();
      break;
    }
    case v1::PersonQuery::kMrz:
      status = AddZone(person.mrz(), day, &handles);
      break;
    case v1::PersonQuery::kReferenceCode: {
      const auto code = domain::ReferenceCode::Parse(person.reference_code());
      if (code.ok()) handles.push_back(domain::Handle::FromReference(*code));
      status = code.status();
      break;
    }
    case v1::PersonQuery::QUERY_NOT_SET:
      status = WrongInput("no person was named");
      break;
  }
  if (!status.ok()) return status;
  return handles;
}

}  // namespace vsx::cli
