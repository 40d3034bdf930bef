#include <gtest/gtest.h>

#include <ctime>
#include <map>
#include <string>

#include "node/domain/error.h"
#include "node/domain/party_certificate.h"
#include "tests/support/test_certificates.h"

namespace vsx {
namespace {

using test::KeyAndCertificate;
using test::LeafSpec;
using test::TestCa;

constexpr char kNodeUri[] = "vsx://XAA/node/1";

domain::UnixTime Now() { return {static_cast<int64_t>(std::time(nullptr))}; }

class PartyCertificateTest : public ::testing::Test {
 protected:
  absl::StatusOr<domain::PartyCertificate> Verify(const std::string& pem, domain::UnixTime now = Now()) {
    return domain::VerifyPartyCertificate(
        pem,
        [this](const domain::PartyCode& party) -> absl::StatusOr<std::string> {
          const auto found = cas_.find(party.value());
          if (found == cas_.end()) return absl::NotFoundError("no such Party");
          return found->second;
        },
        now);
  }
  // The reason of the refusal; the code is checked.
  std::string Refusal(const std::string& pem, domain::UnixTime now = Now()) {
    const auto verified = Verify(pem, now);
    if (verified.ok()) return "ACCEPTED";
    EXPECT_EQ(verified.status().code(), absl::StatusCode::kUnauthenticated);
    return domain::ErrorReason(verified.status());
  }
  static LeafSpec Leaf(std::vector<std::string> uris) {
    LeafSpec leaf;
    leaf.uris = std::move(uris);
    return leaf;
  }

