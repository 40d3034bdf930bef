#include "crypto/audit_chain.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

const std::string kChainId = Bytes("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");
const std::string kStart(kAuditHashSize, '\0');

// Made with Python's hashlib.
TEST(AuditChainTest, GoldenValues) {
  const std::string first = AuditChainHash(kChainId, 1, kStart, "");
  EXPECT_EQ(ToHex(first), "a74e241463ddd6f0e272be44b0731b566b41618183993946d63c3fa333f7a90c");
  const std::string second = AuditChainHash(kChainId, 2, first, "second body");
  EXPECT_EQ(ToHex(second), "5a5e0088f04e463464c8e8e86a781f69c4384aae740cd63abe834c3cea7ebde2");
  EXPECT_EQ(ToHex(AuditChainHash(kChainId, 0x0102030405060708, second, std::string(300, 'x'))),
            "a42db6c4ddbb59ff4e94e85c99f0d36c4e1e4799dad27537a54e31c27b62c586");
}

TEST(AuditChainDeathTest, SizesAreFixed) {
  EXPECT_DEATH(AuditChainHash("short", 1, kStart, ""), "16 bytes");
  EXPECT_DEATH(AuditChainHash(kChainId, 1, "short", ""), "32 bytes");
}

}  // namespace
}  // namespace vsx::crypto
