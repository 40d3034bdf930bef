#include "node/rpc/tls.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace vsx::rpc {
namespace {

struct FreeOpenSsl {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using BioPtr = std::unique_ptr<BIO, FreeOpenSsl>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeOpenSsl>;
using X509Ptr = std::unique_ptr<X509, FreeOpenSsl>;

absl::StatusOr<BioPtr> OpenPem(const std::string& path) {
  BioPtr bio(BIO_new_file(path.c_str(), "r"));
  ERR_clear_error();
  if (bio == nullptr) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  return bio;
}

absl::StatusOr<X509Ptr> ReadCertificate(const std::string& path) {
  const absl::StatusOr<BioPtr> bio = OpenPem(path);
  if (!bio.ok()) return bio.status();
  X509Ptr certificate(PEM_read_bio_X509(bio->get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (certificate == nullptr) return absl::FailedPreconditionError(absl::StrCat(path, " holds no PEM certificate"));
  return certificate;
}

// Keys are never encrypted with a passphrase here: without this, OpenSSL would ask on the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

}  // namespace

void ForceTls13() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): called before there is a second thread
  setenv("GRPC_SSL_CIPHER_SUITES", "PSK-AES256-GCM-SHA384", /*overwrite=*/1);
}

absl::Status CheckTlsFiles(const TlsFiles& files) {
  const absl::StatusOr<BioPtr> key_file = OpenPem(files.key_path);
  if (!key_file.ok()) return key_file.status();
  const KeyPtr key(PEM_read_bio_PrivateKey(key_file->get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  if (key == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat(files.key_path, " holds no PEM private key without passphrase"));
  }
  const absl::StatusOr<X509Ptr> certificate = ReadCertificate(files.certificate_path);
  if (!certificate.ok()) return certificate.status();
  const bool match = X509_check_private_key(certificate->get(), key.get()) == 1;
  ERR_clear_error();
  if (!match) {
    return absl::FailedPreconditionError(
        absl::StrCat(files.key_path, " is not the key of the certificate in ", files.certificate_path));
  }
  return ReadCertificate(files.roots_path).status();
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(const TlsFiles& files,
                                                                               unsigned int refresh_s) {
  if (absl::Status sound = CheckTlsFiles(files); !sound.ok()) return sound;
  const auto provider = std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      files.key_path, files.certificate_path, files.roots_path, std::max(1U, refresh_s));
  grpc::experimental::TlsServerCredentialsOptions options(provider);
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return grpc::experimental::TlsServerCredentials(options);
}

absl::Status WriteRootsBundle(const std::string& path, const std::vector<std::string>& ca_pems) {
  const std::string temporary = path + ".new";
  {
    std::ofstream file(temporary, std::ios::trunc);
    for (const std::string& pem : ca_pems) file << pem << '\n';
    file.flush();
    if (!file) return absl::UnavailableError(absl::StrCat("cannot write ", temporary));
  }
  std::error_code error;
  std::filesystem::rename(temporary, path, error);
  if (error) return absl::UnavailableError(absl::StrCat("cannot replace ", path));
  return absl::OkStatus();
}

}  // namespace vsx::rpc
