#include "store/delivery_codec.h"

#include "tests/store/codec_contract.h"
#include "tests/store/example_values.h"

namespace vsx::store {
namespace {

TEST(DeliveryCodecTest, OutboxItem) { ExpectSoundCodec(RandomOutboxItem, EncodeOutboxItem, DecodeOutboxItem); }
TEST(DeliveryCodecTest, InboxItem) { ExpectSoundCodec(RandomInboxItem, EncodeInboxItem, DecodeInboxItem); }
TEST(DeliveryCodecTest, ReceivedMark) { ExpectSoundCodec(RandomReceivedMark, EncodeReceivedMark, DecodeReceivedMark); }

}  // namespace
}  // namespace vsx::store
