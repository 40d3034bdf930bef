#include <atomic>
#include <nlohmann/json.hpp>

#include "tests/cli/cli_fixture.h"

namespace vsx::test {
namespace {

using testing::HasSubstr;

class ConsentTest : public CliTest {
 protected:
  ConsentTest() {
    v1::GetCaseResponse known;
    known.mutable_summary()->set_case_id(CaseIdBytes());
    known.mutable_summary()->set_age_class(v1::AGE_CLASS_ADULT);
    known.mutable_summary()->set_consent_state(v1::CONSENT_STATE_NOT_ASKED);
    known.mutable_person()->add_sending_parties("XXB");
    known_ = known;
    node_->cases.GetCase_method.Answer(known);
    v1::PreviewConsentResponse preview;
    for (const char* party : {"XXA", "XXC", "XXB"}) {
      auto* line = preview.add_effects();
      line->set_party(party);
      line->set_purpose(v1::PURPOSE_PROTECTIVE_CHECK);
      line->set_effect_text(std::string("What it means at ") + party + ".");
    }
    node_->cases.PreviewConsent_method.Answer(preview);
  }

  v1::GetCaseResponse known_;
};

// Circumstances, rights, who answers; adult.
constexpr char kOpening[] = "xx\nI-9\nyes\nyes\nyes\nyes\nyes\nno\n";
constexpr char kAnswers[] =
    "XXC\n"                    // feared
    "yes\nno\nyes\n\nyes\n\n"  // XXB, the sending Party: level 1, level 2, check, consular, presented, follow-up
    "no\nno\nno\n\n"           // XXC: check, consular, presented, follow-up
    "yes\nno\n"                // access notice, statistics
    "no\n";                    // objects to the own State's checks

TEST_F(ConsentTest, InterviewShowsEffectsBeforeAnythingIsRecorded) {
  std::atomic<size_t> previews_at_record = 0;
  node_->cases.RecordConsent_method.answer = [&](const v1::RecordConsentRequest&, v1::RecordConsentResponse* response) {
    previews_at_record = node_->cases.PreviewConsent_method.requests().size();
    response->set_consent_version(1);
    response->add_queued_for("XXB");
    return grpc::Status::OK;
  };
  const auto result = Run({"consent", "interview", kCaseId}, std::string(kOpening) + kAnswers + "yes\nyes\n");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(previews_at_record, 2U) << "one to learn the Parties, one of her answers";
  EXPECT_THAT(result.err, HasSubstr("What it means at XXB."));
  EXPECT_LT(result.err.find("What it means at XXB."), result.err.find("Record it now?"));
  EXPECT_THAT(result.out, HasSubstr("Recorded: consent version 1"));
  EXPECT_THAT(result.out, HasSubstr("Notices are queued for: XXB"));

  const auto consent = node_->cases.RecordConsent_method.requests().at(0).consent();
  EXPECT_EQ(consent.state(), v1::CONSENT_STATE_ANSWERED);
  EXPECT_EQ(consent.answered_by(), v1::ANSWERED_BY_PERSON);
  EXPECT_EQ(consent.language(), "xx");
  EXPECT_EQ(consent.interpreter_reference(), "I-9");
  EXPECT_EQ(consent.informed_at(), kTestNow);
  EXPECT_TRUE(consent.adviser_present());
  EXPECT_TRUE(consent.rights_told());
  EXPECT_TRUE(consent.consular_right_told());
  EXPECT_EQ(consent.consular_choice(), v1::CONSULAR_CHOICE_WANTED);
  EXPECT_TRUE(consent.read_back());
  EXPECT_FALSE(consent.in_doubt());
  EXPECT_FALSE(consent.own_effect_shown());
  EXPECT_THAT(consent.parties_put(), testing::ElementsAre("XXB", "XXC"));
  EXPECT_THAT(consent.feared_parties(), testing::ElementsAre("XXC"));
  std::vector<std::string> directives;
  for (const auto& directive : consent.directives()) {
    directives.push_back(directive.party() + " " + v1::Purpose_Name(directive.purpose()) + " " +
                         v1::ConsentEffect_Name(directive.effect()));
  }
  EXPECT_THAT(directives,
              testing::ElementsAre(
                  "XXB PURPOSE_NOTIFY_LEVEL_1 CONSENT_EFFECT_ALLOW", "XXB PURPOSE_NOTIFY_LEVEL_2 CONSENT_EFFECT_DENY",
                  "XXB PURPOSE_PROTECTIVE_CHECK CONSENT_EFFECT_ALLOW", "XXB PURPOSE_PRESENTED CONSENT_EFFECT_ALLOW",
                  "XXC PURPOSE_PROTECTIVE_CHECK CONSENT_EFFECT_DENY",
                  "XXC PURPOSE_CONSULAR_ASSISTANCE CONSENT_EFFECT_DENY", "XXC PURPOSE_PRESENTED CONSENT_EFFECT_DENY",
                  " PURPOSE_ACCESS_NOTICE CONSENT_EFFECT_ALLOW", " PURPOSE_AGGREGATE_STATISTICS CONSENT_EFFECT_DENY"));
}

TEST_F(ConsentTest, InterviewTakesALanguageCodeAndNothingElse) {
  for (const char* wrong : {"?", "", "Example Language", "x", "e", "en_GB", "en-", "1x", "ภาษา"}) {
    const auto result =
        Run({"consent", "interview", kCaseId}, wrong + std::string("\n") + kOpening + kAnswers + "yes\nyes\n");
    ASSERT_EQ(result.code, 0) << wrong << result.err;
    EXPECT_THAT(result.err, HasSubstr("Please give a language code (BCP 47)")) << wrong;
    EXPECT_EQ(node_->cases.RecordConsent_method.requests().back().consent().language(), "xx") << wrong;
  }
  for (const std::string right : {"en", "zh-Hant", "ms-MY", "x-hill", "kmr"}) {
    const auto result =
        Run({"consent", "interview", kCaseId}, right + std::string(kOpening).substr(2) + kAnswers + "yes\nyes\n");
    ASSERT_EQ(result.code, 0) << right << result.err;
    EXPECT_EQ(node_->cases.RecordConsent_method.requests().back().consent().language(), right);
  }
}

TEST_F(ConsentTest, SaysWhyAWantedNoticeIsNotQueued) {
  v1::RecordConsentResponse recorded;
  const auto notice = [&](const char* party, bool allowed, const char* reason, const char* text) {
    auto* line = recorded.add_effects();
    line->set_party(party);
    line->set_purpose(v1::PURPOSE_NOTIFY_LEVEL_1);
    line->set_allowed(allowed);
    line->set_reason(reason);
    line->set_effect_text(text);
  };
  notice("XXA", false, "NOT_A_SENDING_PARTY", "XXA gets no notice.");
  notice("XXB", false, "PARTY_NOT_PUT", "XXB is not told. You were not asked about this State.");
  notice("XXC", false, "NOT_A_SENDING_PARTY", "XXC gets no notice.");
  notice("XXX", true, "EXACT_ALLOW", "XXX is told.");
  node_->cases.RecordConsent_method.Answer(recorded);
  const auto notes = [&](const std::string& answers) {
    const auto result = Run({"consent", "record", kCaseId, "--from", "-"}, answers);
    EXPECT_EQ(result.code, 0) << result.err;
    return result.out.substr(result.out.find("Notices are queued"));
  };
  EXPECT_EQ(notes(R"({"state": "answered", "directives": [
                      {"party": "XXB", "purpose": "notify-level-1", "effect": "allow"},
                      {"party": "XXB", "purpose": "notify-level-2", "effect": "allow"},
                      {"party": "XXC", "effect": "allow"}]})"),
            "Notices are queued for: none\n"
            "  not for XXB: XXB is not told. You were not asked about this State. (PARTY_NOT_PUT)\n"
            "  not for XXC: XXC gets no notice. (NOT_A_SENDING_PARTY)\n");
  const std::string every =
      "Notices are queued for: none\n"
      "  not for XXB: XXB is not told. You were not asked about this State. (PARTY_NOT_PUT)\n"
      "  not for XXX: nothing new to tell\n";
  EXPECT_EQ(notes(R"({"state": "answered", "directives": [{"effect": "allow"}]})"), every);
  EXPECT_EQ(notes(R"({"state": "asked-no-answer"})"), every);
  EXPECT_EQ(notes(R"({"state": "answered", "directives": [
                      {"party": "XXB", "purpose": "protective-check", "effect": "allow"},
                      {"party": "XXC", "purpose": "notify-level-1", "effect": "deny"}]})"),
            "Notices are queued for: none\n");
  recorded.add_queued_for("XXB");
  node_->cases.RecordConsent_method.Answer(recorded);
  EXPECT_EQ(notes(R"({"state": "answered", "directives": [
                      {"party": "XXB", "purpose": "notify-level-1", "effect": "allow"}]})"),
            "Notices are queued for: XXB\n");
}

