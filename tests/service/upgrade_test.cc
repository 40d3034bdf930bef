#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/upgrade_status.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::CaseStatus;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class UpgradeTest : public ::testing::Test {
 protected:
  UpgradeTest() {
    domain::CaseFacts facts = FactsOf(person_);
    facts.status = CaseStatus::kPresumed;
    id_ = service::RegisterCase(federation_.context("QQA"), CaseOfficer("QQA"), facts, "").value().record.id;
    Record(federation_, "QQA", *id_, YesTo(federation_, {"QQB"}));
  }

  absl::StatusOr<service::UpgradedCase> Upgrade(CaseStatus status) {
    return service::UpgradeStatus(federation_.context("QQA"), CaseOfficer("QQA"), *id_, status,
                                  domain::CivilDate::FromTime(federation_.clock().Now()));
  }

  CaseStatus StatusAtB() {
    return Check(federation_, "QQB", {PassportOf(person_)}).decision.matches.at(0).evidence.status;
  }

  TestFederation federation_;
  const Person person_;
  std::optional<domain::CaseId> id_;
};

TEST_F(UpgradeTest, DeliveredCopyIsReplacedEachTimeAndItsKeyDestroyed) {
  federation_.RunDispatch();
  EXPECT_EQ(StatusAtB(), CaseStatus::kPresumed);
  std::vector<store::CaseKeyId> keys;
  for (const CaseStatus status : {CaseStatus::kUnderAssessment, CaseStatus::kIdentified}) {
    keys.push_back(FirstInboxItem(federation_, "QQB").key.id);
    const auto upgraded = Upgrade(status);
    ASSERT_TRUE(upgraded.ok()) << upgraded.status();
    EXPECT_THAT(upgraded->changes.recalled, IsEmpty()) << "nothing is taken back from anybody";
    EXPECT_EQ(federation_.RunDispatch(), 1);
    EXPECT_EQ(StatusAtB(), status);
    EXPECT_THAT(InboxOf(federation_, "QQB"), SizeIs(1));
    EXPECT_TRUE(absl::IsNotFound(federation_.node("QQB").vault().Read(keys.back()).status()));
  }
  Withdraw(federation_, "QQA", *id_);
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

TEST_F(UpgradeTest, HoldNeverPausesWhileAnUpgradeIsUnderWay) {
  federation_.RunDispatch();
  federation_.link().SetFault(Party("QQB"), LinkFault::kLostAnswer);
  ASSERT_TRUE(Upgrade(CaseStatus::kUnderAssessment).ok());
  federation_.DispatchOnce("QQA", "QQB");
  ASSERT_TRUE(Upgrade(CaseStatus::kIdentified).ok());
  federation_.link().SetFault(Party("QQB"), LinkFault::kNone);
  // One delivery after another; after each, an officer asks.
  for (int i = 0; i < 5; ++i) {
    federation_.clock().Advance(2);
    federation_.link().DuringNextDelivery(
        [&] { EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), domain::CheckOutcome::kHold); });
    federation_.DispatchOnce("QQA", "QQB");
    EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), domain::CheckOutcome::kHold);
  }
  EXPECT_EQ(StatusAtB(), CaseStatus::kIdentified);
  Withdraw(federation_, "QQA", *id_);
  federation_.RunDispatch();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

TEST_F(UpgradeTest, OnlyUpwards) {
  ASSERT_TRUE(Upgrade(CaseStatus::kIdentified).ok());
  for (const CaseStatus status : {CaseStatus::kIdentified, CaseStatus::kUnderAssessment, CaseStatus::kPresumed}) {
    EXPECT_EQ(domain::ErrorReason(Upgrade(status).status()), "NOT_AN_UPGRADE");
  }
}

TEST_F(UpgradeTest, DayOfIdentificationIsNeededAndNotInTheFuture) {
  const service::NodeContext& node = federation_.context("QQA");
  EXPECT_EQ(domain::ErrorReason(
                service::UpgradeStatus(node, CaseOfficer("QQA"), *id_, CaseStatus::kIdentified, std::nullopt).status()),
            "DATE_MISSING");
  EXPECT_EQ(domain::ErrorReason(service::UpgradeStatus(node, CaseOfficer("QQA"), *id_, CaseStatus::kIdentified,
                                                       domain::CivilDate::Create(2999, 1, 1).value())
                                    .status()),
            "DATE_IN_FUTURE");
}

}  // namespace
}  // namespace vsx::test
