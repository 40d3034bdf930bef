#include "crypto/key_role.h"

#include <gtest/gtest.h>

#include <set>

namespace vsx::crypto {
namespace {

TEST(KeyRoleTest, NamesAreDistinctAndReadBack) {
  std::set<std::string_view> names;
  for (const KeyRole role : kAllKeyRoles) {
    const absl::StatusOr<KeyRole> parsed = ParseKeyRole(KeyRoleName(role));
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, role);
    names.insert(KeyRoleName(role));
  }
  EXPECT_EQ(names.size(), kAllKeyRoles.size());
}

TEST(KeyRoleTest, RefusesOtherWords) {
  for (const char* word : {"", "Root", "root ", "tls"}) {
    EXPECT_EQ(ParseKeyRole(word).status().code(), absl::StatusCode::kInvalidArgument) << word;
  }
}

TEST(KeyRoleTest, KindsAreThoseOfTheProtocol) {
  EXPECT_EQ(KindOf(KeyRole::kRoot), KeyKind::kSigning);
  EXPECT_EQ(KindOf(KeyRole::kAttestation), KeyKind::kSigning);
  EXPECT_EQ(KindOf(KeyRole::kOperations), KeyKind::kSigning);
  EXPECT_EQ(KindOf(KeyRole::kLog), KeyKind::kSigning);
  EXPECT_EQ(KindOf(KeyRole::kWitness), KeyKind::kSigning);
  EXPECT_EQ(KindOf(KeyRole::kSealing), KeyKind::kSealing);
  EXPECT_EQ(KindOf(KeyRole::kLookup), KeyKind::kSecret);
  EXPECT_EQ(KindOf(KeyRole::kAudit), KeyKind::kSecret);
  EXPECT_EQ(KindOf(KeyRole::kWrapping), KeyKind::kSecret);
  EXPECT_EQ(KindOf(KeyRole::kStorage), KeyKind::kSecret);
}

}  // namespace
}  // namespace vsx::crypto