TEST_F(ConsentTest, LevelTwoIsNotAskedWhereLevelOneIsRefused) {
  const auto result = Run({"consent", "interview", kCaseId}, std::string(kOpening) +
                                                                 "\n"
                                                                 "no\nyes\n\n\n\n"
                                                                 "\n\n\n\n"
                                                                 "\n\n"
                                                                 "no\n"
                                                                 "yes\nyes\n");
  ASSERT_EQ(result.code, 0) << result.err;
  const auto consent = node_->cases.RecordConsent_method.requests().at(0).consent();
  ASSERT_EQ(consent.directives_size(), 2);
  EXPECT_EQ(consent.directives(0).purpose(), v1::PURPOSE_NOTIFY_LEVEL_1);
  EXPECT_EQ(consent.directives(1).purpose(), v1::PURPOSE_PROTECTIVE_CHECK);
}

TEST_F(ConsentTest, WhoWantsNoConsulIsNotAskedAboutEach) {
  const auto result = Run({"consent", "interview", kCaseId},
                          "xx\n\nno\nyes\nyes\nno\nyes\nno\n"
                          "\n"
                          "\n\nyes\n\n\n"
                          "yes\n\n\n"
                          "\n\n"
                          "no\n"
                          "yes\nyes\n");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("no consular officer of any State is told"));
  const auto consent = node_->cases.RecordConsent_method.requests().at(0).consent();
  EXPECT_EQ(consent.consular_choice(), v1::CONSULAR_CHOICE_NOT_WANTED);
  ASSERT_EQ(consent.directives_size(), 2);
  for (const auto& directive : consent.directives()) EXPECT_EQ(directive.purpose(), v1::PURPOSE_PROTECTIVE_CHECK);
}

