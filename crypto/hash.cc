#include "crypto/hash.h"

#include <openssl/evp.h>

#include "crypto/init.h"

namespace vsx::crypto {
namespace {

// Fetched once: looking the algorithm up costs more than hashing a short input.
const EVP_MD* Sha256Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Require(algorithm != nullptr, "OpenSSL offers no SHA-256");
  return algorithm;
}

}  // namespace

void Sha256Hasher::Deleter::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256Hasher::Sha256Hasher() : context_(EVP_MD_CTX_new()) {
  Require(context_ != nullptr && EVP_DigestInit_ex2(context_.get(), Sha256Algorithm(), nullptr) == 1,
          "SHA-256 cannot start");
}

Sha256Hasher& Sha256Hasher::Update(std::string_view bytes) {
  Require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1, "SHA-256 cannot go on");
  return *this;
}

std::string Sha256Hasher::Finish() {
  std::string digest(kSha256Size, '\0');
  unsigned int size = 0;
  Require(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), &size) == 1 &&
              size == kSha256Size,
          "SHA-256 cannot finish");
  Require(EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) == 1, "SHA-256 cannot start again");
  return digest;
}

std::string Sha256(std::string_view bytes) {
  thread_local Sha256Hasher hasher;
  return hasher.Update(bytes).Finish();
}

}  // namespace vsx::crypto
