#include "node/rpc/peer_identity.h"

#include <gtest/gtest.h>

#include <atomic>
#include <ctime>

#include "node/domain/error.h"
#include "tests/rpc/port_fixture.h"

namespace vsx::test {
namespace {

class PeerIdentityTest : public PortFixture {
 protected:
  std::string Result(const std::string& pem) {
    const auto verified = remembering_.Verify(pem);
    return verified.ok() ? "ACCEPTED" : domain::ErrorReason(verified.status());
  }

  std::atomic<int64_t> now_{static_cast<int64_t>(std::time(nullptr))};
  rpc::PeerIdentity remembering_{directory_, *deny_list_, [this] { return domain::UnixTime{now_.load()}; },
                                 /*max_remembered=*/2};
};

TEST_F(PeerIdentityTest, RememberedCertificateStillEnds) {
  EXPECT_EQ(Result(node_b_.certificate_pem), "ACCEPTED");
  EXPECT_EQ(Result(node_b_.certificate_pem), "ACCEPTED");
  now_ += 25 * 3600;
  EXPECT_EQ(Result(node_b_.certificate_pem), "CERTIFICATE_EXPIRED");
}

TEST_F(PeerIdentityTest, RememberedCertificateFallsWithItsCa) {
  EXPECT_EQ(Result(node_b_.certificate_pem), "ACCEPTED");
  directory_.Set("XBB", TestCa("next example CA of XBB").certificate_pem());
  EXPECT_EQ(Result(node_b_.certificate_pem), "CERTIFICATE_NOT_FROM_PARTY_CA");
}

TEST_F(PeerIdentityTest, RememberedCertificateCanBeDeniedAndAllowedAgain) {
  EXPECT_EQ(Result(node_b_.certificate_pem), "ACCEPTED");
  folder_.Write("denied", "vsx://XBB/node/1\n");
  EXPECT_EQ(Result(node_b_.certificate_pem), "CERTIFICATE_DENIED");
  EXPECT_EQ(Result(node_a_.certificate_pem), "ACCEPTED");
  folder_.Write("denied", "");
  EXPECT_EQ(Result(node_b_.certificate_pem), "ACCEPTED");
}

TEST_F(PeerIdentityTest, DenialByFingerprintSparesARenewedCertificate) {
  const auto verified = remembering_.Verify(node_b_.certificate_pem);
  ASSERT_TRUE(verified.ok()) << verified.status();
  folder_.Write("denied", verified->fingerprint + "\n");
  EXPECT_EQ(Result(node_b_.certificate_pem), "CERTIFICATE_DENIED");
  EXPECT_EQ(Result(ca_b_.IssueFor("vsx://XBB/node/1").certificate_pem), "ACCEPTED");
}

TEST_F(PeerIdentityTest, MoreCertificatesThanRememberedStillVerify) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(Result(ca_b_.IssueFor("vsx://XBB/node/" + std::to_string(i)).certificate_pem), "ACCEPTED");
  }
}

}  // namespace
}  // namespace vsx::test