TEST_F(ConsentTest, NothingIsRecordedUnlessEveryConfirmationIsYes) {
  for (const std::string ending : {"no\n", "\n", "yes\nno\n", "yes\n\n", "yes\n", ""}) {
    const auto result = Run({"consent", "interview", kCaseId}, std::string(kOpening) + kAnswers + ending);
    EXPECT_EQ(result.code, 1) << ending;
  }
  EXPECT_TRUE(node_->cases.RecordConsent_method.requests().empty());
}

TEST_F(ConsentTest, RightsComeFirst) {
  const auto result = Run({"consent", "interview", kCaseId}, "xx\n\nno\nno\n");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("tell her her rights first"));
  EXPECT_TRUE(node_->cases.PreviewConsent_method.requests().empty());
}

TEST_F(ConsentTest, NoAnswerIsRecordedAsAsked) {
  const auto result = Run({"consent", "interview", kCaseId}, "xx\n\nno\nyes\nno\nno\nyes\nyes\nyes\n");
  ASSERT_EQ(result.code, 0) << result.err;
  const auto consent = node_->cases.RecordConsent_method.requests().at(0).consent();
  EXPECT_EQ(consent.state(), v1::CONSENT_STATE_ASKED_NO_ANSWER);
  EXPECT_TRUE(consent.in_doubt());
  EXPECT_EQ(consent.directives_size(), 0);
}

