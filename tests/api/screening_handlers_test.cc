#include "node/api/screening_handlers.h"

#include <deque>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "tests/api/example_requests.h"
#include "tests/support/story.h"

namespace vsx::api {
namespace {

using domain::AgencyKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// What a client sends, and what it gets.
class FakeRowStream final : public RowStream {
 public:
  absl::StatusOr<std::optional<v1::ScreenRequest>> Read() override {
    if (to_read.empty()) return std::nullopt;
    v1::ScreenRequest next = std::move(to_read.front());
    to_read.pop_front();
    return next;
  }
  absl::Status Write(const v1::ScreenResponse& message) override {
    if (gone) return absl::CancelledError();
    written.push_back(message);
    return absl::OkStatus();
  }

  std::deque<v1::ScreenRequest> to_read;
  std::vector<v1::ScreenResponse> written;
  bool gone = false;
};

class ScreeningHandlersTest : public ::testing::Test {
 protected:
  ScreeningHandlers& handlers() { return federation_.node("QQB").screening(); }

  static AgencyCaller Border() { return Caller(AgencyKind::kImmigration, "QQB"); }

  v1::DeclareScreeningRequest Declaration() {
    v1::DeclareScreeningRequest request;
    *request.mutable_context() = Context(v1::ACCESS_PURPOSE_SCREENING);
    request.set_file_number("EX-9");
    request.set_persons(100);
    request.set_day(domain::CivilDate::FromTime(federation_.clock().Now()).ToString());
    return request;
  }

  v1::ScreenRequest Opening() {
    v1::DeclareScreeningResponse declared;
    EXPECT_TRUE(handlers().DeclareScreening(Border(), Declaration(), &declared).ok());
    v1::ScreenRequest request;
    v1::ScreeningOpening& opening = *request.mutable_opening();
    *opening.mutable_context() = Context(v1::ACCESS_PURPOSE_SCREENING);
    opening.set_exercise_id(declared.exercise_id());
    opening.set_measure(v1::MEASURE_REMOVAL);
    opening.set_stage(v1::STAGE_IMMIGRATION);
    return request;
  }

  static v1::ScreenRequest Row(uint32_t number, const std::string& document_number) {
    v1::ScreenRequest request;
    request.mutable_row()->set_row(number);
    v1::Document* document = request.mutable_row()->mutable_person()->mutable_document();
    document->set_code("P");
    document->set_issuing_state("UTO");
    document->set_number(document_number);
    return request;
  }

  absl::Status Screen(std::deque<v1::ScreenRequest> messages, const AgencyCaller& caller = Border()) {
    stream_.to_read = std::move(messages);
    stream_.written.clear();
    return handlers().Screen(caller, stream_);
  }

