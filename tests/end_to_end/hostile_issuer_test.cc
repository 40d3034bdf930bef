#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "crypto/blind_prf.h"
#include "crypto/random_source.h"
#include "tests/end_to_end/eventually.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/hostile_issuer.h"
#include "tests/end_to_end/sample_person.h"

// A Party that lies about its indexes, over real connections: THA's node asks, and at KHM's port stands the test. As
// long as it tells the truth nobody has a record; not one lie may leave it at that.
namespace vsx::test {
namespace {

constexpr char kAsker[] = "THA";
constexpr char kIssuer[] = "KHM";

FederationOptions TwoParties() {
  FederationOptions options;
  options.parties = {kAsker, kIssuer};
  return options;
}

void FlipBit(std::string& bytes, size_t at) { bytes[at] = static_cast<char>(bytes[at] ^ 1); }

class HostileIssuerTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(issuer_.started()); }

  // What THA's node says of a stranger: the outcome, and why KHM was not consulted.
  std::pair<v1::CheckOutcome, std::string> Ask() {
    const Agency desk = federation_.Dial(kAsker, "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK, "example-airport");
    v1::CheckStatusResponse response;
    const grpc::Status status =
        desk.Call(&Status::CheckStatus, CheckBeforeRemoval(SamplePerson::Number(1).ByDocument()), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::string reason;
    for (const v1::PartyConsultation& line : response.consultations()) {
      if (line.party() == kIssuer) reason = line.reason();
    }
    return {response.outcome(), reason};
  }

  bool ComesToSay(v1::CheckOutcome outcome, const std::string& reason) {
    const std::pair<v1::CheckOutcome, std::string> expected(outcome, reason);
    return Eventually([&] { return Ask() == expected; }, std::chrono::seconds(60));
  }

  // A node that was started again, so that it asks at once, and has come to ask twice: the first answer was refused.
  void ExpectIndexRefused(const std::string& what, IssuerLies lies) {
    SCOPED_TRACE(what);
    issuer_.Tell(std::move(lies));
    federation_.node(kAsker).Kill();
    ASSERT_TRUE(federation_.Start(kAsker));
    ASSERT_TRUE(Eventually([&] { return issuer_.headers_asked() >= 2; }));
    EXPECT_EQ(Ask(), std::pair(v1::CHECK_OUTCOME_INCOMPLETE, std::string("INDEX_MISSING")));
  }

  void ExpectAnswerRefused(const std::string& what, const std::string& reason,
                           std::function<void(const v1::EvaluateRequest&, v1::EvaluateResponse&)> lie) {
    SCOPED_TRACE(what);
    IssuerLies lies;
    lies.evaluation = std::move(lie);
    issuer_.Tell(std::move(lies));
    EXPECT_EQ(Ask(), std::pair(v1::CHECK_OUTCOME_INCOMPLETE, reason));
  }

  void ExpectHeaderRefused(const std::string& what, std::function<void(statement::IndexHeader&)> lie) {
    IssuerLies lies;
    lies.header = std::move(lie);
    ExpectIndexRefused(what, std::move(lies));
  }

  void ExpectFileRefused(const std::string& what, std::function<void(std::vector<v1::FetchIndexResponse>&)> lie) {
    IssuerLies lies;
    lies.file = std::move(lie);
    ExpectIndexRefused(what, std::move(lies));
    EXPECT_GE(issuer_.files_asked(), 1) << what;
  }

  Federation federation_{TwoParties()};
  HostileIssuer issuer_{federation_, kIssuer, kAsker};
};

TEST_F(HostileIssuerTest, IndexThatIsNotWhatItMustBeIsNoneAtAll) {
  ExpectHeaderRefused("for another recipient", [](auto& header) { header.name.recipient = Code("LAO"); });
  ExpectHeaderRefused("of another class", [](auto& header) { header.name.cls = domain::Purpose::kConsularAssistance; });
  IssuerLies another_role;
  another_role.header_key = crypto::KeyRole::kAttestation;
  ExpectIndexRefused("signed by a key of another role", another_role);

  ExpectFileRefused("truncated", [](auto& messages) {
    if (messages.size() > 1) messages.pop_back();
  });
  ExpectFileRefused("without hashes", [](auto& messages) { messages.erase(messages.begin()); });
  ExpectFileRefused("hashes that do not give the root",
                    [](auto& messages) { FlipBit(*messages[0].mutable_chunk_hashes()->mutable_hashes(3), 0); });
  ExpectFileRefused("an altered chunk", [](auto& messages) {
    if (messages.size() > 1) FlipBit(*messages.back().mutable_chunk(), 0);
  });

  issuer_.Tell({});
  EXPECT_TRUE(ComesToSay(v1::CHECK_OUTCOME_NO_RECORD, "")) << "the truth, in the end";
}

TEST_F(HostileIssuerTest, AnswerThatIsNotProvedClearsNobody) {
  ASSERT_TRUE(federation_.Start(kAsker));
  ASSERT_TRUE(ComesToSay(v1::CHECK_OUTCOME_NO_RECORD, ""));
  for (const size_t at : {0, 63}) {
    ExpectAnswerRefused("altered proof", "PROOF_INVALID",
                        [at](const auto&, auto& response) { FlipBit(*response.mutable_proof(), at); });
  }
  ExpectAnswerRefused("another key, with its own proof", "PROOF_INVALID", [](const auto& request, auto& response) {
    crypto::SystemRandomSource random;
    const auto key = crypto::PrfPrivateKey::Derive(crypto::SecretBytes::Random(crypto::kPrfSeedSize), "another");
    const std::vector<std::string> blinded(request.blinded_elements().begin(), request.blinded_elements().end());
    const auto evaluation = crypto::BlindEvaluate(*key, blinded, random);
    for (int i = 0; i < response.evaluated_elements_size(); ++i) {
      response.set_evaluated_elements(i, evaluation->elements[static_cast<size_t>(i)]);
    }
    response.set_proof(evaluation->proof);
  });
  ExpectAnswerRefused("two elements in each other's place", "PROOF_INVALID", [](const auto&, auto& response) {
    response.mutable_evaluated_elements(0)->swap(*response.mutable_evaluated_elements(1));
  });
  ExpectAnswerRefused("what was asked, sent back", "PROOF_INVALID", [](const auto& request, auto& response) {
    response.set_evaluated_elements(0, request.blinded_elements(0));
  });
  ExpectAnswerRefused("the identity", "PROOF_INVALID",
                      [](const auto&, auto& response) { response.set_evaluated_elements(5, std::string(32, '\0')); });
  ExpectAnswerRefused("one element fewer", "EVALUATION_MALFORMED",
                      [](const auto&, auto& response) { response.mutable_evaluated_elements()->RemoveLast(); });
  issuer_.Tell({});
  EXPECT_EQ(Ask(), std::pair(v1::CHECK_OUTCOME_NO_RECORD, std::string()));
}

TEST_F(HostileIssuerTest, SecondHeaderOfOneIndexEndsItsAbsences) {
  // The first is kept although its file never comes; the second names the same file, and another cut-off.
  ExpectFileRefused("truncated", [](auto& messages) {
    if (messages.size() > 1) messages.pop_back();
  });
  IssuerLies second;
  second.header = [](statement::IndexHeader& header) { ++header.cut_off.seconds; };
  issuer_.Tell(second);
  EXPECT_TRUE(ComesToSay(v1::CHECK_OUTCOME_INCOMPLETE, "INDEX_FORKED"));
}

// A batch of a screening has ten times the time of a check, here ten minutes; a node that is to stop has not.
TEST_F(HostileIssuerTest, NodeStopsThoughAPartyHangsInAScreening) {
  std::string config = Federation::ReadFile(federation_.ConfigFile(kAsker));
  config.insert(config.find("[log]"), "evaluate_deadline_ms = 60000\n");
  Federation::WriteFile(federation_.ConfigFile(kAsker), config);
  ASSERT_TRUE(federation_.Start(kAsker));
  ASSERT_TRUE(ComesToSay(v1::CHECK_OUTCOME_NO_RECORD, ""));
  const Agency border = federation_.Dial(kAsker, "immigration", v1::ACCESS_PURPOSE_SCREENING, "example-airport");
  v1::ScreeningOpening opening;
  ASSERT_TRUE(border.DeclareScreening(1, &opening).ok());

  std::promise<void> asked;
  std::promise<void> release;
  IssuerLies hanging;
  hanging.evaluation = [&, released = release.get_future().share()](const auto&, auto&) {
    asked.set_value();
    released.wait();
  };
  issuer_.Tell(std::move(hanging));
  std::thread screening([&] {
    std::vector<v1::ScreeningRow> rows(1);
    rows[0].set_row(1);
    *rows[0].mutable_person() = SamplePerson::Number(1).ByDocument();
    std::vector<v1::ScreenResponse> answers;
    EXPECT_FALSE(border.Screen(opening, rows, &answers).ok()) << "it was broken off";
  });
  const bool hangs = asked.get_future().wait_for(std::chrono::minutes(1)) == std::future_status::ready;
  EXPECT_TRUE(hangs);
  std::future<int> stopped = std::async(std::launch::async, [&] { return federation_.node(kAsker).Stop(); });
  EXPECT_EQ(stopped.wait_for(std::chrono::minutes(2)), std::future_status::ready);
  release.set_value();
  EXPECT_EQ(stopped.get(), 0);
  screening.join();
}

// That a node stops is no failure of the Party that it is asking.
TEST_F(HostileIssuerTest, NodeThatStopsLogsNoPartyForTheCoverThatItBreaksOff) {
  std::string config = Federation::ReadFile(federation_.ConfigFile(kAsker));
  const std::string no_cover = "cover_check_mean_seconds = 0\n";
  config.replace(config.find(no_cover), no_cover.size(),
                 "cover_check_mean_seconds = 1\nevaluate_deadline_ms = 60000\n");
  Federation::WriteFile(federation_.ConfigFile(kAsker), config);
  std::promise<void> asked;
  std::promise<void> release;
  std::once_flag once;
  IssuerLies hanging;
  hanging.evaluation = [&, released = release.get_future().share()](const auto&, auto&) {
    std::call_once(once, [&] { asked.set_value(); });
    released.wait();
  };
  issuer_.Tell(std::move(hanging));
  ASSERT_TRUE(federation_.Start(kAsker));
  EXPECT_EQ(asked.get_future().wait_for(std::chrono::minutes(1)), std::future_status::ready);
  EXPECT_EQ(federation_.node(kAsker).Stop(), 0);
  release.set_value();
  std::istringstream log(Federation::ReadFile(federation_.LogFile(kAsker)));
  for (std::string line; std::getline(log, line);) {
    if (line.find("did not answer a cover check") == std::string::npos) continue;
    EXPECT_NE(line.find("INDEX_MISSING"), std::string::npos) << "no index yet, early on; not: " << line;
  }
}

}  // namespace
}  // namespace vsx::test
