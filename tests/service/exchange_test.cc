// What a hostile or broken peer may deliver, and what comes of it: nothing.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/receive_delivery.h"
#include "node/statement/delivery_content.h"
#include "node/statement/notification.h"
#include "node/statement/withdrawal.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::DeliveryType;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ExchangeTest : public ::testing::Test {
 protected:
  ExchangeTest() {
    id_ = Register(federation_, "QQA", person_);
    Record(federation_, "QQA", *id_, YesTo(federation_, {"QQB"}));
    federation_.RunDispatch();
  }

  // Content as another sender seals it to QQB.
  absl::StatusOr<std::string> Deliver(std::string_view sender, DeliveryType type, const std::string& content) {
    const auto id = domain::StatementId::FromBytes(std::string(16, 'd')).value();
    const std::string sealed =
        statement::SealDelivery(federation_.context(sender).trust, Party("QQB"), type, id, content,
                                federation_.clock().Now(), federation_.context(sender).random)
            .value();
    return service::ReceiveDelivery(
        federation_.context("QQB"),
        {Party(sender), "vsx://" + std::string(sender) + "/node/1", Party("QQB"), type, id, sealed});
  }

  std::string Notice() { return federation_.link().OpenedBy(Party("QQB")).at(0); }

  domain::CopyId NoticeId() { return InboxOf(federation_, "QQB").at(0).notice_id; }

  std::string WithdrawalBy(std::string_view issuer, const std::vector<domain::CopyId>& copies, char id = 'w') {
    return statement::EncodeWithdrawal(
        statement::SignWithdrawal({.issuer = Party(issuer),
                                   .recipient = Party("QQB"),
                                   .id = domain::StatementId::FromBytes(std::string(16, id)).value(),
                                   .copy_ids = copies,
                                   .withdrawn_at = federation_.clock().Now()},
                                  federation_.context(issuer).operations_signer)
            .value()
            .envelope);
  }

  std::vector<store::Row> Evidence() {
    return federation_.context("QQB").engine.TakeSnapshot()->Scan(store::Table::kStatement, "", "", 10).value().rows;
  }

  TestFederation federation_;
  const Person person_;
  std::optional<domain::CaseId> id_;
};

TEST_F(ExchangeTest, ReplayGetsTheSameReceiptAndHasNoSecondEffect) {
  const auto rows = AllRows(federation_.context("QQB").engine);
  const auto again = federation_.link().Replay(Party("QQB"), 0);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, DeliveriesOf(federation_, "QQA", *id_)[0].receipt_envelope);
  EXPECT_EQ(AllRows(federation_.context("QQB").engine), rows);
}

TEST_F(ExchangeTest, SameIdWithOtherContentIsRefusedAndKeptAsEvidenceOnce) {
  statement::NotificationContent content = statement::DecodeNotification(Notice()).value();
  content.protective_envelope.clear();
  content.openings.clear();
  const auto refused = Deliver("QQA", DeliveryType::kNotification, statement::EncodeNotification(content));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(domain::ErrorReason(refused.status()), "STATEMENT_CONFLICT");
  EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), domain::CheckOutcome::kHold);

  ASSERT_THAT(Evidence(), SizeIs(1));
  const auto rows = AllRows(federation_.context("QQB").engine);
  federation_.clock().Advance(60);
  const auto replayed = Deliver("QQA", DeliveryType::kNotification, statement::EncodeNotification(content));
  EXPECT_EQ(domain::ErrorReason(replayed.status()), "STATEMENT_CONFLICT");
  EXPECT_EQ(AllRows(federation_.context("QQB").engine), rows) << "a replay of it adds nothing, no audit entry either";
}

