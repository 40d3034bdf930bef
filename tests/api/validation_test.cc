// Every refusal of a request names its reason and a field that is there, says what to do, and holds nothing of what was
// sent (system.md, rules 5 and 8). Values that are wrong carry a marker, for which the whole status is searched.

#include <functional>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "tests/api/example_requests.h"
#include "tests/api/field_path.h"

namespace vsx::api {
namespace {

constexpr char kMarker[] = "ZZFICTITIOUS";
const std::string kNotUtf8 = std::string(kMarker) + "\xff\xfe";

template <typename Request>
struct Bend {
  std::string what;
  std::function<void(Request&)> bend;
  std::string reason;
  std::string field;
};

// `call` is the handler; `request` a sound one.
template <typename Request, typename Call>
void ExpectRefusals(const Request& request, const std::vector<Bend<Request>>& bends, Call call) {
  for (const Bend<Request>& one : bends) {
    SCOPED_TRACE(one.what);
    Request bent = request;
    one.bend(bent);
    const absl::Status status = call(bent);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    EXPECT_EQ(domain::ErrorReason(status), one.reason) << status;
    EXPECT_EQ(domain::ErrorField(status), one.field) << status;
    EXPECT_TRUE(NamesAField(bent, domain::ErrorField(status))) << domain::ErrorField(status);
    EXPECT_FALSE(status.message().empty());
    const std::string all = status.ToString(absl::StatusToStringMode::kWithEverything);
    EXPECT_FALSE(absl::StrContains(all, kMarker)) << "a value that was sent";
  }
}

TEST(ValidationTest, RegisterCase) {
  test::TestFederation federation;
  using Request = v1::RegisterCaseRequest;
  const auto call = [&](const Request& request) {
    v1::RegisterCaseResponse response;
    return federation.node("QQA").cases().RegisterCase(Caller(domain::AgencyKind::kCounterTrafficking), request,
                                                       &response);
  };
  const std::string marker = kMarker;
  ExpectRefusals<Request>(
      ExampleRegistration(),
      {
          {"no officer", [](Request& r) { r.mutable_context()->clear_officer(); }, "OFFICER_MISSING",
           "context.officer"},
          {"officer with a space", [&](Request& r) { r.mutable_context()->set_officer(marker + " x"); },
           "OFFICER_MISSING", "context.officer"},
          {"officer too long", [&](Request& r) { r.mutable_context()->set_officer(marker + std::string(60, 'x')); },
           "OFFICER_MISSING", "context.officer"},
          {"request id", [&](Request& r) { r.set_request_id(marker); }, "ID_MALFORMED", "request_id"},
          {"no name", [](Request& r) { r.mutable_person()->clear_names(); }, "NAME_MISSING", "person.names"},
          {"empty name", [](Request& r) { r.mutable_person()->add_names(); }, "NAME_LENGTH", "person.names[1].text"},
          {"long name", [&](Request& r) { r.mutable_person()->add_names()->set_text(marker + std::string(256, 'x')); },
           "NAME_LENGTH", "person.names[1].text"},
          {"too many names",
           [&](Request& r) {
             for (int i = 0; i < 4; ++i) r.mutable_person()->add_names()->set_text(marker);
           },
           "TOO_MANY", "person.names"},
          {"name with a bar", [&](Request& r) { r.mutable_person()->mutable_names(0)->set_text(marker + "|"); },
           "NAME_CHARACTER_INVALID", "person.names[0].text"},
          {"name of no letters", [](Request& r) { r.mutable_person()->mutable_names(0)->set_text("'"); }, "NAME_EMPTY",
           "person.names[0].text"},
          {"name not UTF-8", [](Request& r) { r.mutable_person()->mutable_names(0)->set_text(kNotUtf8); },
           "NAME_CHARACTER_INVALID", "person.names[0].text"},
          {"unknown mark",
           [](Request& r) { r.mutable_person()->mutable_names(0)->set_mark(static_cast<v1::HandleMark>(9)); },
           "MARK_UNKNOWN", "person.names[0].mark"},
          {"nobody could be found by it",
           [](Request& r) {
             r.mutable_person()->clear_documents();
             r.mutable_person()->clear_birth_date();
           },
           "NO_HANDLE", "person.birth_date"},
          {"no place left for a code",
           [](Request& r) {
             for (int i = 0; i < 3; ++i) {
               *r.mutable_person()->add_documents() = r.person().documents(0);
               r.mutable_person()->mutable_documents(i + 1)->set_number("XX000001" + std::to_string(i));
               r.mutable_person()->add_names()->set_text("Contoh " + std::string(1, static_cast<char>('A' + i)));
             }
           },
           "TOO_MANY_HANDLES", "person.documents"},
          {"birth date", [&](Request& r) { r.mutable_person()->set_birth_date(marker); }, "DATE_MALFORMED",
           "person.birth_date"},
          {"birth date in the Buddhist Era", [](Request& r) { r.mutable_person()->set_birth_date("2542-04-05"); },
           "DATE_IN_FUTURE", "person.birth_date"},
          {"document number", [&](Request& r) { r.mutable_person()->mutable_documents(0)->set_number(marker + "?"); },
           "DOCUMENT_NUMBER_INVALID", "person.documents[0].number"},
          {"no document number", [](Request& r) { r.mutable_person()->mutable_documents(0)->clear_number(); },
           "DOCUMENT_NUMBER_INVALID", "person.documents[0].number"},
          {"document code", [&](Request& r) { r.mutable_person()->mutable_documents(0)->set_code(marker); },
           "DOCUMENT_CODE_INVALID", "person.documents[0].code"},
          {"issuing State", [&](Request& r) { r.mutable_person()->mutable_documents(0)->set_issuing_state(marker); },
           "ISSUING_STATE_UNKNOWN", "person.documents[0].issuing_state"},
          {"document mark",
           [](Request& r) { r.mutable_person()->mutable_documents(0)->set_mark(static_cast<v1::HandleMark>(9)); },
           "MARK_UNKNOWN", "person.documents[0].mark"},
          {"documents and zone", [&](Request& r) { r.mutable_person()->add_mrz_lines(marker); }, "ONE_WAY_ONLY",
           "person.mrz_lines"},
          {"zone of one line",
           [&](Request& r) {
             r.mutable_person()->clear_documents();
             r.mutable_person()->add_mrz_lines(marker);
           },
           "MRZ_MALFORMED", "person.mrz_lines"},
          {"no status", [](Request& r) { r.mutable_person()->clear_status(); }, "STATUS_MISSING", "person.status"},
          {"unknown status", [](Request& r) { r.mutable_person()->set_status(static_cast<v1::CaseStatus>(77)); },
           "STATUS_MISSING", "person.status"},
          {"no capacity", [](Request& r) { r.mutable_person()->clear_capacity(); }, "CAPACITY_MISSING",
           "person.capacity"},
          {"day", [&](Request& r) { r.mutable_person()->set_date_identified(marker); }, "DATE_MALFORMED",
           "person.date_identified"},
          {"no day", [](Request& r) { r.mutable_person()->clear_date_identified(); }, "DATE_MISSING",
           "person.date_identified"},
          {"day to come", [](Request& r) { r.mutable_person()->set_date_identified("2999-01-01"); }, "DATE_IN_FUTURE",
           "person.date_identified"},
          {"review", [&](Request& r) { r.mutable_person()->set_review_by(marker); }, "DATE_MALFORMED",
           "person.review_by"},
          {"desk", [&](Request& r) { r.mutable_person()->set_contact_desk_id(marker); }, "DESK_UNKNOWN",
           "person.contact_desk_id"},
          {"desk of two words", [&](Request& r) { r.mutable_person()->set_contact_desk_id(marker + " x"); },
           "CODE_MALFORMED", "person.contact_desk_id"},
          {"no desk", [](Request& r) { r.mutable_person()->clear_contact_desk_id(); }, "DESK_UNKNOWN",
           "person.contact_desk_id"},
          {"no role", [](Request& r) { r.mutable_person()->clear_qualified_role(); }, "ROLE_MISSING",
           "person.qualified_role"},
          {"role of two words", [&](Request& r) { r.mutable_person()->set_qualified_role(marker + " x"); },
           "CODE_MALFORMED", "person.qualified_role"},
          {"instrument", [&](Request& r) { r.mutable_person()->add_instrument_codes(marker + " x"); }, "CODE_MALFORMED",
           "person.instrument_codes[1]"},
          {"empty instrument", [](Request& r) { r.mutable_person()->add_instrument_codes(""); }, "CODE_MALFORMED",
           "person.instrument_codes[1]"},
          {"too many instruments",
           [&](Request& r) {
             for (int i = 0; i < 17; ++i) r.mutable_person()->add_instrument_codes(marker);
           },
           "TOO_MANY", "person.instrument_codes"},
          {"accommodation", [&](Request& r) { r.mutable_person()->set_child_accommodation(marker + " x"); },
           "CODE_MALFORMED", "person.child_accommodation"},
          {"means", [&](Request& r) { r.mutable_person()->mutable_definition_elements()->add_means(marker + " x"); },
           "CODE_MALFORMED", "person.definition_elements.means[0]"},
          {"sending Party", [&](Request& r) { r.mutable_person()->add_sending_parties(marker); }, "PARTY_MALFORMED",
           "person.sending_parties[1]"},
          {"own Party as sending Party", [](Request& r) { r.mutable_person()->add_sending_parties("QQA"); },
           "PARTY_IS_OWN", "person.sending_parties[1]"},
          {"a sending State that is none", [](Request& r) { r.mutable_person()->add_sending_parties("KMH"); },
           "PARTY_UNKNOWN", "person.sending_parties[1]"},
          {"agency without kind", [&](Request& r) { r.mutable_person()->add_protected_for_agencies(marker); },
           "AGENCY_MALFORMED", "person.protected_for_agencies[0]"},
          {"agency of an unknown kind",
           [&](Request& r) { r.mutable_person()->add_protected_for_agencies("zz/" + marker); }, "AGENCY_MALFORMED",
           "person.protected_for_agencies[0]"},
          {"nationality", [&](Request& r) { r.mutable_person()->add_nationalities(marker); }, "STATE_UNKNOWN",
           "person.nationalities[1]"},
          {"residence", [&](Request& r) { r.mutable_person()->add_habitual_residences(marker); }, "STATE_UNKNOWN",
           "person.habitual_residences[0]"},
      },
      call);
}

TEST(ValidationTest, SheMayHaveComeFromAnyState) {
  test::TestFederation federation;
  v1::RegisterCaseRequest request = ExampleRegistration();
  request.mutable_person()->add_sending_parties("QQZ");  // a Member State outside the federation
  request.mutable_person()->add_sending_parties("NPL");
  v1::RegisterCaseResponse response;
  const absl::Status status =
      federation.node("QQA").cases().RegisterCase(Caller(domain::AgencyKind::kCounterTrafficking), request, &response);
  EXPECT_TRUE(status.ok()) << status;
}

TEST(ValidationTest, RecordConsent) {
  test::TestFederation federation;
  using Request = v1::RecordConsentRequest;
  const int64_t now = federation.clock().Now().seconds;
  Request sound;
  *sound.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  sound.set_case_id(RegisteredCase(federation));
  *sound.mutable_consent() = ExampleConsent(now);
  const auto call = [&](const Request& request) {
    v1::RecordConsentResponse response;
    return federation.node("QQA").cases().RecordConsent(Caller(domain::AgencyKind::kCounterTrafficking), request,
                                                        &response);
  };
  const std::string marker = kMarker;
  ExpectRefusals<Request>(
      sound,
      {
          {"case id", [&](Request& r) { r.set_case_id(marker); }, "ID_MALFORMED", "case_id"},
          {"no state", [](Request& r) { r.mutable_consent()->clear_state(); }, "STATE_MISSING", "consent.state"},
          {"unknown state", [](Request& r) { r.mutable_consent()->set_state(static_cast<v1::ConsentState>(44)); },
           "STATE_MISSING", "consent.state"},
          {"nobody answered", [](Request& r) { r.mutable_consent()->clear_answered_by(); }, "ANSWERED_BY_MISSING",
           "consent.answered_by"},
          {"a suspected guardian",
           [](Request& r) { r.mutable_consent()->set_answered_by(v1::ANSWERED_BY_SUSPECTED_GUARDIAN); }, "HAS_NO_SAY",
           "consent.answered_by"},
          {"a determination for an adult",
           [](Request& r) { r.mutable_consent()->set_answered_by(v1::ANSWERED_BY_BEST_INTERESTS); }, "NOT_A_CHILD",
           "consent.answered_by"},
          {"a guardian allows", [](Request& r) { r.mutable_consent()->set_answered_by(v1::ANSWERED_BY_GUARDIAN); },
           "MAY_NOT_ALLOW", "consent.directives[0].effect"},
          {"no time", [](Request& r) { r.mutable_consent()->clear_informed_at(); }, "TIME_MISSING",
           "consent.informed_at"},
          {"time to come", [&](Request& r) { r.mutable_consent()->set_informed_at(now + 301); }, "TIME_IN_FUTURE",
           "consent.informed_at"},
          {"no language", [](Request& r) { r.mutable_consent()->clear_language(); }, "LANGUAGE_MISSING",
           "consent.language"},
          {"language too long", [&](Request& r) { r.mutable_consent()->set_language(marker + std::string(64, 'x')); },
           "LANGUAGE_MISSING", "consent.language"},
          {"interpreter",
           [&](Request& r) { r.mutable_consent()->set_interpreter_reference(marker + std::string(64, 'x')); },
           "TOO_LONG", "consent.interpreter_reference"},
          {"rights not told", [](Request& r) { r.mutable_consent()->set_rights_told(false); }, "RIGHTS_NOT_TOLD",
           "consent.rights_told"},
          {"Party put", [&](Request& r) { r.mutable_consent()->add_parties_put(marker); }, "PARTY_MALFORMED",
           "consent.parties_put[1]"},
          {"feared Party", [&](Request& r) { r.mutable_consent()->add_feared_parties(marker); }, "PARTY_MALFORMED",
           "consent.feared_parties[0]"},
          {"Party put that nobody is", [](Request& r) { r.mutable_consent()->add_parties_put("BQQ"); }, "PARTY_UNKNOWN",
           "consent.parties_put[1]"},
          {"fear of a Party that nobody is", [](Request& r) { r.mutable_consent()->add_feared_parties("BQQ"); },
           "PARTY_UNKNOWN", "consent.feared_parties[0]"},
          {"a no to a Party that nobody is",
           [](Request& r) {
             v1::ConsentDirective* no = r.mutable_consent()->add_directives();
             no->set_party("BQQ");
             no->set_effect(v1::CONSENT_EFFECT_DENY);
           },
           "PARTY_UNKNOWN", "consent.directives[3].party"},
          {"Party of an answer", [&](Request& r) { r.mutable_consent()->mutable_directives(0)->set_party(marker); },
           "PARTY_MALFORMED", "consent.directives[0].party"},
          {"Party not put to her", [](Request& r) { r.mutable_consent()->mutable_directives(0)->set_party("QQC"); },
           "PARTY_NOT_PUT", "consent.directives[0].party"},
          {"unknown purpose",
           [](Request& r) { r.mutable_consent()->mutable_directives(1)->set_purpose(static_cast<v1::Purpose>(99)); },
           "PURPOSE_UNKNOWN", "consent.directives[1].purpose"},
          {"no effect", [](Request& r) { r.mutable_consent()->mutable_directives(1)->clear_effect(); },
           "EFFECT_MISSING", "consent.directives[1].effect"},
          {"a consul allowed and not wanted",
           [](Request& r) {
             r.mutable_consent()->set_consular_choice(v1::CONSULAR_CHOICE_NOT_WANTED);
             r.mutable_consent()->mutable_directives(1)->set_purpose(v1::PURPOSE_CONSULAR_ASSISTANCE);
           },
           "CONSULAR_NOT_WANTED", "consent.directives[1].effect"},
          {"an answer where none was given",
           [](Request& r) { r.mutable_consent()->set_state(v1::CONSENT_STATE_ASKED_NO_ANSWER); }, "NOT_ANSWERED",
           "consent.directives[0].effect"},
          {"own checks denied without the effect shown",
           [](Request& r) {
             v1::ConsentDirective* own = r.mutable_consent()->add_directives();
             own->set_party("QQA");
             own->set_purpose(v1::PURPOSE_PROTECTIVE_CHECK);
             own->set_effect(v1::CONSENT_EFFECT_DENY);
           },
           "OWN_EFFECT_NOT_SHOWN", "consent.directives[3].effect"},
          {"too many answers",
           [](Request& r) {
             for (int i = 0; i < 257; ++i) *r.mutable_consent()->add_directives() = r.consent().directives(0);
           },
           "TOO_MANY", "consent.directives"},
          {"too many Parties put",
           [](Request& r) {
             for (int i = 0; i < 64; ++i) r.mutable_consent()->add_parties_put("QQB");
           },
           "TOO_MANY", "consent.parties_put"},
          {"too many feared",
           [](Request& r) {
             for (int i = 0; i < 65; ++i) r.mutable_consent()->add_feared_parties("QQB");
           },
           "TOO_MANY", "consent.feared_parties"},
      },
      call);
  Request fast_clock = sound;
  fast_clock.mutable_consent()->set_informed_at(now + 300);
  EXPECT_TRUE(call(fast_clock).ok()) << "a client's clock may be a little fast: " << call(fast_clock);
}

TEST(ValidationTest, AmendConsent) {
  test::TestFederation federation;
  using Request = v1::AmendConsentRequest;
  Request sound;
  *sound.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  sound.set_case_id(CaseWithConsent(federation));
  sound.set_expected_version(1);
  *sound.mutable_additions() = ExampleConsent(federation.clock().Now().seconds);
  const auto call = [&](const Request& request) {
    v1::AmendConsentResponse response;
    return federation.node("QQA").cases().AmendConsent(Caller(domain::AgencyKind::kCounterTrafficking), request,
                                                       &response);
  };
  const std::string marker = kMarker;
  const auto lift = [](Request& r, const std::string& party) {
    v1::ConsentDirective* lifted = r.add_lifted();
    lifted->set_party(party);
    lifted->set_effect(v1::CONSENT_EFFECT_DENY);
  };
  ExpectRefusals<Request>(
      sound,
      {
          {"Party of a lifting", [&](Request& r) { lift(r, marker); }, "PARTY_MALFORMED", "lifted[0].party"},
          {"lifting at a Party that nobody is", [&](Request& r) { lift(r, "BQQ"); }, "PARTY_UNKNOWN",
           "lifted[0].party"},
          {"fear of a Party that nobody is", [](Request& r) { r.mutable_additions()->add_feared_parties("BQQ"); },
           "PARTY_UNKNOWN", "additions.feared_parties[0]"},
          {"a no to a Party that nobody is",
           [](Request& r) {
             v1::ConsentDirective* no = r.mutable_additions()->add_directives();
             no->set_party("BQQ");
             no->set_effect(v1::CONSENT_EFFECT_DENY);
           },
           "PARTY_UNKNOWN", "additions.directives[3].party"},
          {"lifting of what does not stand", [&](Request& r) { lift(r, "QQB"); }, "NOT_STANDING", "lifted[0]"},
          {"no longer feared", [&](Request& r) { r.add_no_longer_feared(marker); }, "PARTY_MALFORMED",
           "no_longer_feared[0]"},
          {"was never feared", [](Request& r) { r.add_no_longer_feared("QQB"); }, "NOT_STANDING",
           "no_longer_feared[0]"},
          {"a suspected guardian",
           [](Request& r) { r.mutable_additions()->set_answered_by(v1::ANSWERED_BY_SUSPECTED_GUARDIAN); }, "HAS_NO_SAY",
           "additions.answered_by"},
          {"language", [](Request& r) { r.mutable_additions()->clear_language(); }, "LANGUAGE_MISSING",
           "additions.language"},
      },
      call);
}

TEST(ValidationTest, CallsOnOneCase) {
  test::TestFederation federation;
  const std::string id = CaseWithConsent(federation);
  const std::string marker = kMarker;
  CaseHandlers& cases = federation.node("QQA").cases();
  const AgencyCaller caller = Caller(domain::AgencyKind::kCounterTrafficking);

  v1::WithdrawConsentRequest withdraw;
  *withdraw.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  withdraw.set_case_id(id);
  ExpectRefusals<v1::WithdrawConsentRequest>(
      withdraw,
      {{"case id", [&](auto& r) { r.set_case_id(marker); }, "ID_MALFORMED", "case_id"},
       {"Party", [&](auto& r) { r.add_parties(marker); }, "PARTY_MALFORMED", "parties[0]"},
       {"Party that nobody is",
        [](auto& r) {
          r.add_parties("QQB");
          r.add_parties("BQQ");
        },
        "PARTY_UNKNOWN", "parties[1]"}},
      [&](const v1::WithdrawConsentRequest& request) {
        v1::WithdrawConsentResponse response;
        return cases.WithdrawConsent(caller, request, &response);
      });

  v1::UpgradeStatusRequest upgrade;
  *upgrade.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  upgrade.set_case_id(id);
  upgrade.set_status(v1::CASE_STATUS_IDENTIFIED);
  upgrade.set_date_identified("2030-02-02");
  ExpectRefusals<v1::UpgradeStatusRequest>(
      upgrade,
      {{"status", [](auto& r) { r.clear_status(); }, "STATUS_MISSING", "status"},
       {"day", [&](auto& r) { r.set_date_identified(marker); }, "DATE_MALFORMED", "date_identified"},
       {"no day", [](auto& r) { r.clear_date_identified(); }, "DATE_MISSING", "date_identified"},
       {"day to come", [](auto& r) { r.set_date_identified("2999-01-01"); }, "DATE_IN_FUTURE", "date_identified"}},
      [&](const v1::UpgradeStatusRequest& request) {
        v1::UpgradeStatusResponse response;
        return cases.UpgradeStatus(caller, request, &response);
      });

  v1::RevokeCaseRequest revoke;
  *revoke.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  revoke.set_case_id(id);
  revoke.set_reason(v1::REVOCATION_REASON_NEGATIVE_ASSESSMENT);
  revoke.set_second_officer("ct-18");
  revoke.set_appeal_ended_at(1);
  ExpectRefusals<v1::RevokeCaseRequest>(
      revoke,
      {{"reason", [](auto& r) { r.clear_reason(); }, "REASON_MISSING", "reason"},
       {"unknown reason", [](auto& r) { r.set_reason(static_cast<v1::RevocationReason>(50)); }, "REASON_MISSING",
        "reason"},
       {"no second officer", [](auto& r) { r.clear_second_officer(); }, "SECOND_OFFICER_NEEDED", "second_officer"},
       {"the same officer", [](auto& r) { r.set_second_officer("ct-17"); }, "SECOND_OFFICER_NEEDED", "second_officer"},
       {"appeal open", [](auto& r) { r.set_appeal_ended_at(INT64_MAX); }, "APPEAL_TIME_OPEN", "appeal_ended_at"}},
      [&](const v1::RevokeCaseRequest& request) {
        v1::RevokeCaseResponse response;
        return cases.RevokeCase(caller, request, &response);
      });

  v1::ListCasesRequest list;
  *list.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  ExpectRefusals<v1::ListCasesRequest>(
      list,
      {{"page size", [](auto& r) { r.set_page_size(201); }, "PAGE_SIZE_TOO_LARGE", "page_size"},
       {"page token", [&](auto& r) { r.set_page_token(marker); }, "PAGE_TOKEN_WRONG", "page_token"},
       {"page token of another list", [](auto& r) { r.set_page_token("0103"); }, "PAGE_TOKEN_WRONG", "page_token"}},
      [&](const v1::ListCasesRequest& request) {
        v1::ListCasesResponse response;
        return cases.ListCases(caller, request, &response);
      });
}

TEST(ValidationTest, CheckStatus) {
  test::TestFederation federation;
  using Request = v1::CheckStatusRequest;
  const auto call = [&](const Request& request) {
    v1::CheckStatusResponse response;
    return federation.node("QQA").status().CheckStatus(Caller(domain::AgencyKind::kPolice), request, &response);
  };
  const std::string marker = kMarker;
  ExpectRefusals<Request>(
      ExampleCheck(),
      {
          {"no measure", [](Request& r) { r.clear_measure(); }, "MEASURE_MISSING", "measure"},
          {"unknown measure", [](Request& r) { r.set_measure(static_cast<v1::Measure>(40)); }, "MEASURE_MISSING",
           "measure"},
          {"no stage", [](Request& r) { r.clear_stage(); }, "STAGE_MISSING", "stage"},
          {"unknown stage", [](Request& r) { r.set_stage(static_cast<v1::Stage>(40)); }, "STAGE_MISSING", "stage"},
          {"no file number", [](Request& r) { r.clear_file_number(); }, "FILE_NUMBER_MALFORMED", "file_number"},
          {"file number with a name", [&](Request& r) { r.set_file_number(marker + " x"); }, "FILE_NUMBER_MALFORMED",
           "file_number"},
          {"nobody", [](Request& r) { r.clear_person(); }, "PERSON_MISSING", "person"},
          {"a code for another purpose",
           [](Request& r) {
             r.mutable_person()->set_reference_code(
                 domain::ReferenceCode::FromRandom(std::array<uint8_t, domain::ReferenceCode::kRandomBytes>{})
                     .ToPrinted());
           },
           "PURPOSE_DOES_NOT_FIT", "context.purpose"},
          {"a document as a code",
           [](Request& r) { r.mutable_context()->set_purpose(v1::ACCESS_PURPOSE_PRESENTED_CODE); },
           "PURPOSE_DOES_NOT_FIT", "context.purpose"},
      },
      call);
}

TEST(ValidationTest, AwaitStatus) {
  test::TestFederation federation;
  using Request = v1::AwaitStatusRequest;
  struct FailingStream final : StatusStream {
    absl::Status Write(const v1::AwaitStatusResponse&) override { return absl::InternalError("an answer"); }
    bool Pause(std::chrono::microseconds) override { return false; }
  };
  const auto call = [&](const Request& request) {
    FailingStream stream;
    return federation.node("QQA").status().AwaitStatus(Caller(domain::AgencyKind::kPolice), request, stream);
  };
  const v1::CheckStatusRequest check = ExampleCheck();
  const int64_t now = federation.clock().Now().seconds;
  Request request;
  *request.mutable_context() = check.context();
  *request.mutable_person() = check.person();
  request.set_measure(check.measure());
  request.set_stage(check.stage());
  request.set_file_number(check.file_number());
  request.set_needed_until(now + 86'400);
  EXPECT_EQ(call(request).code(), absl::StatusCode::kInternal) << "it is answered";
  ExpectRefusals<Request>(
      request,
      {
          {"no measure", [](Request& r) { r.clear_measure(); }, "MEASURE_MISSING", "measure"},
          {"nobody", [](Request& r) { r.clear_person(); }, "PERSON_MISSING", "person"},
          {"of no use any more", [&](Request& r) { r.set_needed_until(now); }, "NEEDED_UNTIL_REFUSED", "needed_until"},
          {"no time", [](Request& r) { r.clear_needed_until(); }, "NEEDED_UNTIL_REFUSED", "needed_until"},
          {"after more than a day", [&](Request& r) { r.set_needed_until(now + 86'400 + 301); }, "NEEDED_UNTIL_REFUSED",
           "needed_until"},
      },
      call);
}

TEST(ValidationTest, UnknownCaseSaysSo) {
  test::TestFederation federation;
  v1::GetCaseRequest request;
  *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  request.set_case_id(std::string(16, 'x'));
  v1::GetCaseResponse response;
  const absl::Status status =
      federation.node("QQA").cases().GetCase(Caller(domain::AgencyKind::kCounterTrafficking), request, &response);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(domain::ErrorReason(status), "CASE_UNKNOWN");
  EXPECT_EQ(domain::ErrorField(status), "case_id");
}

}  // namespace
}  // namespace vsx::api
