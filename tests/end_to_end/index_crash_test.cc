#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "tests/end_to_end/eventually.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/sample_person.h"

// A node that dies while it builds its indexes (protocol §4: "After a crash before that, start over; after it, that
// file or nothing, never a second header").
namespace vsx::test {
namespace {

namespace fs = std::filesystem;

constexpr size_t kIndexesOfAnEpoch = 2 * 3;  // of THA: for two Parties, three classes each

class IndexCrashTest : public ::testing::Test {
 protected:
  static FederationOptions ShortEpochs() {
    FederationOptions options;
    options.epoch_seconds = 12;
    return options;
  }
  void SetUp() override { ASSERT_TRUE(federation_.StartAll()); }

  // What stands in the folder of THA's own indexes, whole or not.
  std::set<std::string> Files() {
    std::set<std::string> files;
    std::error_code gone;  // files come and go meanwhile
    for (fs::recursive_directory_iterator at(federation_.DataFolder("THA") + "/index/own", gone), end;
         !gone && at != end; at.increment(gone)) {
      if (at->is_regular_file(gone)) files.insert(at->path().string());
    }
    return files;
  }
  // Waits until THA has begun so many files more than it had; how many those are then.
  size_t BeginsFiles(size_t at_least) {
    const std::set<std::string> before = Files();
    size_t begun = 0;
    EXPECT_TRUE(Eventually([&] {
      begun = 0;
      for (const std::string& file : Files()) begun += before.contains(file) ? 0 : 1;
      return begun >= at_least;
    }));
    return begun;
  }
  bool LaoHolds() {
    const Agency desk = federation_.Dial("LAO", "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
    return Eventually(
        [&] {
          v1::CheckStatusResponse answer;
          const grpc::Status status =
              desk.Call(&Status::CheckStatus, CheckBeforeRemoval(person_.ByDocument()), &answer);
          EXPECT_TRUE(status.ok()) << status.error_message();
          EXPECT_NE(answer.outcome(), v1::CHECK_OUTCOME_NO_RECORD) << "whatever THA does";
          return answer.outcome() == v1::CHECK_OUTCOME_HOLD;
        },
        std::chrono::seconds(120));
  }

  Federation federation_{ShortEpochs()};
  const SamplePerson person_ = SamplePerson::Number(1);
};

TEST_F(IndexCrashTest, NodeKilledWhileItBuildsClearsNobodyAndSignsNoSecondHeader) {
  const Agency body =
      federation_.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, "example-body");
  v1::RegisterCaseResponse registered;
  ASSERT_TRUE(body.Call(&Cases::RegisterCase, RegistrationOf(person_, "KHM"), &registered).ok());
  v1::RecordConsentRequest request;
  request.set_case_id(registered.summary().case_id());
  *request.mutable_consent() = DenyByDefault({"KHM", "LAO"});
  Allow(*request.mutable_consent(), "LAO", v1::PURPOSE_PROTECTIVE_CHECK);
  v1::RecordConsentResponse recorded;
  ASSERT_TRUE(body.Call(&Cases::RecordConsent, request, &recorded).ok());
  // LAO knows nothing of her before the next index: only then is NO_RECORD wrong.
  const Agency desk = federation_.Dial("LAO", "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  ASSERT_TRUE(Eventually(
      [&] {
        v1::CheckStatusResponse answer;
        return desk.Call(&Status::CheckStatus, CheckBeforeRemoval(person_.ByDocument()), &answer).ok() &&
               answer.outcome() == v1::CHECK_OUTCOME_HOLD;
      },
      std::chrono::seconds(120)));

  size_t in_the_middle = 0;
  for (size_t files = 1; files <= kIndexesOfAnEpoch; files += 2) {
    const size_t begun = BeginsFiles(files);
    federation_.node("THA").Kill();
    if (begun < kIndexesOfAnEpoch) ++in_the_middle;
    ASSERT_TRUE(federation_.Start("THA"));
    EXPECT_TRUE(LaoHolds()) << "it starts over, or gives out what it had published";
  }
  EXPECT_GT(in_the_middle, 0u) << "no kill came while it was building";
  for (const char* const party : {"KHM", "LAO"}) {
    EXPECT_FALSE(absl::StrContains(Federation::ReadFile(federation_.LogFile(party)), "signed two headers")) << party;
  }
}

}  // namespace
}  // namespace vsx::test
