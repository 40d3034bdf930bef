#include "tests/end_to_end/hostile_case.h"

// Agencies that say too little of who they are, or want what is not theirs.
namespace vsx::test {

void AddAgencies(HostileTable& cases) {
  cases["officer-missing"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const auto desk = stage.Officer("immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
    return Attempt{person, [desk, person] {
                     std::vector<grpc::Status> statuses;
                     for (const std::string& officer : {std::string(), person.name, std::string(65, 'x')}) {
                       v1::CheckStatusRequest request = CheckBeforeRemoval(person.ByName());
                       request.mutable_context()->set_officer(officer);
                       request.mutable_context()->set_purpose(v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
                       v1::CheckStatusResponse response;
                       statuses.push_back(desk->Call(&Status::CheckStatus, request, &response));
                     }
                     return statuses;
                   }};
  }};
  const auto checks_for = [](const std::vector<int>& purposes) {
    return HostileCase{[purposes](HostileStage& stage) {
      const SamplePerson person = stage.NextPerson();
      const auto desk = stage.Officer("immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
      return Attempt{person, [desk, person, purposes] {
                       std::vector<grpc::Status> statuses;
                       for (const int purpose : purposes) {
                         v1::CheckStatusRequest request = CheckBeforeRemoval(person.ByName());
                         request.mutable_context()->set_officer("officer-1");
                         request.mutable_context()->set_purpose(static_cast<v1::AccessPurpose>(purpose));
                         v1::CheckStatusResponse response;
                         statuses.push_back(desk->Call(&Status::CheckStatus, request, &response));
                       }
                       return statuses;
                     }};
    }};
  };
  cases["purpose-missing"] = checks_for({v1::ACCESS_PURPOSE_UNSPECIFIED});
  cases["wrong-purpose"] = checks_for(
      {v1::ACCESS_PURPOSE_CONSULAR_CHECK, v1::ACCESS_PURPOSE_CASE_MANAGEMENT, v1::ACCESS_PURPOSE_AUDIT, kUnknownValue});
}

}  // namespace vsx::test
