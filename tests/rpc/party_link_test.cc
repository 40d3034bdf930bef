#include <gtest/gtest.h>

#include <ctime>
#include <filesystem>
#include <future>
#include <map>

#include "node/domain/error.h"
#include "node/peer/grpc_party_link.h"
#include "tests/rpc/port_fixture.h"

namespace vsx::test {
namespace {

class InMemoryPeerDirectory final : public peer::PeerDirectory {
 public:
  std::map<std::string, peer::PeerAddress> addresses;
  absl::StatusOr<peer::PeerAddress> Find(const domain::PartyCode& party) const override {
    const auto found = addresses.find(party.value());
    if (found == addresses.end()) return absl::NotFoundError("no such Party");
    return found->second;
  }
};

// XBB delivers to the peer port of XAA.
class PartyLinkTest : public PortFixture {
 protected:
  void SetUp() override {
    StartPeerPort();
    peers_.addresses["XAA"] = {{Endpoint()}, ca_a_.certificate_pem()};
    options_.key_path = folder_.Write("b.key", node_b_.key_pem);
    options_.certificate_path = folder_.Write("b.crt", node_b_.certificate_pem);
    options_.clock = [] { return domain::UnixTime{static_cast<int64_t>(std::time(nullptr))}; };
    NewLink();
  }
  void NewLink() {
    link_.reset();
    channels_ = std::make_unique<peer::PeerChannels>(peers_, options_);
    link_ = std::make_unique<peer::GrpcPartyLink>(*channels_, deadline_);
  }
  std::string Endpoint() { return "127.0.0.1:" + std::to_string(peer_server_->port()); }
  absl::StatusOr<std::string> Deliver(const std::string& recipient = "XAA", const std::string& content = "sealed") {
    return link_->Deliver(Party(recipient), domain::DeliveryType::kWithdrawal, id_, content);
  }

