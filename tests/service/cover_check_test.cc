// One cover check while it stays open (protocol §4): to the Parties it is a check that stays open.

#include "node/service/cover_check.h"

#include <numeric>

#include "gmock/gmock.h"
#include "node/statement/audit_entry.h"
#include "store/audit_log.h"
#include "tests/service/open_check_fixture.h"

namespace vsx::test {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::Lt;
using ::testing::SizeIs;

class CoverCheckTest : public OpenCheckTest {
 protected:
  // Early in an epoch, so that none ends meanwhile.
  CoverCheckTest() { federation_.clock().Set(EndOfEpoch()); }

  domain::UnixTime EndOfEpoch() {
    const domain::EpochPlan epochs = node().trust.epoch_plan();
    return epochs.End(epochs.At(federation_.clock().Now()));
  }

  // Waits as AwaitStatus and PatientReceiver do.
  void Cover(int64_t patience) {
    service::CoverCheck check(node(), domain::Purpose::kProtectiveCheck, std::chrono::seconds(patience));
    ASSERT_TRUE(check.Try().ok());
    const auto pause = [&](std::chrono::microseconds time) {
      federation_.clock().AdvanceBy(time);
      return true;
    };
    while (check.NextTryAt().has_value() && service::WaitForTry(federation_.clock(), *check.NextTryAt(), pause)) {
      ASSERT_TRUE(check.Try().ok());
    }
  }

  const service::NodeContext& node() { return federation_.context("QQA"); }
  int64_t Now() { return federation_.clock().Now().seconds; }

  // "<second> <Parties>" for each question that `ask` asks, from the time that it is now, which is set again.
  std::vector<std::string> Seen(const std::function<void()>& ask) {
    const int64_t start = Now();
    const auto answer = checker().answer;
    const size_t before = Asked().size();
    std::vector<int64_t> seconds;
    checker().answer = [&](const service::BlindQuestion& question, const domain::PartyCode& party) {
      if (party == question.parties.front()) seconds.push_back(Now() - start);
      return answer(question, party);
    };
    ask();
    checker().answer = answer;
    federation_.clock().Set({start});
    std::vector<std::string> seen = Asked();
    seen.erase(seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(before));
    for (size_t i = 0; i < seen.size(); ++i) seen[i] = std::to_string(seconds.at(i)) + " " + seen[i];
    return seen;
  }

