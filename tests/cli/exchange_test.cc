#include <nlohmann/json.hpp>

#include "tests/cli/cli_fixture.h"

namespace vsx::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ExchangeTest : public CliTest {};

TEST_F(ExchangeTest, EmptyBoxesSayWhenSomethingComes) {
  EXPECT_THAT(Run({"inbox", "list"}).out, HasSubstr("No notices yet."));
  EXPECT_THAT(Run({"outbox", "list"}).out, HasSubstr("No deliveries yet."));
}

TEST_F(ExchangeTest, NoticeWithoutIdentitySaysNotToSearch) {
  v1::ListInboxResponse response;
  auto* item = response.add_items();
  item->set_issuing_party("XXB");
  item->mutable_notice()->set_status(v1::CASE_STATUS_IDENTIFIED);
  item->mutable_notice()->set_age_class(v1::AGE_CLASS_CHILD);
  item->mutable_notice()->set_contact_desk_id("duty-desk");
  item->set_received_at(kTestNow);
  item->set_revocation_received(true);
  node_->cases.ListInbox_method.Answer(response);
  const auto result = Run({"inbox", "list"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(result.out,
            "From XXB  identified, child, received 2026-01-01 00:00 UTC\n"
            "  without identity: she did not say that your State may know who she is. Do not search for her.\n"
            "  contact   desk duty-desk of XXB\n"
            "  answers no checks\n"
            "  a revocation came; it is not in force while nothing is logged. HOLD stands.\n");
}

TEST_F(ExchangeTest, OutboxListsAndSavesReceipts) {
  v1::ListDeliveriesResponse response;
  auto* sent = response.add_deliveries();
  sent->set_delivery_id(std::string(16, '\x11'));
  sent->set_recipient("XXB");
  sent->set_kind("notification level 2");
  sent->set_state(v1::DELIVERY_STATE_ACKNOWLEDGED);
  sent->set_receipt_envelope("an envelope");
  auto* waiting = response.add_deliveries();
  waiting->set_delivery_id(std::string(16, '\x22'));
  waiting->set_recipient("XXC");
  waiting->set_state(v1::DELIVERY_STATE_QUEUED);
  waiting->set_reason("UNAVAILABLE");
  node_->cases.ListDeliveries_method.Answer(response);
  const auto result = Run({"outbox", "list", "--case", kCaseId, "--receipts", Path("receipts")});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(node_->cases.ListDeliveries_method.requests().at(0).case_id(), CaseIdBytes());
  EXPECT_THAT(result.out,
              HasSubstr("XXC                        queued        -       -             0      UNAVAILABLE\n"));
  EXPECT_EQ(nlohmann::json::parse(Read("receipts/11111111111111111111111111111111.receipt"))["format"],
            "vsx-receipt-v1");
  EXPECT_FALSE(std::filesystem::exists(Path("receipts/22222222222222222222222222222222.receipt")));
}

TEST_F(ExchangeTest, NodeStatusWarnsOfWhatIsWrong) {
  v1::GetNodeStatusResponse response;
  response.set_party("XXA");
  response.set_node("1");
  response.set_version("0.1.0");
  response.set_manifest_expired(true);
  response.set_log_state(v1::LOG_STATE_NOT_LOGGED);
  auto* party = response.add_parties();
  party->set_party("XXB");
  party->set_state(v1::PARTY_STATE_ACTIVE);
  node_->admin.GetNodeStatus_method.Answer(response);
  BecomeAgency("operator");
  const auto result = Run({"node", "status"});
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("ACCEPTS NO WRITES"));
  EXPECT_THAT(result.out, HasSubstr("EXPIRED"));
  EXPECT_THAT(result.out, HasSubstr("  XXB    active  none"));
  EXPECT_EQ(node_->admin.GetNodeStatus_method.requests().at(0).context().purpose(), v1::ACCESS_PURPOSE_ADMIN);
  EXPECT_EQ(nlohmann::json::parse(Run({"node", "deliveries", "--json"}).out)["parties"].size(), 0U);
}

}  // namespace
}  // namespace vsx::test