  const domain::StatementId id_ = *domain::StatementId::FromBytes("0123456789abcdef");
  InMemoryPeerDirectory peers_;
  peer::ChannelOptions options_;
  std::chrono::milliseconds deadline_ = std::chrono::seconds(10);
  std::unique_ptr<peer::PeerChannels> channels_;
  std::unique_ptr<peer::GrpcPartyLink> link_;
};

TEST_F(PartyLinkTest, DeliveryArrivesAndItsReceiptComesBack) {
  const auto receipt = Deliver();
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(*receipt, "receipt of sealed");
  EXPECT_EQ(book_.calls(), std::vector<std::string>{"Deliver vsx://XBB/node/1"});
  const v1::DeliverRequest request = exchange_handlers_.last();
  EXPECT_EQ(request.recipient(), "XAA");
  EXPECT_EQ(request.type(), v1::DELIVERY_TYPE_WITHDRAWAL);
  EXPECT_EQ(request.delivery_id(), id_.bytes());
}

TEST_F(PartyLinkTest, ServerOfAnotherPartyIsNotSpokenTo) {
  // Its CA stands where XBB's should, so that only the dialled Party tells them apart.
  peers_.addresses["XBB"] = {{Endpoint()}, ca_a_.certificate_pem()};
  const auto refused = Deliver("XBB");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable) << refused.status();
  EXPECT_TRUE(book_.calls().empty());
}

TEST_F(PartyLinkTest, ServerUnderAnotherCaIsNotSpokenTo) {
  peers_.addresses["XAA"].ca_pem = ca_b_.certificate_pem();
  EXPECT_EQ(Deliver().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(book_.calls().empty());
}

TEST_F(PartyLinkTest, ServerWithAnAgencyCertificateIsNotSpokenTo) {
  peer_server_.reset();
  folder_.Write("node.key", agency_a_.key_pem);
  folder_.Write("node.crt", agency_a_.certificate_pem);
  StartPeerPort();
  peers_.addresses["XAA"].endpoints = {Endpoint()};
  EXPECT_EQ(Deliver().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(book_.calls().empty());
}

TEST_F(PartyLinkTest, ServerUnderAnIntermediateIsNotSpokenTo) {
  peer_server_.reset();
  const TestCa intermediate = ca_a_.IssueIntermediate("example intermediate of XAA");
  const KeyAndCertificate leaf = intermediate.IssueFor("vsx://XAA/node/1");
  folder_.Write("node.key", leaf.key_pem);
  folder_.Write("node.crt", leaf.certificate_pem + intermediate.certificate_pem());
  StartPeerPort();
  peers_.addresses["XAA"].endpoints = {Endpoint()};
  EXPECT_EQ(Deliver().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(book_.calls().empty());
}

TEST_F(PartyLinkTest, DeniedServerIsNotSpokenTo) {
  options_.denied = [](const domain::PartyCertificate& server) { return server.uri.text() == "vsx://XAA/node/1"; };
  NewLink();
  EXPECT_EQ(Deliver().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(book_.calls().empty());
}

TEST_F(PartyLinkTest, RefusalOfThePeerKeepsItsReason) {
  book_.answer = [](const std::string&) {
    return domain::Error(absl::StatusCode::kPermissionDenied, "WRONG_ROLE", "sealed_content",
                         "signed by the wrong role");
  };
  const auto refused = Deliver();
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(domain::ErrorReason(refused.status()), "WRONG_ROLE");
  EXPECT_EQ(domain::ErrorField(refused.status()), "sealed_content");
}

TEST_F(PartyLinkTest, CertificateDeniedByThePeerMayPass) {
  folder_.Write("denied", "vsx://XBB/node/1\n");
  const auto refused = Deliver();
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(domain::ErrorReason(refused.status()), "CERTIFICATE_DENIED");
  folder_.Write("denied", "");
  EXPECT_TRUE(Deliver().ok());
}

TEST_F(PartyLinkTest, DeadOrUnknownPeerMayPass) {
  EXPECT_EQ(domain::ErrorReason(Deliver("XCC").status()), "PEER_NOT_KNOWN");
  peer_server_->Shutdown(std::chrono::milliseconds(0));
  const auto dead = Deliver();
  EXPECT_EQ(dead.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(domain::ErrorReason(dead.status()), "PEER_NOT_REACHED");
}

TEST_F(PartyLinkTest, SlowPeerEndsAtTheDeadline) {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  book_.answer = [released](const std::string&) {
    released.wait();
    return absl::OkStatus();
  };
  deadline_ = std::chrono::milliseconds(500);
  NewLink();
  const auto slow = Deliver();
  EXPECT_EQ(slow.status().code(), absl::StatusCode::kDeadlineExceeded) << slow.status();
  release.set_value();
}

TEST_F(PartyLinkTest, NextEndpointIsTriedAfterAFailure) {
  peers_.addresses["XAA"].endpoints = {"127.0.0.1:1", Endpoint()};
  EXPECT_EQ(Deliver().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(Deliver().ok());
  EXPECT_TRUE(Deliver().ok()) << "what works is kept";
}

TEST_F(PartyLinkTest, RenewedOwnCertificateIsShownWithoutRestart) {
  EXPECT_TRUE(Deliver().ok());
  const KeyAndCertificate renewed = ca_b_.IssueFor("vsx://XBB/node/2");
  folder_.Write("b.key", renewed.key_pem);
  folder_.Write("b.crt", renewed.certificate_pem);
  EXPECT_TRUE(Deliver().ok());
  EXPECT_EQ(book_.calls().back(), "Deliver vsx://XBB/node/2");
  std::filesystem::remove(options_.key_path);
  EXPECT_EQ(domain::ErrorReason(Deliver().status()), "OWN_CERTIFICATE_UNREADABLE");
}

TEST_F(PartyLinkTest, ChangedCaOfThePeerTakesEffect) {
  EXPECT_TRUE(Deliver().ok());
  peers_.addresses["XAA"].ca_pem = ca_b_.certificate_pem();
  EXPECT_EQ(Deliver().status().code(), absl::StatusCode::kUnavailable) << "not over the old connection";
}

TEST_F(PartyLinkTest, TooLargeDeliveryDoesNotLeave) {
  EXPECT_EQ(Deliver("XAA", std::string(300 * 1024, 'x')).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(book_.calls().empty());
}

}  // namespace
}  // namespace vsx::test
