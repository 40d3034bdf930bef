// What was entered comes back as it was entered, and answers say what follows.

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "store/row_key.h"
#include "tests/api/example_requests.h"

namespace vsx::api {
namespace {

using domain::AgencyKind;
using ::testing::ElementsAre;

class CaseHandlersTest : public ::testing::Test {
 protected:
  CaseHandlers& cases() { return federation_.node("QQA").cases(); }

  v1::GetCaseResponse Get(const std::string& id) {
    v1::GetCaseRequest request;
    *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
    request.set_case_id(id);
    v1::GetCaseResponse response;
    const absl::Status status = cases().GetCase(caller_, request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }

  test::TestFederation federation_;
  const AgencyCaller caller_ = Caller(AgencyKind::kCounterTrafficking);
};

TEST_F(CaseHandlersTest, RegisteredPersonComesBackFieldByField) {
  v1::RegisterCaseRequest request = ExampleRegistration();
  v1::CaseInput& person = *request.mutable_person();
  person.mutable_names(0)->set_mark(v1::HANDLE_MARK_POSSIBLE);
  person.mutable_documents(0)->set_mark(v1::HANDLE_MARK_EXACT);
  person.set_birth_date("2014-06");
  person.set_child_accommodation("with-guardian");
  person.add_habitual_residences("UTO");
  person.set_stateless_or_unknown(true);
  person.set_seeks_protection(true);
  person.mutable_definition_elements()->add_means("deception");
  person.mutable_definition_elements()->add_purposes("forced_labour");
  person.add_protected_for_agencies("counter-trafficking/example");
  person.add_protected_for_agencies("police/example");
  person.set_presumed_child(true);
  v1::RegisterCaseResponse registered;
  const absl::Status status = cases().RegisterCase(caller_, request, &registered);
  ASSERT_TRUE(status.ok()) << status;
  const v1::GetCaseResponse got = Get(registered.summary().case_id());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(got.person(), person)) << "fictitious data:\n"
                                                                                        << got.person().DebugString();
  EXPECT_EQ(got.summary().age_class(), v1::AGE_CLASS_PRESUMED_CHILD);
  EXPECT_EQ(got.summary().log_state(), v1::LOG_STATE_NOT_LOGGED);
  EXPECT_EQ(got.summary().consent_state(), v1::CONSENT_STATE_NOT_ASKED);
  ASSERT_EQ(got.history_size(), 1);
}

// The consent policy looks for codes and nationalities of travel documents: however they were typed, and whatever else
// the officer added.
TEST_F(CaseHandlersTest, DocumentsSpeakForThemselvesHoweverTheyWereTyped) {
  v1::RegisterCaseRequest typed = ExampleRegistration();
  typed.mutable_person()->mutable_documents(0)->set_code("p r<");
  v1::RegisterCaseResponse registered;
  ASSERT_TRUE(cases().RegisterCase(caller_, typed, &registered).ok());
  EXPECT_EQ(Get(registered.summary().case_id()).person().documents(0).code(), "PR");

  v1::RegisterCaseRequest scanned = ExampleRegistration();
  v1::CaseInput& person = *scanned.mutable_person();
  person.clear_documents();
  person.clear_nationalities();
  person.add_nationalities("MMR");
  person.add_mrz_lines("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
  person.add_mrz_lines("L898902C36UTO7408122F1204159ZE184226B<<<<<10");
  ASSERT_TRUE(cases().RegisterCase(caller_, scanned, &registered).ok());
  const v1::CaseInput got = Get(registered.summary().case_id()).person();
  ASSERT_EQ(got.nationalities_size(), 2);
  EXPECT_EQ(got.nationalities(1), "UTO");
}

TEST_F(CaseHandlersTest, PersonFromAMachineReadableZone) {
  v1::RegisterCaseRequest request = ExampleRegistration();
  v1::CaseInput& person = *request.mutable_person();
  person.clear_names();
  person.clear_documents();
  person.clear_birth_date();
  person.clear_nationalities();
  // The specimen of ICAO 9303 part 4.
  person.add_mrz_lines("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
  person.add_mrz_lines("L898902C36UTO7408122F1204159ZE184226B<<<<<10");
  v1::RegisterCaseResponse registered;
  const absl::Status status = cases().RegisterCase(caller_, request, &registered);
  ASSERT_TRUE(status.ok()) << status;
  const v1::CaseInput got = Get(registered.summary().case_id()).person();
  EXPECT_EQ(got.names(0).text(), "ERIKSSON ANNA MARIA");
  EXPECT_EQ(got.birth_date(), "1974-08-12");
  EXPECT_EQ(got.documents(0).number(), "L898902C3");
  EXPECT_THAT(got.nationalities(), ElementsAre("UTO"));

  v1::FindCasesRequest find;
  *find.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  *find.mutable_person()->mutable_mrz()->mutable_lines() = person.mrz_lines();
  v1::FindCasesResponse found;
  ASSERT_TRUE(cases().FindCases(caller_, find, &found).ok());
  ASSERT_EQ(found.cases_size(), 1);
  EXPECT_EQ(found.cases(0).mark(), v1::HANDLE_MARK_EXACT);
  EXPECT_THAT(found.cases(0).handle_classes(), ElementsAre(v1::HANDLE_CLASS_DOCUMENT, v1::HANDLE_CLASS_BIOGRAPHIC));
}

// A document alone, or a name with a year, is enough; and the answer says whose checks answer, by what.
TEST_F(CaseHandlersTest, RegistrationSaysWhatOwnChecksAnswer) {
  const auto registered = [&](const v1::RegisterCaseRequest& request) {
    v1::RegisterCaseResponse response;
    const absl::Status status = cases().RegisterCase(caller_, request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  };
  v1::RegisterCaseRequest by_document = ExampleRegistration();
  by_document.mutable_person()->clear_birth_date();
  v1::RegisterCaseResponse response = registered(by_document);
  EXPECT_THAT(response.handle_classes(), ElementsAre(v1::HANDLE_CLASS_DOCUMENT));
  EXPECT_EQ(response.own_checks().effect_code(), "OWN_OFFICERS_PROTECT");
  EXPECT_EQ(response.own_checks().party(), "QQA");

  v1::RegisterCaseRequest by_name = ExampleRegistration();
  by_name.mutable_person()->clear_documents();
  by_name.mutable_person()->set_birth_date("1999");
  by_name.mutable_person()->add_protected_for_agencies("counter-trafficking/example");
  response = registered(by_name);
  EXPECT_THAT(response.handle_classes(), ElementsAre(v1::HANDLE_CLASS_BIOGRAPHIC));
  EXPECT_EQ(response.own_checks().effect_code(), "OWN_NAMED_OFFICERS_ONLY");
}

// At 18:00 UTC it is tomorrow in every State of the region, where officers date by the calendar on the wall.
TEST_F(CaseHandlersTest, TodayIsTheOfficersToday) {
  const domain::UnixTime now = federation_.clock().Now();
  federation_.clock().Set({now.seconds - now.seconds % 86400 + int64_t{18} * 3600});
  const auto day = [&](int64_t ahead) {
    return domain::CivilDate::FromTime({federation_.clock().Now().seconds + ahead * 86400}).ToString();
  };
  const auto registered = [&](const std::string& identified, const std::string& born) {
    v1::RegisterCaseRequest request = ExampleRegistration();
    request.mutable_person()->set_status(v1::CASE_STATUS_PRESUMED);
    request.mutable_person()->set_date_identified(identified);
    request.mutable_person()->set_birth_date(born);
    v1::RegisterCaseResponse response;
    const absl::Status status = cases().RegisterCase(caller_, request, &response);
    return std::pair(status, response.summary().case_id());
  };
  const auto [fine, id] = registered(day(1), day(1));
  ASSERT_TRUE(fine.ok()) << fine;
  EXPECT_EQ(domain::ErrorField(registered(day(2), day(1)).first), "person.date_identified");
  EXPECT_EQ(domain::ErrorField(registered(day(1), day(2)).first), "person.birth_date");

  v1::UpgradeStatusRequest upgrade;
  *upgrade.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  upgrade.set_case_id(id);
  upgrade.set_status(v1::CASE_STATUS_IDENTIFIED);
  upgrade.set_date_identified(day(2));
  v1::UpgradeStatusResponse response;
  EXPECT_EQ(domain::ErrorReason(cases().UpgradeStatus(caller_, upgrade, &response)), "DATE_IN_FUTURE");
  upgrade.set_date_identified(day(1));
  EXPECT_TRUE(cases().UpgradeStatus(caller_, upgrade, &response).ok());
}

TEST_F(CaseHandlersTest, ConsentComesBackFieldByField) {
  v1::RecordConsentRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  request.set_case_id(RegisteredCase(federation_));
  v1::ConsentInput& consent = *request.mutable_consent();
  consent = ExampleConsent(federation_.clock().Now().seconds);
  consent.set_interpreter_reference("INT-4");
  consent.set_read_back(true);
  consent.set_adviser_present(true);
  consent.set_consular_right_told(true);
  consent.set_consular_choice(v1::CONSULAR_CHOICE_NOT_WANTED);
  consent.add_parties_put("QQC");
  consent.add_feared_parties("QQC");
  consent.set_in_doubt(true);
  consent.set_own_effect_shown(true);
  v1::ConsentDirective* everything = consent.add_directives();
  everything->set_effect(v1::CONSENT_EFFECT_DENY);
  v1::RecordConsentResponse recorded;
  const absl::Status status = cases().RecordConsent(caller_, request, &recorded);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(recorded.consent_version(), 1u);
  const v1::GetCaseResponse got = Get(request.case_id());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(got.consent(), consent))
      << got.consent().DebugString();
  EXPECT_EQ(got.consent_recorded_at(), federation_.clock().Now().seconds);
}

TEST_F(CaseHandlersTest, AnswerAndWithdrawalSayWhatFollows) {
  const std::string id = CaseWithConsent(federation_);
  federation_.RunDispatch();
  v1::GetCaseResponse got = Get(id);
  ASSERT_EQ(got.deliveries_size(), 1);
  EXPECT_EQ(got.deliveries(0).kind(), "notification level 2");
  EXPECT_EQ(got.deliveries(0).state(), v1::DELIVERY_STATE_ACKNOWLEDGED);
  EXPECT_FALSE(got.deliveries(0).receipt_envelope().empty());

  v1::WithdrawConsentRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  request.set_case_id(id);
  v1::WithdrawConsentResponse withdrawn;
  ASSERT_TRUE(cases().WithdrawConsent(caller_, request, &withdrawn).ok());
  EXPECT_EQ(withdrawn.consent_version(), 2u);
  EXPECT_THAT(withdrawn.recall().recalled(), ElementsAre("QQB"));
  const int64_t now = federation_.clock().Now().seconds;
  EXPECT_GT(withdrawn.forgotten_by(), now);
  EXPECT_LE(withdrawn.forgotten_by(), now + 75 * 60);
  EXPECT_THAT(withdrawn.tell_the_person(),
              ::testing::HasSubstr(" " + std::to_string((withdrawn.forgotten_by() - now + 59) / 60) + " minutes"));
  const v1::GetCaseResponse after = Get(id);
  for (const v1::ConsentEffectLine& line : after.effects()) {
    EXPECT_FALSE(line.party() == "QQB" && line.allowed()) << line.effect_code();
  }
}

// A code that she shows is found all the same, until that is withdrawn too: she is not told that nothing is.
TEST_F(CaseHandlersTest, WithdrawalSaysWhetherACodeStillWorks) {
  v1::WithdrawConsentRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  request.set_case_id(CaseWithConsent(federation_));
  v1::WithdrawConsentResponse withdrawn;
  ASSERT_TRUE(cases().WithdrawConsent(caller_, request, &withdrawn).ok());
  EXPECT_THAT(withdrawn.tell_the_person(), ::testing::Not(::testing::HasSubstr("reference code"))) << "she has none";
  v1::IssueReferenceCodeRequest code;
  *code.mutable_context() = request.context();
  code.set_case_id(request.case_id());
  v1::IssueReferenceCodeResponse issued;
  ASSERT_TRUE(cases().IssueReferenceCode(caller_, code, &issued).ok());
  ASSERT_TRUE(cases().WithdrawConsent(caller_, request, &withdrawn).ok());
  EXPECT_THAT(withdrawn.tell_the_person(), ::testing::HasSubstr("whoever you show it to there still finds you by it"));
  request.add_parties("QQB");
  request.set_reference_code_too(true);
  ASSERT_TRUE(cases().WithdrawConsent(caller_, request, &withdrawn).ok());
  EXPECT_THAT(withdrawn.tell_the_person(), ::testing::Not(::testing::HasSubstr("reference code"))) << "not at QQB";
  request.clear_parties();
  request.set_reference_code_too(false);
  ASSERT_TRUE(cases().WithdrawConsent(caller_, request, &withdrawn).ok());
  EXPECT_THAT(withdrawn.tell_the_person(), ::testing::HasSubstr("reference code")) << "at others it does";
}

TEST_F(CaseHandlersTest, AmendmentShowsTheDifferenceBeforeItIsSaved) {
  v1::AmendConsentRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  request.set_case_id(CaseWithConsent(federation_));
  request.set_expected_version(1);
  *request.mutable_additions() = ExampleConsent(federation_.clock().Now().seconds);
  request.mutable_additions()->clear_directives();
  v1::ConsentDirective* deny = request.mutable_additions()->add_directives();
  deny->set_party("QQB");
  deny->set_purpose(v1::PURPOSE_PROTECTIVE_CHECK);
  deny->set_effect(v1::CONSENT_EFFECT_DENY);
  request.set_preview_only(true);
  v1::AmendConsentResponse preview;
  absl::Status status = cases().AmendConsent(caller_, request, &preview);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(preview.consent_version(), 1u);
  ASSERT_EQ(preview.changes_size(), 1);
  EXPECT_TRUE(preview.changes(0).before().allowed());
  EXPECT_FALSE(preview.changes(0).after().allowed());
  EXPECT_EQ(preview.changes(0).after().purpose(), v1::PURPOSE_PROTECTIVE_CHECK);
  EXPECT_EQ(preview.queued_for_size(), 0);

  request.set_preview_only(false);
  v1::AmendConsentResponse saved;
  status = cases().AmendConsent(caller_, request, &saved);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(saved.consent_version(), 2u);
  v1::AmendConsentResponse late;
  EXPECT_EQ(domain::ErrorReason(cases().AmendConsent(caller_, request, &late)), "CONSENT_CHANGED");
}

// Without level 2 no copy goes there any more; what she still allows is answered from the index, so that it is no
// change.
TEST_F(CaseHandlersTest, AmendmentShowsWhatChangesAndNothingElse) {
  v1::AmendConsentRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  request.set_case_id(CaseWithConsent(federation_));
  request.set_expected_version(1);
  *request.mutable_additions() = ExampleConsent(federation_.clock().Now().seconds);
  request.mutable_additions()->clear_directives();
  v1::ConsentDirective* deny = request.mutable_additions()->add_directives();
  deny->set_party("QQB");
  deny->set_purpose(v1::PURPOSE_NOTIFY_LEVEL_2);
  deny->set_effect(v1::CONSENT_EFFECT_DENY);
  v1::AmendConsentResponse amended;
  const absl::Status status = cases().AmendConsent(caller_, request, &amended);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_EQ(amended.changes_size(), 1);
  EXPECT_EQ(amended.changes(0).after().purpose(), v1::PURPOSE_NOTIFY_LEVEL_2);
  EXPECT_FALSE(amended.changes(0).after().allowed());
}

TEST_F(CaseHandlersTest, CodeIsPrintedAndFindsTheCase) {
  v1::IssueReferenceCodeRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  request.set_case_id(CaseWithConsent(federation_));
  v1::IssueReferenceCodeResponse issued;
  ASSERT_TRUE(cases().IssueReferenceCode(caller_, request, &issued).ok());
  v1::CheckStatusRequest check = ExampleCheck();
  check.mutable_context()->set_purpose(v1::ACCESS_PURPOSE_PRESENTED_CODE);
  check.mutable_person()->set_reference_code(issued.reference_code());
  v1::CheckStatusResponse answer;
  const absl::Status status = federation_.node("QQA").status().CheckStatus(Caller(AgencyKind::kPolice), check, &answer);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(answer.outcome(), v1::CHECK_OUTCOME_HOLD);
  EXPECT_EQ(Get(request.case_id()).reference_code_count(), 1u);
}

TEST_F(CaseHandlersTest, ListsSayHowManyRowsCannotBeRead) {
  v1::RegisterCaseRequest request = ExampleRegistration();
  v1::RegisterCaseResponse registered;
  ASSERT_TRUE(cases().RegisterCase(caller_, request, &registered).ok());
  test::Damage(federation_.node("QQA").engine(), store::Table::kCase,
               store::CaseRecordKey(domain::CaseId::FromBytes(registered.summary().case_id()).value()));
  v1::ListCasesRequest list;
  *list.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  v1::ListCasesResponse listed;
  ASSERT_TRUE(cases().ListCases(caller_, list, &listed).ok());
  EXPECT_EQ(listed.cases_size(), 0);
  EXPECT_EQ(listed.unreadable_rows(), 1u);
}

}  // namespace
}  // namespace vsx::api
