#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "node/domain/epoch.h"
#include "tests/end_to_end/check_classes.h"
#include "tests/end_to_end/eventually.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/hostile_issuer.h"
#include "tests/end_to_end/node_traces.h"

// A Party that is asked cannot tell about whom: between real nodes, what a check leaves with it and what a check sends
// to it are the same for somebody known and for a stranger, by one handle and by several, but for fresh random bytes.
namespace vsx::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::chrono::seconds kIndexesHaveCome(120);
const SamplePerson kStranger = SamplePerson::Number(22);

Agency DeskOf(Federation& federation, const std::string& party, const CheckClass& cls) {
  return federation.Dial(party, cls.agency_kind, cls.purpose_of_access, "example-airport");
}

v1::CheckOutcome Ask(const Agency& desk, const v1::PersonQuery& query) {
  v1::CheckStatusResponse answer;
  const grpc::Status status = desk.Call(&Status::CheckStatus, CheckBeforeRemoval(query), &answer);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return answer.outcome();
}

// A way to ask, and what is answered.
struct Question {
  std::string whom;
  v1::PersonQuery query;
  v1::CheckOutcome answer;
};

// By one handle, and by the several that a name gives.
std::vector<Question> QuestionsAbout(const SamplePerson& known) {
  return {{"a stranger by document", kStranger.ByDocument(), v1::CHECK_OUTCOME_NO_RECORD},
          {"a stranger by name", kStranger.ByName(), v1::CHECK_OUTCOME_NO_RECORD},
          {"her whom it knows by document", known.ByDocument(), v1::CHECK_OUTCOME_HOLD},
          {"her whom it knows by name", known.ByName(), v1::CHECK_OUTCOME_HOLD}};
}

const CheckClass& Protective() { return CheckClasses()[0]; }
const CheckClass& Presented() { return CheckClasses()[2]; }

// --- what stays with the Party that is asked ---

// LAO asks; THA is asked, and knows one person whom LAO may find.
class TracesOfAnAskedNodeTest : public ::testing::Test {
 protected:
  // Divides the hour, in which a budget counts.
  static constexpr int64_t kEpochSeconds = 30;

  static FederationOptions TwoParties() {
    FederationOptions options;
    options.parties = {"THA", "LAO"};
    options.epoch_seconds = kEpochSeconds;
    return options;
  }

  void SetUp() override {
    ASSERT_TRUE(federation_.StartAll());
    known_ = IdentifyForOneClass(
        federation_.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, "example-body"),
        SamplePerson::Number(21), "LAO", Protective());
    ASSERT_TRUE(
        Eventually([&] { return Ask(desk_, known_.person.ByDocument()) == v1::CHECK_OUTCOME_HOLD; }, kIndexesHaveCome));
  }

  std::string Log() const { return Federation::ReadFile(federation_.LogFile("THA")); }

  // Entries but those of this reading itself.
  std::vector<std::string> Audit() const {
    std::vector<std::string> entries = AuditEntries(overseer_);
    std::erase_if(entries, [](const std::string& entry) { return absl::StartsWith(entry, "ReadAudit "); });
    return entries;
  }

  // All that THA's node gained or lost while something was done: log lines and audit entries, in their order, and rows
  // of its databases by size.
  std::vector<std::string> GainedBy(const std::function<void()>& something) const {
    const size_t audited = Audit().size();
    const size_t logged = Log().size();
    const RowSizesByTable before = RowSizesOf(federation_.DataFolder("THA"));
    something();
    const RowSizesByTable after = RowSizesOf(federation_.DataFolder("THA"));
    std::vector<std::string> gained = LogLines(Log().substr(logged));
    const std::vector<std::string> audit = Audit();
    gained.insert(gained.end(), audit.begin() + static_cast<std::ptrdiff_t>(audited), audit.end());
    const auto add_rows = [&](const std::string& what, const RowSizesByTable& more, const RowSizesByTable& fewer) {
      for (const auto& [table, sizes] : more) {
        std::vector<StoreFolder::RowSize> rows;
        std::ranges::set_difference(sizes, fewer.at(table), std::back_inserter(rows));
        for (const auto& [key, value] : rows) {
          gained.push_back(absl::StrCat(what, " in ", table, ": ", key, " and ", value, " bytes"));
        }
      }
    };
    add_rows("new row", after, before);
    add_rows("row gone", before, after);
    return gained;
  }

  // Does something in a part of an epoch in which the clock makes no node build, fetch or delete anything; again, if it
  // lasted longer.
  static bool WhileTheClockIsQuiet(const std::function<void()>& something) {
    const domain::EpochPlan plan{kEpochSeconds};
    const auto quiet_part = [&]() -> std::optional<domain::Epoch> {
      const domain::UnixTime now{Now()};
      const domain::Epoch epoch = plan.At(now);
      constexpr int64_t kWorkOfTheLastMoment = 4;
      if (now.seconds < plan.Start(epoch).seconds + kWorkOfTheLastMoment || now >= plan.CutOff(epoch.Next())) return {};
      return epoch;
    };
    return Eventually(
        [&] {
          const auto begun = quiet_part();
          if (!begun.has_value()) return false;
          something();
          return quiet_part() == begun;
        },
        kIndexesHaveCome);
  }

  mutable Federation federation_{TwoParties()};
  const Agency desk_ = DeskOf(federation_, "LAO", Protective());
  const Agency overseer_ = federation_.Dial("THA", "overseer", v1::ACCESS_PURPOSE_AUDIT);
  IdentifiedPerson known_;
};

