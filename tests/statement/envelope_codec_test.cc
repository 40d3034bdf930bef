#include "node/statement/envelope_codec.h"

#include <gtest/gtest.h>

#include "node/domain/error.h"
#include "tests/statement/seeded_random_source.h"

namespace vsx::statement {
namespace {

crypto::Envelope ExampleEnvelope() {
  return {"application/vnd.vsx.manifest.v1+protobuf",
          "payload",
          {{"ed25519:00", std::string(64, 's')}, {"ed25519:01", std::string(64, 't')}}};
}

std::string ReasonOf(std::string_view bytes, size_t max = kMaxStatementBytes) {
  return domain::ErrorReason(DecodeEnvelope(bytes, max).status());
}

TEST(EnvelopeCodecTest, RoundTripKeepsEverything) {
  const absl::StatusOr<crypto::Envelope> read = DecodeEnvelope(EncodeEnvelope(ExampleEnvelope()), kMaxStatementBytes);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->payload_type, ExampleEnvelope().payload_type);
  EXPECT_EQ(read->payload, "payload");
  ASSERT_EQ(read->signatures.size(), 2u);
  EXPECT_EQ(read->signatures[1].key_id, "ed25519:01");
  EXPECT_EQ(read->signatures[1].signature, std::string(64, 't'));
}

TEST(EnvelopeCodecTest, LargerThanTheBoundIsRefusedBeforeItIsRead) {
  const std::string bytes = EncodeEnvelope(ExampleEnvelope());
  EXPECT_TRUE(DecodeEnvelope(bytes, bytes.size()).ok());
  EXPECT_EQ(ReasonOf(bytes, bytes.size() - 1), "ENVELOPE_TOO_LARGE");
}

TEST(EnvelopeCodecTest, FieldsThatNobodySignedAreRefused) {
  const std::string unknown_field = "\x7a\x01x";  // field 15, length-delimited
  EXPECT_EQ(ReasonOf(EncodeEnvelope(ExampleEnvelope()) + unknown_field), "ENVELOPE_MALFORMED");
}

TEST(EnvelopeCodecTest, WrongSizesAreRefused) {
  crypto::Envelope envelope = ExampleEnvelope();
  envelope.signatures[0].signature.pop_back();
  EXPECT_EQ(ReasonOf(EncodeEnvelope(envelope)), "ENVELOPE_MALFORMED");
  envelope = ExampleEnvelope();
  envelope.signatures[0].key_id = std::string(65, 'k');
  EXPECT_EQ(ReasonOf(EncodeEnvelope(envelope)), "ENVELOPE_MALFORMED");
  envelope = ExampleEnvelope();
  envelope.payload.clear();
  EXPECT_EQ(ReasonOf(EncodeEnvelope(envelope)), "ENVELOPE_MALFORMED");
  envelope = ExampleEnvelope();
  envelope.payload_type.clear();
  EXPECT_EQ(ReasonOf(EncodeEnvelope(envelope)), "ENVELOPE_MALFORMED");
  envelope = ExampleEnvelope();
  envelope.signatures.resize(65, envelope.signatures[0]);
  EXPECT_EQ(ReasonOf(EncodeEnvelope(envelope)), "ENVELOPE_MALFORMED");
}

TEST(EnvelopeCodecTest, RandomBytesGiveAStatus) {
  SeededRandomSource random("envelope garbage");
  for (int i = 0; i < 2000; ++i) {
    const absl::StatusOr<crypto::Envelope> read = DecodeEnvelope(random.Bytes(1 + i % 97), kMaxStatementBytes);
    if (!read.ok()) {
      EXPECT_EQ(domain::ErrorReason(read.status()), "ENVELOPE_MALFORMED");
    }
  }
}

}  // namespace
}  // namespace vsx::statement
