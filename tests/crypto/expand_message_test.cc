#include "crypto/expand_message.h"

#include <gtest/gtest.h>

#include <string>

#include "crypto/encoding.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

std::string Expand(std::initializer_list<std::string_view> message, std::string_view domain, size_t size) {
  std::string out(size, '\0');
  const absl::Status status =
      ExpandMessageXmd(message, domain, absl::MakeSpan(reinterpret_cast<uint8_t*>(out.data()), out.size()));
  return status.ok() ? out : std::string(absl::StatusCodeToString(status.code()));
}

TEST(ExpandMessageTest, AgreesWithEveryVectorOfRfc9380) {
  const nlohmann::json vectors = LoadVectors("h2c/rfc9380_expand_message_xmd_sha512.json");
  const std::string domain = vectors["DST"];
  int cases = 0;
  for (const auto& test : vectors["tests"]) {
    const std::string message = test["msg"];
    const size_t size = std::stoul(test["len_in_bytes"].get<std::string>(), nullptr, 16);
    SCOPED_TRACE(message.substr(0, 20));
    EXPECT_EQ(ToHex(Expand({message}, domain, size)), test["uniform_bytes"].get<std::string>());
    ++cases;
  }
  EXPECT_EQ(cases, 10);
}

TEST(ExpandMessageTest, PartsAreOneMessage) {
  EXPECT_EQ(Expand({"abc", "", "def"}, "domain", 100), Expand({"abcdef"}, "domain", 100));
  EXPECT_NE(Expand({"abcdef"}, "domain", 100), Expand({"abcdeg"}, "domain", 100));
  EXPECT_NE(Expand({"abcdef"}, "domain", 100), Expand({"abcdef"}, "domaim", 100));
}

TEST(ExpandMessageTest, TheSizeIsPartOfTheMessage) {
  EXPECT_NE(Expand({"abc"}, "domain", 64), Expand({"abc"}, "domain", 65).substr(0, 64));
}

TEST(ExpandMessageTest, RefusesSizesOutOfRange) {
  EXPECT_EQ(Expand({"abc"}, "domain", 0), "INVALID_ARGUMENT");
  EXPECT_EQ(Expand({"abc"}, "domain", kMaxExpandedSize).size(), kMaxExpandedSize);
  EXPECT_EQ(Expand({"abc"}, "domain", kMaxExpandedSize + 1), "INVALID_ARGUMENT");
  EXPECT_EQ(Expand({"abc"}, "", 64), "INVALID_ARGUMENT");
  EXPECT_EQ(Expand({"abc"}, std::string(255, 'd'), 64).size(), 64u);
  EXPECT_EQ(Expand({"abc"}, std::string(256, 'd'), 64), "INVALID_ARGUMENT");
}

}  // namespace
}  // namespace vsx::crypto
