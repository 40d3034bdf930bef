#ifndef VSX_CRYPTO_KEYSTORE_H_
#define VSX_CRYPTO_KEYSTORE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/key_role.h"
#include "crypto/keystore_file.h"
#include "crypto/random_source.h"
#include "crypto/sealing_key.h"
#include "crypto/secret_bytes.h"
#include "crypto/signer.h"

namespace vsx::crypto {

// What may be shown of a key.
struct KeyDescription {
  KeyRole role;
  std::string key_id;          // empty for a role without a public half
  std::string public_key_hex;  // the same
  int64_t created_at_unix_seconds;
};

// Keystore holds a Party's keys, one per role, and is kept in one file under a passphrase. A node's keystore need not
// hold the root key: `vsx keys init` can write that one into a file of its own. Lifetime: what the accessors point to
// lives as long as the keystore; moving it leaves them valid. Threads: const methods are safe concurrently.
class Keystore {
 public:
  // Fresh keys for `roles`; `label` is the Party code that they are for.
  // Errors: INVALID_ARGUMENT for no role, one named twice, a label of other than 1–64 bytes, or a time before 1970.
  static absl::StatusOr<Keystore> Create(std::string_view label, absl::Span<const KeyRole> roles,
                                         int64_t created_at_unix_seconds, RandomSource& random);

  // Reads a file that WriteTo has written. Errors: those of ReadPrivateFile and OpenUnderPassphrase.
  static absl::StatusOr<Keystore> Open(const std::string& path, const SecretBytes& passphrase);

  // A new file of mode 0600. Errors: those of SealUnderPassphrase and WritePrivateFile; never overwrites.
  absl::Status WriteTo(const std::string& path, const SecretBytes& passphrase, PassphraseCost cost = {}) const;

  const std::string& label() const { return label_; }
  const std::string& id() const { return id_; }  // 16 random bytes, made once; a store remembers them

  // Errors: NOT_FOUND if the keystore has no key for that role; INVALID_ARGUMENT for a role of another kind.
  absl::StatusOr<const Signer*> signer(KeyRole role) const;
  absl::StatusOr<const SealingKeyPair*> sealing_key_pair() const;
  absl::StatusOr<const SecretBytes*> secret(KeyRole role) const;

  // One row per key, in the order of KeyRole; no secrets.
  std::vector<KeyDescription> Describe() const;

 private:
  struct Key {
    SecretBytes secret;  // 32 bytes: Ed25519 seed, X25519 secret key, or the secret itself
    int64_t created_at_unix_seconds;
    std::unique_ptr<const Signer> signer;
    std::unique_ptr<const SealingKeyPair> sealing_key_pair;
  };

  Keystore(std::string_view label, std::string_view id) : label_(label), id_(id) {}
  static absl::StatusOr<Keystore> Parse(std::string_view contents);
  SecretBytes Serialise() const;
  absl::Status Add(KeyRole role, SecretBytes secret, int64_t created_at_unix_seconds);
  absl::StatusOr<const Key*> Find(KeyRole role, KeyKind kind) const;

  std::string label_;
  std::string id_;
  std::map<KeyRole, std::unique_ptr<const Key>> keys_;
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_KEYSTORE_H_