TEST_F(TracesOfAnAskedNodeTest, AreTheSameWhoeverIsAskedAbout) {
  const std::vector<Question> questions = QuestionsAbout(known_.person);
  std::vector<std::vector<std::string>> gained;
  std::vector<v1::CheckOutcome> answers;
  ASSERT_TRUE(WhileTheClockIsQuiet([&] {
    gained.clear();
    answers.clear();
    for (const Question& question : questions) {
      gained.push_back(GainedBy([&] { answers.push_back(Ask(desk_, question.query)); }));
    }
  }));
  ASSERT_THAT(gained, SizeIs(questions.size()));
  EXPECT_THAT(gained[0], ElementsAre(HasSubstr("\"method\":\"Evaluate\",\"caller\":\"vsx://LAO/node/1\"")))
      << "that somebody was asked about, and nothing else";
  for (size_t i = 0; i < questions.size(); ++i) {
    SCOPED_TRACE(questions[i].whom);
    EXPECT_EQ(answers[i], questions[i].answer);
    EXPECT_EQ(gained[i], gained[0]);
  }
}

// That the comparison sees log, audit and rows: what differs in one of them shows.
TEST_F(TracesOfAnAskedNodeTest, ShowWhatIsNotTheSame) {
  std::vector<std::string> once;
  std::vector<std::string> twice;
  std::vector<std::string> at_its_own_desk;
  std::vector<std::string> in_another_class;
  const Agency own_desk = DeskOf(federation_, "THA", Protective());
  const Agency presented_to = DeskOf(federation_, "LAO", Presented());
  bool first = true;
  ASSERT_TRUE(WhileTheClockIsQuiet([&] {
    once = GainedBy([&] { Ask(desk_, kStranger.ByDocument()); });
    twice = GainedBy([&] {
      Ask(desk_, kStranger.ByDocument());
      Ask(desk_, kStranger.ByDocument());
    });
    at_its_own_desk = GainedBy([&] { Ask(own_desk, kStranger.ByDocument()); });
    // A budget gets its row with the first question: once only, however often this is done.
    const std::vector<std::string> other = GainedBy([&] { Ask(presented_to, known_.QueryIn(Presented())); });
    if (first) in_another_class = other;
    first = false;
  }));
  ASSERT_THAT(once, SizeIs(1));
  EXPECT_THAT(twice, ElementsAre(once[0], once[0]));
  EXPECT_THAT(at_its_own_desk, ::testing::Contains(::testing::StartsWith("CheckStatus ")));
  EXPECT_THAT(at_its_own_desk, ::testing::Contains(HasSubstr("new row in store/audit")));
  EXPECT_THAT(in_another_class, ::testing::Contains(HasSubstr("new row in store/budget")));
}

