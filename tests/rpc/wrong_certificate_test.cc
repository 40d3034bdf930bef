// Every wrong certificate over real connections. Where gRPC's handshake already refuses it the client sees UNAVAILABLE;
// where only the identity is wrong it gets UNAUTHENTICATED with a reason. In no case does a handler hear of the call.
#include <gtest/gtest.h>

#include "tests/rpc/port_fixture.h"

namespace vsx::test {
namespace {

constexpr char kAgencyUri[] = "vsx://XAA/agency/immigration/example-airport";

class WrongCertificateTest : public PortFixture {
 protected:
  void SetUp() override {
    StartAgencyPort();
    StartPeerPort();
  }
  // The reason that a call with `identity` is refused for, or the name of what came instead.
  std::string OnAgencyPort(const KeyAndCertificate& identity) { return Outcome(*DialAgencyPort(identity), kCheck); }
  std::string OnPeerPort(const KeyAndCertificate& identity) { return Outcome(*DialPeerPort(identity), kDeliver); }

  std::string Outcome(grpc::Channel& channel, const std::string& method) {
    const size_t calls_before = book_.calls().size();
    const grpc::Status status = CallRaw(channel, method, "", nullptr);
    EXPECT_EQ(book_.calls().size() - calls_before, status.ok() ? 1u : 0u) << "a refused call reached a handler";
    // gRPC's own services answer only who is admitted, too.
    EXPECT_EQ(CallRaw(channel, kHealth, "", nullptr).error_code(), status.error_code());
    if (status.ok()) return "OK";
    if (status.error_code() == grpc::StatusCode::UNAVAILABLE) return "HANDSHAKE";
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << status.error_message();
    return DetailOf(status).reason();
  }
  static LeafSpec Leaf(std::vector<std::string> uris) {
    LeafSpec leaf;
    leaf.uris = std::move(uris);
    return leaf;
  }
};

TEST_F(WrongCertificateTest, RightOnesPass) {
  EXPECT_EQ(OnAgencyPort(agency_a_), "OK");
  EXPECT_EQ(OnPeerPort(node_b_), "OK");
  EXPECT_EQ(book_.calls(),
            (std::vector<std::string>{std::string("CheckStatus ") + kAgencyUri, "Deliver vsx://XBB/node/1"}));
}

TEST_F(WrongCertificateTest, KindMustFitThePort) {
  EXPECT_EQ(OnAgencyPort(node_a_), "WRONG_CERTIFICATE_KIND");
  EXPECT_EQ(OnPeerPort(agency_a_), "WRONG_CERTIFICATE_KIND");
  EXPECT_EQ(OnPeerPort(ca_b_.IssueFor("vsx://XBB/agency/police/example")), "WRONG_CERTIFICATE_KIND");
}

TEST_F(WrongCertificateTest, CaCannotSpeakForAnotherParty) {
  EXPECT_EQ(OnPeerPort(ca_b_.IssueFor("vsx://XAA/node/1")), "CERTIFICATE_NOT_FROM_PARTY_CA");
  EXPECT_EQ(OnPeerPort(ca_a_.IssueFor("vsx://XBB/node/1")), "CERTIFICATE_NOT_FROM_PARTY_CA");
  EXPECT_EQ(OnAgencyPort(ca_a_.IssueFor("vsx://XBB/agency/police/example")), "CERTIFICATE_NOT_FROM_PARTY_CA");
  EXPECT_EQ(OnPeerPort(ca_b_.IssueFor("vsx://XCC/node/1")), "PARTY_UNKNOWN");
}

TEST_F(WrongCertificateTest, AgencyPortTrustsTheOwnCaAlone) {
  EXPECT_EQ(OnAgencyPort(ca_b_.IssueFor("vsx://XBB/agency/police/example")), "HANDSHAKE");
  EXPECT_EQ(OnAgencyPort(ca_b_.IssueFor(kAgencyUri)), "HANDSHAKE");
}

TEST_F(WrongCertificateTest, AgencyOfAnotherPartyIsRefusedEvenUnderOneSharedCa) {
  directory_.Set("XBB", ca_a_.certificate_pem());
  EXPECT_EQ(OnAgencyPort(ca_a_.IssueFor("vsx://XBB/agency/police/example")), "WRONG_PARTY");
}

TEST_F(WrongCertificateTest, IdentityMustBeExactlyOneUri) {
  LeafSpec dns_only;
  dns_only.dns_names = {"localhost"};
  EXPECT_EQ(OnAgencyPort(ca_a_.Issue(dns_only)), "CERTIFICATE_IDENTITY_WRONG");
  EXPECT_EQ(OnAgencyPort(ca_a_.Issue(Leaf({kAgencyUri, "vsx://XAA/agency/operator/example"}))),
            "CERTIFICATE_IDENTITY_WRONG");
  EXPECT_EQ(OnPeerPort(ca_b_.Issue(Leaf({"vsx://XBB/node/1", "vsx://XAA/node/1"}))), "CERTIFICATE_IDENTITY_WRONG");
}

TEST_F(WrongCertificateTest, ValidityIsChecked) {
  LeafSpec expired = Leaf({kAgencyUri});
  expired.not_after_s = -60;
  EXPECT_EQ(OnAgencyPort(ca_a_.Issue(expired)), "HANDSHAKE");
  LeafSpec early = Leaf({kAgencyUri});
  early.not_before_s = 3600;
  EXPECT_EQ(OnAgencyPort(ca_a_.Issue(early)), "HANDSHAKE");
}

TEST_F(WrongCertificateTest, IntermediateCannotIssue) {
  const TestCa intermediate = ca_a_.IssueIntermediate("example intermediate of XAA");
  KeyAndCertificate leaf = intermediate.IssueFor(kAgencyUri);
  leaf.certificate_pem += intermediate.certificate_pem();  // the chain that satisfies the handshake
  EXPECT_EQ(OnAgencyPort(leaf), "CERTIFICATE_NOT_FROM_PARTY_CA");
}

TEST_F(WrongCertificateTest, CaCannotCall) {
  LeafSpec ca = Leaf({kAgencyUri});
  ca.is_ca = true;
  EXPECT_NE(OnAgencyPort(ca_a_.Issue(ca)), "OK");
}

TEST_F(WrongCertificateTest, SelfSignedOrNoneIsRefused) {
  EXPECT_EQ(OnAgencyPort(SelfSigned(Leaf({kAgencyUri}))), "HANDSHAKE");
  EXPECT_EQ(OnAgencyPort(KeyAndCertificate()), "HANDSHAKE");
  EXPECT_EQ(OnPeerPort(KeyAndCertificate()), "HANDSHAKE");
}

TEST_F(WrongCertificateTest, DeniedCallerIsRefusedOnItsOpenConnection) {
  const auto channel = DialAgencyPort(agency_a_);
  EXPECT_EQ(Outcome(*channel, kCheck), "OK");
  folder_.Write("denied", std::string(kAgencyUri) + "\n");
  EXPECT_EQ(Outcome(*channel, kCheck), "CERTIFICATE_DENIED");
  folder_.Write("denied", "");
  EXPECT_EQ(Outcome(*channel, kCheck), "OK");
}

}  // namespace
}  // namespace vsx::test
