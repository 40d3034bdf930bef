// What she is told before she answers is what officers then really see (consent_preview.h): each effect of a purpose
// that a check asks for, against that check. An ability turned on without its check, or the other way round, fails
// here.

#include "gtest/gtest.h"
#include "node/service/dispatch_access_notices.h"
#include "node/service/federation_abilities.h"
#include "node/service/issue_reference_code.h"
#include "node/service/read_access_notices.h"
#include "tests/support/blind_federation.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::ConsentEffectCode;
using domain::Purpose;
using enum domain::ConsentEffectCode;

// She came from QQB; QQC is another Party. What is not said here of an answer is silence.
class HonestEffectsTest : public ::testing::Test {
 protected:
  void Answer(std::vector<domain::Directive> directives) {
    domain::ConsentRecord answer = Interview(federation_, {"QQA", "QQB", "QQC"});
    answer.directives = std::move(directives);
    id_ = Register(federation_, "QQA", person_);
    told_ = Record(federation_, "QQA", id_, answer).after;
    federation_.RunDispatch();
    blind_.RunKeepers();
  }

  ConsentEffectCode Told(std::string_view party, Purpose purpose) const {
    for (const domain::ConsentPreviewLine& line : told_) {
      if (line.party == Party(party) && line.purpose == purpose) return line.effect;
    }
    ADD_FAILURE() << "no line";
    return kNoNotice;
  }

  bool Sees(std::string_view party, Purpose purpose) {
    return Check(federation_, party, {PassportOf(person_), NameOf(person_)}, purpose).decision.outcome ==
           domain::CheckOutcome::kHold;
  }

  BlindFederation blind_;
  TestFederation& federation_ = blind_.base();
  const Person person_;
  domain::CaseId id_ = domain::CaseId::FromBytes(std::string(domain::CaseId::kSize, 'x')).value();
  std::vector<domain::ConsentPreviewLine> told_;
};

TEST_F(HonestEffectsTest, OfficersSeeProtection) {
  Answer({Allow("QQB", Purpose::kNotifyLevel2), Allow("QQB", Purpose::kProtectiveCheck)});
  EXPECT_EQ(Told("QQB", Purpose::kProtectiveCheck), kOfficersSeeProtection);
  EXPECT_TRUE(Sees("QQB", Purpose::kProtectiveCheck));
}

TEST_F(HonestEffectsTest, OfficersCannotSeeYet) {
  Answer({Allow("QQB", Purpose::kNotifyLevel1), Allow("QQB", Purpose::kProtectiveCheck),
          Allow("QQC", Purpose::kNotifyLevel2), Allow("QQC", Purpose::kProtectiveCheck)});
  for (const std::string_view party : {"QQB", "QQC"}) {
    const bool sees = Sees(party, Purpose::kProtectiveCheck);
    EXPECT_EQ(Told(party, Purpose::kProtectiveCheck), sees ? kOfficersSeeProtection : kOfficersCannotSeeYet) << party;
    EXPECT_EQ(sees, service::kFederationAbilities.blind_check) << party;
  }
}

TEST_F(HonestEffectsTest, OfficersDoNotSee) {
  Answer({Allow("QQB", Purpose::kNotifyLevel2), Deny("QQB", Purpose::kProtectiveCheck)});
  EXPECT_EQ(Told("QQB", Purpose::kProtectiveCheck), kOfficersDoNotSeeNoCode);
  EXPECT_FALSE(Sees("QQB", Purpose::kProtectiveCheck));
}

TEST_F(HonestEffectsTest, OwnOfficersProtect) {
  Answer({});
  EXPECT_EQ(Told("QQA", Purpose::kProtectiveCheck), kOwnOfficersProtect);
  EXPECT_TRUE(Sees("QQA", Purpose::kProtectiveCheck));
}

