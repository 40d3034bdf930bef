#ifndef VSX_TESTS_CLI_CHECK_ANSWERS_H_
#define VSX_TESTS_CLI_CHECK_ANSWERS_H_

#include <algorithm>
#include <string>
#include <vector>

#include "tests/cli/cli_fixture.h"
#include "vsx/v1/status.pb.h"

// What tests of `vsx check` ask by, and what their node answers.
namespace vsx::test {

inline constexpr char kZone[] =
    "P<XXAEXAMPLE<<SAMPLE<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "XX00000010XXA9001011F3001012<<<<<<<<<<<<<<00\n";

inline v1::CheckStatusResponse Hold() {
  v1::CheckStatusResponse response;
  response.set_outcome(v1::CHECK_OUTCOME_HOLD);
  auto* match = response.add_matches();
  match->set_issuing_party("XXB");
  match->set_mark(v1::HANDLE_MARK_POSSIBLE);
  match->set_source(v1::MATCH_SOURCE_DELIVERED_COPY);
  match->add_handle_classes(v1::HANDLE_CLASS_DOCUMENT);
  match->set_status(v1::CASE_STATUS_IDENTIFIED);
  match->set_age_class(v1::AGE_CLASS_ADULT);
  match->set_capacity(v1::CAPACITY_RECEIVING);
  match->set_recognised_under_14_2(true);
  match->set_date_identified("2025-11-02");
  match->mutable_desk()->set_desk_id("duty-desk");
  match->mutable_desk()->set_name("Example Duty Desk");
  match->mutable_desk()->set_telephone("+00 0 0000 0000");
  match->mutable_desk()->add_languages("en");
  match->mutable_desk()->add_languages("th");
  match->add_qualifications(v1::QUALIFICATION_POSSIBLE_MATCH);
  auto* to_call = response.add_desks_to_call();
  to_call->set_party("XXA");
  to_call->mutable_desk()->set_desk_id("national-desk");
  to_call->mutable_desk()->set_name("Example National Desk");
  to_call->mutable_desk()->set_telephone("+00 0 0000 0001");
  to_call->mutable_desk()->add_languages("en");
  *response.add_desks_to_call()->mutable_desk() = match->desk();  // once is enough
  response.mutable_desks_to_call(1)->set_party("XXB");
  response.add_handle_classes(v1::HANDLE_CLASS_DOCUMENT);
  auto* own = response.add_consultations();
  own->set_party("XXA");
  own->set_status(v1::CONSULTATION_STATUS_CONSULTED);
  own->set_as_of(kTestNow);
  auto* other = response.add_consultations();
  other->set_party("XXB");
  other->set_status(v1::CONSULTATION_STATUS_STANDING);
  other->set_reason("INDEX_MISSING");
  response.add_member_states_outside("XXC");
  auto* advice = response.add_advice();
  advice->set_code("PAUSE_REMOVAL");
  advice->set_text("Pause the removal.");
  response.set_valid_until(kTestNow + 3600);
  response.set_receipt_envelope("an envelope");
  auto* salt = response.add_handle_salts();
  salt->set_index(0);
  salt->set_salt(std::string(32, 's'));
  return response;
}

// A whole command line but for about whom; the person is present unless told otherwise.
inline std::vector<std::string> CheckArguments(std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"check",       "--measure",     "removal", "--stage",
                                        "immigration", "--file-number", "F-17"};
  if (std::ranges::find(more, "--absent") == more.end()) arguments.emplace_back("--present");
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

inline v1::CheckStatusResponse NoRecord() {
  v1::CheckStatusResponse response;
  response.set_outcome(v1::CHECK_OUTCOME_NO_RECORD);
  response.set_receipt_envelope("of no record");
  return response;
}

}  // namespace vsx::test

#endif  // VSX_TESTS_CLI_CHECK_ANSWERS_H_
