#include "crypto/envelope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vsx::crypto {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kType = "application/vnd.vsx.example.v1+protobuf";

class FailingSigner final : public Signer {
 public:
  absl::StatusOr<std::string> Sign(std::string_view) const override { return absl::UnavailableError("token is away"); }
  const VerifyKey& verify_key() const override { return key_.verify_key(); }

 private:
  SigningKey key_ = SigningKey::Generate();
};

class EnvelopeTest : public ::testing::Test {
 protected:
  Envelope Signed(const Signer& signer, std::string_view payload = "payload") {
    absl::StatusOr<Envelope> envelope = SignEnvelope(kType, payload, signer);
    EXPECT_TRUE(envelope.ok()) << envelope.status();
    return *std::move(envelope);
  }

  LocalSigner first_{SigningKey::Generate()};
  LocalSigner second_{SigningKey::Generate()};
  LocalSigner third_{SigningKey::Generate()};
};

// The example of the DSSE protocol document.
TEST(PreAuthEncodingTest, IsThatOfTheSpecification) {
  EXPECT_EQ(PreAuthEncoding("http://example.com/HelloWorld", "hello world"),
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  EXPECT_EQ(PreAuthEncoding("", ""), "DSSEv1 0  0 ");
}

TEST(PreAuthEncodingTest, CountsBytesAndKeepsZeros) {
  EXPECT_EQ(PreAuthEncoding("\xc3\xa9", std::string("\0\n", 2)), std::string("DSSEv1 2 \xc3\xa9 2 \0\n", 16));
}

TEST_F(EnvelopeTest, VerifiesUnderItsKeyAndType) {
  const Envelope envelope = Signed(first_);
  EXPECT_TRUE(VerifySingle(envelope, kType, first_.verify_key()).ok());
  ASSERT_EQ(envelope.signatures.size(), 1u);
  EXPECT_EQ(envelope.signatures[0].key_id, first_.verify_key().KeyId());
}

TEST_F(EnvelopeTest, SingleRefusesOtherKeyTypeOrContent) {
  const Envelope envelope = Signed(first_);
  EXPECT_EQ(VerifySingle(envelope, kType, second_.verify_key()).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(VerifySingle(envelope, "application/other", first_.verify_key()).code(),
            absl::StatusCode::kInvalidArgument);
  Envelope altered = envelope;
  altered.payload.back() = 'e';
  EXPECT_EQ(VerifySingle(altered, kType, first_.verify_key()).code(), absl::StatusCode::kInvalidArgument);
  altered = envelope;
  altered.payload_type = "application/other";  // a right signature cannot be carried over to another type
  EXPECT_EQ(VerifySingle(altered, "application/other", first_.verify_key()).code(), absl::StatusCode::kInvalidArgument);
  altered = envelope;
  altered.signatures[0].signature.pop_back();
  EXPECT_EQ(VerifySingle(altered, kType, first_.verify_key()).code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(EnvelopeTest, SingleRefusesNoneAndTwoSignatures) {
  Envelope envelope = Signed(first_);
  ASSERT_TRUE(AddSignature(envelope, second_).ok());
  EXPECT_EQ(VerifySingle(envelope, kType, first_.verify_key()).code(), absl::StatusCode::kInvalidArgument);
  envelope.signatures.clear();
  EXPECT_EQ(VerifySingle(envelope, kType, first_.verify_key()).code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(EnvelopeTest, TheKeyIdIsOnlyAHint) {
  Envelope envelope = Signed(first_);
  envelope.signatures[0].key_id = second_.verify_key().KeyId();
  EXPECT_TRUE(VerifySingle(envelope, kType, first_.verify_key()).ok());
  EXPECT_FALSE(VerifySingle(envelope, kType, second_.verify_key()).ok());
  const std::vector<VerifyKey> candidates = {second_.verify_key(), first_.verify_key()};
  const absl::StatusOr<std::vector<size_t>> found = VerifyAny(envelope, kType, candidates);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(*found, ElementsAre(1));
}

TEST_F(EnvelopeTest, AnyCountsEachKeyOnceHoweverOftenItSigned) {
  Envelope envelope = Signed(first_);
  ASSERT_TRUE(AddSignature(envelope, third_).ok());
  envelope.signatures.push_back(envelope.signatures[0]);
  envelope.signatures.push_back({second_.verify_key().KeyId(), std::string(64, 'x')});
  const std::vector<VerifyKey> candidates = {third_.verify_key(), second_.verify_key(), first_.verify_key()};
  const absl::StatusOr<std::vector<size_t>> found = VerifyAny(envelope, kType, candidates);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(*found, ElementsAre(0, 2));
}

TEST_F(EnvelopeTest, AnyPassesStrangersOver) {
  const std::vector<VerifyKey> candidates = {second_.verify_key()};
  const absl::StatusOr<std::vector<size_t>> found = VerifyAny(Signed(first_), kType, candidates);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(*found, IsEmpty());
}

TEST_F(EnvelopeTest, AnyRefusesOneKeyForTwoSigners) {
  const std::vector<VerifyKey> candidates = {first_.verify_key(), second_.verify_key(), first_.verify_key()};
  EXPECT_EQ(VerifyAny(Signed(first_), kType, candidates).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(EnvelopeTest, AnyRefusesOtherTypeAndUnboundedSignatures) {
  Envelope envelope = Signed(first_);
  const std::vector<VerifyKey> candidates = {first_.verify_key()};
  EXPECT_EQ(VerifyAny(envelope, "application/other", candidates).status().code(), absl::StatusCode::kInvalidArgument);
  envelope.signatures.resize(kMaxEnvelopeSignatures, envelope.signatures[0]);
  EXPECT_TRUE(VerifyAny(envelope, kType, candidates).ok());
  envelope.signatures.push_back(envelope.signatures[0]);
  EXPECT_EQ(VerifyAny(envelope, kType, candidates).status().code(), absl::StatusCode::kInvalidArgument);
  envelope.signatures.clear();
  EXPECT_EQ(VerifyAny(envelope, kType, candidates).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(EnvelopeTest, AKeySignsOnlyOnce) {
  Envelope envelope = Signed(first_);
  EXPECT_EQ(AddSignature(envelope, first_).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(envelope.signatures.size(), 1u);
}

TEST_F(EnvelopeTest, ASignerThatFailsLeavesTheEnvelopeAlone) {
  const FailingSigner failing;
  EXPECT_EQ(SignEnvelope(kType, "payload", failing).status().code(), absl::StatusCode::kUnavailable);
  Envelope envelope = Signed(first_);
  EXPECT_EQ(AddSignature(envelope, failing).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(envelope.signatures.size(), 1u);
}

}  // namespace
}  // namespace vsx::crypto
