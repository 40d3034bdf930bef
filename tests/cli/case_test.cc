#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "tests/cli/cli_fixture.h"

namespace vsx::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr char kCaseToml[] = R"(
birth_date = 1990-01-01
nationalities = ["XXB"]
sending_parties = ["XXB"]
status = "presumed"
capacity = "receiving"
date_identified = "2025-12-30"
contact_desk_id = "duty-desk"

[[names]]
text = "Sample Example"

[[documents]]
code = "P"
issuing_state = "XXB"
number = "XX0000001"
mark = "possible"
)";

v1::CaseSummary Summary() {
  v1::CaseSummary summary;
  summary.set_case_id(CaseIdBytes());
  summary.set_status(v1::CASE_STATUS_PRESUMED);
  summary.set_age_class(v1::AGE_CLASS_ADULT);
  summary.set_capacity(v1::CAPACITY_RECEIVING);
  summary.set_registered_at(kTestNow);
  summary.set_consent_state(v1::CONSENT_STATE_NOT_ASKED);
  return summary;
}

class CaseTest : public CliTest {};

TEST_F(CaseTest, RegisterSaysWhatTheNewCaseTookFromAnother) {
  v1::RegisterCaseResponse response;
  *response.mutable_summary() = Summary();
  response.add_related_case_ids(CaseIdBytes());
  response.mutable_recall()->add_recalled("XXB");
  node_->cases.RegisterCase_method.Answer(response);
  const auto result = Run({"case", "register", "--from", File("case.toml", kCaseToml)});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("(then it may be a namesake's): " + std::string(kCaseId)));
  EXPECT_THAT(result.out, HasSubstr("What this case says of the person binds the other one too:\n"
                                    "Recalled from (it had arrived, or may have): XXB\n"));
}

TEST_F(CaseTest, RegisterPromisesNoMoreThanTheNodeSays) {
  const auto said = [&](const char* effect_code, const char* effect_text) {
    v1::RegisterCaseResponse response;
    *response.mutable_summary() = Summary();
    response.add_handle_classes(v1::HANDLE_CLASS_BIOGRAPHIC);
    response.mutable_own_checks()->set_effect_code(effect_code);
    response.mutable_own_checks()->set_effect_text(effect_text);
    node_->cases.RegisterCase_method.Answer(response);
    return Run({"case", "register", "--from", File("case.toml", kCaseToml)}).out;
  };
  EXPECT_THAT(said("OWN_OFFICERS_PROTECT", ""),
              HasSubstr("checks by name and date of birth answer HOLD from now on. Nothing leaves"));
  for (const char* other : {"OWN_NAMED_OFFICERS_ONLY", "OWN_OFFICERS_DO_NOT_SEE", "SOMETHING_NEWER", ""}) {
    const std::string out = said(other, "Only some see it.");
    EXPECT_THAT(out, Not(HasSubstr("from now on")));
    EXPECT_THAT(out, HasSubstr("not every check of your own State answers HOLD: Only some see it. Nothing leaves"));
  }
}

TEST_F(CaseTest, RegisterReadsTomlAndSaysWhatToDoNext) {
  v1::RegisterCaseResponse response;
  *response.mutable_summary() = Summary();
  response.add_handle_classes(v1::HANDLE_CLASS_DOCUMENT);
  response.add_handle_classes(v1::HANDLE_CLASS_BIOGRAPHIC);
  response.mutable_own_checks()->set_effect_code("OWN_OFFICERS_PROTECT");
  node_->cases.RegisterCase_method.Answer(response);
  const auto result = Run({"case", "register", "--from", File("case.toml", kCaseToml)});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.out,
            absl::StrCat(
                "Registered: case ", kCaseId,
                "\n  presumed, adult, receiving Party, consent: not asked\n"
                "Your own State's checks by document or name and date of birth answer HOLD from now on. Nothing leaves "
                "your State before she was asked.\n"
                "Ask her now: vsx consent interview ",
                kCaseId, "\n"));
  const auto request = node_->cases.RegisterCase_method.requests().at(0);
  EXPECT_EQ(request.context().purpose(), v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  EXPECT_EQ(request.request_id().size(), 16U);
  EXPECT_EQ(request.person().names(0).text(), "Sample Example");
  EXPECT_EQ(request.person().birth_date(), "1990-01-01");
  EXPECT_EQ(request.person().documents(0).mark(), v1::HANDLE_MARK_POSSIBLE);
  EXPECT_EQ(request.person().status(), v1::CASE_STATUS_PRESUMED);
  EXPECT_EQ(request.person().sending_parties(0), "XXB");
}

TEST_F(CaseTest, RegisterTakesJsonFromStandardInput) {
  const auto result = Run({"case", "register", "--from", "-", "--json"},
                          R"({"names": [{"text": "Sample Example"}], "presumed_child": true})");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_TRUE(node_->cases.RegisterCase_method.requests().at(0).person().presumed_child());
  EXPECT_TRUE(nlohmann::json::parse(result.out).contains("related_case_ids"));
}

