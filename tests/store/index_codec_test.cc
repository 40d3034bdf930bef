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
TEST(IndexCodecTest, Fork) { ExpectSoundCodec(RandomFork, EncodeIndexFork, DecodeIndexFork); }

}  // namespace
}  // namespace vsx::store