TEST_F(ConsentTest, DenyingTheOwnStateIsShownAndMarked) {
  const auto result =
      Run({"consent", "interview", kCaseId}, std::string(kOpening) + "\n\n\n\n\n\n\n\n\n\n\n\n\n" + "yes\nyes\nyes\n");
  ASSERT_EQ(result.code, 0) << result.err;
  const auto consent = node_->cases.RecordConsent_method.requests().at(0).consent();
  ASSERT_EQ(consent.directives_size(), 1);
  EXPECT_EQ(consent.directives(0).party(), "XXA");
  EXPECT_TRUE(consent.own_effect_shown());
  EXPECT_THAT(result.err, HasSubstr("What it means at XXA."));
}

TEST_F(ConsentTest, ChildIsAskedWhoSpeaks) {
  known_.mutable_summary()->set_age_class(v1::AGE_CLASS_PRESUMED_CHILD);
  node_->cases.GetCase_method.Answer(known_);
  const auto result = Run({"consent", "interview", kCaseId},
                          "xx\n\nno\nyes\nno\nyes\n2\nyes\nno\n"
                          "\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
                          "yes\nyes\n");
  ASSERT_EQ(result.code, 0) << result.err;
  const auto consent = node_->cases.RecordConsent_method.requests().at(0).consent();
  EXPECT_EQ(consent.answered_by(), v1::ANSWERED_BY_BEST_INTERESTS);
  EXPECT_TRUE(consent.childs_view_recorded());
}

TEST_F(ConsentTest, GuardianOfAChildMayRefuseAndNotAllow) {
  known_.mutable_summary()->set_age_class(v1::AGE_CLASS_CHILD);
  node_->cases.GetCase_method.Answer(known_);
  const auto result = Run({"consent", "interview", kCaseId},
                          "xx\n\nno\nyes\nno\nyes\n4\n3\nyes\nno\n"
                          "\nyes\n\nyes\nno\n\n\n\n\n\n\n\n\n\n"
                          "yes\nyes\n");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("may refuse, not allow: left open"));
  const auto consent = node_->cases.RecordConsent_method.requests().at(0).consent();
  EXPECT_EQ(consent.answered_by(), v1::ANSWERED_BY_GUARDIAN);
  ASSERT_EQ(consent.directives_size(), 1);
  EXPECT_EQ(consent.directives(0).effect(), v1::CONSENT_EFFECT_DENY);
}

TEST_F(ConsentTest, BestInterestsNeedTheChildsOwnView) {
  known_.mutable_summary()->set_age_class(v1::AGE_CLASS_CHILD);
  node_->cases.GetCase_method.Answer(known_);
  const auto result = Run({"consent", "interview", kCaseId}, "xx\n\nno\nyes\nno\nyes\n2\nno\n");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("the child's own view first"));
}

// As a node does: an interview that was held cannot leave less answered than before.
void RefuseLessAnswered(FakeNode& node) {
  auto usual = node.cases.PreviewConsent_method.answer;
  node.cases.PreviewConsent_method.answer = [usual](const v1::PreviewConsentRequest& request,
                                                    v1::PreviewConsentResponse* response) {
    if (request.consent().state() == v1::CONSENT_STATE_ANSWERED) return usual(request, response);
    return NodeError(grpc::StatusCode::INVALID_ARGUMENT, "LESS_ANSWERED", "consent.state", "less answered than before");
  };
}

