#include "crypto/keystore.h"

#include <gtest/gtest.h>

#include <set>

#include "crypto/encoding.h"
#include "crypto/keystore_file.h"
#include "tests/crypto/temporary_folder.h"

namespace vsx::crypto {
namespace {

constexpr int64_t kCreatedAt = 1'700'000'000;

SecretBytes ExamplePassphrase() { return SecretBytes::CopyFrom("sample passphrase"); }

Keystore MakeKeystore(absl::Span<const KeyRole> roles = kAllKeyRoles) {
  SystemRandomSource random;
  absl::StatusOr<Keystore> keystore = Keystore::Create("AAA", roles, kCreatedAt, random);
  Require(keystore.ok(), "an example keystore");
  return *std::move(keystore);
}

TEST(KeystoreTest, HasAKeyOfItsKindForEveryRole) {
  const Keystore keystore = MakeKeystore();
  std::set<std::string> distinct;
  for (const KeyRole role : kAllKeyRoles) {
    EXPECT_EQ(keystore.signer(role).ok(), KindOf(role) == KeyKind::kSigning);
    EXPECT_EQ(keystore.secret(role).ok(), KindOf(role) == KeyKind::kSecret);
    if (KindOf(role) == KeyKind::kSigning) distinct.insert((*keystore.signer(role))->verify_key().bytes());
    if (KindOf(role) == KeyKind::kSecret) distinct.insert(std::string((*keystore.secret(role))->ExposeSecret()));
  }
  ASSERT_TRUE(keystore.sealing_key_pair().ok());
  distinct.insert((*keystore.sealing_key_pair())->public_key().bytes());
  EXPECT_EQ(distinct.size(), kAllKeyRoles.size());
  EXPECT_EQ(keystore.signer(KeyRole::kLookup).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(keystore.secret(KeyRole::kRoot).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(keystore.secret(KeyRole::kSealing).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(KeystoreTest, MissingRolesAreNotFound) {
  const Keystore keystore = MakeKeystore({KeyRole::kRoot});
  EXPECT_TRUE(keystore.signer(KeyRole::kRoot).ok());
  EXPECT_EQ(keystore.signer(KeyRole::kLog).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(keystore.secret(KeyRole::kAudit).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(keystore.sealing_key_pair().status().code(), absl::StatusCode::kNotFound);
}

TEST(KeystoreTest, CreateRefusesUnsoundInput) {
  SystemRandomSource random;
  const KeyRole twice[] = {KeyRole::kRoot, KeyRole::kLog, KeyRole::kRoot};
  const absl::StatusCode refused = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(Keystore::Create("AAA", twice, kCreatedAt, random).status().code(), refused);
  EXPECT_EQ(Keystore::Create("AAA", {}, kCreatedAt, random).status().code(), refused);
  EXPECT_EQ(Keystore::Create("", kAllKeyRoles, kCreatedAt, random).status().code(), refused);
  EXPECT_EQ(Keystore::Create(std::string(65, 'A'), kAllKeyRoles, kCreatedAt, random).status().code(), refused);
  EXPECT_EQ(Keystore::Create("AAA", kAllKeyRoles, -1, random).status().code(), refused);
}

TEST(KeystoreTest, DescriptionShowsNoSecret) {
  const Keystore keystore = MakeKeystore();
  const std::vector<KeyDescription> rows = keystore.Describe();
  ASSERT_EQ(rows.size(), kAllKeyRoles.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].role, kAllKeyRoles[i]);
    EXPECT_EQ(rows[i].created_at_unix_seconds, kCreatedAt);
    EXPECT_EQ(rows[i].public_key_hex.empty(), KindOf(rows[i].role) == KeyKind::kSecret);
    EXPECT_EQ(rows[i].key_id.empty(), KindOf(rows[i].role) == KeyKind::kSecret);
  }
  EXPECT_EQ(rows[0].public_key_hex, ToHex((*keystore.signer(KeyRole::kRoot))->verify_key().bytes()));
  EXPECT_EQ(rows[0].key_id, (*keystore.signer(KeyRole::kRoot))->verify_key().KeyId());
  EXPECT_EQ(rows[5].key_id, (*keystore.sealing_key_pair())->public_key().KeyId());
}

// Each passphrase tried costs most of a second, as it must; so one file is made for all tests that need one.
class KeystoreFileTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    original_ = new Keystore(MakeKeystore());
    ASSERT_TRUE(original_->WriteTo(folder_->Path("keystore"), ExamplePassphrase()).ok());
  }
  static void TearDownTestSuite() {
    delete original_;
    delete folder_;
  }

  static inline TemporaryFolder* folder_ = nullptr;
  static inline Keystore* original_ = nullptr;
};

TEST_F(KeystoreFileTest, OpensAgainWithTheSameKeys) {
  const absl::StatusOr<Keystore> opened = Keystore::Open(folder_->Path("keystore"), ExamplePassphrase());
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->label(), "AAA");
  EXPECT_EQ(opened->id(), original_->id());
  EXPECT_EQ(opened->id().size(), 16u);
  for (const KeyRole role : kAllKeyRoles) {
    if (KindOf(role) == KeyKind::kSigning) {
      EXPECT_EQ((*opened->signer(role))->verify_key(), (*original_->signer(role))->verify_key());
      const absl::StatusOr<std::string> signature = (*opened->signer(role))->Sign("message");
      ASSERT_TRUE(signature.ok()) << signature.status();
      EXPECT_TRUE((*original_->signer(role))->verify_key().Verify("message", *signature));
    } else if (KindOf(role) == KeyKind::kSecret) {
      EXPECT_TRUE(**opened->secret(role) == **original_->secret(role));
    }
  }
  EXPECT_TRUE((*opened->sealing_key_pair())->secret_key() == (*original_->sealing_key_pair())->secret_key());
  EXPECT_EQ(opened->Describe()[9].created_at_unix_seconds, kCreatedAt);
}

TEST_F(KeystoreFileTest, HeaderIsAsDocumented) {
  const std::string file = folder_->Read("keystore");
  EXPECT_EQ(file.substr(0, 8), "vsx-keys");
  EXPECT_EQ(ToHex(file.substr(8, 18)),
            "0102"
            "0000000000000003"
            "0000000010000000");
  // 42 of header, 24 of nonce, label 4+3, id 16, count 4, ten keys of 4+8+32 and the roles' names, 16 of tag.
  size_t names = 0;
  for (const KeyRole role : kAllKeyRoles) names += KeyRoleName(role).size();
  EXPECT_EQ(file.size(), 42 + 24 + 7 + 16 + 4 + 10 * 44 + names + 16);
  EXPECT_EQ(file.find("attestation"), std::string::npos);
}

TEST_F(KeystoreFileTest, NeverOverwritesAFile) {
  const std::string before = folder_->Read("keystore");
  EXPECT_EQ(original_->WriteTo(folder_->Path("keystore"), ExamplePassphrase()).code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(folder_->Read("keystore"), before);
}

TEST_F(KeystoreFileTest, RefusesAWrongPassphrase) {
  EXPECT_EQ(Keystore::Open(folder_->Path("keystore"), SecretBytes::CopyFrom("sample passphrasE")).status().code(),
            absl::StatusCode::kUnauthenticated);
}

TEST_F(KeystoreFileTest, RefusesAFileThatOthersMayRead) {
  const std::string path = folder_->Write("open to all", folder_->Read("keystore"), 0644);
  EXPECT_EQ(Keystore::Open(path, ExamplePassphrase()).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(KeystoreFileTest, RefusesAlteredBytes) {
  const std::string file = folder_->Read("keystore");
  // The lowest byte of the memory, the salt, the nonce, the ciphertext, the tag.
  for (const size_t at : {size_t{25}, size_t{26}, size_t{42}, size_t{66}, file.size() - 1}) {
    std::string altered = file;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    EXPECT_EQ(OpenUnderPassphrase(altered, ExamplePassphrase()).status().code(), absl::StatusCode::kUnauthenticated)
        << at;
  }
}

TEST_F(KeystoreFileTest, RefusesAnotherKindOrVersionOfFileBeforeAnyWork) {
  const std::string file = folder_->Read("keystore");
  for (size_t at = 0; at < 10; ++at) {
    std::string altered = file;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    EXPECT_EQ(OpenUnderPassphrase(altered, ExamplePassphrase()).status().code(),
              at < 8 ? absl::StatusCode::kDataLoss : absl::StatusCode::kFailedPrecondition)
        << at;
  }
}

TEST_F(KeystoreFileTest, RefusesACutOrOverlongFile) {
  const std::string file = folder_->Read("keystore");
  for (size_t size = 0; size < 42 + 40; ++size) {
    EXPECT_EQ(OpenUnderPassphrase(file.substr(0, size), ExamplePassphrase()).status().code(),
              absl::StatusCode::kDataLoss);
  }
  EXPECT_EQ(OpenUnderPassphrase(file.substr(0, file.size() - 1), ExamplePassphrase()).status().code(),
            absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(OpenUnderPassphrase(file + std::string(kMaxKeystoreFileSize, 'x'), ExamplePassphrase()).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(KeystoreFileTest, RefusesCostsOutOfBoundsInTheFile) {
  const std::string file = folder_->Read("keystore");
  const std::pair<uint64_t, uint64_t> costs[] = {{2, 256 << 20},  {3, (256 << 20) - 1},         {0, 0},
                                                 {17, 256 << 20}, {3, (uint64_t{4} << 30) + 1}, {~0ull, ~0ull}};
  for (const auto& [passes, memory_bytes] : costs) {
    std::string cost;
    AppendU64Be(cost, passes);
    AppendU64Be(cost, memory_bytes);
    std::string altered = file;
    altered.replace(10, 16, cost);
    EXPECT_EQ(OpenUnderPassphrase(altered, ExamplePassphrase()).status().code(), absl::StatusCode::kFailedPrecondition)
        << passes << " passes over " << memory_bytes;
  }
}

TEST_F(KeystoreFileTest, WritesNothingUnderWeakCostOrPassphrase) {
  const absl::StatusCode refused = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(original_->WriteTo(folder_->Path("weak"), ExamplePassphrase(), {.passes = 2}).code(), refused);
  EXPECT_EQ(original_->WriteTo(folder_->Path("weak"), ExamplePassphrase(), {.memory_bytes = 64 << 20}).code(), refused);
  EXPECT_EQ(original_->WriteTo(folder_->Path("weak"), SecretBytes::CopyFrom("short")).code(), refused);
  EXPECT_FALSE(std::filesystem::exists(folder_->Path("weak")));
}

TEST_F(KeystoreFileTest, RefusesMalformedContentsUnderTheRightPassphrase) {
  SystemRandomSource random;
  std::string contents = LengthPrefixed("AAA") + std::string(16, 'i') + std::string("\0\0\0\1", 4);
  contents += LengthPrefixed("unknown role") + std::string(8 + 32, 'x');
  const absl::StatusOr<std::string> file =
      SealUnderPassphrase(SecretBytes::CopyFrom(contents), ExamplePassphrase(), {}, random);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(Keystore::Open(folder_->Write("malformed", *file), ExamplePassphrase()).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace vsx::crypto
