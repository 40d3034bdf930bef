#ifndef VSX_TESTS_STORE_CODEC_CONTRACT_H_
#define VSX_TESTS_STORE_CODEC_CONTRACT_H_

#include <random>
#include <string>

#include "gtest/gtest.h"
#include "tests/store/same_fields.h"

namespace vsx::store {

// What every codec keeps: random values come back field by field, one value has one encoding, and no other bytes are
// believed: none shorter, none longer, of no other layout, and none that decodes to something encoded differently.
template <typename Make, typename Encode, typename Decode>
void ExpectSoundCodec(Make make, Encode encode, Decode decode) {
  std::mt19937 draw(20);
  for (int i = 0; i < 200; ++i) {
    const auto value = make(draw);
    const std::string bytes = encode(value);
    const auto back = decode(bytes);
    ASSERT_TRUE(back.ok()) << back.status();
    ASSERT_TRUE(Same(value, *back));
    ASSERT_EQ(encode(*back), bytes);
  }
  const std::string bytes = encode(make(draw));
  for (size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_EQ(decode(bytes.substr(0, size)).status().code(), absl::StatusCode::kDataLoss) << size;
  }
  EXPECT_EQ(decode(bytes + '\0').status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(decode('\2' + bytes.substr(1)).status().code(), absl::StatusCode::kDataLoss) << "another layout";
  for (int i = 0; i < 4000; ++i) {
    std::string bent = encode(make(draw));
    char& byte = bent[draw() % bent.size()];
    byte = static_cast<char>(byte ^ (1 << (draw() % 8)));
    const auto read = decode(bent);
    if (!read.ok()) continue;
    ASSERT_EQ(encode(*read), bent);
  }
}

}  // namespace vsx::store

#endif  // VSX_TESTS_STORE_CODEC_CONTRACT_H_
