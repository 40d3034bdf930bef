#ifndef VSX_TESTS_API_EXAMPLE_REQUESTS_H_
#define VSX_TESTS_API_EXAMPLE_REQUESTS_H_

#include <string>

#include "tests/support/service_fixture.h"
#include "vsx/v1/case.pb.h"
#include "vsx/v1/status.pb.h"

// Callers and sound requests about synthetic people, which tests bend.
namespace vsx::api {

AgencyCaller Caller(domain::AgencyKind kind, const std::string& party = "QQA");
v1::CallerContext Context(v1::AccessPurpose purpose);

v1::RegisterCaseRequest ExampleRegistration();
// An adult's interview: level 2 and protective checks for QQB.
v1::ConsentInput ExampleConsent(int64_t now);
v1::CheckStatusRequest ExampleCheck();

// Registers the example at QQA and returns its id; an error fails the test.
std::string RegisteredCase(test::TestFederation& federation);
std::string CaseWithConsent(test::TestFederation& federation);

}  // namespace vsx::api

#endif  // VSX_TESTS_API_EXAMPLE_REQUESTS_H_
