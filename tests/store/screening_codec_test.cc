#include "store/screening_codec.h"

#include "tests/store/codec_contract.h"
#include "tests/store/example_values.h"

namespace vsx::store {
namespace {

TEST(ScreeningCodecTest, Exercise) { ExpectSoundCodec(RandomExercise, EncodeExercise, DecodeExercise); }
TEST(ScreeningCodecTest, Hit) { ExpectSoundCodec(RandomScreeningHit, EncodeScreeningHit, DecodeScreeningHit); }

TEST(ScreeningCodecTest, AttestationOfAMatchIsNotStored) {
  domain::ScreeningHit hit = ExampleScreeningHit();
  const std::string bytes = EncodeScreeningHit(hit);
  hit.matches[0].evidence.attestation_id = "attestation";
  EXPECT_EQ(EncodeScreeningHit(hit), bytes);
}

}  // namespace
}  // namespace vsx::store
