#include "node/rpc/tls.h"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "tests/rpc/port_fixture.h"

namespace vsx::test {
namespace {

// What a plain OpenSSL client sees: the protocol agreed on (0 if the handshake fails) and the server's certificate.
struct Handshake {
  int version = 0;
  std::string certificate_pem;
};

struct FreeOpenSsl {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};

Handshake ShakeHands(int port, int version, const KeyAndCertificate& identity) {
  const std::unique_ptr<SSL_CTX, FreeOpenSsl> context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(context.get(), version);
  SSL_CTX_set_max_proto_version(context.get(), version);
  SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
  const unsigned char h2[] = {2, 'h', '2'};
  SSL_CTX_set_alpn_protos(context.get(), h2, sizeof(h2));
  const std::unique_ptr<BIO, FreeOpenSsl> key(BIO_new_mem_buf(identity.key_pem.data(), -1));
  const std::unique_ptr<BIO, FreeOpenSsl> pem(BIO_new_mem_buf(identity.certificate_pem.data(), -1));
  const std::unique_ptr<X509, FreeOpenSsl> own(PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr));
  EVP_PKEY* own_key = PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr);
  SSL_CTX_use_certificate(context.get(), own.get());
  SSL_CTX_use_PrivateKey(context.get(), own_key);
  EVP_PKEY_free(own_key);

  const std::unique_ptr<BIO, FreeOpenSsl> connection(BIO_new_ssl_connect(context.get()));
  BIO_set_conn_hostname(connection.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
  Handshake result;
  if (BIO_do_handshake(connection.get()) == 1) {
    SSL* ssl = nullptr;
    BIO_get_ssl(connection.get(), &ssl);
    result.version = SSL_version(ssl);
    const std::unique_ptr<X509, FreeOpenSsl> server(SSL_get1_peer_certificate(ssl));
    const std::unique_ptr<BIO, FreeOpenSsl> text(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(text.get(), server.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(text.get(), &data);
    result.certificate_pem.assign(data, static_cast<size_t>(size));
  }
  ERR_clear_error();
  return result;
}

class TlsTest : public PortFixture {};

TEST_F(TlsTest, Tls12IsRefusedAndTls13Accepted) {
  StartAgencyPort();
  StartPeerPort();
  EXPECT_EQ(ShakeHands(agency_server_->port(), TLS1_3_VERSION, agency_a_).version, TLS1_3_VERSION);
  EXPECT_EQ(ShakeHands(agency_server_->port(), TLS1_2_VERSION, agency_a_).version, 0);
  EXPECT_EQ(ShakeHands(peer_server_->port(), TLS1_3_VERSION, node_b_).version, TLS1_3_VERSION);
  EXPECT_EQ(ShakeHands(peer_server_->port(), TLS1_2_VERSION, node_b_).version, 0);
}

TEST_F(TlsTest, Tls12IsRefusedWithAnRsaCertificateToo) {
  LeafSpec leaf;
  leaf.uris = {"vsx://XAA/node/1"};
  leaf.rsa_2048 = true;
  const KeyAndCertificate rsa = ca_a_.Issue(leaf);
  folder_.Write("node.key", rsa.key_pem);
  folder_.Write("node.crt", rsa.certificate_pem);
  StartAgencyPort();
  EXPECT_EQ(ShakeHands(agency_server_->port(), TLS1_3_VERSION, agency_a_).version, TLS1_3_VERSION);
  EXPECT_EQ(ShakeHands(agency_server_->port(), TLS1_2_VERSION, agency_a_).version, 0);
}

TEST_F(TlsTest, RenewedCertificateIsServedWithoutRestart) {
  StartAgencyPort();
  const auto served = [&] { return ShakeHands(agency_server_->port(), TLS1_3_VERSION, agency_a_).certificate_pem; };
  EXPECT_EQ(served(), node_a_.certificate_pem);
  const auto open_channel = DialAgencyPort(agency_a_);
  EXPECT_TRUE(CallRaw(*open_channel, "/vsx.v1.StatusService/CheckStatus", "", nullptr).ok());
  const KeyAndCertificate renewed = ca_a_.IssueFor("vsx://XAA/node/1");
  folder_.Write("node.key", renewed.key_pem);
  folder_.Write("node.crt", renewed.certificate_pem);
  EXPECT_TRUE(Eventually([&] { return served() == renewed.certificate_pem; }));
  EXPECT_TRUE(CallRaw(*open_channel, "/vsx.v1.StatusService/CheckStatus", "", nullptr).ok());
}

TEST_F(TlsTest, CaOfANewPartyIsTrustedWithoutRestart) {
  StartPeerPort();
  const TestCa ca_c("example CA of XCC");
  const KeyAndCertificate node_c = ca_c.IssueFor("vsx://XCC/node/1");
  directory_.Set("XCC", ca_c.certificate_pem());
  const auto call = [&] { return CallRaw(*DialPeerPort(node_c), "/vsx.v1.ExchangeService/Deliver", "", nullptr); };
  EXPECT_EQ(call().error_code(), grpc::StatusCode::UNAVAILABLE);
  ASSERT_TRUE(rpc::WriteRootsBundle(peer_files_.roots_path,
                                    {ca_a_.certificate_pem(), ca_b_.certificate_pem(), ca_c.certificate_pem()})
                  .ok());
  EXPECT_TRUE(Eventually([&] { return call().ok(); }));
}

TEST_F(TlsTest, WrongFilesAreNamedBeforeStart) {
  const auto check = [&](const std::string& key, const std::string& certificate, const std::string& roots) {
    return rpc::CheckTlsFiles({key, certificate, roots});
  };
  const std::string& key = agency_files_.key_path;
  const std::string& certificate = agency_files_.certificate_path;
  const std::string& roots = agency_files_.roots_path;
  EXPECT_TRUE(check(key, certificate, roots).ok());
  const std::string absent = folder_.path("absent");
  const std::string other_key = folder_.Write("other.key", node_b_.key_pem);
  EXPECT_EQ(check(absent, certificate, roots).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(check(key, absent, roots).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(check(key, certificate, absent).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(check(certificate, certificate, roots).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(check(key, key, roots).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(check(other_key, certificate, roots).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(rpc::MakeServerCredentials({absent, certificate, roots}, 1).ok());
}

}  // namespace
}  // namespace vsx::test
