#include "store/byte_codec.h"

#include <random>

#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace vsx::store {
namespace {

struct Sample {
  uint8_t u8 = 0;
  uint16_t u16 = 0;
  uint32_t u32 = 0;
  uint64_t u64 = 0;
  int64_t i64 = 0;
  bool flag = false;
  std::string fixed = std::string(5, '\0');
  std::string bytes;
  std::optional<std::string> optional;
  std::vector<uint16_t> repeated;

  friend bool operator==(const Sample&, const Sample&) = default;
};

std::string Encode(const Sample& s) {
  return ByteWriter()
      .U8(s.u8)
      .U16(s.u16)
      .U32(s.u32)
      .U64(s.u64)
      .I64(s.i64)
      .Bool(s.flag)
      .FixedBytes(s.fixed)
      .LpBytes(s.bytes)
      .Optional(s.optional, [](ByteWriter& w, const std::string& x) { w.LpBytes(x); })
      .Repeated(s.repeated, [](ByteWriter& w, uint16_t x) { w.U16(x); })
      .Take();
}

absl::StatusOr<Sample> Decode(std::string_view bytes) {
  ByteReader reader(bytes);
  Sample s;
  s.u8 = reader.U8();
  s.u16 = reader.U16();
  s.u32 = reader.U32();
  s.u64 = reader.U64();
  s.i64 = reader.I64();
  s.flag = reader.Bool();
  s.fixed = reader.FixedBytes(5);
  s.bytes = reader.LpBytes(40);
  s.optional = reader.Optional([](ByteReader& r) { return r.LpBytes(40); });
  s.repeated = reader.Repeated(10, [](ByteReader& r) { return r.U16(); });
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return s;
}

Sample RandomSample(std::mt19937_64& random) {
  const auto text = [&](size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    return bytes;
  };
  Sample s;
  s.u8 = static_cast<uint8_t>(random());
  s.u16 = static_cast<uint16_t>(random());
  s.u32 = static_cast<uint32_t>(random());
  s.u64 = random();
  s.i64 = static_cast<int64_t>(random());
  s.flag = random() % 2 == 0;
  s.fixed = text(5);
  s.bytes = text(random() % 41);
  if (random() % 2 == 0) s.optional = text(random() % 41);
  s.repeated.resize(random() % 11);
  for (uint16_t& x : s.repeated) x = static_cast<uint16_t>(random());
  return s;
}

TEST(ByteCodecTest, NumbersAreBigEndianAndLengthsStandInFront) {
  EXPECT_EQ(ByteWriter().U16(0x0102).U32(0x03040506).U64(0x0708090a0b0c0d0e).Take(),
            "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e");
  EXPECT_EQ(ByteWriter().I64(-2).Take(), "\xff\xff\xff\xff\xff\xff\xff\xfe");
  EXPECT_EQ(ByteWriter().LpBytes("ab").Take(), std::string("\0\0\0\2ab", 6));
}

TEST(ByteCodecTest, RandomValuesRoundTripAndHaveOneEncoding) {
  std::mt19937_64 random(20250101);
  for (int i = 0; i < 2000; ++i) {
    const Sample sample = RandomSample(random);
    const std::string bytes = Encode(sample);
    const absl::StatusOr<Sample> decoded = Decode(bytes);
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(*decoded, sample);
  }
}

TEST(ByteCodecTest, EveryTruncationAndExtensionIsDataLoss) {
  std::mt19937_64 random(20250102);
  for (int i = 0; i < 200; ++i) {
    const std::string bytes = Encode(RandomSample(random));
    for (size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_EQ(Decode(bytes.substr(0, size)).status().code(), absl::StatusCode::kDataLoss);
    }
    EXPECT_EQ(Decode(bytes + '\0').status().code(), absl::StatusCode::kDataLoss);
  }
}

// What decodes at all encodes to the same bytes: no second encoding of a value is accepted.
TEST(ByteCodecTest, AlteredBytesAreRefusedOrMeanAnotherValue) {
  std::mt19937_64 random(20250103);
  for (int i = 0; i < 5000; ++i) {
    std::string bytes = Encode(RandomSample(random));
    for (uint64_t flips = 1 + random() % 4; flips > 0; --flips)
      bytes[random() % bytes.size()] ^= static_cast<char>(random());
    if (const absl::StatusOr<Sample> decoded = Decode(bytes); decoded.ok()) {
      EXPECT_EQ(Encode(*decoded), bytes);
    }
  }
}

TEST(ByteCodecTest, BooleansAreZeroOrOne) {
  ByteReader reader("\x02");
  EXPECT_FALSE(reader.Bool());
  EXPECT_EQ(reader.Finish().code(), absl::StatusCode::kDataLoss);
}

TEST(ByteCodecTest, OverlongLengthsAndCountsAreRefusedBeforeAllocation) {
  ByteReader length("\xff\xff\xff\xff");
  EXPECT_EQ(length.LpBytes(SIZE_MAX), "");
  EXPECT_FALSE(length.ok());
  const std::string three = ByteWriter().LpBytes("abc").Take();
  ByteReader over_limit(three);
  EXPECT_EQ(over_limit.LpBytes(2), "");
  EXPECT_FALSE(over_limit.ok());
  ByteReader count("\xff\xff\xff\xff");
  EXPECT_TRUE(count.Repeated(10, [](ByteReader& r) { return r.U8(); }).empty());
  EXPECT_FALSE(count.ok());
}

TEST(ByteCodecTest, FirstFaultSticks) {
  ByteReader reader(std::string_view("\x00\x05\x01\x02", 4));
  EXPECT_EQ(reader.U16(), 5);
  EXPECT_EQ(reader.U32(), 0u);
  EXPECT_EQ(reader.U8(), 0) << "bytes are left, but nothing is read after a fault";
  EXPECT_EQ(reader.Finish().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace vsx::store
