#include "crypto/encoding.h"

#include <gtest/gtest.h>

namespace vsx::crypto {
namespace {

TEST(EncodingTest, LengthPrefixIsFourBytesBigEndian) {
  EXPECT_EQ(LengthPrefixed(""), std::string(4, '\0'));
  EXPECT_EQ(LengthPrefixed("abc"), std::string("\0\0\0\3abc", 7));
  EXPECT_EQ(LengthPrefixed(std::string(258, 'x')).substr(0, 5), std::string("\0\0\1\2x", 5));
}

TEST(EncodingTest, AppendsBehindWhatIsThere) {
  std::string out = "a";
  AppendLengthPrefixed(out, "b");
  AppendU32Be(out, 0x01020304);
  AppendU64Be(out, 0x05060708090a0b0c);
  EXPECT_EQ(ToHex(out),
            "61000000016201020304"
            "05060708090a0b0c");
}

TEST(EncodingTest, HexGoesBothWays) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  const std::string hex = ToHex(all);
  EXPECT_EQ(hex.substr(0, 6), "000102");
  EXPECT_EQ(hex.substr(506), "fdfeff");
  ASSERT_TRUE(FromHex(hex).ok());
  EXPECT_EQ(*FromHex(hex), all);
  EXPECT_EQ(*FromHex("aBCd"), "\xab\xcd");
}

TEST(EncodingTest, RefusesWhatIsNoHex) {
  for (const char* text : {"a", "abc", "0g", "g0", " 0", "0x", "\xc3\xa9"}) {
    EXPECT_EQ(FromHex(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace vsx::crypto
