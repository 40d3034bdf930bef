#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "node/statement/check_receipt.h"
#include "tests/end_to_end/check_classes.h"
#include "tests/end_to_end/eventually.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/sample_person.h"

// The blind check between real nodes, in short epochs. THA identifies; LAO is a third State that she allows to see;
// KHM, where she came from, is not allowed.
namespace vsx::test {
namespace {

constexpr uint32_t kEpochSeconds = 16;
constexpr std::chrono::seconds kIndexesHaveCome(120);

FederationOptions ShortEpochs() {
  FederationOptions options;
  options.epoch_seconds = kEpochSeconds;
  options.limits += "check_retry_seconds = 1\n";
  // As of single checks: tests ask again until something has come.
  options.bend_manifest = [](v1::Manifest& manifest) {
    manifest.mutable_evaluation_budgets()->set_presented_per_day(100'000'000);
    manifest.mutable_evaluation_budgets()->set_presented_burst(1'000'000);
  };
  return options;
}

class BlindCheckTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(federation_.StartAll()); }

  Agency Desk(const std::string& party) {
    return federation_.Dial(party, "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK, "example-airport");
  }

  v1::CheckStatusResponse Check(const std::string& party) {
    v1::CheckStatusResponse response;
    const grpc::Status status =
        Desk(party).Call(&Status::CheckStatus, CheckBeforeRemoval(person_.ByDocument()), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // Asks until the answer is that, which is then in answer_: indexes come with the epochs.
  bool BecomesAt(const std::string& party, v1::CheckOutcome outcome) {
    return Eventually(
        [&] {
          answer_ = Check(party);
          return answer_.outcome() == outcome;
        },
        kIndexesHaveCome);
  }

  std::string RegisterAndAllow(const std::string& party) {
    v1::RegisterCaseResponse registered;
    EXPECT_TRUE(body_.Call(&Cases::RegisterCase, RegistrationOf(person_, "KHM"), &registered).ok());
    v1::RecordConsentRequest request;
    request.set_case_id(registered.summary().case_id());
    *request.mutable_consent() = DenyByDefault({"KHM", "LAO"});
    Allow(*request.mutable_consent(), party, v1::PURPOSE_PROTECTIVE_CHECK);
    Allow(*request.mutable_consent(), party, v1::PURPOSE_ACCESS_NOTICE);
    v1::RecordConsentResponse recorded;
    EXPECT_TRUE(body_.Call(&Cases::RecordConsent, request, &recorded).ok());
    return registered.summary().case_id();
  }

  // Who looked, as THA's body is shown.
  v1::ListAccessNoticesResponse Looked(const std::string& case_id) {
    v1::ListAccessNoticesRequest request;
    request.set_case_id(case_id);
    v1::ListAccessNoticesResponse response;
    const grpc::Status status = body_.Call(&Cases::ListAccessNotices, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  Federation federation_{ShortEpochs()};
  const SamplePerson person_ = SamplePerson::Number(1);
  v1::CheckStatusResponse answer_;
  const Agency body_ =
      federation_.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, "example-body");
};

TEST_F(BlindCheckTest, ThirdStateHoldsFromTheNextIndexOnUntilSheWithdraws) {
  ASSERT_TRUE(BecomesAt("LAO", v1::CHECK_OUTCOME_NO_RECORD)) << "everybody consulted, and nobody knows her";
  const std::string case_id = RegisterAndAllow("LAO");
  ASSERT_TRUE(BecomesAt("LAO", v1::CHECK_OUTCOME_HOLD));

  const v1::CheckStatusResponse hold = answer_;
  ASSERT_EQ(hold.matches_size(), 1);
  EXPECT_EQ(hold.matches(0).issuing_party(), "THA");
  EXPECT_EQ(hold.matches(0).source(), v1::MATCH_SOURCE_BLIND_INDEX);
  EXPECT_TRUE(hold.matches(0).recognised_under_14_2());
  EXPECT_EQ(hold.matches(0).desk().telephone(), "+00 000 0000");
  const auto receipt = statement::VerifyCheckReceipt(federation_.Trust("LAO"), hold.receipt_envelope(), {Now()});
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  for (const domain::ConsultedParty& line : receipt->content.consultations) {
    // KHM's index of that epoch may be late on a busy machine; a HOLD does not wait for it.
    if (line.party == Code("LAO") || line.reason == domain::kIndexMissing) continue;
    EXPECT_TRUE(line.epoch.has_value()) << line.party.value() << " " << line.reason;
    EXPECT_EQ(line.header_sha256.size(), 32U) << line.party.value();
  }
  EXPECT_TRUE(BecomesAt("KHM", v1::CHECK_OUTCOME_NO_RECORD)) << "excluded: what a stranger gets";

  // She asked to be told who looks: LAO tells, and nothing more than this.
  ASSERT_TRUE(Eventually([&] { return Looked(case_id).notices_size() > 0; }));
  const v1::ListAccessNoticesResponse looked = Looked(case_id);
  EXPECT_EQ(looked.notices(0).party(), "LAO");
  EXPECT_EQ(looked.notices(0).agency_kind(), v1::AGENCY_KIND_IMMIGRATION);
  EXPECT_EQ(looked.notices(0).purpose(), v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  EXPECT_FALSE(looked.notices(0).day().empty());
  EXPECT_GT(looked.limits_size(), 0);

  // What THA logged of LAO's question: that somebody was asked about, and nothing of whom.
  const std::string log = Federation::ReadFile(federation_.LogFile("THA"));
  EXPECT_TRUE(absl::StrContains(log, "\"method\":\"Evaluate\",\"caller\":\"vsx://LAO/node/1\""));
  for (const std::string& text : {person_.name, person_.document_number})
    EXPECT_FALSE(absl::StrContains(log, text)) << text;

  // A node that dies comes back with what it had, or fetches it.
  federation_.node("LAO").Kill();
  ASSERT_TRUE(federation_.Start("LAO"));
  EXPECT_TRUE(BecomesAt("LAO", v1::CHECK_OUTCOME_HOLD));

  v1::WithdrawConsentRequest objection;
  objection.set_case_id(case_id);
  v1::WithdrawConsentResponse withdrawn;
  ASSERT_TRUE(body_.Call(&Cases::WithdrawConsent, objection, &withdrawn).ok());
  EXPECT_EQ(withdrawn.recall().recalled_size(), 0) << "nothing was delivered";
  EXPECT_TRUE(BecomesAt("LAO", v1::CHECK_OUTCOME_NO_RECORD));
  EXPECT_EQ(Check("THA").outcome(), v1::CHECK_OUTCOME_HOLD) << "her own State goes on protecting her";
}

// Three people, each of whom lets LAO's officers find her in one class of the three. All have papers and a code, so
// that each can be asked about in every class: she is found in her own alone.
TEST_F(BlindCheckTest, EachClassFindsWhomItMayAndNobodyOfTheOthers) {
  std::vector<IdentifiedPerson> people;
  for (const CheckClass& allowed : CheckClasses()) {
    const SamplePerson person = SamplePerson::Number(11 + static_cast<int>(people.size()));
    people.push_back(IdentifyForOneClass(body_, person, "LAO", allowed));
  }
  const auto answers = [&](const CheckClass& cls, const IdentifiedPerson& person) {
    const Agency desk = federation_.Dial("LAO", cls.agency_kind, cls.purpose_of_access);
    const grpc::Status status = desk.Call(&Status::CheckStatus, CheckBeforeRemoval(person.QueryIn(cls)), &answer_);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return answer_.outcome();
  };
  for (size_t i = 0; i < people.size(); ++i) {
    const CheckClass& cls = CheckClasses()[i];
    SCOPED_TRACE(cls.name);
    ASSERT_TRUE(Eventually([&] { return answers(cls, people[i]) == v1::CHECK_OUTCOME_HOLD; }, kIndexesHaveCome));
    ASSERT_EQ(answer_.matches_size(), 1);
    EXPECT_EQ(answer_.matches(0).issuing_party(), "THA");
    EXPECT_EQ(answer_.matches(0).source(), v1::MATCH_SOURCE_BLIND_INDEX);
    ASSERT_EQ(answer_.matches(0).handle_classes_size(), 1);
    EXPECT_EQ(answer_.matches(0).handle_classes(0),
              cls.purpose == v1::PURPOSE_PRESENTED ? v1::HANDLE_CLASS_REFERENCE : v1::HANDLE_CLASS_DOCUMENT);
  }
  // The cut-off of an epoch is one for all classes: from here on no index is one from before they were identified.
  for (size_t i = 0; i < people.size(); ++i) {
    for (size_t j = 0; j < people.size(); ++j) {
      if (i == j) continue;
      const CheckClass& cls = CheckClasses()[i];
      SCOPED_TRACE(cls.name + " of whom " + CheckClasses()[j].name + " may find");
      ASSERT_TRUE(
          Eventually([&] { return answers(cls, people[j]) != v1::CHECK_OUTCOME_INCOMPLETE; }, kIndexesHaveCome));
      EXPECT_EQ(answer_.outcome(), v1::CHECK_OUTCOME_NO_RECORD);
    }
  }
}

TEST_F(BlindCheckTest, PartyThatIsDownIsNamedAndClearsNobody) {
  ASSERT_TRUE(BecomesAt("LAO", v1::CHECK_OUTCOME_NO_RECORD));
  federation_.node("KHM").Kill();
  const v1::CheckStatusResponse answer = Check("LAO");
  EXPECT_EQ(answer.outcome(), v1::CHECK_OUTCOME_INCOMPLETE);
  for (const v1::PartyConsultation& line : answer.consultations()) {
    EXPECT_EQ(line.status() == v1::CONSULTATION_STATUS_CONSULTED, line.party() != "KHM") << line.party();
  }
  ASSERT_TRUE(federation_.Start("KHM"));
  EXPECT_TRUE(BecomesAt("LAO", v1::CHECK_OUTCOME_NO_RECORD));
}

// The officer's stream stays open over the death and return of the Party that is missing.
TEST_F(BlindCheckTest, CheckThatStaysOpenIsAnsweredOnceTheMissingPartyIsBack) {
  ASSERT_TRUE(BecomesAt("LAO", v1::CHECK_OUTCOME_NO_RECORD));
  federation_.node("KHM").Kill();
  const v1::CheckStatusRequest check = CheckBeforeRemoval(person_.ByDocument());
  v1::AwaitStatusRequest request;
  *request.mutable_person() = check.person();
  request.set_measure(check.measure());
  request.set_stage(check.stage());
  request.set_file_number(check.file_number());
  request.set_needed_until(Now() + 600);
  std::vector<v1::CheckOutcome> outcomes;
  const grpc::Status ended = Desk("LAO").Follow(
      &Status::AwaitStatus, request, std::chrono::seconds(300), [&](const v1::AwaitStatusResponse& message) {
        if (outcomes.empty()) {
          EXPECT_TRUE(federation_.Start("KHM"));
        }
        outcomes.push_back(message.answer().outcome());
        EXPECT_EQ(message.next_try_at() == 0, message.answer().outcome() == v1::CHECK_OUTCOME_NO_RECORD);
      });
  EXPECT_TRUE(ended.ok()) << ended.error_message();
  ASSERT_GE(outcomes.size(), 2U);
  EXPECT_EQ(outcomes.front(), v1::CHECK_OUTCOME_INCOMPLETE);
  EXPECT_EQ(outcomes.back(), v1::CHECK_OUTCOME_NO_RECORD);
}

// A node that is told to stop lets nobody wait any more, and what was answered stands.
TEST_F(BlindCheckTest, NodeStopsAtOnceWhileAnOfficerWaits) {
  v1::AwaitStatusRequest request;
  const v1::CheckStatusRequest check = CheckBeforeRemoval(person_.ByDocument());
  *request.mutable_person() = check.person();
  request.set_measure(check.measure());
  request.set_stage(check.stage());
  request.set_file_number(check.file_number());
  request.set_needed_until(Now() + 600);
  federation_.node("KHM").Kill();
  int answers = 0;
  const grpc::Status ended = Desk("LAO").Follow(&Status::AwaitStatus, request, std::chrono::seconds(300),
                                                [&](const v1::AwaitStatusResponse& message) {
                                                  if (++answers == 1) federation_.node("LAO").Signal(SIGTERM);
                                                  EXPECT_EQ(message.answer().outcome(), v1::CHECK_OUTCOME_INCOMPLETE);
                                                });
  EXPECT_TRUE(ended.ok()) << ended.error_message();
  EXPECT_EQ(federation_.node("LAO").WaitForEnd(), 0);
}

TEST_F(BlindCheckTest, SeedsAreNotTakenFromADisk) {
  EXPECT_EQ(federation_.node("KHM").Stop(), 0);
  std::string config = Federation::ReadFile(federation_.ConfigFile("KHM"));
  const std::string seeds = federation_.SeedFolder("KHM");
  config.replace(config.find(seeds), seeds.size(), federation_.PartyFolder("KHM") + "/seeds");
  Federation::WriteFile(federation_.ConfigFile("KHM"), config);
  EXPECT_FALSE(federation_.Start("KHM"));
  EXPECT_TRUE(absl::StrContains(Federation::ReadFile(federation_.LogFile("KHM")), "index.seed_dir"));
}

// Cover checks: nodes ask each other in every class though no officer asks them, from where indexes are there.
TEST(CoverCheckTest, NodesAskEachOtherThoughNobodyAsksThem) {
  FederationOptions options = ShortEpochs();
  options.cover_check_mean_seconds = 1;
  Federation federation(options);
  ASSERT_TRUE(federation.StartAll());
  const auto asked = [&](const std::string& by, const std::string& of) {
    return absl::StrContains(Federation::ReadFile(federation.LogFile(of)),
                             "\"method\":\"Evaluate\",\"caller\":\"vsx://" + by + "/node/1\",\"status\":\"OK\"");
  };
  EXPECT_TRUE(
      Eventually([&] { return asked("THA", "LAO") && asked("THA", "KHM") && asked("LAO", "THA"); }, kIndexesHaveCome));
  std::map<std::string, int> methods;
  v1::ReadAuditResponse page;
  ASSERT_TRUE(federation.Dial("THA", "overseer", v1::ACCESS_PURPOSE_AUDIT)
                  .Call(&Monitoring::ReadAudit, v1::ReadAuditRequest(), &page)
                  .ok());
  for (const v1::AuditRecord& record : page.records()) {
    v1::AuditEntry entry;
    ASSERT_TRUE(entry.ParseFromString(record.body()));
    ++methods[entry.method()];
    EXPECT_EQ(entry.intent_hash().size(), entry.method() == "CoverCheck" ? 32U : 0U);
  }
  EXPECT_GT(methods["CoverCheck"], 0);
  EXPECT_EQ(methods["CheckStatus"], 0);
  EXPECT_EQ(federation.node("THA").Stop(), 0) << "whatever is being asked";
}

}  // namespace
}  // namespace vsx::test
