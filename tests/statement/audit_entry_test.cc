#include "node/statement/audit_entry.h"

#include <gtest/gtest.h>

#include "node/statement/wire.h"
#include "tests/statement/test_federation.h"
#include "vsx/v1/monitoring.pb.h"

namespace vsx::statement {
namespace {

AuditEntry ExampleEntry() {
  return {kNow,
          "vsx://QQA/agency/immigration/example",
          std::string(32, 'o'),
          "CheckStatus",
          domain::AccessPurpose::kProtectiveCheck,
          {std::string(32, 'p'), std::string(32, 'q')},
          "HOLD",
          "QQB",
          std::string(32, 'i'),
          true};
}

TEST(AuditEntryTest, RoundTrip) {
  const absl::StatusOr<AuditEntry> read = DecodeAuditEntry(EncodeAuditEntry(ExampleEntry()));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, ExampleEntry());
}

TEST(AuditEntryTest, OtherBytesAndOtherVersionsAreDataLoss) {
  EXPECT_EQ(DecodeAuditEntry("garbage").status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(DecodeAuditEntry("").status().code(), absl::StatusCode::kDataLoss);
  v1::AuditEntry message;
  message.set_version(2);
  EXPECT_EQ(DecodeAuditEntry(Serialise(message)).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace vsx::statement
