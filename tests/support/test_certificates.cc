#include "tests/support/test_certificates.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

namespace vsx::test {
namespace {

template <auto Function>
struct Deleter {
  template <typename T>
  void operator()(T* value) const {
    Function(value);
  }
};
using BioPtr = std::unique_ptr<BIO, Deleter<BIO_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Deleter<X509_free>>;

void Check(bool good, const char* what) {
  if (good) return;
  std::fprintf(stderr, "test certificates: %s failed\n", what);
  std::abort();
}

std::string TextOf(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<size_t>(size));
}

std::string KeyPem(EVP_PKEY* key) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  Check(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1, "writing a key");
  return TextOf(bio.get());
}

std::string CertificatePem(X509* certificate) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  Check(PEM_write_bio_X509(bio.get(), certificate) == 1, "writing a certificate");
  return TextOf(bio.get());
}

KeyPtr ReadKey(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return KeyPtr(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

X509Ptr ReadCertificate(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return X509Ptr(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

KeyPtr MakeKey(const LeafSpec& leaf) {
  if (leaf.rsa_1024) return KeyPtr(EVP_RSA_gen(1024));
  if (leaf.rsa_2048) return KeyPtr(EVP_RSA_gen(2048));
  return KeyPtr(EVP_EC_gen("P-256"));
}

void AddExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  Check(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, "an extension");
  X509_EXTENSION_free(extension);
}

std::string AlternativeNames(const LeafSpec& leaf) {
  std::string names;
  for (const std::string& uri : leaf.uris) names += (names.empty() ? "URI:" : ",URI:") + uri;
  for (const std::string& dns : leaf.dns_names) names += (names.empty() ? "DNS:" : ",DNS:") + dns;
  return names;
}

// Signed by `issuer`, or by itself where `issuer` is null.
KeyAndCertificate Make(const std::string& name, const LeafSpec& leaf, const KeyAndCertificate* issuer) {
  const KeyPtr key = MakeKey(leaf);
  const X509Ptr certificate(X509_new());
  Check(key != nullptr && certificate != nullptr, "making a key");
  X509* raw = certificate.get();
  X509_set_version(raw, X509_VERSION_3);
  uint64_t serial = 0;
  Check(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof(serial)) == 1, "a serial number");
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(raw), serial >> 1U);
  X509_gmtime_adj(X509_getm_notBefore(raw), static_cast<long>(leaf.not_before_s));
  X509_gmtime_adj(X509_getm_notAfter(raw), static_cast<long>(leaf.not_after_s));
  X509_set_pubkey(raw, key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(raw), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);

  const X509Ptr issuer_certificate = issuer != nullptr ? ReadCertificate(issuer->certificate_pem) : nullptr;
  const KeyPtr issuer_key = issuer != nullptr ? ReadKey(issuer->key_pem) : nullptr;
  X509* signer = issuer_certificate != nullptr ? issuer_certificate.get() : raw;
  X509_set_issuer_name(raw, X509_get_subject_name(signer));
  AddExtension(raw, signer, NID_basic_constraints, leaf.is_ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
  AddExtension(raw, signer, NID_key_usage, leaf.is_ca ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
  AddExtension(raw, signer, NID_subject_key_identifier, "hash");
  const std::string names = AlternativeNames(leaf);
  if (!names.empty()) AddExtension(raw, signer, NID_subject_alt_name, names);
  Check(X509_sign(raw, issuer_key != nullptr ? issuer_key.get() : key.get(), EVP_sha256()) > 0, "signing");
  return {KeyPem(key.get()), CertificatePem(raw)};
}

}  // namespace

TestCa::TestCa(const std::string& name, int64_t not_after_s) {
  LeafSpec spec;
  spec.is_ca = true;
  spec.not_before_s = -10 * 24 * 3600;
  spec.not_after_s = not_after_s;
  self_ = Make(name, spec, nullptr);
}

KeyAndCertificate TestCa::Issue(const LeafSpec& leaf) const { return Make("example leaf", leaf, &self_); }

KeyAndCertificate TestCa::IssueFor(const std::string& uri) const {
  LeafSpec leaf;
  leaf.uris = {uri};
  leaf.dns_names = {"localhost"};
  return Issue(leaf);
}

TestCa TestCa::IssueIntermediate(const std::string& name) const {
  LeafSpec spec;
  spec.is_ca = true;
  return TestCa(Make(name, spec, &self_));
}

KeyAndCertificate SelfSigned(const LeafSpec& leaf) { return Make("example leaf", leaf, nullptr); }

}  // namespace vsx::test
