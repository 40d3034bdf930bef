#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <thread>

#include "tests/cli/cli_fixture.h"

namespace vsx::test {
namespace {

// A TLS server of one version that takes one connection: what is left of the handshake when the program calls it.
class OneVersionServer {
 public:
  OneVersionServer(const KeyAndCertificate& identity, int version) {
    ::signal(SIGPIPE, SIG_IGN);  // the program may hang up while this side still writes
    context_ = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_min_proto_version(context_, version);
    SSL_CTX_set_max_proto_version(context_, version);
    BIO* key_bio = BIO_new_mem_buf(identity.key_pem.data(), static_cast<int>(identity.key_pem.size()));
    BIO* certificate_bio =
        BIO_new_mem_buf(identity.certificate_pem.data(), static_cast<int>(identity.certificate_pem.size()));
    EVP_PKEY* key = PEM_read_bio_PrivateKey(key_bio, nullptr, nullptr, nullptr);
    X509* certificate = PEM_read_bio_X509(certificate_bio, nullptr, nullptr, nullptr);
    SSL_CTX_use_PrivateKey(context_, key);
    SSL_CTX_use_certificate(context_, certificate);
    EVP_PKEY_free(key);
    X509_free(certificate);
    BIO_free(key_bio);
    BIO_free(certificate_bio);
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_, 4), 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      const int connection = ::accept(listener_, nullptr, nullptr);
      SSL* ssl = SSL_new(context_);
      SSL_set_fd(ssl, connection);
      accepted_ = SSL_accept(ssl) == 1;
      SSL_free(ssl);
      ::close(connection);
    });
  }
  ~OneVersionServer() {
    if (thread_.joinable()) thread_.join();
    ::close(listener_);
    SSL_CTX_free(context_);
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  // Whether the program's handshake succeeded; to be called when the program has ended.
  bool accepted() {
    // A program that never came must not be waited for: this connection, which says nothing, comes in its place.
    const int knock = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port_));
    (void)::connect(knock, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::close(knock);
    thread_.join();
    return accepted_;
  }

 private:
  SSL_CTX* context_ = nullptr;
  int listener_ = -1;
  int port_ = 0;
  bool accepted_ = false;
  std::thread thread_;
};

class TlsTest : public CliTest {
 protected:
  bool HandshakeSucceeds(int version) {
    OneVersionServer server(ca_.IssueFor("vsx://XXA/node/1"), version);
    UseNode(server.address());
    const std::string command =
        std::string(VSX_PROGRAM) + " --config " + Path("officer.toml") + " --timeout 20 case list >/dev/null 2>&1";
    const int status = std::system(command.c_str());
    EXPECT_EQ(WEXITSTATUS(status), 3);
    return server.accepted();
  }
};

TEST_F(TlsTest, ProgramSpeaksTls13) { EXPECT_TRUE(HandshakeSucceeds(TLS1_3_VERSION)); }

TEST_F(TlsTest, ProgramRefusesTls12) { EXPECT_FALSE(HandshakeSucceeds(TLS1_2_VERSION)); }

}  // namespace
}  // namespace vsx::test