// She answered as a child, through a best-interests determination, and is of age now: everything is asked again, of
// herself; what was refused stands.
TEST_F(ConsentTest, OfAgeSheIsAskedAgainAndWhatWasRefusedStands) {
  known_.mutable_summary()->set_consent_state(v1::CONSENT_STATE_ANSWERED);
  known_.mutable_summary()->set_consent_version(3);
  auto& before = *known_.mutable_consent();
  before.set_answered_by(v1::ANSWERED_BY_BEST_INTERESTS);
  before.add_feared_parties("XXC");
  const auto said = [&](const char* party, v1::Purpose purpose, v1::ConsentEffect effect) {
    auto* directive = before.add_directives();
    directive->set_party(party);
    directive->set_purpose(purpose);
    directive->set_effect(effect);
  };
  said("", v1::PURPOSE_UNSPECIFIED, v1::CONSENT_EFFECT_DENY);
  said("XXB", v1::PURPOSE_UNSPECIFIED, v1::CONSENT_EFFECT_ALLOW);
  said("XXB", v1::PURPOSE_NOTIFY_LEVEL_2, v1::CONSENT_EFFECT_DENY);
  node_->cases.GetCase_method.Answer(known_);
  RefuseLessAnswered(*node_);
  const auto result = Run({"consent", "interview", kCaseId},
                          std::string(kOpening) +
                              "\n"
                              "yes\nyes\n\nyes\n\n"  // XXB: level 1, check, consular, presented, follow-up
                              "yes\n"                // XXC: presented, which no wildcard reaches
                              "no\n"                 // own State
                              "yes\nyes\n");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("She has answered before. What she allowed then ends"));
  EXPECT_THAT(result.err, HasSubstr("  every Party: anything\n  XXB: notify level 2\n  she fears XXC\n"));
  EXPECT_LT(result.err.find("every Party: anything"), result.err.find("Language of the interview"));
  EXPECT_THAT(result.err, HasSubstr("Refused before, and stands: notify level 2"));
  EXPECT_THAT(result.err, HasSubstr("Refused before, and stands: access notice"));
  const auto previews = node_->cases.PreviewConsent_method.requests();
  ASSERT_EQ(previews.size(), 2U);
  EXPECT_EQ(previews[0].consent().directives_size(), 0) << "to learn the Parties";
  const auto request = node_->cases.RecordConsent_method.requests().at(0);
  EXPECT_EQ(request.expected_version(), 3U);
  EXPECT_EQ(request.consent().answered_by(), v1::ANSWERED_BY_PERSON);
  std::vector<std::string> directives;
  for (const auto& directive : request.consent().directives()) {
    directives.push_back(directive.party() + " " + v1::Purpose_Name(directive.purpose()));
  }
  EXPECT_THAT(directives, testing::ElementsAre("XXB PURPOSE_NOTIFY_LEVEL_1", "XXB PURPOSE_PROTECTIVE_CHECK",
                                               "XXB PURPOSE_PRESENTED", "XXC PURPOSE_PRESENTED"));
}

TEST_F(ConsentTest, WhoWasInDoubtIsAskedAgain) {
  known_.mutable_summary()->set_consent_state(v1::CONSENT_STATE_ANSWERED);
  known_.mutable_consent()->set_in_doubt(true);
  node_->cases.GetCase_method.Answer(known_);
  RefuseLessAnswered(*node_);
  const auto result = Run({"consent", "interview", kCaseId}, std::string(kOpening) + kAnswers + "yes\nyes\n");
  ASSERT_EQ(result.code, 0) << result.err;
  const auto consent = node_->cases.RecordConsent_method.requests().at(0).consent();
  EXPECT_EQ(consent.state(), v1::CONSENT_STATE_ANSWERED);
  EXPECT_FALSE(consent.in_doubt());
}

TEST_F(ConsentTest, WhoAnsweredBeforeAndNowDoesNotLosesNothing) {
  known_.mutable_summary()->set_consent_state(v1::CONSENT_STATE_ANSWERED);
  node_->cases.GetCase_method.Answer(known_);
  const auto result = Run({"consent", "interview", kCaseId}, "xx\n\nno\nyes\nno\nno\n");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("vsx consent record"));
  EXPECT_TRUE(node_->cases.RecordConsent_method.requests().empty());
}

