#include "crypto/expanded_random_source.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "crypto/encoding.h"
#include "tests/crypto/fixed_random_source.h"

namespace vsx::crypto {
namespace {

// RFC 7539 appendix A.1, test vectors 1 and 2: blocks 0 and 1 under a key and nonce of zeros.
TEST(ExpandedRandomSourceTest, DrawsAreTheBlocksOfChaCha20) {
  FixedRandomSource zeros(std::string(32, '\0'));
  ExpandedRandomSource source(zeros);
  EXPECT_EQ(ToHex(source.Bytes(16)), "76b8e0ada0f13d90405d6ae55386bd28");
  EXPECT_EQ(ToHex(source.Bytes(16)), "9f07e7be5551387a98ba977c732d080d") << "a draw begins with a block of its own";
}

TEST(ExpandedRandomSourceTest, LongDrawIsThatOfItsBlocks) {
  FixedRandomSource one_seed(std::string(32, 's'));
  FixedRandomSource same_seed(std::string(32, 's'));
  ExpandedRandomSource at_once(one_seed);
  ExpandedRandomSource by_blocks(same_seed);
  const std::string whole = at_once.Bytes(3 * 64 + 5);
  std::string parts;
  for (const size_t size : {64, 64, 64, 5}) parts += by_blocks.Bytes(size);
  EXPECT_EQ(whole, parts);
  EXPECT_EQ(at_once.Bytes(9), by_blocks.Bytes(9)) << "what is begun of a block is used up";
  EXPECT_EQ(at_once.Bytes(0), "");
}

TEST(ExpandedRandomSourceTest, EachHasASeedOfItsOwn) {
  SystemRandomSource system;
  EXPECT_NE(ExpandedRandomSource(system).Bytes(16), ExpandedRandomSource(system).Bytes(16));
}

TEST(ExpandedRandomSourceTest, NoBlockIsGivenTwiceToThreads) {
  SystemRandomSource system;
  ExpandedRandomSource source(system);
  std::array<std::vector<std::string>, 4> drawn;
  std::vector<std::thread> threads;
  for (auto& mine : drawn) {
    threads.emplace_back([&source, &mine] {
      for (int i = 0; i < 500; ++i) mine.push_back(source.Bytes(16));
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> all;
  for (const auto& mine : drawn) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 2'000u);
}

}  // namespace
}  // namespace vsx::crypto
