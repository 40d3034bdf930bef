#include "node/domain/party_certificate.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "node/domain/error.h"

namespace vsx::domain {
namespace {

template <auto Function>
struct Deleter {
  template <typename T>
  void operator()(T* value) const {
    Function(value);
  }
};
void FreeNames(GENERAL_NAMES* names) { GENERAL_NAMES_free(names); }

using BioPtr = std::unique_ptr<BIO, Deleter<BIO_free>>;
using X509Ptr = std::unique_ptr<X509, Deleter<X509_free>>;
using StorePtr = std::unique_ptr<X509_STORE, Deleter<X509_STORE_free>>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, Deleter<X509_STORE_CTX_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, Deleter<FreeNames>>;

constexpr size_t kMaxPemBytes = 64 * 1024;
constexpr int kAuthLevel112Bits = 2;

absl::Status Refused(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kUnauthenticated, reason, "", message);
}

// Every certificate of `pem`; empty if one of them cannot be read.
std::vector<X509Ptr> ReadCertificates(std::string_view pem) {
  std::vector<X509Ptr> certificates;
  if (pem.size() > kMaxPemBytes) return certificates;
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  while (X509Ptr certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    certificates.push_back(std::move(certificate));
  }
  // The reader says "no start line" at the end of sound input; anything else is damage.
  const unsigned long error = ERR_peek_last_error();
  const bool at_end = ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end) certificates.clear();
  return certificates;
}

absl::StatusOr<PartyUri> ReadUri(const X509* certificate) {
  constexpr std::string_view kReason = "CERTIFICATE_IDENTITY_WRONG";
  int extension_count = 0;  // -1: absent, -2: more than one
  const NamesPtr names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, &extension_count, nullptr)));
  if (names == nullptr) return Refused(kReason, "the certificate needs exactly one URI subject alternative name");
  std::vector<std::string_view> uris;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const ASN1_IA5STRING* text = name->d.uniformResourceIdentifier;
    uris.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                      static_cast<size_t>(ASN1_STRING_length(text)));
  }
  if (uris.size() != 1) return Refused(kReason, "the certificate needs exactly one URI subject alternative name");
  absl::StatusOr<PartyUri> uri = PartyUri::Parse(uris.front());
  if (!uri.ok()) return Refused(kReason, "the certificate's URI does not name a node or an agency of a Party");
  return uri;
}

absl::StatusOr<UnixTime> ReadTime(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) {
    return Refused("CERTIFICATE_UNREADABLE", "the certificate's validity is not readable");
  }
  return UnixTime{static_cast<int64_t>(timegm(&parts))};
}

absl::StatusOr<std::string> ReadFingerprint(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) {
    return Refused("CERTIFICATE_UNREADABLE", "the certificate cannot be hashed");
  }
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest.data()), size));
}

enum class Verdict { kIssued, kNotIssued, kExpired, kNotYetValid, kCaExpired };

Verdict VerdictOf(int error, int depth) {
  if (error == X509_V_ERR_CERT_HAS_EXPIRED) return depth == 0 ? Verdict::kExpired : Verdict::kCaExpired;
  if (error == X509_V_ERR_CERT_NOT_YET_VALID && depth == 0) return Verdict::kNotYetValid;
  return Verdict::kNotIssued;
}

// Verifies `leaf` with `ca` as the only trust anchor and no intermediate.
Verdict VerifyAgainst(X509* leaf, X509* ca, UnixTime now) {
  const StorePtr store(X509_STORE_new());
  const StoreContextPtr context(X509_STORE_CTX_new());
  if (store == nullptr || context == nullptr || X509_STORE_add_cert(store.get(), ca) != 1 ||
      X509_STORE_CTX_init(context.get(), store.get(), leaf, nullptr) != 1) {
    ERR_clear_error();
    return Verdict::kNotIssued;
  }
  X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(parameters, static_cast<time_t>(now.seconds));
  X509_VERIFY_PARAM_set_auth_level(parameters, kAuthLevel112Bits);
  // The Party's CA is the anchor, also where a national root stands above it.
  X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
  X509_VERIFY_PARAM_set_depth(parameters, 0);
  const bool verified = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (!verified) {
    return VerdictOf(X509_STORE_CTX_get_error(context.get()), X509_STORE_CTX_get_error_depth(context.get()));
  }
  // A chain of one would be the anchor itself standing as leaf.
  return sk_X509_num(X509_STORE_CTX_get0_chain(context.get())) == 2 ? Verdict::kIssued : Verdict::kNotIssued;
}

// The end of the CA certificate that issued `leaf`, out of those of the Party; the most telling refusal if none did.
absl::StatusOr<UnixTime> VerifyIssued(X509* leaf, std::string_view ca_pem, UnixTime now) {
  absl::Status refusal = Refused("CERTIFICATE_NOT_FROM_PARTY_CA",
                                 "the certificate was not issued directly by the CA of the Party that it names");
  for (const X509Ptr& ca : ReadCertificates(ca_pem)) {
    switch (VerifyAgainst(leaf, ca.get(), now)) {
      case Verdict::kIssued:
        return ReadTime(X509_get0_notAfter(ca.get()));
      case Verdict::kNotIssued:
        break;
      case Verdict::kExpired:
        refusal = Refused("CERTIFICATE_EXPIRED", "the certificate has expired: renew it");
        break;
      case Verdict::kNotYetValid:
        refusal = Refused("CERTIFICATE_NOT_YET_VALID", "the certificate is not yet valid: check the clocks");
        break;
      case Verdict::kCaExpired:
        refusal = Refused("PARTY_CA_EXPIRED", "the CA of the Party that the certificate names has expired");
        break;
    }
  }
  return refusal;
}

}  // namespace

absl::StatusOr<PartyCertificate> VerifyPartyCertificate(std::string_view leaf_pem, CaLookup find_ca, UnixTime now) {
  const std::vector<X509Ptr> leaves = ReadCertificates(leaf_pem);
  if (leaves.size() != 1) return Refused("CERTIFICATE_UNREADABLE", "the certificate is not readable");
  X509* leaf = leaves.front().get();

  absl::StatusOr<PartyUri> uri = ReadUri(leaf);
  if (!uri.ok()) return uri.status();
  if (X509_check_ca(leaf) != 0) return Refused("CERTIFICATE_IS_CA", "a CA certificate names no node or agency");
  absl::StatusOr<std::string> ca_pem = find_ca(uri->party());
  if (!ca_pem.ok()) return Refused("PARTY_UNKNOWN", "the certificate names a Party that is not known here");
  const absl::StatusOr<UnixTime> ca_not_after = VerifyIssued(leaf, *ca_pem, now);
  if (!ca_not_after.ok()) return ca_not_after.status();

  const absl::StatusOr<UnixTime> not_before = ReadTime(X509_get0_notBefore(leaf));
  if (!not_before.ok()) return not_before.status();
  const absl::StatusOr<UnixTime> not_after = ReadTime(X509_get0_notAfter(leaf));
  if (!not_after.ok()) return not_after.status();
  absl::StatusOr<std::string> fingerprint = ReadFingerprint(leaf);
  if (!fingerprint.ok()) return fingerprint.status();
  return PartyCertificate{*std::move(uri), *std::move(fingerprint), *not_before, std::min(*not_after, *ca_not_after),
                          *std::move(ca_pem)};
}

}  // namespace vsx::domain