// --- what comes to the Party that is asked ---

// THA asks, and knows one person itself; at KHM's port stands the test.
class ArrivedQuestionsTest : public ::testing::Test {
 protected:
  static FederationOptions TwoParties() {
    FederationOptions options;
    options.parties = {"THA", "KHM"};
    return options;
  }

  void SetUp() override {
    ASSERT_TRUE(issuer_.started());
    ASSERT_TRUE(federation_.Start("THA"));
    known_ = IdentifyForOneClass(
        federation_.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, "example-body"),
        SamplePerson::Number(21), "KHM", Protective());
    for (const CheckClass& cls : {Protective(), Presented()}) {
      ASSERT_TRUE(Eventually(
          [&] {
            issuer_.Tell({});
            Ask(DeskOf(federation_, "THA", cls), known_.QueryIn(cls));
            return issuer_.arrived().size() == 1;
          },
          kIndexesHaveCome))
          << cls.name;
    }
  }

  std::vector<ArrivedEvaluation> ArrivedOf(const CheckClass& cls, const v1::PersonQuery& query) {
    issuer_.Tell({});
    answer_ = Ask(DeskOf(federation_, "THA", cls), query);
    return issuer_.arrived();
  }

  Federation federation_{TwoParties()};
  HostileIssuer issuer_{federation_, "KHM", "THA"};
  IdentifiedPerson known_;
  v1::CheckOutcome answer_ = v1::CHECK_OUTCOME_UNSPECIFIED;
};

// Everything that arrived with a question, but bytes that must be fresh: of these, how many.
std::vector<std::string> Described(const ArrivedEvaluation& arrived) {
  const v1::EvaluateRequest& request = arrived.request;
  std::vector<std::string> lines = {absl::StrCat("request of ", request.ByteSizeLong(), " bytes"),
                                    absl::StrCat("intent hash of ", request.intent_hash().size(), " bytes")};
  for (const std::string& element : request.blinded_elements()) {
    lines.push_back(absl::StrCat("element of ", element.size(), " bytes"));
  }
  // What is not named above, fields that are added some day and those that nobody knows too, with their values.
  v1::EvaluateRequest rest = request;
  rest.clear_intent_hash();
  rest.clear_blinded_elements();
  lines.push_back(rest.ShortDebugString());
  for (const auto& [key, value] : arrived.metadata) lines.push_back(absl::StrCat("metadata ", key, ": ", value));
  return lines;
}

TEST_F(ArrivedQuestionsTest, AreTheSameWhoeverIsAskedAbout) {
  std::vector<std::string> expected;
  std::set<std::string> fresh;
  const std::vector<Question> questions = QuestionsAbout(known_.person);
  for (const Question& question : questions) {
    SCOPED_TRACE(question.whom);
    const std::vector<ArrivedEvaluation> arrived = ArrivedOf(Protective(), question.query);
    EXPECT_EQ(answer_, question.answer);
    ASSERT_THAT(arrived, SizeIs(1)) << "one question, after a local HOLD too";
    if (expected.empty()) expected = Described(arrived[0]);
    EXPECT_EQ(Described(arrived[0]), expected);
    fresh.insert(arrived[0].request.intent_hash());
    fresh.insert(arrived[0].request.blinded_elements().begin(), arrived[0].request.blinded_elements().end());
  }
  EXPECT_EQ(fresh.size(), questions.size() * (1 + 8)) << "nothing comes twice that would tell who is who";
}

// That the comparison sees a difference where there is one.
TEST_F(ArrivedQuestionsTest, ShowInWhichClassItIsAsked) {
  const auto protective = ArrivedOf(Protective(), kStranger.ByDocument());
  const auto presented = ArrivedOf(Presented(), known_.QueryIn(Presented()));
  ASSERT_THAT(protective, SizeIs(1));
  ASSERT_THAT(presented, SizeIs(1));
  EXPECT_NE(Described(protective[0]), Described(presented[0]));
  EXPECT_EQ(protective[0].metadata, presented[0].metadata) << "in the class alone";
}

}  // namespace
}  // namespace vsx::test
