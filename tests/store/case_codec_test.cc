#include "store/case_codec.h"

#include "tests/store/codec_contract.h"
#include "tests/store/example_values.h"

namespace vsx::store {
namespace {

TEST(CaseCodecTest, CaseRecord) { ExpectSoundCodec(RandomCaseRecord, EncodeCaseRecord, DecodeCaseRecord); }
TEST(CaseCodecTest, ConsentEntry) { ExpectSoundCodec(RandomConsentEntry, EncodeConsentEntry, DecodeConsentEntry); }
TEST(CaseCodecTest, SignedCopy) { ExpectSoundCodec(RandomSignedCopy, EncodeSignedCopy, DecodeSignedCopy); }

TEST(CaseCodecTest, ConsentRecordIsTheMiddleOfItsEntry) {
  const domain::ConsentEntry entry = ExampleConsentEntry();
  const std::string record = EncodeConsentRecord(entry.record);
  EXPECT_EQ(EncodeConsentEntry(entry).substr(5, record.size()), record);
}

}  // namespace
}  // namespace vsx::store
