#include "node/cli/keystore_access.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "crypto/passphrase.h"
#include "node/cli/exit_code.h"

namespace vsx::cli {

absl::StatusOr<crypto::SecretBytes> GetPassphrase(const std::string& file, const std::string& what) {
  auto passphrase = file.empty() ? crypto::PromptPassphrase(absl::StrCat("Passphrase of ", what, ": "))
                                 : crypto::ReadPassphraseFile(file);
  if (!passphrase.ok()) return WithExitCode(passphrase.status(), ExitCode::kWrongInput);
  return passphrase;
}

absl::StatusOr<crypto::SecretBytes> GetNewPassphrase(const std::string& file, const std::string& what) {
  auto first = GetPassphrase(file, what);
  if (!first.ok() || !file.empty()) return first;
  const auto second = crypto::PromptPassphrase("The same again: ");
  if (!second.ok()) return WithExitCode(second.status(), ExitCode::kWrongInput);
  if (!(*first == *second)) return WrongInput("the two passphrases differ: nothing was written");
  return first;
}

absl::StatusOr<crypto::Keystore> OpenKeystore(const std::string& path, const std::string& passphrase_file) {
  const auto passphrase = GetPassphrase(passphrase_file, path);
  if (!passphrase.ok()) return passphrase.status();
  auto keystore = crypto::Keystore::Open(path, *passphrase);
  if (!keystore.ok()) return WrongInput(absl::StrCat(path, ": ", keystore.status().message()));
  return keystore;
}

}  // namespace vsx::cli