  v1::ListScreeningHitsResponse Hits() {
    v1::ListScreeningHitsRequest request;
    *request.mutable_context() = Context(v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
    v1::ListScreeningHitsResponse response;
    EXPECT_TRUE(handlers().ListScreeningHits(Caller(AgencyKind::kCounterTrafficking, "QQB"), request, &response).ok());
    return response;
  }

  test::TestFederation federation_;
  FakeRowStream stream_;
};

TEST_F(ScreeningHandlersTest, EachRowIsAnsweredAndTheSummaryIsLast) {
  CaseWithConsent(federation_);
  federation_.RunDispatch();
  v1::ScreenRequest code;
  code.mutable_row()->set_row(4);
  code.mutable_row()->mutable_person()->set_reference_code("008J4-CT4AN-K7F24-SNAXW-EQ");
  v1::ScreenRequest nobody;
  nobody.mutable_row()->set_row(5);
  ASSERT_TRUE(Screen({Opening(), Row(1, "XX0000001"), Row(2, "XX0000777"), Row(3, "no number!"), code, nobody}).ok());
  ASSERT_THAT(stream_.written, SizeIs(6));
  std::map<uint32_t, v1::ScreeningAnswer> answers;
  for (const v1::ScreenResponse& one : stream_.written) {
    if (one.has_answer()) answers[one.answer().row()] = one.answer();
  }
  EXPECT_EQ(answers[1].outcome(), v1::CHECK_OUTCOME_HOLD);
  EXPECT_THAT(answers[1].advice_codes(), ElementsAre("PAUSE_REMOVAL", "CALL_NATIONAL_BODY", "SCREEN_WITH_INDICATORS",
                                                     "ABSENCE_IS_NO_EVIDENCE", "NO_IMMUNITY"));
  EXPECT_THAT(answers[1].not_consulted(), IsEmpty()) << "nothing that depends on what was found, and where";
  EXPECT_EQ(answers[2].outcome(), v1::CHECK_OUTCOME_INCOMPLETE);
  ASSERT_THAT(answers[2].not_consulted(), SizeIs(2));
  EXPECT_EQ(answers[2].not_consulted(0).reason(), "INDEX_MISSING");
  EXPECT_THAT(answers[2].advice_codes(), IsEmpty());
  EXPECT_EQ(answers[3].outcome(), v1::CHECK_OUTCOME_UNSPECIFIED);
  EXPECT_EQ(answers[3].fault_reason(), "DOCUMENT_NUMBER_INVALID");
  EXPECT_THAT(answers[3].fault_field(), testing::StartsWith("person.document"));
  EXPECT_EQ(answers[4].fault_reason(), "PURPOSE_DOES_NOT_FIT");
  EXPECT_EQ(answers[5].fault_reason(), "PERSON_MISSING");
  const v1::ScreeningSummary& summary = stream_.written.back().summary();
  EXPECT_EQ(summary.rows(), 5U);
  EXPECT_EQ(summary.hold(), 1U);
  EXPECT_EQ(summary.incomplete(), 1U);
  EXPECT_EQ(summary.no_record(), 0U);
  EXPECT_EQ(summary.faults(), 3U);
}

TEST_F(ScreeningHandlersTest, NameBesideADocumentIsAskedTogetherWithIt) {
  CaseWithConsent(federation_);
  federation_.RunDispatch();
  v1::ScreenRequest row = Row(1, "XX0000777");
  row.mutable_row()->mutable_also_named()->set_name("Contoh Fictitious");
  row.mutable_row()->mutable_also_named()->set_birth_date("1999-04-05");
  v1::ScreenRequest twice = row;
  twice.mutable_row()->mutable_person()->mutable_biographic()->set_name("Contoh");
  ASSERT_TRUE(Screen({Opening(), row, twice}).ok());
  EXPECT_EQ(stream_.written[0].answer().fault_field(), "also_named");
  EXPECT_EQ(stream_.written[1].answer().outcome(), v1::CHECK_OUTCOME_HOLD);
}

TEST_F(ScreeningHandlersTest, CounterTraffickingBodyGetsWhatWasFoundAndNobodyElse) {
  CaseWithConsent(federation_);
  federation_.RunDispatch();
  ASSERT_TRUE(Screen({Opening(), Row(17, "XX0000001")}).ok());
  const std::string stream = stream_.written[0].answer().stream_id();
  const v1::ListScreeningHitsResponse hits = Hits();
  ASSERT_EQ(hits.hits_size(), 1);
  EXPECT_EQ(hits.hits(0).row(), 17U);
  EXPECT_THAT(stream, SizeIs(16));
  EXPECT_EQ(hits.hits(0).stream_id(), stream) << "whoever asked finds the list by it";
  EXPECT_EQ(hits.hits(0).agency(), Border().uri);
  EXPECT_EQ(hits.hits(0).file_number(), "EX-9");
  EXPECT_EQ(hits.hits(0).measure(), "REMOVAL");
  ASSERT_EQ(hits.hits(0).matches_size(), 1);
  EXPECT_EQ(hits.hits(0).matches(0).issuing_party(), "QQA");
  EXPECT_EQ(hits.hits(0).matches(0).desk().telephone(), "+00 000 0000");
  v1::ListScreeningHitsRequest request;
  v1::ListScreeningHitsResponse response;
  for (const auto purpose : {v1::ACCESS_PURPOSE_CASE_MANAGEMENT, v1::ACCESS_PURPOSE_SCREENING}) {
    *request.mutable_context() = Context(purpose);
    const absl::Status refused = handlers().ListScreeningHits(Border(), request, &response);
    EXPECT_EQ(domain::ErrorReason(refused), "ACCESS_DENIED") << "not even who screened";
  }
}

TEST_F(ScreeningHandlersTest, StreamOutOfOrderIsRefused) {
  EXPECT_EQ(domain::ErrorReason(Screen({})), "STREAM_OUT_OF_ORDER");
  EXPECT_EQ(domain::ErrorReason(Screen({Row(1, "XX0000001")})), "STREAM_OUT_OF_ORDER");
  EXPECT_EQ(domain::ErrorReason(Screen({Opening(), Opening()})), "STREAM_OUT_OF_ORDER");
  EXPECT_EQ(domain::ErrorReason(Screen({Opening(), v1::ScreenRequest()})), "STREAM_OUT_OF_ORDER");
}

TEST_F(ScreeningHandlersTest, OpeningIsJudgedBeforeAnyRow) {
  const auto refused = [&](const std::function<void(v1::ScreeningOpening&)>& bend) {
    v1::ScreenRequest opening = Opening();
    bend(*opening.mutable_opening());
    return domain::ErrorReason(Screen({opening, Row(1, "XX0000001")}));
  };
  EXPECT_EQ(refused([](v1::ScreeningOpening& one) { one.set_exercise_id("short"); }), "ID_MALFORMED");
  EXPECT_EQ(refused([](v1::ScreeningOpening& one) { one.set_exercise_id(std::string(16, 'x')); }), "EXERCISE_UNKNOWN");
  EXPECT_EQ(refused([](v1::ScreeningOpening& one) { one.clear_measure(); }), "MEASURE_MISSING");
  EXPECT_EQ(refused([](v1::ScreeningOpening& one) { one.clear_stage(); }), "STAGE_MISSING");
  EXPECT_EQ(refused([](v1::ScreeningOpening& one) { one.mutable_context()->clear_officer(); }), "OFFICER_MISSING");
  EXPECT_EQ(refused([](v1::ScreeningOpening& one) {
              one.mutable_context()->set_purpose(v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
            }),
            "ACCESS_DENIED");
  EXPECT_THAT(stream_.written, IsEmpty());
}

TEST_F(ScreeningHandlersTest, DeclarationNamesWhatIsWrongWithIt) {
  const auto refused = [&](const std::function<void(v1::DeclareScreeningRequest&)>& bend) {
    v1::DeclareScreeningRequest request = Declaration();
    bend(request);
    v1::DeclareScreeningResponse response;
    return domain::ErrorField(handlers().DeclareScreening(Border(), request, &response));
  };
  EXPECT_EQ(refused([](auto& one) { one.set_file_number("has spaces"); }), "file_number");
  EXPECT_EQ(refused([](auto& one) { one.set_persons(0); }), "persons");
  EXPECT_EQ(refused([](auto& one) { one.set_request_id("short"); }), "request_id");
  EXPECT_EQ(refused([](auto& one) { one.set_day("tomorrow"); }), "day");
  EXPECT_EQ(refused([](auto& one) { one.set_day("2020-01-01"); }), "day");
}

TEST_F(ScreeningHandlersTest, RepeatedDeclarationIsAnsweredAsTheFirstWas) {
  v1::DeclareScreeningRequest request = Declaration();
  request.set_request_id(std::string(16, 'r'));
  v1::DeclareScreeningResponse first;
  v1::DeclareScreeningResponse again;
  ASSERT_TRUE(handlers().DeclareScreening(Border(), request, &first).ok());
  ASSERT_TRUE(handlers().DeclareScreening(Border(), request, &again).ok());
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  request.set_persons(101);
  EXPECT_EQ(domain::ErrorReason(handlers().DeclareScreening(Border(), request, &again)), "REQUEST_ID_REUSED");
}

TEST_F(ScreeningHandlersTest, ClientThatIsGoneEndsTheStream) {
  stream_.gone = true;
  EXPECT_FALSE(Screen({Opening(), Row(1, "XX0000001")}).ok());
}

}  // namespace
}  // namespace vsx::api
