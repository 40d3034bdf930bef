#include "store/index_codec.h"

#include "tests/store/codec_contract.h"

namespace vsx::store {
namespace {

IndexHeader RandomHeader(std::mt19937& draw) {
  return {std::string(draw() % 50, static_cast<char>(draw())), std::string(32, static_cast<char>(draw()))};
}

StoredIndexHeader RandomStoredHeader(std::mt19937& draw) {
  return {RandomHeader(draw), {static_cast<int64_t>(draw())}};
}

StoredIndexFork RandomFork(std::mt19937& draw) {
  return {RandomHeader(draw), RandomHeader(draw), {static_cast<int64_t>(draw())}};
}

TEST(IndexCodecTest, Header) { ExpectSoundCodec(RandomStoredHeader, EncodeIndexHeader, DecodeIndexHeader); }
TEST(IndexCodecTest, EndedTimes) {
  const std::string bytes = EncodeEndedTimes({{{-7}, {5}}, {{9}, {12}}});
  const auto times = DecodeEndedTimes(bytes);
  ASSERT_TRUE(times.ok()) << times.status();
  EXPECT_EQ(EncodeEndedTimes(*times), bytes);
  EXPECT_EQ(times->at(1).until.seconds, 12);
  EXPECT_TRUE(DecodeEndedTimes(EncodeEndedTimes(std::vector<EndedTime>(kMostEndedTimes))).ok());
  for (const std::string& bent :
       {bytes + 'x', bytes.substr(1), bytes.substr(0, bytes.size() - 1), '\2' + bytes.substr(1), std::string(),
        EncodeEndedTimes(std::vector<EndedTime>(kMostEndedTimes + 1))}) {
    EXPECT_EQ(DecodeEndedTimes(bent).status().code(), absl::StatusCode::kDataLoss);
  }
}
TEST(IndexCodecTest, Fork) { ExpectSoundCodec(RandomFork, EncodeIndexFork, DecodeIndexFork); }

}  // namespace
}  // namespace vsx::store