  // Whatever Parties do, they see the same of a cover check as of a real one about somebody whom nobody knows.
  void ExpectSeenAsARealOne(const std::string& what) {
    for (const int64_t patience : {0, 29, 30, 89, 90, 100, 449, 450, 900, 930, 1'200, 1'799, 1'800}) {
      const std::vector<std::string> real = Seen([&] {
        PatientReceiver receiver(federation_, 1'000);
        EXPECT_TRUE(Await(receiver, patience).ok());
      });
      EXPECT_EQ(Seen([&] { Cover(patience); }), real) << what << ", for " << patience << " s";
    }
  }
};

TEST_F(CoverCheckTest, AsksThoseWhoFailedAgainAtTheTimesOfARealCheck) {
  missing_ = {"QQC"};
  EXPECT_THAT(Seen([&] { Cover(service::kLongestWaitSeconds); }),
              ElementsAre("0 QQB QQC", "30 QQC", "90 QQC", "210 QQC", "450 QQC", "930 QQC"));
  EXPECT_THAT(Seen([&] { Cover(449); }), ElementsAre("0 QQB QQC", "30 QQC", "90 QQC", "210 QQC"))
      << "nobody is asked after the patience";
  ExpectSeenAsARealOne("one is missing");
  missing_ = {"QQB", "QQC"};
  ExpectSeenAsARealOne("both are missing");
  missing_ = {};
  EXPECT_THAT(Seen([&] { Cover(service::kLongestWaitSeconds); }), ElementsAre("0 QQB QQC"));
}

TEST_F(CoverCheckTest, NobodyIsAskedBeforeTheTimeThatItNamed) {
  missing_ = {"QQB", "QQC"};
  next_capacity_ = {{"QQB", Now() + 900}};
  EXPECT_THAT(Seen([&] { Cover(service::kLongestWaitSeconds); }),
              ElementsAre("0 QQB QQC", "30 QQC", "90 QQC", "210 QQC", "450 QQC", "930 QQB QQC"));
  ExpectSeenAsARealOne("one refuses until later");
  next_capacity_ = {{"QQB", Now() + 1'200}, {"QQC", Now() + 700}};
  EXPECT_THAT(Seen([&] { Cover(service::kLongestWaitSeconds); }),
              ElementsAre("0 QQB QQC", "700 QQC", "760 QQC", "880 QQC", "1120 QQC", "1600 QQB QQC"));
  ExpectSeenAsARealOne("both refuse until later");
  next_capacity_ = {{"QQB", Now() + 1'801}, {"QQC", Now() + 1'801}};
  EXPECT_THAT(Seen([&] { Cover(service::kLongestWaitSeconds); }), ElementsAre("0 QQB QQC"));
}

TEST_F(CoverCheckTest, WhoComesBackEndsIt) {
  missing_ = {"QQC"};
  const int64_t back_at = Now() + 100;
  const auto answer = checker().answer;
  checker().answer = [&, answer](const service::BlindQuestion& question, const domain::PartyCode& party) {
    return Now() >= back_at ? Consulted(party) : answer(question, party);
  };
  EXPECT_THAT(Seen([&] { Cover(service::kLongestWaitSeconds); }),
              ElementsAre("0 QQB QQC", "30 QQC", "90 QQC", "210 QQC"));
  ExpectSeenAsARealOne("it comes back");
}

// What a node did before a try, and so at which part of a second its waiting began, is nobody's to see.
TEST_F(CoverCheckTest, IsAskedAgainAtAnyMomentOfASecondAsARealOneIs) {
  missing_ = {"QQC"};
  const std::vector<int> of_cover = TenthsOfFurtherTries([&] { Cover(service::kLongestWaitSeconds); });
  const std::vector<int> of_real = TenthsOfFurtherTries([&] {
    PatientReceiver receiver(federation_, 1'000);
    EXPECT_TRUE(Await(receiver).ok());
  });
  EXPECT_EQ(std::accumulate(of_cover.begin(), of_cover.end(), 0), 200);
  EXPECT_EQ(std::accumulate(of_real.begin(), of_real.end(), 0), 200);
  EXPECT_THAT(of_cover, Each(AllOf(Gt(5), Lt(40)))) << "20 on average";
  EXPECT_THAT(of_real, Each(AllOf(Gt(5), Lt(40))));
}

// A Party may choose any of these for what a real check does then.
TEST_F(CoverCheckTest, IsSeenAsARealOneHoweverAPartyFails) {
  federation_.clock().Set({EndOfEpoch().seconds - 60});
  missing_ = {"QQC"};
  ExpectSeenAsARealOne("an epoch ends meanwhile");
  const auto answer = checker().answer;
  checker().answer = [answer](const service::BlindQuestion& question, const domain::PartyCode& party) {
    service::BlindAnswer said = answer(question, party);
    said.consultation.can_pass_by_itself = false;
    said.consultation.failure = party.value() == "QQC" ? std::string(domain::kIndexIncomplete) : "";
    return said;
  };
  ExpectSeenAsARealOne("only people can change it");
  checker().answer = answer;
  checker().rejudge = [](domain::ConsultationEvidence& said) { said.complete = said.party.value() != "QQB"; };
  ExpectSeenAsARealOne("what it said counts no more");
  checker().rejudge = nullptr;
  missing_ = {};
  checker().clock_sane = false;
  ExpectSeenAsARealOne("it lies about the time");
}

TEST_F(CoverCheckTest, EachTryHasAnIntentOfItsOwnInTheAuditLogFirst) {
  missing_ = {"QQC"};
  const auto audited = [&] {
    std::vector<statement::AuditEntry> entries;
    const auto rows = store::ReadAudit(*node().engine.TakeSnapshot(), 0, store::kMaxPageRows).value();
    for (const store::AuditEntry& row : rows) entries.push_back(statement::DecodeAuditEntry(row.body).value());
    return entries;
  };
  const size_t before = audited().size();
  const auto answer = checker().answer;
  checker().answer = [&](const service::BlindQuestion& question, const domain::PartyCode& party) {
    const std::vector<statement::AuditEntry> entries = audited();
    EXPECT_EQ(entries.empty() ? "" : entries.back().intent_hash, question.intent_hash);
    EXPECT_THAT(question.handles, IsEmpty());
    return answer(question, party);
  };
  Cover(100);
  std::set<std::string> intents;
  for (const service::BlindQuestion& question : checker().questions()) intents.insert(question.intent_hash);
  EXPECT_THAT(intents, SizeIs(3));
  std::vector<std::string> words;
  for (size_t i = before; i < audited().size(); ++i) words.push_back(audited()[i].method + " " + audited()[i].outcome);
  EXPECT_THAT(words, SizeIs(3));
  EXPECT_THAT(words, Each("CoverCheck INTENT")) << "and no outcome";
}

// The time of blinding shows about how many inputs there are: cover has what a check may have, and keeps it.
TEST_F(CoverCheckTest, AsksByInputsThatNoHandleCanBeTheSameInEachTry) {
  missing_ = {"QQC"};
  std::set<std::string> inputs;
  std::set<size_t> counts;
  size_t drawn = 0;
  for (int i = 0; i < 100; ++i) {
    const size_t before = checker().questions().size();
    Cover(30);
    const std::vector<service::BlindQuestion> questions = checker().questions();
    ASSERT_EQ(questions.size(), before + 2);
    const std::vector<std::string>& nobody = questions[before].nobody;
    EXPECT_EQ(questions[before + 1].nobody, nobody);
    for (const std::string& input : nobody) {
      EXPECT_NEAR(static_cast<double>(input.size()), static_cast<double>(PassportOf({}).canonical().size()), 10);
      EXPECT_FALSE(domain::Handle::FromCanonical(input).ok());
    }
    inputs.insert(nobody.begin(), nobody.end());
    counts.insert(nobody.size());
    drawn += nobody.size();
  }
  EXPECT_THAT(counts, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
  EXPECT_THAT(inputs, SizeIs(drawn)) << "fresh in each check";
}

TEST_F(CoverCheckTest, OfPresentedCodesAsksByOneInput) {
  for (int i = 0; i < 20; ++i) {
    service::CoverCheck check(node(), domain::Purpose::kPresented, std::chrono::seconds::zero());
    ASSERT_TRUE(check.Try().ok());
    EXPECT_THAT(checker().questions().back().nobody, SizeIs(1));
  }
}

TEST_F(CoverCheckTest, WithoutItsAuditEntryNobodyIsAskedAgain) {
  missing_ = {"QQC"};
  service::CoverCheck check(node(), domain::Purpose::kProtectiveCheck, std::chrono::seconds(100));
  ASSERT_TRUE(check.Try().ok());
  ASSERT_TRUE(check.NextTryAt().has_value());
  federation_.node("QQA").engine().FailCommitAfter(0);
  EXPECT_FALSE(check.Try().ok());
  EXPECT_EQ(check.NextTryAt(), std::nullopt);
  EXPECT_THAT(Asked(), SizeIs(1));
}

}  // namespace
}  // namespace vsx::test