TEST_F(ExchangeTest, OfConflictsAtTheSameTimeTheFirstToBeKeptStands) {
  const domain::CopyId other = domain::CopyId::FromBytes(std::string(16, 'o')).value();
  const domain::CopyId third = domain::CopyId::FromBytes(std::string(16, 't')).value();
  ASSERT_TRUE(Deliver("QQA", DeliveryType::kWithdrawal, WithdrawalBy("QQA", {other})).ok());
  std::vector<store::Row> faster;
  federation_.node("QQB").engine().BeforeNextCommit([&] {
    EXPECT_FALSE(Deliver("QQA", DeliveryType::kWithdrawal, WithdrawalBy("QQA", {third})).ok());
    faster = Evidence();
  });
  const auto refused = Deliver("QQA", DeliveryType::kWithdrawal, WithdrawalBy("QQA", {NoticeId()}));
  EXPECT_EQ(domain::ErrorReason(refused.status()), "STATEMENT_CONFLICT") << refused.status();
  ASSERT_THAT(faster, SizeIs(1));
  EXPECT_EQ(Evidence(), faster);
}

TEST_F(ExchangeTest, WithdrawalOfOtherCopiesUnderAnIdThatCameBeforeIsRefusedAndKeptAsEvidence) {
  const domain::CopyId other = domain::CopyId::FromBytes(std::string(16, 'o')).value();
  ASSERT_TRUE(Deliver("QQA", DeliveryType::kWithdrawal, WithdrawalBy("QQA", {other})).ok());
  EXPECT_THAT(Evidence(), IsEmpty());
  const auto refused = Deliver("QQA", DeliveryType::kWithdrawal, WithdrawalBy("QQA", {NoticeId()}));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(domain::ErrorReason(refused.status()), "STATEMENT_CONFLICT");
  EXPECT_THAT(Evidence(), SizeIs(1));
  EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), domain::CheckOutcome::kHold);
}

TEST_F(ExchangeTest, CopyForAnotherPartyIsRefused) {
  const auto before = InboxOf(federation_, "QQB").size();
  // QQB's own copy, forwarded by QQB to QQC as if from the issuer.
  const auto id = domain::StatementId::FromBytes(std::string(16, 'd')).value();
  const std::string sealed =
      statement::SealDelivery(federation_.context("QQB").trust, Party("QQC"), DeliveryType::kNotification, id, Notice(),
                              federation_.clock().Now(), federation_.context("QQB").random)
          .value();
  // Sealing names the sender, so QQC opens only what is said to come from QQB… or from the issuer, who sealed it.
  const auto refused = service::ReceiveDelivery(
      federation_.context("QQC"),
      {Party("QQA"), "vsx://QQA/node/1", Party("QQC"), DeliveryType::kNotification, id,
       statement::SealDelivery(federation_.context("QQA").trust, Party("QQC"), DeliveryType::kNotification, id,
                               Notice(), federation_.clock().Now(), federation_.context("QQA").random)
           .value()});
  EXPECT_EQ(domain::ErrorReason(refused.status()), "WRONG_RECIPIENT");
  const auto unopened = service::ReceiveDelivery(
      federation_.context("QQC"),
      {Party("QQA"), "vsx://QQA/node/1", Party("QQC"), DeliveryType::kNotification, id, sealed});
  EXPECT_EQ(domain::ErrorReason(unopened.status()), "DELIVERY_NOT_OPENED");
  EXPECT_THAT(InboxOf(federation_, "QQC"), IsEmpty());
  EXPECT_EQ(InboxOf(federation_, "QQB").size(), before);
}

TEST_F(ExchangeTest, StatementOfAnotherIssuerIsRefused) {
  const auto refused = Deliver("QQC", DeliveryType::kNotification, Notice());
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(domain::ErrorReason(refused.status()), "SIGNATURE_INVALID");
}

TEST_F(ExchangeTest, AnotherPartyCannotWithdrawTheCopy) {
  // QQC signs a withdrawal of its own that names QQA's copy: ids are per issuer.
  const auto receipt = Deliver("QQC", DeliveryType::kWithdrawal, WithdrawalBy("QQC", {NoticeId()}));
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), domain::CheckOutcome::kHold);
}

