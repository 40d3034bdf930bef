#include "store/sealed_value.h"

#include "gtest/gtest.h"
#include "store/in_memory_case_key_vault.h"

namespace vsx::store {
namespace {

class SealedValueTest : public ::testing::Test {
 protected:
  std::string Seal(std::string_view plaintext) {
    return SealValue(Table::kCase, "row", key_.id, key_.key, plaintext, random_);
  }
  absl::StatusCode CodeOfOpening(Table table, std::string_view row_key, std::string_view sealed) {
    return OpenValue(table, row_key, sealed, vault_).status().code();
  }

  crypto::SystemRandomSource random_;
  InMemoryCaseKeyVault vault_{random_};
  AllocatedKey key_ = vault_.Allocate().value();
};

TEST_F(SealedValueTest, OpensWhereItWasPut) {
  const std::string sealed = Seal("example plaintext");
  EXPECT_EQ(OpenValue(Table::kCase, "row", sealed, vault_).value(), "example plaintext");
  EXPECT_EQ(SealedUnder(sealed).value(), key_.id);
  EXPECT_EQ(sealed.find("example"), std::string::npos);
  EXPECT_NE(sealed, Seal("example plaintext")) << "nonces are fresh";
  EXPECT_EQ(OpenValue(Table::kCase, "row", Seal(""), vault_).value(), "");
}

TEST_F(SealedValueTest, MovedToAnotherRowOrTableIsDataLoss) {
  const std::string sealed = Seal("example");
  EXPECT_EQ(CodeOfOpening(Table::kCase, "row2", sealed), absl::StatusCode::kDataLoss);
  EXPECT_EQ(CodeOfOpening(Table::kInbox, "row", sealed), absl::StatusCode::kDataLoss);
}

TEST_F(SealedValueTest, UnderAnotherCasesKeyIsDataLoss) {
  const AllocatedKey other = vault_.Allocate().value();
  std::string sealed = Seal("example");
  sealed.replace(1, CaseKeyId::kSize, other.id.bytes());
  EXPECT_EQ(CodeOfOpening(Table::kCase, "row", sealed), absl::StatusCode::kDataLoss);
}

TEST_F(SealedValueTest, ErasedOnceTheKeyIsDestroyed) {
  const std::string sealed = Seal("example");
  ASSERT_TRUE(vault_.Destroy({key_.id}).ok());
  EXPECT_EQ(CodeOfOpening(Table::kCase, "row", sealed), absl::StatusCode::kNotFound);
}

TEST_F(SealedValueTest, EveryAlterationAndTruncationIsRefused) {
  const std::string sealed = Seal("example");
  for (size_t at = 0; at < sealed.size(); ++at) {
    std::string altered = sealed;
    altered[at] = static_cast<char>(altered[at] ^ 0x80);
    // A byte of the key id names a key that is not there.
    const bool in_key_id = at >= 1 && at < 1 + CaseKeyId::kSize;
    EXPECT_EQ(CodeOfOpening(Table::kCase, "row", altered),
              in_key_id ? absl::StatusCode::kNotFound : absl::StatusCode::kDataLoss)
        << "byte " << at;
    EXPECT_EQ(CodeOfOpening(Table::kCase, "row", sealed.substr(0, at)), absl::StatusCode::kDataLoss);
  }
}

}  // namespace
}  // namespace vsx::store
