#include "tests/end_to_end/check_classes.h"

#include <gtest/gtest.h>

#include <utility>

namespace vsx::test {

const std::array<CheckClass, 3>& CheckClasses() {
  static const auto* const classes = new std::array<CheckClass, 3>{
      {{v1::PURPOSE_PROTECTIVE_CHECK, "PROTECTIVE_CHECK", "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK},
       {v1::PURPOSE_CONSULAR_ASSISTANCE, "CONSULAR_ASSISTANCE", "consular", v1::ACCESS_PURPOSE_CONSULAR_CHECK},
       {v1::PURPOSE_PRESENTED, "PRESENTED", "immigration", v1::ACCESS_PURPOSE_PRESENTED_CODE}}};
  return *classes;
}

v1::PersonQuery IdentifiedPerson::QueryIn(const CheckClass& cls) const {
  if (cls.purpose != v1::PURPOSE_PRESENTED) return person.ByDocument();
  v1::PersonQuery query;
  query.set_reference_code(reference_code);
  return query;
}

IdentifiedPerson IdentifyForOneClass(const Agency& body, SamplePerson person, const std::string& party,
                                     const CheckClass& allowed, const std::vector<std::string>& excluded) {
  person.document_state = party;
  v1::RegisterCaseResponse registered;
  grpc::Status status = body.Call(&Cases::RegisterCase, RegistrationOf(person, party), &registered);
  EXPECT_TRUE(status.ok()) << status.error_message();

  v1::RecordConsentRequest consent;
  consent.set_case_id(registered.summary().case_id());
  std::vector<std::string> put = excluded;
  put.push_back(party);
  *consent.mutable_consent() = DenyByDefault(put);
  if (allowed.purpose == v1::PURPOSE_CONSULAR_ASSISTANCE) {
    consent.mutable_consent()->set_consular_choice(v1::CONSULAR_CHOICE_WANTED);
  }
  Allow(*consent.mutable_consent(), party, allowed.purpose);
  for (const std::string& one : put) {
    const bool code_works = one == party && allowed.purpose == v1::PURPOSE_PRESENTED;
    // A wider no does not reach the code.
    if (!code_works) Deny(*consent.mutable_consent(), one, v1::PURPOSE_PRESENTED);
  }
  v1::RecordConsentResponse recorded;
  status = body.Call(&Cases::RecordConsent, consent, &recorded);
  EXPECT_TRUE(status.ok()) << status.error_message();

  v1::IssueReferenceCodeRequest request;
  request.set_case_id(registered.summary().case_id());
  v1::IssueReferenceCodeResponse code;
  status = body.Call(&Cases::IssueReferenceCode, request, &code);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return {std::move(person), code.reference_code()};
}

}  // namespace vsx::test
