#include "crypto/hash.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "crypto/keyed_hash.h"
#include "tests/crypto/vectors.h"

namespace vsx::crypto {
namespace {

// FIPS 180-2, appendix B.
constexpr std::string_view kEmptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr std::string_view kAbcDigest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view kMillionDigest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

TEST(Sha256Test, GivesThePublishedDigests) {
  EXPECT_EQ(Sha256(""), Bytes(kEmptyDigest));
  EXPECT_EQ(Sha256("abc"), Bytes(kAbcDigest));
  EXPECT_EQ(Sha256(std::string(1'000'000, 'a')), Bytes(kMillionDigest));
  EXPECT_EQ(Sha256("abc"), Bytes(kAbcDigest));  // the context starts afresh each time
}

TEST(Sha256Test, ThreadsDoNotDisturbEachOther) {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([t, &wrong] {
      for (int round = 0; round < 2000; ++round) wrong[t] += Sha256("abc") != Bytes(kAbcDigest);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(Sha256HasherTest, PartsHashLikeTheWhole) {
  Sha256Hasher hasher;
  EXPECT_EQ(hasher.Update("a").Update("").Update("bc").Finish(), Bytes(kAbcDigest));
  EXPECT_EQ(hasher.Finish(), Bytes(kEmptyDigest));
}

// RFC 4231, test cases 1, 2 and 6: HMAC-SHA-512, of which the first 32 bytes count.
TEST(KeyedHashTest, IsTheFirstHalfOfHmacSha512) {
  EXPECT_EQ(KeyedHash(SecretBytes::CopyFrom(std::string(20, '\x0b')), "Hi There"),
            Bytes("87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"));
  EXPECT_EQ(KeyedHash(SecretBytes::CopyFrom("Jefe"), "what do ya want for nothing?"),
            Bytes("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"));
  EXPECT_EQ(KeyedHash(SecretBytes::CopyFrom(std::string(131, '\xaa')),
                      "Test Using Larger Than Block-Size Key - Hash Key First"),
            Bytes("80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"));
}

TEST(KeyedHashDeathTest, RefusesAnEmptyKey) { EXPECT_DEATH(KeyedHash(SecretBytes(), "x"), "without a key"); }

}  // namespace
}  // namespace vsx::crypto
