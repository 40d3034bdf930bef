#include "crypto/keystore.h"

#include <cstring>
#include <utility>

#include "crypto/encoding.h"
#include "crypto/init.h"
#include "crypto/private_file.h"

namespace vsx::crypto {
namespace {

constexpr size_t kKeySize = 32;
constexpr size_t kIdSize = 16;
constexpr size_t kMaxLabelSize = 64;

absl::Status Malformed() { return absl::DataLossError("keystore: its contents are malformed"); }

// Takes the parts off the front of the contents; after a failure every part is empty and ok() stays false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::string_view Take(size_t size) {
    if (size > rest_.size()) ok_ = false;
    if (!ok_) return {};
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  uint64_t TakeUnsigned(size_t size) {
    uint64_t value = 0;
    for (const char byte : Take(size)) value = (value << 8) | static_cast<uint8_t>(byte);
    return value;
  }
  std::string_view TakeLengthPrefixed() { return Take(static_cast<size_t>(TakeUnsigned(4))); }
  bool ok() const { return ok_; }
  bool AtEnd() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

absl::StatusOr<Keystore> Keystore::Create(std::string_view label, absl::Span<const KeyRole> roles,
                                          int64_t created_at_unix_seconds, RandomSource& random) {
  if (label.empty() || label.size() > kMaxLabelSize) {
    return absl::InvalidArgumentError("keystore: label must have 1 to 64 bytes");
  }
  if (roles.empty()) return absl::InvalidArgumentError("keystore: needs at least one role");
  if (created_at_unix_seconds < 0) return absl::InvalidArgumentError("keystore: time of creation is before 1970");
  Keystore keystore(label, random.Bytes(kIdSize));
  for (const KeyRole role : roles) {
    absl::Status status = keystore.Add(role, SecretBytes::Random(kKeySize, random), created_at_unix_seconds);
    if (!status.ok()) return status;
  }
  return keystore;
}

absl::StatusOr<Keystore> Keystore::Open(const std::string& path, const SecretBytes& passphrase) {
  absl::StatusOr<SecretBytes> file = ReadPrivateFile("keystore", path, kMaxKeystoreFileSize);
  if (!file.ok()) return file.status();
  absl::StatusOr<SecretBytes> contents = OpenUnderPassphrase(file->ExposeSecret(), passphrase);
  if (!contents.ok()) return contents.status();
  return Parse(contents->ExposeSecret());
}

absl::Status Keystore::WriteTo(const std::string& path, const SecretBytes& passphrase, PassphraseCost cost) const {
  SystemRandomSource random;
  absl::StatusOr<std::string> file = SealUnderPassphrase(Serialise(), passphrase, cost, random);
  if (!file.ok()) return file.status();
  return WritePrivateFile("keystore", path, *file);
}

absl::Status Keystore::Add(KeyRole role, SecretBytes secret, int64_t created_at_unix_seconds) {
  if (keys_.contains(role)) return absl::InvalidArgumentError("keystore: a role is named twice");
  auto key = std::make_unique<Key>();
  key->created_at_unix_seconds = created_at_unix_seconds;
  if (KindOf(role) == KeyKind::kSigning) {
    absl::StatusOr<SigningKey> signing_key = SigningKey::FromSeed(secret);
    if (!signing_key.ok()) return signing_key.status();
    key->signer = std::make_unique<LocalSigner>(*std::move(signing_key));
  } else if (KindOf(role) == KeyKind::kSealing) {
    absl::StatusOr<SealingKeyPair> pair = SealingKeyPair::FromSecretKey(secret.Clone());
    if (!pair.ok()) return pair.status();
    key->sealing_key_pair = std::make_unique<SealingKeyPair>(*std::move(pair));
  }
  key->secret = std::move(secret);
  keys_.emplace(role, std::move(key));
  return absl::OkStatus();
}

SecretBytes Keystore::Serialise() const {
  // Secrets are written straight into secret memory: the public parts first, with a gap for each secret.
  std::string skeleton = LengthPrefixed(label_);
  skeleton.append(id_);
  AppendU32Be(skeleton, static_cast<uint32_t>(keys_.size()));
  std::vector<size_t> gaps;
  for (const auto& [role, key] : keys_) {
    AppendLengthPrefixed(skeleton, KeyRoleName(role));
    AppendU64Be(skeleton, static_cast<uint64_t>(key->created_at_unix_seconds));
    gaps.push_back(skeleton.size());
    skeleton.append(kKeySize, '\0');
  }
  return SecretBytes::Build(skeleton.size(), [&](absl::Span<uint8_t> out) {
    std::memcpy(out.data(), skeleton.data(), skeleton.size());
    auto gap = gaps.begin();
    for (const auto& [role, key] : keys_) std::memcpy(out.data() + *gap++, key->secret.ExposeSecret().data(), kKeySize);
  });
}

absl::StatusOr<Keystore> Keystore::Parse(std::string_view contents) {
  Reader reader(contents);
  const std::string_view label = reader.TakeLengthPrefixed();
  const std::string_view id = reader.Take(kIdSize);
  const uint64_t count = reader.TakeUnsigned(4);
  Keystore keystore(label, id);
  for (uint64_t i = 0; i < count && reader.ok(); ++i) {
    const absl::StatusOr<KeyRole> role = ParseKeyRole(reader.TakeLengthPrefixed());
    const auto created_at_unix_seconds = static_cast<int64_t>(reader.TakeUnsigned(8));
    const std::string_view secret = reader.Take(kKeySize);
    if (!reader.ok() || !role.ok()) return Malformed();
    if (!keystore.Add(*role, SecretBytes::CopyFrom(secret), created_at_unix_seconds).ok()) return Malformed();
  }
  if (!reader.AtEnd()) return Malformed();
  return keystore;
}

absl::StatusOr<const Keystore::Key*> Keystore::Find(KeyRole role, KeyKind kind) const {
  if (KindOf(role) != kind) {
    return absl::InvalidArgumentError(std::string("the ").append(KeyRoleName(role)).append(" key is of another kind"));
  }
  const auto found = keys_.find(role);
  if (found == keys_.end()) {
    return absl::NotFoundError(std::string("keystore: holds no ").append(KeyRoleName(role)).append(" key"));
  }
  return found->second.get();
}

absl::StatusOr<const Signer*> Keystore::signer(KeyRole role) const {
  absl::StatusOr<const Key*> key = Find(role, KeyKind::kSigning);
  if (!key.ok()) return key.status();
  return (*key)->signer.get();
}

absl::StatusOr<const SealingKeyPair*> Keystore::sealing_key_pair() const {
  absl::StatusOr<const Key*> key = Find(KeyRole::kSealing, KeyKind::kSealing);
  if (!key.ok()) return key.status();
  return (*key)->sealing_key_pair.get();
}

absl::StatusOr<const SecretBytes*> Keystore::secret(KeyRole role) const {
  absl::StatusOr<const Key*> key = Find(role, KeyKind::kSecret);
  if (!key.ok()) return key.status();
  return &(*key)->secret;
}

std::vector<KeyDescription> Keystore::Describe() const {
  std::vector<KeyDescription> rows;
  for (const auto& [role, key] : keys_) {
    KeyDescription row{role, {}, {}, key->created_at_unix_seconds};
    if (key->signer != nullptr) {
      row.key_id = key->signer->verify_key().KeyId();
      row.public_key_hex = ToHex(key->signer->verify_key().bytes());
    } else if (key->sealing_key_pair != nullptr) {
      row.key_id = key->sealing_key_pair->public_key().KeyId();
      row.public_key_hex = ToHex(key->sealing_key_pair->public_key().bytes());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace vsx::crypto