TEST_F(CaseTest, InputErrorsNameThePathAndRepeatNothing) {
  auto result = Run({"case", "register", "--from", "-"}, R"({"documents": [{"number": 4711}]})");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("documents[0].number"));
  EXPECT_THAT(result.err, Not(HasSubstr("4711")));
  result = Run({"case", "register", "--from", "-"}, R"({"Sample Example": "x"})");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, Not(HasSubstr("Sample Example")));
  EXPECT_THAT(result.err, HasSubstr("birth_date"));
  EXPECT_TRUE(node_->cases.RegisterCase_method.requests().empty());
}

TEST_F(CaseTest, UnknownEndOfRegisteringTellsHowToRepeatSafely) {
  node_->cases.RegisterCase_method.Refuse(grpc::Status(grpc::StatusCode::UNAVAILABLE, "connection lost"));
  auto result = Run({"case", "register", "--from", "-"}, R"({"birth_date": "1990"})");
  EXPECT_EQ(result.code, 3);
  const std::string id = node_->cases.RegisterCase_method.requests().at(0).request_id();
  EXPECT_THAT(result.err, HasSubstr("repeat with --request-id"));
  Run({"case", "register", "--from", "-", "--request-id", result.err.substr(result.err.find("--request-id ") + 13, 32)},
      R"({"birth_date": "1990"})");
  EXPECT_EQ(node_->cases.RegisterCase_method.requests().at(1).request_id(), id);
}

