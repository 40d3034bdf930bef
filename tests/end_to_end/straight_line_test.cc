#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "node/statement/check_receipt.h"
#include "node/statement/receipts.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/sample_person.h"

// The story of issue and use over real nodes: identify, ask, notify, check, withdraw. THA identifies a national of KHM;
// LAO is a third State.
namespace vsx::test {
namespace {

class StraightLineTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(federation_.StartAll()); }

  Agency Body(const std::string& party) {
    return federation_.Dial(party, "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, "example-body");
  }
  Agency Desk(const std::string& party) {
    return federation_.Dial(party, "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK, "example-airport");
  }

  static v1::CheckStatusResponse Check(const Agency& desk, const v1::PersonQuery& person) {
    v1::CheckStatusResponse response;
    const grpc::Status status = desk.Call(&Status::CheckStatus, CheckBeforeRemoval(person), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // Registers the sample person at THA and gives the case id.
  std::string Register(const Agency& body) {
    v1::RegisterCaseResponse response;
    const grpc::Status status = body.Call(&Cases::RegisterCase, RegistrationOf(person_, "KHM"), &response);
    EXPECT_TRUE(status.ok()) << status.error_message() << " " << DetailOf(status).field();
    EXPECT_EQ(response.summary().consent_state(), v1::CONSENT_STATE_NOT_ASKED);
    return response.summary().case_id();
  }

  // She allows KHM the notice with identity, and its officers' checks; LAO nothing.
  static v1::RecordConsentResponse AllowSendingParty(const Agency& body, const std::string& case_id) {
    v1::RecordConsentRequest request;
    request.set_case_id(case_id);
    *request.mutable_consent() = DenyByDefault({"KHM", "LAO"});
    for (const v1::Purpose purpose :
         {v1::PURPOSE_NOTIFY_LEVEL_1, v1::PURPOSE_NOTIFY_LEVEL_2, v1::PURPOSE_PROTECTIVE_CHECK}) {
      Allow(*request.mutable_consent(), "KHM", purpose);
    }
    v1::RecordConsentResponse response;
    const grpc::Status status = body.Call(&Cases::RecordConsent, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message() << " " << DetailOf(status).field();
    return response;
  }

  static std::vector<v1::DeliverySummary> Deliveries(const Agency& body, const std::string& case_id) {
    v1::ListDeliveriesRequest request;
    request.set_case_id(case_id);
    v1::ListDeliveriesResponse response;
    const grpc::Status status = body.Call(&Cases::ListDeliveries, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.deliveries().begin(), response.deliveries().end()};
  }

  // Waits until a delivery of this kind to KHM is acknowledged.
  static std::optional<v1::DeliverySummary> Acknowledged(const Agency& body, const std::string& case_id,
                                                         const std::string& kind) {
    std::optional<v1::DeliverySummary> found;
    Eventually([&] {
      for (const v1::DeliverySummary& delivery : Deliveries(body, case_id)) {
        const bool meant = delivery.kind() == kind && delivery.recipient() == "KHM";
        if (meant && delivery.state() == v1::DELIVERY_STATE_ACKNOWLEDGED) found = delivery;
      }
      return found.has_value();
    });
    return found;
  }

  static std::vector<v1::InboxItem> Inbox(const Agency& body) {
    v1::ListInboxResponse response;
    const grpc::Status status = body.Call(&Cases::ListInbox, v1::ListInboxRequest(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.items().begin(), response.items().end()};
  }

  Federation federation_;
  SamplePerson person_;
};

TEST_F(StraightLineTest, NothingLeavesTheStateBeforeSheWasAsked) {
  const Agency body = Body("THA");
  const std::string case_id = Register(body);

  const v1::CheckStatusResponse own = Check(Desk("THA"), person_.ByDocument());
  EXPECT_EQ(own.outcome(), v1::CHECK_OUTCOME_HOLD);
  ASSERT_EQ(own.matches_size(), 1);
  EXPECT_TRUE(own.matches(0).own_case());
  EXPECT_EQ(own.matches(0).desk().telephone(), "+00 000 0000");

  EXPECT_TRUE(Deliveries(body, case_id).empty());
  v1::GetOutboxStatusResponse outbox;
  const Agency operator_post = federation_.Dial("THA", "operator", v1::ACCESS_PURPOSE_ADMIN);
  ASSERT_TRUE(operator_post.Call(&Admin::GetOutboxStatus, v1::GetOutboxStatusRequest(), &outbox).ok());
  EXPECT_EQ(outbox.parties_size(), 2);
  for (const v1::OutboxPartyStatus& party : outbox.parties()) EXPECT_EQ(party.pending(), 0U) << party.party();
  EXPECT_TRUE(Inbox(Body("KHM")).empty());
  EXPECT_NE(Check(Desk("KHM"), person_.ByDocument()).outcome(), v1::CHECK_OUTCOME_HOLD);
}

TEST_F(StraightLineTest, NoticeHoldsAtTheSendingPartyAndEndsWithHerObjection) {
  const Agency body = Body("THA");
  const std::string case_id = Register(body);
  const v1::RecordConsentResponse recorded = AllowSendingParty(body, case_id);
  ASSERT_EQ(recorded.queued_for_size(), 1);
  EXPECT_EQ(recorded.queued_for(0), "KHM");

  // The notice arrives, with its signed receipt.
  const std::optional<v1::DeliverySummary> notice = Acknowledged(body, case_id, "notification level 2");
  ASSERT_TRUE(notice.has_value());
  const statement::TrustStore trust = federation_.Trust("THA");
  const auto receipt =
      statement::VerifyDeliveryReceipt(trust, notice->receipt_envelope(), Code("KHM"), Code("THA"), {Now()});
  EXPECT_TRUE(receipt.ok()) << receipt.status();
  const std::vector<v1::InboxItem> inbox = Inbox(Body("KHM"));
  ASSERT_EQ(inbox.size(), 1U);
  EXPECT_EQ(inbox[0].issuing_party(), "THA");
  EXPECT_TRUE(inbox[0].answers_checks());

  // The officer of the sending Party is told to hold, whichever way she is asked about, and whom to call.
  const Agency khm_desk = Desk("KHM");
  for (const v1::PersonQuery& query : {person_.ByDocument(), person_.ByName()}) {
    const v1::CheckStatusResponse hold = Check(khm_desk, query);
    EXPECT_EQ(hold.outcome(), v1::CHECK_OUTCOME_HOLD);
    ASSERT_EQ(hold.matches_size(), 1);
    EXPECT_EQ(hold.matches(0).issuing_party(), "THA");
    EXPECT_FALSE(hold.matches(0).own_case());
    EXPECT_TRUE(hold.matches(0).recognised_under_14_2());
    EXPECT_EQ(hold.matches(0).desk().desk_id(), "duty-desk");
    // A name and birth date may be somebody else's; a document is hers.
    const bool by_name = query.has_biographic();
    ASSERT_EQ(hold.matches(0).qualifications_size(), by_name ? 1 : 0);
    if (by_name) {
      EXPECT_EQ(hold.matches(0).qualifications(0), v1::QUALIFICATION_POSSIBLE_MATCH);
    }
    const auto check_receipt =
        statement::VerifyCheckReceipt(federation_.Trust("KHM"), hold.receipt_envelope(), {Now()});
    EXPECT_TRUE(check_receipt.ok()) << check_receipt.status();
  }

  // A third State was told nothing, and says so.
  const v1::CheckStatusResponse third = Check(Desk("LAO"), person_.ByDocument());
  EXPECT_NE(third.outcome(), v1::CHECK_OUTCOME_HOLD);
  ASSERT_EQ(third.consultations_size(), 3);
  EXPECT_EQ(third.member_states_outside(0), "VNM");
  EXPECT_EQ(third.matches_size(), 0);

  // She objects: the copy is recalled, the receipt says so, and the desk knows nothing any more.
  v1::WithdrawConsentRequest objection;
  objection.set_case_id(case_id);
  v1::WithdrawConsentResponse withdrawn;
  const grpc::Status status = body.Call(&Cases::WithdrawConsent, objection, &withdrawn);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(withdrawn.recall().recalled_size(), 1);
  EXPECT_EQ(withdrawn.recall().recalled(0), "KHM");
  EXPECT_FALSE(withdrawn.tell_the_person().empty());
  const std::optional<v1::DeliverySummary> recall = Acknowledged(body, case_id, "withdrawal");
  ASSERT_TRUE(recall.has_value());
  const auto erasure =
      statement::VerifyErasureReceipt(trust, recall->receipt_envelope(), Code("KHM"), Code("THA"), {Now()});
  EXPECT_TRUE(erasure.ok()) << erasure.status();
  EXPECT_NE(Check(khm_desk, person_.ByDocument()).outcome(), v1::CHECK_OUTCOME_HOLD);
  EXPECT_NE(Check(khm_desk, person_.ByName()).outcome(), v1::CHECK_OUTCOME_HOLD);
  EXPECT_TRUE(Inbox(Body("KHM")).empty());
  // Her own State's protection is not touched.
  EXPECT_EQ(Check(Desk("THA"), person_.ByDocument()).outcome(), v1::CHECK_OUTCOME_HOLD);
}

TEST_F(StraightLineTest, DeliveredRevocationLeavesHoldWhileNothingIsLogged) {
  const Agency body = Body("THA");
  const std::string case_id = Register(body);
  AllowSendingParty(body, case_id);
  ASSERT_TRUE(Acknowledged(body, case_id, "notification level 2").has_value());

  v1::RevokeCaseRequest revocation;
  revocation.set_case_id(case_id);
  revocation.set_reason(v1::REVOCATION_REASON_ISSUED_IN_ERROR);
  revocation.set_second_officer("officer-2");
  v1::RevokeCaseResponse revoked;
  const grpc::Status status = body.Call(&Cases::RevokeCase, revocation, &revoked);
  ASSERT_TRUE(status.ok()) << status.error_message() << " " << DetailOf(status).field();
  ASSERT_TRUE(Acknowledged(body, case_id, "revocation").has_value());

  const v1::CheckStatusResponse answer = Check(Desk("KHM"), person_.ByDocument());
  EXPECT_EQ(answer.outcome(), v1::CHECK_OUTCOME_HOLD);
  ASSERT_EQ(answer.matches_size(), 1);
  const auto& qualifications = answer.matches(0).qualifications();
  EXPECT_NE(std::find(qualifications.begin(), qualifications.end(), v1::QUALIFICATION_REVOCATION_NOT_IN_FORCE),
            qualifications.end());
  const std::vector<v1::InboxItem> inbox = Inbox(Body("KHM"));
  ASSERT_EQ(inbox.size(), 1U);
  EXPECT_TRUE(inbox[0].revocation_received());
  EXPECT_EQ(inbox[0].log_state(), v1::LOG_STATE_NOT_LOGGED);
}

TEST_F(StraightLineTest, NoticeToADeadNodeArrivesWhenItIsBackAndSurvivesASenderThatWasKilled) {
  federation_.node("KHM").Kill();
  const Agency body = Body("THA");
  const std::string case_id = Register(body);
  AllowSendingParty(body, case_id);
  federation_.node("THA").Kill();
  ASSERT_TRUE(federation_.Start("THA"));
  ASSERT_TRUE(federation_.Start("KHM"));
  const Agency body_again = Body("THA");
  EXPECT_TRUE(Acknowledged(body_again, case_id, "notification level 2").has_value());
  EXPECT_EQ(Check(Desk("KHM"), person_.ByDocument()).outcome(), v1::CHECK_OUTCOME_HOLD);
}

}  // namespace
}  // namespace vsx::test