TEST_F(ConsentTest, AmendmentThatNeedsTheWholeInterviewSaysHow) {
  node_->cases.AmendConsent_method.Refuse(
      NodeError(grpc::StatusCode::FAILED_PRECONDITION, "ASK_AGAIN", "", "hold the whole interview again"));
  const auto result = Run({"consent", "amend", kCaseId, "--from", "-"}, R"({"state": "ANSWERED"})");
  EXPECT_EQ(result.code, 2);
  for (const char* how : {"vsx consent interview ", "vsx consent record "}) {
    EXPECT_THAT(result.err, HasSubstr(how + std::string(kCaseId)));
  }
}

TEST_F(ConsentTest, PreviewRecordsNothing) {
  const auto result =
      Run({"consent", "preview", kCaseId, "--from", "-"}, R"({"state": "asked-no-answer", "rights_told": true})");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Nothing was recorded."));
  EXPECT_THAT(result.out, HasSubstr("    no   protective check: What it means at XXC."));
  EXPECT_EQ(node_->cases.PreviewConsent_method.requests().at(0).consent().informed_at(), kTestNow);
  EXPECT_TRUE(node_->cases.RecordConsent_method.requests().empty());
}

TEST_F(ConsentTest, RecordNamesTheVersionThatItSaw) {
  known_.mutable_summary()->set_consent_version(4);
  node_->cases.GetCase_method.Answer(known_);
  ASSERT_EQ(Run({"consent", "record", kCaseId, "--from", "-"}, R"({"state": "ANSWERED"})").code, 0);
  EXPECT_EQ(node_->cases.RecordConsent_method.requests().at(0).expected_version(), 4U);
}

TEST_F(ConsentTest, AmendLiftsOnlyWhatIsNamed) {
  const auto result = Run({"consent", "amend", kCaseId, "--from", "-", "--lift", "XXB:protective-check:deny", "--lift",
                           "any:any:allow", "--not-feared", "xxc", "--preview"},
                          R"({"state": "ANSWERED"})");
  ASSERT_EQ(result.code, 0) << result.err;
  const auto request = node_->cases.AmendConsent_method.requests().at(0);
  EXPECT_TRUE(request.preview_only());
  ASSERT_EQ(request.lifted_size(), 2);
  EXPECT_EQ(request.lifted(0).party(), "XXB");
  EXPECT_EQ(request.lifted(0).purpose(), v1::PURPOSE_PROTECTIVE_CHECK);
  EXPECT_EQ(request.lifted(0).effect(), v1::CONSENT_EFFECT_DENY);
  EXPECT_EQ(request.lifted(1).party(), "");
  EXPECT_EQ(request.lifted(1).purpose(), v1::PURPOSE_UNSPECIFIED);
  EXPECT_THAT(request.no_longer_feared(), testing::ElementsAre("XXC"));
  EXPECT_EQ(Run({"consent", "amend", kCaseId, "--from", "-", "--lift", "XXB:everything"}, "{}").code, 1);
}

TEST_F(ConsentTest, WithdrawWantsConfirmationAndSaysWhatToTellHer) {
  EXPECT_EQ(Run({"consent", "withdraw", kCaseId}).code, 1);
  EXPECT_EQ(Run({"consent", "withdraw", kCaseId}, "no\n", /*interactive=*/true).code, 1);
  EXPECT_TRUE(node_->cases.WithdrawConsent_method.requests().empty());
  v1::WithdrawConsentResponse response;
  response.set_consent_version(2);
  response.mutable_recall()->add_recalled("XXB");
  response.set_tell_the_person("What was read cannot be unread.");
  node_->cases.WithdrawConsent_method.Answer(response);
  const auto result = Run({"consent", "withdraw", kCaseId, "--party", "XXB", "--code-too", "--yes"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.out,
            "Withdrawn: consent version 2\nRecalled from (it had arrived, or may have): XXB\n"
            "Tell the person: What was read cannot be unread.\n");
  const auto request = node_->cases.WithdrawConsent_method.requests().at(0);
  EXPECT_THAT(request.parties(), testing::ElementsAre("XXB"));
  EXPECT_TRUE(request.reference_code_too());
}

}  // namespace
}  // namespace vsx::test