TEST_F(CaseTest, ListFollowsPages) {
  node_->cases.ListCases_method.answer = [](const v1::ListCasesRequest& request, v1::ListCasesResponse* response) {
    *response->add_cases() = Summary();
    response->mutable_cases(0)->set_asking_overdue(request.page_token().empty());
    if (request.page_token().empty()) response->set_next_page_token("second");
    return grpc::Status::OK;
  };
  const auto result = Run({"case", "list"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.out,
            "  CASE                              STATUS    AGE    REGISTERED            CONSENT    TO DO\n"
            "  00112233445566778899aabbccddeeff  presumed  adult  2026-01-01 00:00 UTC  not asked  ASK HER: overdue\n"
            "  00112233445566778899aabbccddeeff  presumed  adult  2026-01-01 00:00 UTC  not asked  -\n");
}

TEST_F(CaseTest, ListsSayHowManyRowsTheNodeCannotRead) {
  node_->cases.ListCases_method.answer = [](const v1::ListCasesRequest& request, v1::ListCasesResponse* response) {
    *response->add_cases() = Summary();
    response->set_unreadable_rows(request.page_token().empty() ? 2 : 1);
    if (request.page_token().empty()) response->set_next_page_token("second");
    return grpc::Status::OK;
  };
  EXPECT_THAT(Run({"case", "list"}).out, HasSubstr("Not shown: 3 that the node cannot read. Tell its operator now.\n"));
  v1::FindCasesResponse found;
  found.set_unreadable_rows(1);
  node_->cases.FindCases_method.Answer(found);
  EXPECT_THAT(Run({"case", "find", "--document-from", "-"}, "P UTO XX0000001").out, HasSubstr("Not shown: 1 that"));
  v1::ListInboxResponse inbox;
  inbox.set_unreadable_rows(4);
  node_->cases.ListInbox_method.Answer(inbox);
  EXPECT_THAT(Run({"inbox", "list"}).out, HasSubstr("Not shown: 4 that"));
  v1::ListDeliveriesResponse outbox;
  outbox.set_unreadable_rows(5);
  node_->cases.ListDeliveries_method.Answer(outbox);
  EXPECT_THAT(Run({"outbox", "list"}).out, HasSubstr("Not shown: 5 that"));
}

TEST_F(CaseTest, ListStopsAtTheLimitAndSaysSo) {
  node_->cases.ListCases_method.answer = [](const v1::ListCasesRequest& request, v1::ListCasesResponse* response) {
    for (uint32_t i = 0; i < request.page_size(); ++i) *response->add_cases() = Summary();
    response->set_next_page_token("more");
    return grpc::Status::OK;
  };
  const auto result = Run({"case", "list", "--limit", "3"});
  EXPECT_THAT(result.out, HasSubstr("There are more"));
  EXPECT_EQ(node_->cases.ListCases_method.requests().at(0).page_size(), 3U);
}

TEST_F(CaseTest, LookedShowsWhoLookedAndWhatItCannotSay) {
  v1::ListAccessNoticesResponse response;
  auto* notice = response.add_notices();
  notice->set_party("XXB");
  notice->set_agency_kind(v1::AGENCY_KIND_IMMIGRATION);
  notice->set_purpose(v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  notice->set_day("2026-01-02");
  response.set_older_dropped(true);
  response.add_limits()->set_text("A Party that says nothing may have looked.");
  node_->cases.ListAccessNotices_method.Answer(response);
  const auto result = Run({"case", "looked", "00112233445566778899aabbccddeeff"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.out,
            "  DAY         PARTY  AUTHORITY    FOR\n"
            "  2026-01-02  XXB    immigration  protective check\n"
            "Older ones are not kept.\n"
            "\n"
            "What this list cannot say; read it to her:\n"
            "  - A Party that says nothing may have looked.\n");
  EXPECT_EQ(node_->cases.ListAccessNotices_method.requests().at(0).case_id().size(), 16U);
  node_->cases.ListAccessNotices_method.Answer({});
  EXPECT_THAT(Run({"case", "looked", "00112233445566778899aabbccddeeff"}).out,
              HasSubstr("No Party has told of an access.\n"));
}

TEST_F(CaseTest, EmptyListSaysHowToBegin) {
  EXPECT_EQ(Run({"case", "list"}).out, "No cases yet. Register one with: vsx case register --from FILE\n");
}

TEST_F(CaseTest, ShowPrintsPersonConsentAndDeliveries) {
  v1::GetCaseResponse response;
  *response.mutable_summary() = Summary();
  response.mutable_person()->add_names()->set_text("Sample Example");
  response.mutable_person()->set_birth_date("1990-01-01");
  auto* effect = response.add_effects();
  effect->set_party("XXB");
  effect->set_purpose(v1::PURPOSE_PROTECTIVE_CHECK);
  effect->set_effect_text("Officers of XXB will not see that you are protected.");
  response.mutable_consent()->set_state(v1::CONSENT_STATE_ANSWERED);
  auto* delivery = response.add_deliveries();
  delivery->set_recipient("XXB");
  delivery->set_kind("notification level 1");
  delivery->set_state(v1::DELIVERY_STATE_ACKNOWLEDGED);
  node_->cases.GetCase_method.Answer(response);
  const auto result = Run({"case", "show", kCaseId});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("  name         Sample Example\n"));
  EXPECT_THAT(result.out,
              HasSubstr("  XXB\n    no   protective check: Officers of XXB will not see that you are protected.\n"));
  EXPECT_THAT(result.out, HasSubstr("notification level 1  acknowledged"));
  EXPECT_EQ(node_->cases.GetCase_method.requests().at(0).case_id(), CaseIdBytes());
}

TEST_F(CaseTest, CaseIdMustBeOne) {
  const auto result = Run({"case", "show", "XX0000001"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, Not(HasSubstr("XX0000001")));
}

TEST_F(CaseTest, FindSaysThatNothingFoundIsNoEvidence) {
  const auto result = Run({"case", "find", "--document-from", "-"}, "P XXA XX0000001");
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.out, "No own case of that person. This is no evidence about her: screen with indicators.\n");
  EXPECT_EQ(node_->cases.FindCases_method.requests().at(0).person().document().number(), "XX0000001");
}

TEST_F(CaseTest, UpgradeNamesWhatMayBeGiven) {
  auto result = Run({"case", "upgrade", kCaseId, "--status", "certain"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("presumed, under-assessment, identified"));
  result = Run({"case", "upgrade", kCaseId, "--status", "identified", "--date-identified", "2025-12-31"});
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(node_->cases.UpgradeStatus_method.requests().at(0).status(), v1::CASE_STATUS_IDENTIFIED);
}

TEST_F(CaseTest, RevokeWantsConfirmation) {
  auto result = Run({"case", "revoke", kCaseId, "--reason", "issued-in-error", "--second-officer", "B-7"});
  EXPECT_EQ(result.code, 1);
  result = Run({"case", "revoke", kCaseId, "--reason", "issued-in-error", "--second-officer", "B-7"}, "\n",
               /*interactive=*/true);
  EXPECT_EQ(result.code, 1) << "an empty answer is no";
  EXPECT_TRUE(node_->cases.RevokeCase_method.requests().empty());
  result = Run({"case", "revoke", kCaseId, "--reason", "issued-in-error", "--second-officer", "B-7", "--yes"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(node_->cases.RevokeCase_method.requests().at(0).reason(), v1::REVOCATION_REASON_ISSUED_IN_ERROR);
  EXPECT_EQ(node_->cases.RevokeCase_method.requests().at(0).second_officer(), "B-7");
}

TEST_F(CaseTest, CodeIsShownFirst) {
  v1::IssueReferenceCodeResponse response;
  response.set_reference_code("00000-00000-00000-00000-00");
  node_->cases.IssueReferenceCode_method.Answer(response);
  const std::string out = Run({"case", "code", kCaseId}).out;
  EXPECT_THAT(out, testing::StartsWith("00000-00000-00000-00000-00\n"));
  EXPECT_THAT(out, HasSubstr("In which States officers can read it, says: vsx case show " + std::string(kCaseId)));
}

}  // namespace
}  // namespace vsx::test
