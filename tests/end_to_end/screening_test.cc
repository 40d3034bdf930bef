#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "tests/end_to_end/eventually.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/sample_person.h"

// A list of persons between real nodes, in short epochs, some of which end meanwhile. THA identifies; LAO is a third
// State whose border screens.
namespace vsx::test {
namespace {

constexpr uint32_t kRows = 200;
// Rows of persons whom THA knows: LAO may see the first two.
constexpr uint32_t kSeenByDocument = 33;
constexpr uint32_t kSeenByName = 150;
constexpr uint32_t kExcluded = 7;

FederationOptions EpochsOf24Seconds() {
  FederationOptions options;
  options.epoch_seconds = 24;
  return options;
}

class ScreeningTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(federation_.StartAll());
    Identify(kSeenByDocument, "LAO");
    Identify(kSeenByName, "LAO");
    Identify(kExcluded, "KHM");
  }

  void Identify(uint32_t row, const std::string& allowed) {
    v1::RegisterCaseResponse registered;
    ASSERT_TRUE(body_.Call(&Cases::RegisterCase, RegistrationOf(PersonOf(row), "KHM"), &registered).ok());
    v1::RecordConsentRequest request;
    request.set_case_id(registered.summary().case_id());
    *request.mutable_consent() = DenyByDefault({"KHM", "LAO"});
    Allow(*request.mutable_consent(), allowed, v1::PURPOSE_PROTECTIVE_CHECK);
    v1::RecordConsentResponse recorded;
    ASSERT_TRUE(body_.Call(&Cases::RecordConsent, request, &recorded).ok());
  }

  static SamplePerson PersonOf(uint32_t row) { return SamplePerson::Number(static_cast<int>(row)); }

  // Screens what is open in an exercise of its own; true once nothing is.
  bool ScreenWhatIsOpen() {
    v1::ScreeningOpening opening;
    EXPECT_TRUE(border_.DeclareScreening(kRows, &opening).ok());
    std::vector<v1::ScreeningRow> rows;
    for (uint32_t row = 1; row <= kRows; ++row) {
      if (outcomes_.contains(row)) continue;
      rows.emplace_back().set_row(row);
      *rows.back().mutable_person() = row == kSeenByName ? PersonOf(row).ByName() : PersonOf(row).ByDocument();
    }
    std::vector<v1::ScreenResponse> responses;
    const grpc::Status status = border_.Screen(opening, rows, &responses);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(responses.size(), rows.size() + 1) << "each row, and the summary";
    for (const v1::ScreenResponse& response : responses) {
      if (!response.has_answer() || response.answer().outcome() == v1::CHECK_OUTCOME_INCOMPLETE) continue;
      outcomes_[response.answer().row()] = response.answer().outcome();
    }
    return outcomes_.size() == kRows;
  }

  Federation federation_{EpochsOf24Seconds()};
  const Agency body_ =
      federation_.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, "example-body");
  const Agency border_ = federation_.Dial("LAO", "immigration", v1::ACCESS_PURPOSE_SCREENING, "example-airport");
  std::map<uint32_t, v1::CheckOutcome> outcomes_;
};

TEST_F(ScreeningTest, ListOfStrangersHoldsThoseWhomItMaySeeAndTellsTheBodyAlone) {
  const Agency desk = federation_.Dial("LAO", "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK, "example-airport");
  ASSERT_TRUE(Eventually(
      [&] {
        v1::CheckStatusResponse answer;
        return desk.Call(&Status::CheckStatus, CheckBeforeRemoval(PersonOf(kSeenByName).ByDocument()), &answer).ok() &&
               answer.outcome() == v1::CHECK_OUTCOME_HOLD;
      },
      std::chrono::seconds(120)))
      << "her index has come";
  ASSERT_TRUE(Eventually([&] { return ScreenWhatIsOpen(); }, std::chrono::seconds(300)));
  for (const auto& [row, outcome] : outcomes_) {
    const bool seen = row == kSeenByDocument || row == kSeenByName;
    EXPECT_EQ(outcome, seen ? v1::CHECK_OUTCOME_HOLD : v1::CHECK_OUTCOME_NO_RECORD) << row;
  }

  v1::ListScreeningHitsResponse hits;
  const Agency own_body =
      federation_.Dial("LAO", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, "example-body");
  ASSERT_TRUE(own_body.Call(&Screenings::ListScreeningHits, v1::ListScreeningHitsRequest(), &hits).ok());
  ASSERT_EQ(hits.hits_size(), 2);
  for (const v1::ScreeningHit& hit : hits.hits()) {
    EXPECT_TRUE(hit.row() == kSeenByDocument || hit.row() == kSeenByName) << hit.row();
    EXPECT_EQ(hit.agency(), "vsx://LAO/agency/immigration/example-airport");
    ASSERT_EQ(hit.matches_size(), 1);
    EXPECT_EQ(hit.matches(0).issuing_party(), "THA");
    EXPECT_EQ(hit.matches(0).source(), v1::MATCH_SOURCE_BLIND_INDEX);
    EXPECT_EQ(hit.matches(0).desk().telephone(), "+00 000 0000");
  }
  EXPECT_EQ(DetailOf(border_.Call(&Screenings::ListScreeningHits, v1::ListScreeningHitsRequest(), &hits)).reason(),
            "ACCESS_DENIED");

  for (const std::string party : {"THA", "LAO"}) {
    const std::string log = Federation::ReadFile(federation_.LogFile(party));
    for (const uint32_t row : {kSeenByDocument, kSeenByName, kExcluded, 1U}) {
      EXPECT_FALSE(absl::StrContains(log, PersonOf(row).document_number)) << party;
    }
  }
}

}  // namespace
}  // namespace vsx::test
