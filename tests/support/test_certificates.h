#ifndef VSX_TESTS_SUPPORT_TEST_CERTIFICATES_H_
#define VSX_TESTS_SUPPORT_TEST_CERTIFICATES_H_

#include <cstdint>
#include <string>
#include <vector>

// Certificates made on the spot, so that tests need no key files. Everything is PEM text. Failures end the process.
namespace vsx::test {

struct KeyAndCertificate {
  std::string key_pem;
  std::string certificate_pem;
};

// What a leaf is to say; the defaults are sound but for the URI. Times are relative to now, in seconds.
struct LeafSpec {
  std::vector<std::string> uris;
  std::vector<std::string> dns_names;
  int64_t not_before_s = -3600;
  int64_t not_after_s = 24 * 3600;
  bool is_ca = false;
  bool rsa_1024 = false;  // a key too weak to be accepted
  bool rsa_2048 = false;  // instead of an EC P-256 key
};

// TestCa is a CA with an EC P-256 key.
class TestCa {
 public:
  // Self-signed. `not_after_s` from now.
  explicit TestCa(const std::string& name, int64_t not_after_s = 10 * 24 * 3600);

  const std::string& certificate_pem() const { return self_.certificate_pem; }

  KeyAndCertificate Issue(const LeafSpec& leaf) const;
  // A node or agency with one URI, and DNS name `localhost` so that plain TLS clients may check it.
  KeyAndCertificate IssueFor(const std::string& uri) const;
  TestCa IssueIntermediate(const std::string& name) const;

 private:
  explicit TestCa(KeyAndCertificate self) : self_(std::move(self)) {}

  KeyAndCertificate self_;
};

// A certificate that vouches for itself.
KeyAndCertificate SelfSigned(const LeafSpec& leaf);

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_TEST_CERTIFICATES_H_
