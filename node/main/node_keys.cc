#include "node/main/node_keys.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "crypto/key_role.h"
#include "crypto/passphrase.h"
#include "node/main/key_error.h"

namespace vsx::main {
namespace {

using crypto::KeyRole;

constexpr char kCredentialName[] = "vsx-passphrase";

absl::StatusOr<crypto::SecretBytes> ReadPassphrase(const NodeConfig& config) {
  std::string file = config.passphrase_file;
  std::string source = "keys.passphrase_file";
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this process changes the environment by then
  if (const char* folder = std::getenv("CREDENTIALS_DIRECTORY"); file.empty() && folder != nullptr) {
    file = absl::StrCat(folder, "/", kCredentialName);
    source = absl::StrCat("systemd credential ", kCredentialName);
  }
  if (!file.empty()) {
    absl::StatusOr<crypto::SecretBytes> passphrase = crypto::ReadPassphraseFile(file);
    if (!passphrase.ok()) return AtKey(source, passphrase.status());
    return passphrase;
  }
  absl::StatusOr<crypto::SecretBytes> typed = crypto::PromptPassphrase("Passphrase of the keystore: ");
  if (typed.ok() || !absl::IsFailedPrecondition(typed.status())) return typed;
  return RefuseKey("keys.passphrase_file", absl::StrCat("is not set, and there is neither a systemd credential ",
                                                        kCredentialName, " nor a terminal to ask on: set one of them"));
}

absl::Status RequireKeys(const crypto::Keystore& keystore) {
  std::string missing;
  const auto note = [&](KeyRole role, bool there) {
    if (!there) absl::StrAppend(&missing, missing.empty() ? "" : ", ", std::string(crypto::KeyRoleName(role)));
  };
  note(KeyRole::kAttestation, keystore.signer(KeyRole::kAttestation).ok());
  note(KeyRole::kOperations, keystore.signer(KeyRole::kOperations).ok());
  note(KeyRole::kSealing, keystore.sealing_key_pair().ok());
  for (const KeyRole role : {KeyRole::kLookup, KeyRole::kAudit, KeyRole::kWrapping}) {
    note(role, keystore.secret(role).ok());
  }
  if (missing.empty()) return absl::OkStatus();
  return RefuseKey("keys.keystore", absl::StrCat("holds no key for ", missing,
                                                 ": make the node's keystore with `vsx keys init` and all its roles"));
}

absl::Status CheckSigner(const crypto::Keystore& keystore, const statement::TrustStore& trust, KeyRole role,
                         domain::UnixTime now) {
  const std::string name(crypto::KeyRoleName(role));
  const absl::StatusOr<const crypto::Signer*> signer = keystore.signer(role);
  if (!signer.ok()) return AtKey("keys.keystore", signer.status());
  const absl::Span<const statement::TrustedKey> shown = trust.VerificationKeys(trust.own_party(), role);
  const auto found = std::find_if(shown.begin(), shown.end(), [&](const statement::TrustedKey& trusted) {
    return trusted.key == (*signer)->verify_key();
  });
  if (found == shown.end()) {
    return RefuseKey("keys.keystore", absl::StrCat("its ", name,
                                                   " key does not stand in the own Party record: use the keystore that "
                                                   "the record was made with, or publish a new record"));
  }
  if (found->life.DistrustedAt(now)) {
    return RefuseKey("keys.keystore", absl::StrCat("the own Party record says that its ", name,
                                                   " key is no longer to be trusted: make new keys and a new record"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<crypto::Keystore> OpenNodeKeys(const NodeConfig& config) {
  const absl::StatusOr<crypto::SecretBytes> passphrase = ReadPassphrase(config);
  if (!passphrase.ok()) return passphrase.status();
  absl::StatusOr<crypto::Keystore> keystore = crypto::Keystore::Open(config.keystore, *passphrase);
  if (!keystore.ok()) return AtKey("keys.keystore", keystore.status());
  if (keystore->label() != config.party.value()) {
    return RefuseKey("keys.keystore", "was made for another Party than node.party");
  }
  if (absl::Status complete = RequireKeys(*keystore); !complete.ok()) return complete;
  return keystore;
}

absl::Status CheckKeysAgainstRecord(const crypto::Keystore& keystore, const statement::TrustStore& trust,
                                    domain::UnixTime now) {
  for (const KeyRole role : {KeyRole::kAttestation, KeyRole::kOperations}) {
    if (absl::Status fits = CheckSigner(keystore, trust, role, now); !fits.ok()) return fits;
  }
  const absl::StatusOr<crypto::SealingPublicKey> shown = trust.SealingKey(trust.own_party(), now);
  if (!shown.ok()) return AtKey("trust.records", shown.status());
  const absl::StatusOr<const crypto::SealingKeyPair*> held = keystore.sealing_key_pair();
  if (!held.ok()) return AtKey("keys.keystore", held.status());
  if (*shown == (*held)->public_key()) return absl::OkStatus();
  return RefuseKey("keys.keystore",
                   "its sealing key is not the one that the own Party record tells others to seal to: use the keystore "
                   "that the record was made with, or publish a new record");
}

}  // namespace vsx::main