TEST_F(ExchangeTest, WithdrawalSignedInTheWrongRoleIsRefused) {
  const auto wrong = statement::SignWithdrawal({.issuer = Party("QQA"),
                                                .recipient = Party("QQB"),
                                                .id = domain::StatementId::FromBytes(std::string(16, 'w')).value(),
                                                .copy_ids = {NoticeId()},
                                                .withdrawn_at = federation_.clock().Now()},
                                               federation_.context("QQA").attestation_signer)
                         .value();
  const auto refused = Deliver("QQA", DeliveryType::kWithdrawal, statement::EncodeWithdrawal(wrong.envelope));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), domain::CheckOutcome::kHold);
}

TEST_F(ExchangeTest, RecallOfTheProtectiveCopyTakesTheNoticeToo) {
  const domain::InboxItem item = InboxOf(federation_, "QQB").at(0);
  const auto receipt = Deliver("QQA", DeliveryType::kWithdrawal,
                               WithdrawalBy("QQA", {domain::CopyId::FromBytes(item.protective_copy_id).value()}));
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

TEST_F(ExchangeTest, WithdrawalCannotEraseWhatIsNoCopy) {
  const domain::CopyId notice = NoticeId();
  ASSERT_TRUE(Deliver("QQA", DeliveryType::kWithdrawal, WithdrawalBy("QQA", {notice}, 'v')).ok());
  const auto first = Deliver("QQA", DeliveryType::kWithdrawal, WithdrawalBy("QQA", {notice}, 'v'));
  ASSERT_TRUE(first.ok()) << first.status();
  const auto over_it = Deliver("QQA", DeliveryType::kWithdrawal,
                               WithdrawalBy("QQA", {domain::CopyId::FromBytes(std::string(16, 'v')).value()}, 'x'));
  ASSERT_TRUE(over_it.ok()) << over_it.status();
  EXPECT_EQ(*Deliver("QQA", DeliveryType::kWithdrawal, WithdrawalBy("QQA", {notice}, 'v')), *first)
      << "the earlier withdrawal still has its receipt";
}

TEST_F(ExchangeTest, NoticeOfASuspendedPartyIsRefusedAndWhatItDeliveredStillHolds) {
  const Person later{.name = "Misal Sample", .passport = "XX0000008"};
  const domain::CaseId second = Register(federation_, "QQA", later);
  Record(federation_, "QQA", second, YesTo(federation_, {"QQB"}));
  federation_.manifest.mutable_parties(0)->set_state(v1::PARTY_STATE_SUSPENDED);
  federation_.node("QQB").SetTrust(federation_.LoadTrust("QQB"));
  EXPECT_EQ(federation_.DispatchOnce("QQA", "QQB").postponed, 1u) << "it may be in force again one day";
  EXPECT_EQ(DeliveriesOf(federation_, "QQA", second)[0].reason, "PARTY_NOT_ACTIVE");
  const service::CheckAnswer answer = Check(federation_, "QQB", {PassportOf(person_)});
  EXPECT_EQ(answer.decision.outcome, domain::CheckOutcome::kHold);
  EXPECT_THAT(answer.decision.matches.at(0).qualifications,
              ::testing::Contains(domain::Qualification::kPartyNotActive));

  Withdraw(federation_, "QQA", *id_);
  federation_.RunDispatch();
  EXPECT_EQ(OutcomeAt(federation_, "QQB", person_), domain::CheckOutcome::kIncomplete) << "its withdrawal is obeyed";
}

TEST_F(ExchangeTest, EveryBitFlippedIsRefusedAndChangesNothing) {
  const SeenDelivery seen = federation_.link().SeenBy(Party("QQB")).at(0);
  const auto rows = AllRows(federation_.context("QQB").engine);
  for (size_t i = 0; i < seen.sealed_content.size(); i += 7) {
    std::string bent = seen.sealed_content;
    bent[i] = static_cast<char>(bent[i] ^ (1 << (i % 8)));
    const auto refused =
        service::ReceiveDelivery(federation_.context("QQB"), {Party("QQA"), "vsx://QQA/node/1", Party("QQB"), seen.type,
                                                              *domain::StatementId::FromBytes(seen.delivery_id), bent});
    ASSERT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
    ASSERT_FALSE(domain::ErrorReason(refused.status()).empty());
  }
  EXPECT_EQ(AllRows(federation_.context("QQB").engine), rows);
}

// What QQA may say of the person, in place of the notice that was delivered: signed by hand, since no use case would.
struct Replacing {
  domain::CaseFacts facts;
  bool with_protective = true;
  bool opens = true;
};

class ReplacementTest : public ExchangeTest {
 protected:
  ReplacementTest() : replacing_{FactsOf(person_)}, replaced_(InboxOf(federation_, "QQB").at(0)) {
    facts().date_identified = domain::CivilDate::Parse("2030-02-01").value();
  }
  domain::CaseFacts& facts() { return replacing_.facts; }

  statement::SignedCopy Sign(domain::Purpose purpose, char id, const std::optional<domain::CopyId>& replaces) {
    domain::ConsentRecord yes = YesTo(federation_, {"QQB"});
    yes.age_at_recording = domain::AgeAtRecording::kAdult;
    const domain::CivilDate today = domain::CivilDate::FromTime(federation_.clock().Now());
    const auto permitted = domain::PermitCopy({.record = yes,
                                               .facts = replacing_.facts,
                                               .linked = {},
                                               .own_party = Party("QQA"),
                                               .recipient = Party("QQB"),
                                               .purpose = purpose,
                                               .today = today,
                                               .person_is_adult_now = true,
                                               .asking_agency = {}});
    return statement::SignAttestationCopy(
               *permitted,
               {Party("QQA"),
                domain::CopyId::FromBytes(std::string(14, id) + static_cast<char>(number_ >> 8) +
                                          static_cast<char>(number_ & 0xff))
                    .value(),
                replaces, today},
               federation_.node("QQA").random(), federation_.context("QQA").attestation_signer)
        .value();
  }

  // The notice, delivered in place of `replaced`, or of nothing.
  absl::StatusOr<std::string> DeliverInPlaceOf(const domain::InboxItem* replaced) {
    ++number_;
    const auto replaces = [&](const std::string& id) {
      return replaced == nullptr ? std::nullopt : std::optional(domain::CopyId::FromBytes(id).value());
    };
    statement::NotificationContent content;
    content.notice_envelope =
        Sign(domain::Purpose::kNotifyLevel2, 'n', replaces(std::string(replaced_.notice_id.bytes()))).envelope;
    if (replacing_.with_protective) {
      statement::SignedCopy copy = Sign(domain::Purpose::kProtectiveCheck, 'p', replaces(replaced_.protective_copy_id));
      content.protective_envelope = copy.envelope;
      content.openings = copy.openings;
      if (!replacing_.opens) content.openings.resize(1);
    }
    return Deliver("QQA", DeliveryType::kNotification, statement::EncodeNotification(content));
  }

  void ExpectBothStand() {
    const auto receipt = DeliverInPlaceOf(&replaced_);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    EXPECT_THAT(InboxOf(federation_, "QQB"), SizeIs(2));
    const service::CheckAnswer answer = Check(federation_, "QQB", {PassportOf(person_)});
    EXPECT_EQ(answer.decision.outcome, domain::CheckOutcome::kHold);
    EXPECT_TRUE(answer.decision.matches.at(0).recognised_under_14_2);
    EXPECT_EQ(answer.decision.matches.at(0).mark, domain::HandleMark::kExact);
  }

  Replacing replacing_;
  const domain::InboxItem replaced_;
  int number_ = 1;
};

TEST_F(ReplacementTest, OneThatProtectsAsMuchTakesThePlace) {
  const auto receipt = DeliverInPlaceOf(&replaced_);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  ASSERT_THAT(InboxOf(federation_, "QQB"), SizeIs(1));
  EXPECT_NE(NoticeId(), replaced_.notice_id);
}

TEST_F(ReplacementTest, OfLowerStatusStandsBesideAndDoesNotReplace) {
  facts().status = domain::CaseStatus::kPresumed;
  ExpectBothStand();
}

TEST_F(ReplacementTest, OfAnotherCapacityThanReceivingStandsBeside) {
  facts().capacity = domain::Capacity::kTransit;
  ExpectBothStand();
}

TEST_F(ReplacementTest, WithoutProtectiveCopyStandsBeside) {
  replacing_.with_protective = false;
  ExpectBothStand();
}

TEST_F(ReplacementTest, OfAWeakerMarkStandsBeside) {
  for (domain::MarkedHandle& handle : facts().handles) handle.mark = domain::HandleMark::kPossible;
  ExpectBothStand();
}

TEST_F(ReplacementTest, OfAnotherDocumentStandsBeside) {
  const Person another{.passport = "XX0000077"};
  facts().documents = FactsOf(another).documents;
  facts().handles = FactsOf(another).handles;
  ExpectBothStand();
}

TEST_F(ReplacementTest, ThatOpensFewerHandlesStandsBeside) {
  replacing_.opens = false;
  ExpectBothStand();
}

TEST_F(ReplacementTest, AdultInPlaceOfAChildStandsBeside) {
  facts().age_class = domain::AgeClass::kChild;
  facts().birth_date.reset();
  ASSERT_TRUE(DeliverInPlaceOf(&replaced_).ok()) << "a child in place of an adult takes the place";
  const std::vector<domain::InboxItem> child = InboxOf(federation_, "QQB");
  ASSERT_THAT(child, SizeIs(1));
  facts().age_class = domain::AgeClass::kAdult;
  ++number_;
  statement::NotificationContent content;
  content.notice_envelope = Sign(domain::Purpose::kNotifyLevel2, 'n', child[0].notice_id).envelope;
  statement::SignedCopy copy =
      Sign(domain::Purpose::kProtectiveCheck, 'p', domain::CopyId::FromBytes(child[0].protective_copy_id).value());
  content.protective_envelope = copy.envelope;
  content.openings = copy.openings;
  ASSERT_TRUE(Deliver("QQA", DeliveryType::kNotification, statement::EncodeNotification(content)).ok());
  EXPECT_THAT(InboxOf(federation_, "QQB"), SizeIs(2));
}

// The issuer takes the first to be replaced, and names the second alone.
TEST_F(ReplacementTest, WithdrawalOfTheSecondErasesTheFirstThatStoodBeside) {
  facts().status = domain::CaseStatus::kPresumed;
  ExpectBothStand();
  std::optional<domain::CopyId> second;
  for (const domain::InboxItem& item : InboxOf(federation_, "QQB")) {
    if (item.notice_id != replaced_.notice_id) second = item.notice_id;
  }
  ASSERT_TRUE(Deliver("QQA", DeliveryType::kWithdrawal, WithdrawalBy("QQA", {*second})).ok());
  EXPECT_THAT(InboxOf(federation_, "QQB"), IsEmpty());
}

TEST_F(ReplacementTest, OneIssuersNoticesOnOneHandleAreBounded) {
  constexpr size_t kMost = 256;
  for (size_t i = 1; i < kMost; ++i) {
    const auto receipt = DeliverInPlaceOf(nullptr);
    ASSERT_TRUE(receipt.ok()) << i << receipt.status();
  }
  const auto rows = AllRows(federation_.context("QQB").engine);
  const auto refused = DeliverInPlaceOf(nullptr);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(domain::ErrorReason(refused.status()), "TOO_MANY_NOTICES");
  EXPECT_EQ(AllRows(federation_.context("QQB").engine).size(), rows.size() + 1) << "but for the audit log";

  const auto in_place = DeliverInPlaceOf(&replaced_);
  EXPECT_TRUE(in_place.ok()) << "what takes a place needs none: " << in_place.status();
  const Person other{.name = "Misal Sample", .passport = "XX0000008"};
  facts() = FactsOf(other);
  EXPECT_TRUE(DeliverInPlaceOf(nullptr).ok()) << "another handle";
}

}  // namespace
}  // namespace vsx::test