TEST_F(HonestEffectsTest, Consulate) {
  Answer({Allow("QQA", Purpose::kConsularAssistance), Allow("QQB", Purpose::kConsularAssistance),
          Allow("QQB", Purpose::kNotifyLevel2), Allow("QQB", Purpose::kProtectiveCheck)});
  EXPECT_EQ(Told("QQA", Purpose::kConsularAssistance), kConsulateMayHelp);
  EXPECT_TRUE(Sees("QQA", Purpose::kConsularAssistance));
  const bool sees = Sees("QQB", Purpose::kConsularAssistance);
  EXPECT_EQ(Told("QQB", Purpose::kConsularAssistance), sees ? kConsulateMayHelp : kConsulateCannotLearnYet);
  EXPECT_EQ(Told("QQC", Purpose::kConsularAssistance), kConsulateIsNotTold);
  EXPECT_FALSE(Sees("QQC", Purpose::kConsularAssistance));
}

TEST_F(HonestEffectsTest, Code) {
  Answer({Allow("QQB", Purpose::kNotifyLevel2), Deny("QQC", Purpose::kPresented)});
  EXPECT_EQ(Told("QQB", Purpose::kPresented), kNoCodeYet);
  const service::NodeContext& node = federation_.context("QQA");
  const auto code = service::IssueReferenceCode(node, CaseOfficer("QQA"), id_);
  ASSERT_TRUE(code.ok()) << code.status();
  blind_.NextEpoch();
  blind_.NextEpoch();
  const auto record = node.cases.Load(*node.engine.TakeSnapshot(), id_);
  ASSERT_TRUE(record.ok());
  told_ = service::EffectsInForce(node, record->record, {});
  const auto reads = [&](std::string_view party) {
    return Check(federation_, party, {domain::Handle::FromReference(*code)}, Purpose::kPresented).decision.outcome ==
           domain::CheckOutcome::kHold;
  };
  EXPECT_EQ(Told("QQA", Purpose::kPresented), kCodeWorks);
  EXPECT_TRUE(reads("QQA"));
  EXPECT_EQ(Told("QQB", Purpose::kPresented), reads("QQB") ? kCodeWorks : kCodeDoesNotWorkYet);
  EXPECT_EQ(Told("QQC", Purpose::kPresented), kCodeDoesNotWork);
  EXPECT_FALSE(reads("QQC"));
  // Where checks are refused, the code is a comfort only where it can be read.
  EXPECT_EQ(Told("QQB", Purpose::kProtectiveCheck),
            reads("QQB") ? kOfficersDoNotSeeCodeWorks : kOfficersDoNotSeeNoCode);
}

TEST_F(HonestEffectsTest, WhoLooked) {
  Answer({Allow("QQB", Purpose::kProtectiveCheck), Allow("QQB", Purpose::kAccessNotice),
          Allow("QQC", Purpose::kProtectiveCheck), Deny("QQC", Purpose::kAccessNotice)});
  EXPECT_EQ(Told("QQB", Purpose::kAccessNotice), kYouAreToldWhoLooked);
  EXPECT_EQ(Told("QQC", Purpose::kAccessNotice), kYouAreNotToldWhoLooked);
  for (const std::string_view party : {"QQB", "QQC"}) EXPECT_TRUE(Sees(party, Purpose::kProtectiveCheck)) << party;
  federation_.clock().Advance(86'400);
  for (const std::string_view party : {"QQB", "QQC"}) {
    InProcessLink::Sender link = federation_.link().From(Party(party));
    ASSERT_TRUE(service::DispatchAccessNotices(federation_.context(party), link, Party("QQA")).ok());
  }
  const auto looked = service::ListAccessNotices(federation_.context("QQA"), CaseOfficer("QQA"), id_);
  ASSERT_TRUE(looked.ok()) << looked.status();
  ASSERT_EQ(looked->notices.size(), 1u) << "found blindly, and told";
  EXPECT_EQ(looked->notices[0].party, Party("QQB"));
}

// No statement, message or call of this version reports or counts anything, so that no check can be asked.
TEST_F(HonestEffectsTest, WhatIsNotThereIsNotPromised) {
  Answer({AllowAllByDefault()});
  for (const std::string_view party : {"QQA", "QQB", "QQC"}) {
    EXPECT_EQ(Told(party, Purpose::kRecognitionFollowUp), kMeasuresAreNotReportedYet);
    EXPECT_EQ(Told(party, Purpose::kAggregateStatistics), kNotCountedYet);
  }
}

}  // namespace
}  // namespace vsx::test
