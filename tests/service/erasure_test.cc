// Erasure is acknowledged only when no key of the copy is left, whichever of replacing, withdrawing twice and dying in
// between came first.

#include <algorithm>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/service/receive_delivery.h"
#include "node/service/upgrade_status.h"
#include "node/statement/delivery_content.h"
#include "node/statement/withdrawal.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// An engine whose disk is full but for the reserve.
class ReserveOnlyEngine final : public store::Engine {
 public:
  explicit ReserveOnlyEngine(store::Engine& inner) : inner_(inner) {}
  std::unique_ptr<store::Snapshot> TakeSnapshot() const override { return inner_.TakeSnapshot(); }
  absl::Status Commit(const store::WriteBatch& batch) override {
    if (batch.reserve_use() == store::ReserveUse::kAll) return inner_.Commit(batch);
    return absl::ResourceExhaustedError("the disk is full");
  }

 private:
  store::Engine& inner_;
};

class ErasureTest : public ::testing::Test {
 protected:
  ErasureTest() {
    domain::CaseFacts facts = FactsOf({});
    facts.status = domain::CaseStatus::kPresumed;
    id_ = service::RegisterCase(federation_.context("QQA"), CaseOfficer("QQA"), facts, "").value().record.id;
    Record(federation_, "QQA", *id_, YesTo(federation_, {"QQB"}));
    federation_.RunDispatch();
  }

  const service::NodeContext& receiver() { return federation_.context("QQB"); }
  BendableVault& vault() { return federation_.node("QQB").vault(); }
  store::LoadedInboxItem Item() { return FirstInboxItem(federation_, "QQB"); }
  bool IsGone(const store::CaseKeyId& key) { return absl::IsNotFound(vault().Read(key).status()); }
  bool AnythingPending() {
    return !receiver().inbox.ListPendingMarks(*receiver().engine.TakeSnapshot(), "", 10)->marks.empty();
  }

  // The notice at QQB is replaced by another.
  void Replace(domain::CaseStatus status) {
    const auto upgraded = service::UpgradeStatus(federation_.context("QQA"), CaseOfficer("QQA"), *id_, status,
                                                 domain::CivilDate::FromTime(federation_.clock().Now()));
    ASSERT_TRUE(upgraded.ok()) << upgraded.status();
    EXPECT_EQ(federation_.RunDispatch(), 1);
  }

  // A withdrawal of these copies by QQA arrives at QQB, under an id of its own for each `number`.
  absl::StatusOr<std::string> WithdrawCopies(const std::vector<domain::CopyId>& copies, char number,
                                             const service::NodeContext& node) {
    const service::NodeContext& sender = federation_.context("QQA");
    const domain::StatementId id = domain::StatementId::FromBytes(std::string(16, number)).value();
    const statement::SignedStatement signed_withdrawal =
        statement::SignWithdrawal({.issuer = Party("QQA"),
                                   .recipient = Party("QQB"),
                                   .id = id,
                                   .copy_ids = copies,
                                   .withdrawn_at = federation_.clock().Now()},
                                  sender.operations_signer)
            .value();
    const std::string sealed = statement::SealDelivery(sender.trust, Party("QQB"), domain::DeliveryType::kWithdrawal,
                                                       id, statement::EncodeWithdrawal(signed_withdrawal.envelope),
                                                       federation_.clock().Now(), sender.random)
                                   .value();
    return service::ReceiveDelivery(
        node, {Party("QQA"), "vsx://QQA/node/1", Party("QQB"), domain::DeliveryType::kWithdrawal, id, sealed});
  }
  absl::StatusOr<std::string> WithdrawCopies(const std::vector<domain::CopyId>& copies, char number) {
    return WithdrawCopies(copies, number, receiver());
  }

  TestFederation federation_;
  std::optional<domain::CaseId> id_;
};

TEST_F(ErasureTest, KeyOfAReplacedNoticeThatACrashLeftIsDestroyedAtStart) {
  const store::CaseKeyId old_key = Item().key.id;
  vault().FailDestroy(true);
  Replace(domain::CaseStatus::kIdentified);
  vault().FailDestroy(false);
  ASSERT_FALSE(IsGone(old_key));
  ASSERT_TRUE(service::FinishErasures(receiver()).ok());
  EXPECT_TRUE(IsGone(old_key));
  EXPECT_FALSE(AnythingPending());
  EXPECT_THAT(InboxOf(federation_, "QQB"), SizeIs(1)) << "the new notice stands";
  const auto rows = AllRows(receiver().engine);
  ASSERT_TRUE(service::FinishErasures(receiver()).ok());
  EXPECT_EQ(AllRows(receiver().engine), rows);
}

