#include "crypto/handle_commitment.h"

#include <gtest/gtest.h>

#include "crypto/encoding.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

const std::string kCopyId = Bytes("000102030405060708090a0b0c0d0e0f");
const std::string kSalt = Bytes("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f");
constexpr std::string_view kHandle = "vsx-handle-v1|document|P|UTO|XX0000001";

// Made with Python's hashlib from the words of protocol §2.
TEST(HandleCommitmentTest, GoldenValues) {
  const absl::StatusOr<std::string> exact = HandleCommitment(kCopyId, "document", 0, kSalt, kHandle);
  ASSERT_TRUE(exact.ok()) << exact.status();
  EXPECT_EQ(ToHex(*exact), "c77425ed20bc76f0801b29ffb78211ec0ea268cc1c3b3f1e44a77a031c28b066");
  const absl::StatusOr<std::string> possible =
      HandleCommitment(kCopyId, "biographic", 1, kSalt, "vsx-handle-v1|biographic|CONTOH FIKTIF|1999-01");
  ASSERT_TRUE(possible.ok()) << possible.status();
  EXPECT_EQ(ToHex(*possible), "cdbe95e6ba850084bbdbc5b8a38be73f33354ef237f7d4731ee64a398253d375");
}

TEST(HandleCommitmentTest, RefusesWhatWouldBlurTheEncoding) {
  const absl::StatusCode refused = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(HandleCommitment(kCopyId + "x", "document", 0, kSalt, kHandle).status().code(), refused);
  EXPECT_EQ(HandleCommitment("", "document", 0, kSalt, kHandle).status().code(), refused);
  EXPECT_EQ(HandleCommitment(kCopyId, "document", 0, kSalt + "x", kHandle).status().code(), refused);
  EXPECT_EQ(HandleCommitment(kCopyId, "document", 0, "", kHandle).status().code(), refused);
  EXPECT_EQ(HandleCommitment(kCopyId, "document", 2, kSalt, kHandle).status().code(), refused);
  EXPECT_EQ(HandleCommitment(kCopyId, "", 0, kSalt, kHandle).status().code(), refused);
  EXPECT_EQ(HandleCommitment(kCopyId, "document", 0, kSalt, "").status().code(), refused);
}

}  // namespace
}  // namespace vsx::crypto
