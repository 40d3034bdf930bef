#include "crypto/keystore_file.h"

#include <sodium.h>

#include "crypto/aead.h"
#include "crypto/byte_pointer.h"
#include "crypto/encoding.h"
#include "crypto/init.h"
#include "crypto/passphrase.h"

namespace vsx::crypto {
namespace {

constexpr std::string_view kMagic = "vsx-keys";
constexpr char kFileVersion = 1;
constexpr char kAlgorithm = crypto_pwhash_ALG_ARGON2ID13;
constexpr size_t kSaltSize = crypto_pwhash_SALTBYTES;
constexpr size_t kHeaderSize = 8 + 1 + 1 + 8 + 8 + kSaltSize;

constexpr PassphraseCost kLeast{crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE};
constexpr PassphraseCost kMost{16, uint64_t{4} << 30};

bool IsAllowed(const PassphraseCost& cost) {
  return cost.passes >= kLeast.passes && cost.passes <= kMost.passes && cost.memory_bytes >= kLeast.memory_bytes &&
         cost.memory_bytes <= kMost.memory_bytes;
}

uint64_t ReadU64Be(std::string_view bytes) {
  uint64_t value = 0;
  for (const char byte : bytes.substr(0, 8)) value = (value << 8) | static_cast<uint8_t>(byte);
  return value;
}

absl::StatusOr<SecretBytes> DeriveFileKey(const SecretBytes& passphrase, std::string_view salt, PassphraseCost cost) {
  Require(InitCrypto().ok(), "libsodium cannot start");
  bool derived = false;
  SecretBytes key = SecretBytes::Build(kAeadKeySize, [&](absl::Span<uint8_t> out) {
    derived = crypto_pwhash(out.data(), out.size(), passphrase.ExposeSecret().data(), passphrase.size(),
                            BytePointer(salt), cost.passes, static_cast<size_t>(cost.memory_bytes), kAlgorithm) == 0;
  });
  if (!derived)
    return absl::ResourceExhaustedError("keystore: too little memory to derive its key from the passphrase");
  return key;
}

}  // namespace

absl::StatusOr<std::string> SealUnderPassphrase(const SecretBytes& contents, const SecretBytes& passphrase,
                                                PassphraseCost cost, RandomSource& random) {
  if (absl::Status status = CheckPassphrase(passphrase); !status.ok()) return status;
  if (!IsAllowed(cost)) {
    return absl::InvalidArgumentError("keystore: passphrase cost must be 3 to 16 passes over 256 MiB to 4 GiB");
  }
  const std::string salt = random.Bytes(kSaltSize);
  std::string header(kMagic);
  header.push_back(kFileVersion);
  header.push_back(kAlgorithm);
  AppendU64Be(header, cost.passes);
  AppendU64Be(header, cost.memory_bytes);
  header.append(salt);
  absl::StatusOr<SecretBytes> key = DeriveFileKey(passphrase, salt, cost);
  if (!key.ok()) return key.status();
  return header + AeadEncrypt(*key, header, contents.ExposeSecret(), random);
}

absl::StatusOr<SecretBytes> OpenUnderPassphrase(std::string_view file, const SecretBytes& passphrase) {
  if (file.size() < kHeaderSize + kAeadOverhead || file.size() > kMaxKeystoreFileSize ||
      file.substr(0, kMagic.size()) != kMagic) {
    return absl::DataLossError("keystore: this is no keystore file, or only a part of one");
  }
  if (file[8] != kFileVersion || file[9] != kAlgorithm) {
    return absl::FailedPreconditionError("keystore: of a version or algorithm that this program does not know");
  }
  const PassphraseCost cost{ReadU64Be(file.substr(10)), ReadU64Be(file.substr(18))};
  if (!IsAllowed(cost)) {
    return absl::FailedPreconditionError(
        "keystore: its passphrase cost is weaker or higher than allowed; make it again");
  }
  absl::StatusOr<SecretBytes> key = DeriveFileKey(passphrase, file.substr(26, kSaltSize), cost);
  if (!key.ok()) return key;
  absl::StatusOr<SecretBytes> contents = AeadDecryptSecret(*key, file.substr(0, kHeaderSize), file.substr(kHeaderSize));
  if (!contents.ok()) return absl::UnauthenticatedError("keystore does not open: wrong passphrase, or an altered file");
  return contents;
}

}  // namespace vsx::crypto
