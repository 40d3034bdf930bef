#include "tests/api/example_requests.h"

#include "gtest/gtest.h"

namespace vsx::api {

AgencyCaller Caller(domain::AgencyKind kind, const std::string& party) {
  const std::string name(domain::AgencyKindName(kind));
  return {kind, "vsx://" + party + "/agency/" + name + "/example", "example"};
}

v1::CallerContext Context(v1::AccessPurpose purpose) {
  v1::CallerContext context;
  context.set_officer("ct-17");
  context.set_purpose(purpose);
  return context;
}

v1::RegisterCaseRequest ExampleRegistration() {
  v1::RegisterCaseRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  v1::CaseInput& person = *request.mutable_person();
  person.add_names()->set_text("Contoh Fictitious");
  person.set_birth_date("1999-04-05");
  v1::Document* document = person.add_documents();
  document->set_code("P");
  document->set_issuing_state("UTO");
  document->set_number("XX0000001");
  person.add_nationalities("QQB");
  person.set_nationalities(0, "UTO");
  person.add_sending_parties("QQB");
  person.set_status(v1::CASE_STATUS_IDENTIFIED);
  person.set_capacity(v1::CAPACITY_RECEIVING);
  person.set_date_identified("2030-02-01");
  person.set_review_by("2031-02-01");
  person.set_contact_desk_id("duty-desk");
  person.set_qualified_role("trained_identifier");
  person.add_instrument_codes("ACTIP-14");
  person.mutable_definition_elements()->add_acts("recruitment");
  return request;
}

v1::ConsentInput ExampleConsent(int64_t now) {
  v1::ConsentInput consent;
  consent.set_state(v1::CONSENT_STATE_ANSWERED);
  consent.set_answered_by(v1::ANSWERED_BY_PERSON);
  consent.set_informed_at(now);
  consent.set_language("en");
  consent.set_rights_told(true);
  consent.add_parties_put("QQB");
  for (const v1::Purpose purpose :
       {v1::PURPOSE_NOTIFY_LEVEL_1, v1::PURPOSE_NOTIFY_LEVEL_2, v1::PURPOSE_PROTECTIVE_CHECK}) {
    v1::ConsentDirective* directive = consent.add_directives();
    directive->set_party("QQB");
    directive->set_purpose(purpose);
    directive->set_effect(v1::CONSENT_EFFECT_ALLOW);
  }
  return consent;
}

v1::CheckStatusRequest ExampleCheck() {
  v1::CheckStatusRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  v1::Document* document = request.mutable_person()->mutable_document();
  document->set_code("P");
  document->set_issuing_state("UTO");
  document->set_number("XX0000001");
  request.set_measure(v1::MEASURE_REMOVAL);
  request.set_stage(v1::STAGE_IMMIGRATION);
  request.set_file_number("EX-1");
  request.set_person_present(true);
  return request;
}

std::string RegisteredCase(test::TestFederation& federation) {
  v1::RegisterCaseResponse response;
  const absl::Status registered = federation.node("QQA").cases().RegisterCase(
      Caller(domain::AgencyKind::kCounterTrafficking), ExampleRegistration(), &response);
  EXPECT_TRUE(registered.ok()) << registered;
  return response.summary().case_id();
}

std::string CaseWithConsent(test::TestFederation& federation) {
  const std::string id = RegisteredCase(federation);
  v1::RecordConsentRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  request.set_case_id(id);
  *request.mutable_consent() = ExampleConsent(federation.clock().Now().seconds);
  v1::RecordConsentResponse response;
  const absl::Status recorded =
      federation.node("QQA").cases().RecordConsent(Caller(domain::AgencyKind::kCounterTrafficking), request, &response);
  EXPECT_TRUE(recorded.ok()) << recorded;
  return id;
}

}  // namespace vsx::api
