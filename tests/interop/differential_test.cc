#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "node/domain/reference_code.h"
#include "tests/end_to_end/check_classes.h"
#include "tests/end_to_end/eventually.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/node_process.h"
#include "tests/end_to_end/sample_person.h"

// Two implementations of the blind check against one real node. THA knows, for each class of check, a person whom LAO
// may find in that class alone, and KHM in none. Our node of the asking Party, and a JavaScript client with that node's
// certificate, have to learn the same.
namespace vsx::test {
namespace {

constexpr uint32_t kEpochSeconds = 20;

// Whom a check asks about: as an officer does, and as the protocol names her, which is all that the client is told.
struct Sought {
  CheckClass cls;
  v1::PersonQuery query;
  std::string handle;
};

Sought SoughtIn(const CheckClass& cls, const IdentifiedPerson& person) {
  std::string handle = "vsx-handle-v1|document|P|" + person.person.document_state + "|" + person.person.document_number;
  if (cls.purpose == v1::PURPOSE_PRESENTED) {
    constexpr size_t kSymbols = 20;  // those after them only check what was typed
    handle = "vsx-handle-v1|reference|" + absl::StrReplaceAll(person.reference_code, {{"-", ""}}).substr(0, kSymbols);
  }
  return {cls, person.QueryIn(cls), handle};
}

// The last line that a program printed, as JSON.
nlohmann::json LastLine(const ProgramResult& result) {
  const std::vector<std::string> lines = absl::StrSplit(absl::StripSuffix(result.output, "\n"), '\n');
  nlohmann::json line = nlohmann::json::parse(lines.back(), nullptr, /*allow_exceptions=*/false);
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_TRUE(line.is_object()) << result.output;
  return line;
}

class DifferentialTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    FederationOptions options;
    options.epoch_seconds = kEpochSeconds;
    // As of single checks: tests ask again until something has come.
    options.bend_manifest = [](v1::Manifest& manifest) {
      manifest.mutable_evaluation_budgets()->set_presented_per_day(100'000'000);
      manifest.mutable_evaluation_budgets()->set_presented_burst(1'000'000);
    };
    federation_ = std::make_unique<Federation>(options);
    ASSERT_TRUE(federation_->StartAll());
    const Agency body =
        federation_->Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, "example-body");
    for (const CheckClass& cls : CheckClasses()) {
      const SamplePerson person = SamplePerson::Number(1 + static_cast<int>(known_.size()));
      known_.push_back(IdentifyForOneClass(body, person, "LAO", cls, /*excluded=*/{"KHM"}));
    }
    // From then on their records are in every index for LAO, of each class one.
    for (const CheckClass& cls : CheckClasses()) {
      ASSERT_TRUE(NodeComesToSay("LAO", Known(cls), v1::CHECK_OUTCOME_HOLD)) << cls.name;
    }
  }
  static void TearDownTestSuite() {
    known_.clear();
    federation_.reset();
  }

  // The one whom LAO may find in that class.
  static Sought Known(const CheckClass& cls) {
    const auto of_class = std::ranges::find(CheckClasses(), cls.purpose, &CheckClass::purpose);
    return SoughtIn(cls, known_.at(static_cast<size_t>(of_class - CheckClasses().begin())));
  }
  // Nobody was given this code.
  static Sought Stranger(const CheckClass& cls) {
    return SoughtIn(
        cls, {SamplePerson::Number(99), domain::ReferenceCode::FromSymbols("008J4CT4ANK7F24SNAXW")->ToPrinted()});
  }

  static v1::CheckStatusResponse NodeSays(const std::string& party, const Sought& sought) {
    const Agency desk = federation_->Dial(party, sought.cls.agency_kind, sought.cls.purpose_of_access);
    v1::CheckStatusResponse response;
    const grpc::Status status = desk.Call(&Status::CheckStatus, CheckBeforeRemoval(sought.query), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // Indexes come with the epochs, so an answer may be incomplete for a moment.
  static bool NodeComesToSay(const std::string& party, const Sought& sought, v1::CheckOutcome outcome) {
    return Eventually([&] { return NodeSays(party, sought).outcome() == outcome; }, std::chrono::seconds(120));
  }

  // Runs a program of the client as the node of `asking`, which dials `dialled` and expects `asked` there.
  static nlohmann::json Run(const std::string& program, const std::string& asking, const std::string& asked,
                            const std::string& dialled, const CheckClass& cls, const std::vector<std::string>& more) {
    std::vector<std::string> command = {"/usr/bin/env",
                                        "node",
                                        std::string(VSX_INTEROP_DIR) + "/" + program,
                                        "--proto=" VSX_SOURCE_DIR "/proto",
                                        "--manifest=" + federation_->ManifestFile(),
                                        "--manifest-sha256=" + federation_->manifest_sha256(),
                                        "--recipient=" + asking,
                                        "--issuer=" + asked,
                                        "--address=" + federation_->party(dialled).peer_port.address(),
                                        "--certificate=" + federation_->PartyFolder(asking) + "/node.crt",
                                        "--key=" + federation_->PartyFolder(asking) + "/node.key",
                                        "--class=" + cls.name};
    for (const std::string party : {"THA", "KHM", "LAO"})
      command.push_back("--record=" + federation_->RecordFile(party));
    command.insert(command.end(), more.begin(), more.end());
    return LastLine(RunProgram(command));
  }

  static nlohmann::json ClientSays(const std::string& asking, const std::string& asked, const Sought& sought) {
    return ClientSays(asking, asked, asked, sought);
  }
  static nlohmann::json ClientSays(const std::string& asking, const std::string& asked, const std::string& dialled,
                                   const Sought& sought) {
    const std::string handles = federation_->folder() + "/handles";
    Federation::WriteFile(handles, sought.handle + "\n");
    return Run("blind_check.mjs", asking, asked, dialled, sought.cls, {"--handles=" + handles});
  }

  // The client's answer from the same index as the node's, in the node's line about `asked`.
  static bool AskBothInOneEpoch(const std::string& asking, const std::string& asked, const Sought& sought,
                                v1::CheckStatusResponse& node, nlohmann::json& client, v1::PartyConsultation& line) {
    return Eventually(
        [&] {
          client = ClientSays(asking, asked, sought);
          node = NodeSays(asking, sought);
          for (const v1::PartyConsultation& one : node.consultations()) {
            if (one.party() == asked) line = one;
          }
          return client.value("epoch", uint64_t{0}) == line.epoch() && line.epoch() != 0;
        },
        std::chrono::seconds(120));
  }

  static std::unique_ptr<Federation> federation_;
  static std::vector<IdentifiedPerson> known_;  // of each class one, in their order
};

std::unique_ptr<Federation> DifferentialTest::federation_;
std::vector<IdentifiedPerson> DifferentialTest::known_;

void ExpectSameIndex(const nlohmann::json& client, const v1::PartyConsultation& line) {
  EXPECT_EQ(line.status(), v1::CONSULTATION_STATUS_CONSULTED) << line.reason();
  EXPECT_EQ(client.value("header_sha256", ""), absl::BytesToHexString(line.header_sha256()));
  EXPECT_EQ(client.value("as_of", int64_t{0}), line.as_of());
}

TEST_F(DifferentialTest, BothFindThePersonWhomTheAskingPartyMaySee) {
  v1::CheckStatusResponse node;
  nlohmann::json client;
  v1::PartyConsultation line;
  for (const CheckClass& cls : CheckClasses()) {
    SCOPED_TRACE(cls.name);
    ASSERT_TRUE(AskBothInOneEpoch("LAO", "THA", Known(cls), node, client, line)) << client;
    ExpectSameIndex(client, line);
    EXPECT_EQ(node.outcome(), v1::CHECK_OUTCOME_HOLD);
    EXPECT_EQ(client.value("outcome", ""), "match") << client;
    ASSERT_EQ(node.matches_size(), 1);
    ASSERT_EQ(client["matches"].size(), 1U);
    const v1::StatusMatch& ours = node.matches(0);
    const nlohmann::json& theirs = client["matches"][0];
    EXPECT_EQ(theirs["issuer"], ours.issuing_party());
    EXPECT_EQ(theirs["status"], v1::CaseStatus_Name(ours.status()));
    EXPECT_EQ(theirs["age_class"], v1::AgeClass_Name(ours.age_class()));
    EXPECT_EQ(theirs["capacity"], v1::Capacity_Name(ours.capacity()));
    EXPECT_EQ(theirs["date_identified"], ours.date_identified());
    EXPECT_EQ(theirs["contact_desk_id"], ours.desk().desk_id());
    EXPECT_EQ("HANDLE_MARK_" + theirs.value("mark", ""), v1::HandleMark_Name(ours.mark()));
    ASSERT_EQ(theirs["handles"].size(), 1U);
    EXPECT_EQ(theirs["handles"][0]["cls"], cls.purpose == v1::PURPOSE_PRESENTED ? "reference" : "document");
  }
}

TEST_F(DifferentialTest, NeitherFindsAStranger) {
  v1::CheckStatusResponse node;
  nlohmann::json client;
  v1::PartyConsultation line;
  for (const CheckClass& cls : CheckClasses()) {
    SCOPED_TRACE(cls.name);
    for (const std::string asked : {"THA", "KHM"}) {
      ASSERT_TRUE(AskBothInOneEpoch("LAO", asked, Stranger(cls), node, client, line)) << client;
      ExpectSameIndex(client, line);
      EXPECT_EQ(node.matches_size(), 0);
      EXPECT_EQ(client.value("outcome", ""), "absent") << client;
    }
    EXPECT_TRUE(NodeComesToSay("LAO", Stranger(cls), v1::CHECK_OUTCOME_NO_RECORD));
  }
}

// Who may be found in another class is, in this one, a stranger to both.
TEST_F(DifferentialTest, NeitherFindsWhomOnlyAnotherClassMayFind) {
  v1::CheckStatusResponse node;
  nlohmann::json client;
  v1::PartyConsultation line;
  for (const CheckClass& cls : CheckClasses()) {
    SCOPED_TRACE(cls.name);
    for (size_t i = 0; i < known_.size(); ++i) {
      if (CheckClasses()[i].purpose == cls.purpose) continue;
      SCOPED_TRACE(CheckClasses()[i].name);
      ASSERT_TRUE(AskBothInOneEpoch("LAO", "THA", SoughtIn(cls, known_[i]), node, client, line)) << client;
      ExpectSameIndex(client, line);
      EXPECT_EQ(node.matches_size(), 0);
      EXPECT_EQ(client.value("outcome", ""), "absent") << client;
    }
  }
}

TEST_F(DifferentialTest, NeitherFindsHerForThePartyThatSheExcluded) {
  v1::CheckStatusResponse node;
  nlohmann::json client;
  v1::PartyConsultation line;
  for (const CheckClass& cls : CheckClasses()) {
    SCOPED_TRACE(cls.name);
    ASSERT_TRUE(AskBothInOneEpoch("KHM", "THA", Known(cls), node, client, line)) << client;
    ExpectSameIndex(client, line);
    EXPECT_EQ(node.matches_size(), 0);
    EXPECT_EQ(client.value("outcome", ""), "absent") << client;
  }
}

TEST_F(DifferentialTest, ClientTakesNoOtherPartysNodeForTheOneItAsks) {
  const nlohmann::json client = ClientSays("LAO", "KHM", /*dialled=*/"THA", Known(CheckClasses()[0]));
  EXPECT_EQ(client.value("outcome", ""), "incomplete");
  EXPECT_EQ(client.value("reason", ""), "PEER_NOT_REACHED") << client;
}

TEST_F(DifferentialTest, NodeRefusesWhatItMustAndSaysWhyInWordsThatTheClientReads) {
  nlohmann::json refusals;
  const auto in_one_epoch = [&] {
    refusals = Run("refusals.mjs", "LAO", "THA", "THA", CheckClasses()[0], {});
    return refusals["honest"] == nlohmann::json::object() && refusals["honest_again"] == nlohmann::json::object();
  };
  ASSERT_TRUE(Eventually(in_one_epoch, std::chrono::seconds(120))) << refusals;
  const auto expect = [&](const std::string& name, const std::string& status, const std::string& reason) {
    EXPECT_EQ(refusals[name].value("status", ""), status) << refusals;
    EXPECT_EQ(refusals[name].value("reason", ""), reason) << refusals;
  };
  expect("identity_element", "INVALID_ARGUMENT", "EVALUATION_MALFORMED");
  expect("seven_elements", "INVALID_ARGUMENT", "EVALUATION_MALFORMED");
  EXPECT_EQ(refusals["seven_elements"].value("field", ""), "blinded_elements");
  expect("earlier_epoch", "FAILED_PRECONDITION", "WRONG_EPOCH");
  EXPECT_NEAR(refusals["earlier_epoch"].value("current_epoch", 0.0), static_cast<double>(Now()) / kEpochSeconds, 2);
  expect("far_header", "NOT_FOUND", "INDEX_NOT_PUBLISHED");
}

}  // namespace
}  // namespace vsx::test
