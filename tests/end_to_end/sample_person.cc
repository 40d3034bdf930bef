#include "tests/end_to_end/sample_person.h"

#include <cstdio>
#include <ctime>

#include "node/domain/calendar.h"

namespace vsx::test {
namespace {

// Name keys hold letters only, so that the number is spelt in letters.
std::string InLetters(int n) {
  std::string letters;
  do {
    letters.insert(letters.begin(), static_cast<char>('a' + n % 26));
    n /= 26;
  } while (n > 0);
  return letters;
}

void AddDirective(v1::ConsentInput& consent, const std::string& party, v1::Purpose purpose, v1::ConsentEffect effect) {
  v1::ConsentDirective* directive = consent.add_directives();
  directive->set_party(party);
  directive->set_purpose(purpose);
  directive->set_effect(effect);
}

}  // namespace

SamplePerson SamplePerson::Number(int n) {
  SamplePerson person;
  person.name = "Contoh Fictitious " + InLetters(n);
  char text[32];
  std::snprintf(text, sizeof text, "XX%07d", n % 10'000'000);
  person.document_number = text;
  // No day twice among 10,080 persons: by the variants of their names two of them might be one otherwise.
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", 1970 + n % 30, 1 + n / 30 % 12, 1 + n / 360 % 28);
  person.birth_date = text;
  return person;
}

v1::PersonQuery SamplePerson::ByDocument() const {
  v1::PersonQuery query;
  v1::Document* document = query.mutable_document();
  document->set_code("P");
  document->set_issuing_state(document_state);
  document->set_number(document_number);
  return query;
}

v1::PersonQuery SamplePerson::ByName() const {
  v1::PersonQuery query;
  query.mutable_biographic()->set_name(name);
  query.mutable_biographic()->set_birth_date(birth_date);
  return query;
}

v1::RegisterCaseRequest RegistrationOf(const SamplePerson& person, const std::string& sending_party) {
  v1::RegisterCaseRequest request;
  v1::CaseInput& input = *request.mutable_person();
  input.add_names()->set_text(person.name);
  input.set_birth_date(person.birth_date);
  *input.add_documents() = person.ByDocument().document();
  input.add_nationalities(person.document_state);
  input.add_sending_parties(sending_party);
  input.set_status(v1::CASE_STATUS_IDENTIFIED);
  input.set_capacity(v1::CAPACITY_RECEIVING);
  const domain::CivilDate today = domain::CivilDate::FromTime({static_cast<int64_t>(std::time(nullptr))});
  input.set_date_identified(today.ToString());
  input.set_review_by(today.AddYears(1).ToString());
  input.set_contact_desk_id("duty-desk");
  input.set_qualified_role("trained_identifier");
  input.add_instrument_codes("ACTIP-14");
  input.mutable_definition_elements()->add_acts("recruitment");
  input.mutable_definition_elements()->add_means("deception");
  input.mutable_definition_elements()->add_purposes("forced_labour");
  return request;
}

v1::CheckStatusRequest CheckBeforeRemoval(const v1::PersonQuery& person) {
  v1::CheckStatusRequest request;
  *request.mutable_person() = person;
  request.set_measure(v1::MEASURE_REMOVAL);
  request.set_stage(v1::STAGE_IMMIGRATION);
  request.set_file_number("EXAMPLE-17");
  request.set_person_present(true);
  return request;
}

v1::ConsentInput DenyByDefault(const std::vector<std::string>& parties) {
  v1::ConsentInput consent;
  consent.set_state(v1::CONSENT_STATE_ANSWERED);
  consent.set_answered_by(v1::ANSWERED_BY_PERSON);
  consent.set_informed_at(static_cast<int64_t>(std::time(nullptr)) - 60);
  consent.set_language("km");
  consent.set_read_back(true);
  consent.set_rights_told(true);
  consent.set_consular_right_told(true);
  consent.set_own_effect_shown(true);
  for (const std::string& party : parties) consent.add_parties_put(party);
  for (const std::string& party : parties) {
    v1::ConsentDirective* directive = consent.add_directives();
    directive->set_party(party);
    directive->set_effect(v1::CONSENT_EFFECT_DENY);
  }
  return consent;
}

void Allow(v1::ConsentInput& consent, const std::string& party, v1::Purpose purpose) {
  AddDirective(consent, party, purpose, v1::CONSENT_EFFECT_ALLOW);
}

void Deny(v1::ConsentInput& consent, const std::string& party, v1::Purpose purpose) {
  AddDirective(consent, party, purpose, v1::CONSENT_EFFECT_DENY);
}

}  // namespace vsx::test
