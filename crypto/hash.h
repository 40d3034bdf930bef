#ifndef VSX_CRYPTO_HASH_H_
#define VSX_CRYPTO_HASH_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX

namespace vsx::crypto {

inline constexpr size_t kSha256Size = 32;

// SHA-256 of `bytes`: 32 bytes. OpenSSL with one context per thread, used again. Not for secrets: the context is not
// wiped.
std::string Sha256(std::string_view bytes);

// SHA-256 over parts: Update any number of times, then Finish once for the 32 bytes; after that it stands at the start
// again. Threads: one at a time.
class Sha256Hasher {
 public:
  Sha256Hasher();
  Sha256Hasher& Update(std::string_view bytes);
  std::string Finish();

 private:
  struct Deleter {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Deleter> context_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_HASH_H_