  TestCa ca_a_{"example CA of XAA"};
  TestCa ca_b_{"example CA of XBB"};
  std::map<std::string, std::string> cas_ = {{"XAA", ca_a_.certificate_pem()}, {"XBB", ca_b_.certificate_pem()}};
};

TEST_F(PartyCertificateTest, NodeOfItsPartyIsAccepted) {
  const auto verified = Verify(ca_a_.IssueFor(kNodeUri).certificate_pem);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_TRUE(verified->uri.is_node());
  EXPECT_EQ(verified->uri.party().value(), "XAA");
  EXPECT_EQ(verified->uri.name(), "1");
  EXPECT_EQ(verified->fingerprint.size(), 64u);
  EXPECT_LT(verified->not_before, verified->not_after);
}

TEST_F(PartyCertificateTest, AgencyOfEachKindIsAccepted) {
  for (const char* kind : {"counter-trafficking", "immigration", "police", "labour", "prosecution", "court", "consular",
                           "child-protection", "reporting", "human-rights", "overseer", "operator"}) {
    const std::string uri = std::string("vsx://XAA/agency/") + kind + "/example-desk";
    const auto verified = Verify(ca_a_.IssueFor(uri).certificate_pem);
    ASSERT_TRUE(verified.ok()) << kind << verified.status();
    EXPECT_EQ(domain::AgencyKindName(verified->uri.agency_kind()), kind);
    EXPECT_EQ(verified->uri.text(), uri);
  }
}

TEST_F(PartyCertificateTest, CaOfOnePartyCannotSpeakForAnother) {
  EXPECT_EQ(Refusal(ca_b_.IssueFor(kNodeUri).certificate_pem), "CERTIFICATE_NOT_FROM_PARTY_CA");
}

TEST_F(PartyCertificateTest, CaOfTheSameNameWithAnotherKeyIsRefused) {
  const TestCa impostor("example CA of XAA");
  EXPECT_EQ(Refusal(impostor.IssueFor(kNodeUri).certificate_pem), "CERTIFICATE_NOT_FROM_PARTY_CA");
}

TEST_F(PartyCertificateTest, UnknownPartyIsRefused) {
  EXPECT_EQ(Refusal(ca_a_.IssueFor("vsx://XCC/node/1").certificate_pem), "PARTY_UNKNOWN");
}

TEST_F(PartyCertificateTest, ExactlyOneUriIsNeeded) {
  LeafSpec dns_only;
  dns_only.dns_names = {"localhost"};
  const std::string wrong = "CERTIFICATE_IDENTITY_WRONG";
  EXPECT_EQ(Refusal(ca_a_.Issue(dns_only).certificate_pem), wrong);
  EXPECT_EQ(Refusal(ca_a_.Issue(LeafSpec()).certificate_pem), wrong);
  EXPECT_EQ(Refusal(ca_a_.Issue(Leaf({kNodeUri, "vsx://XBB/node/1"})).certificate_pem), wrong);
  EXPECT_EQ(Refusal(ca_a_.Issue(Leaf({kNodeUri, kNodeUri})).certificate_pem), wrong);
  EXPECT_EQ(Refusal(ca_a_.Issue(Leaf({kNodeUri, "https://example.invalid/"})).certificate_pem), wrong);
}

TEST_F(PartyCertificateTest, MalformedUriIsRefused) {
  for (const char* uri :
       {"vsx://xaa/node/1", "vsx://XAA/node/", "vsx://XAA/node/1/", "vsx://XAA/node/A", "vsx://XAA/node",
        "VSX://XAA/node/1", "vsx://XAAA/node/1", "vsx://XAA/agency/immigration", "vsx://XAA/agency/unknown/desk",
        "vsx://XAA/agency//desk", "vsx://XAA/agency/IMMIGRATION/desk", "vsx://XAA/agency/immigration/a/b",
        "vsx://XAA//node/1", "vsx://XAA/node/1?x", "vsx://XAA/node/%31", "vsx:/XAA/node/1", "https://XAA/node/1",
        "vsx://XAA/node/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    EXPECT_EQ(Refusal(ca_a_.IssueFor(uri).certificate_pem), "CERTIFICATE_IDENTITY_WRONG") << uri;
  }
}

TEST_F(PartyCertificateTest, ValidityIsThatOfTheMomentAsked) {
  const std::string pem = ca_a_.IssueFor(kNodeUri).certificate_pem;  // from an hour ago for a day from now
  const domain::UnixTime now = Now();
  EXPECT_EQ(Refusal(pem, {now.seconds - 2 * 3600}), "CERTIFICATE_NOT_YET_VALID");
  EXPECT_EQ(Refusal(pem, now), "ACCEPTED");
  EXPECT_EQ(Refusal(pem, {now.seconds + 25 * 3600}), "CERTIFICATE_EXPIRED");
}

TEST_F(PartyCertificateTest, ExpiredCaVouchesForNobody) {
  const TestCa short_lived("example CA of XAA", 3600);
  cas_["XAA"] = short_lived.certificate_pem();
  const std::string pem = short_lived.IssueFor(kNodeUri).certificate_pem;
  const auto verified = Verify(pem);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_LE(verified->not_after.seconds, Now().seconds + 3600) << "ends with its CA";
  EXPECT_EQ(Refusal(pem, {Now().seconds + 7200}), "PARTY_CA_EXPIRED");
}

TEST_F(PartyCertificateTest, OnlyDirectIssueCounts) {
  const TestCa intermediate = ca_a_.IssueIntermediate("example intermediate of XAA");
  const std::string leaf = intermediate.IssueFor(kNodeUri).certificate_pem;
  EXPECT_EQ(Refusal(leaf), "CERTIFICATE_NOT_FROM_PARTY_CA");
  EXPECT_EQ(Refusal(leaf + intermediate.certificate_pem()), "CERTIFICATE_UNREADABLE") << "no chain is taken along";
}

TEST_F(PartyCertificateTest, CaThatStandsUnderARootMayBeTheAnchor) {
  const TestCa intermediate = ca_a_.IssueIntermediate("example CA of XCC");
  cas_["XCC"] = intermediate.certificate_pem();
  EXPECT_EQ(Refusal(intermediate.IssueFor("vsx://XCC/node/1").certificate_pem), "ACCEPTED");
}

TEST_F(PartyCertificateTest, EitherCaServesWhileOneReplacesTheOther) {
  const TestCa next("next example CA of XAA");
  cas_["XAA"] = ca_a_.certificate_pem() + next.certificate_pem();
  EXPECT_EQ(Refusal(ca_a_.IssueFor(kNodeUri).certificate_pem), "ACCEPTED");
  EXPECT_EQ(Refusal(next.IssueFor(kNodeUri).certificate_pem), "ACCEPTED");
  EXPECT_EQ(Refusal(ca_b_.IssueFor(kNodeUri).certificate_pem), "CERTIFICATE_NOT_FROM_PARTY_CA");
}

TEST_F(PartyCertificateTest, CaAsLeafIsRefused) {
  LeafSpec leaf = Leaf({kNodeUri});
  leaf.is_ca = true;
  EXPECT_EQ(Refusal(ca_a_.Issue(leaf).certificate_pem), "CERTIFICATE_IS_CA");
}

TEST_F(PartyCertificateTest, SelfSignedIsRefusedEvenAsItsOwnAnchor) {
  const KeyAndCertificate alone = test::SelfSigned(Leaf({kNodeUri}));
  EXPECT_EQ(Refusal(alone.certificate_pem), "CERTIFICATE_NOT_FROM_PARTY_CA");
  cas_["XAA"] = alone.certificate_pem;
  EXPECT_EQ(Refusal(alone.certificate_pem), "CERTIFICATE_NOT_FROM_PARTY_CA");
}

TEST_F(PartyCertificateTest, WeakKeyIsRefused) {
  LeafSpec leaf = Leaf({kNodeUri});
  leaf.rsa_1024 = true;
  EXPECT_EQ(Refusal(ca_a_.Issue(leaf).certificate_pem), "CERTIFICATE_NOT_FROM_PARTY_CA");
  leaf.rsa_1024 = false;
  leaf.rsa_2048 = true;
  EXPECT_EQ(Refusal(ca_a_.Issue(leaf).certificate_pem), "ACCEPTED");
}

TEST_F(PartyCertificateTest, UnreadableInputIsRefused) {
  const std::string pem = ca_a_.IssueFor(kNodeUri).certificate_pem;
  EXPECT_EQ(Refusal(""), "CERTIFICATE_UNREADABLE");
  EXPECT_EQ(Refusal("not a certificate"), "CERTIFICATE_UNREADABLE");
  EXPECT_EQ(Refusal(pem + pem), "CERTIFICATE_UNREADABLE");
  EXPECT_EQ(Refusal(std::string(100'000, 'A')), "CERTIFICATE_UNREADABLE");
  for (size_t cut = 0; cut < pem.size() - 1; cut += 7) EXPECT_NE(Refusal(pem.substr(0, cut)), "ACCEPTED") << cut;
}

TEST_F(PartyCertificateTest, DamagedCertificateIsNeverAccepted) {
  const std::string pem = ca_a_.IssueFor(kNodeUri).certificate_pem;
  const size_t body = pem.find('\n') + 1;
  const size_t end = pem.find("-----END");
  for (size_t at = body; at < end - 6; at += 3) {  // not the padding, whose spare bits carry nothing
    if (pem[at] == '\n') continue;
    std::string damaged = pem;
    damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
    if (damaged == pem) continue;
    EXPECT_NE(Refusal(damaged), "ACCEPTED") << at;
  }
}

TEST_F(PartyCertificateTest, RefusalRepeatsNothingOfTheCertificate) {
  const auto refused = Verify(ca_b_.IssueFor("vsx://XAA/node/example-name").certificate_pem);
  EXPECT_EQ(std::string(refused.status().message()).find("example"), std::string::npos);
}

}  // namespace
}  // namespace vsx