TEST_F(ErasureTest, NothingIsLeftPendingWhereNothingFailed) {
  const store::CaseKeyId old_key = Item().key.id;
  Replace(domain::CaseStatus::kIdentified);
  EXPECT_TRUE(IsGone(old_key));
  EXPECT_FALSE(AnythingPending());
  Withdraw(federation_, "QQA", *id_);
  EXPECT_EQ(federation_.RunDispatch(), 1);
  EXPECT_FALSE(AnythingPending());
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

// Named is the new notice, the old one, or either's protective copy: each time the old key must go first.
TEST_F(ErasureTest, WithdrawalAfterAReplacementWaitsForTheOldKeyToo) {
  const store::LoadedInboxItem old_item = Item();
  vault().FailDestroy(true);
  Replace(domain::CaseStatus::kIdentified);
  const store::LoadedInboxItem new_item = Item();
  ASSERT_FALSE(old_item.item.protective_copy_id.empty());
  const std::vector<domain::CopyId> named = {
      old_item.item.notice_id, domain::CopyId::FromBytes(old_item.item.protective_copy_id).value(),
      domain::CopyId::FromBytes(new_item.item.protective_copy_id).value(), new_item.item.notice_id};
  char number = 'a';
  for (const domain::CopyId& copy : named) {
    EXPECT_FALSE(WithdrawCopies({copy}, number).ok()) << number;
    EXPECT_FALSE(WithdrawCopies({copy}, number).ok()) << number << " repeated";
    ++number;
  }
  ASSERT_FALSE(IsGone(old_item.key.id));
  vault().FailDestroy(false);
  EXPECT_TRUE(WithdrawCopies({named[3]}, 'd').ok());
  EXPECT_TRUE(IsGone(old_item.key.id));
  EXPECT_TRUE(IsGone(new_item.key.id));
  for (number = 'a'; number < 'd'; ++number) EXPECT_TRUE(WithdrawCopies({named[number - 'a']}, number).ok());
  ASSERT_TRUE(service::FinishErasures(receiver()).ok());
  EXPECT_FALSE(AnythingPending());
}

TEST_F(ErasureTest, WithdrawalOfTheReplacedCopyAloneDestroysItsKey) {
  const store::LoadedInboxItem old_item = Item();
  vault().FailDestroy(true);
  Replace(domain::CaseStatus::kIdentified);
  vault().FailDestroy(false);
  EXPECT_TRUE(WithdrawCopies({old_item.item.notice_id}, 'a').ok());
  EXPECT_TRUE(IsGone(old_item.key.id));
  EXPECT_FALSE(IsGone(Item().key.id)) << "the new notice was not named";
}

TEST_F(ErasureTest, SecondReplacementWaitsForTheFirstKey) {
  const store::CaseKeyId first = Item().key.id;
  vault().FailDestroy(true);
  Replace(domain::CaseStatus::kUnderAssessment);
  const store::CaseKeyId second = Item().key.id;
  vault().FailDestroy(false);
  Replace(domain::CaseStatus::kIdentified);
  EXPECT_TRUE(IsGone(first));
  EXPECT_TRUE(IsGone(second));
}

// The second arrives while the first stands between its batch and the destruction of the key.
TEST_F(ErasureTest, SecondWithdrawalOfACopyIsNotAcknowledgedBeforeTheKeyOfTheFirstIsGone) {
  const store::LoadedInboxItem item = Item();
  const domain::CopyId protective = domain::CopyId::FromBytes(item.item.protective_copy_id).value();
  vault().FailDestroy(true);
  EXPECT_FALSE(WithdrawCopies({item.item.notice_id}, 'a').ok());
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
  EXPECT_FALSE(WithdrawCopies({item.item.notice_id}, 'b').ok());
  EXPECT_FALSE(WithdrawCopies({protective}, 'c').ok()) << "the copy beside it has the same key";
  ASSERT_FALSE(IsGone(item.key.id));
  vault().FailDestroy(false);
  EXPECT_TRUE(WithdrawCopies({protective}, 'c').ok());
  EXPECT_TRUE(IsGone(item.key.id));
  EXPECT_TRUE(WithdrawCopies({item.item.notice_id}, 'b').ok());
  EXPECT_TRUE(WithdrawCopies({item.item.notice_id}, 'a').ok());
  EXPECT_FALSE(AnythingPending());
}

TEST_F(ErasureTest, ReserveOfTheDiskIsForWhatIsReallyErased) {
  const store::LoadedInboxItem item = Item();
  ReserveOnlyEngine full(federation_.node("QQB").engine());
  const service::NodeContext& node = receiver();
  const service::NodeContext on_full_disk{.trust = node.trust,
                                          .clock = node.clock,
                                          .random = node.random,
                                          .streams = node.streams,
                                          .engine = full,
                                          .cases = node.cases,
                                          .outbox = node.outbox,
                                          .inbox = node.inbox,
                                          .access_notices = node.access_notices,
                                          .access_notice_outbox = node.access_notice_outbox,
                                          .attestation_signer = node.attestation_signer,
                                          .operations_signer = node.operations_signer,
                                          .sealing_keys = node.sealing_keys,
                                          .audit = node.audit,
                                          .outbox_signal = node.outbox_signal,
                                          .blind_checker = node.blind_checker,
                                          .officer_budgets = node.officer_budgets,
                                          .limits = node.limits};
  const domain::CopyId never_seen = domain::CopyId::FromBytes(std::string(16, 'n')).value();
  EXPECT_TRUE(absl::IsResourceExhausted(WithdrawCopies({never_seen}, 'a', on_full_disk).status()));
  const auto erased = WithdrawCopies({never_seen, item.item.notice_id}, 'b', on_full_disk);
  EXPECT_TRUE(erased.ok()) << erased.status();
  EXPECT_TRUE(IsGone(item.key.id));
}

}  // namespace
}  // namespace vsx::test
