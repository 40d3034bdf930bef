#include "node/domain/document_number.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "node/domain/error.h"

namespace vsx::domain {
namespace {

TEST(DocumentNumberTest, CodesFoldToTheirFirstLetterAndCardsToI) {
  const struct {
    const char* code;
    char letter;
  } cases[] = {{"P", 'P'}, {"P<", 'P'}, {"pp", 'P'}, {"PR", 'P'}, {"PS", 'P'}, {"V", 'V'}, {"V<", 'V'},
               {"I", 'I'}, {"ID", 'I'}, {"IP", 'I'}, {"A", 'I'},  {"AC", 'I'}, {"C", 'I'}, {" c< ", 'I'}};
  for (const auto& one : cases) {
    const absl::StatusOr<char> letter = DocumentTypeLetter(one.code);
    ASSERT_TRUE(letter.ok()) << one.code;
    EXPECT_EQ(*letter, one.letter) << one.code;
  }
}

TEST(DocumentNumberTest, OtherCodesAreRefused) {
  for (const char* code : {"", "<<", "X", "X<", "PASSPORT", "1P", "P1", "P|", "\xC3\x9E"}) {
    const absl::Status status = DocumentTypeLetter(code).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << code;
    EXPECT_EQ(ErrorField(status), "code");
  }
}

TEST(DocumentNumberTest, StatesComeInOneForm) {
  EXPECT_EQ(*IssuingStateCode("THA"), "THA");
  EXPECT_EQ(*IssuingStateCode(" tha "), "THA");
  EXPECT_EQ(*IssuingStateCode("D<<"), "DEU");
  EXPECT_EQ(*IssuingStateCode("d"), "DEU");
  EXPECT_EQ(*IssuingStateCode("XXB"), "XXB");
  EXPECT_EQ(*IssuingStateCode("UNO"), "UNO");
}

TEST(DocumentNumberTest, SlipsInTheStateAreRefusedForTheyWouldMatchNothing) {
  for (const char* code : {"", "TH", "TAH", "THAI", "BUR", "TMP", "T|A", "ZZZ", "\xC3\x9EHA"}) {
    const absl::Status status = IssuingStateCode(code).status();
    EXPECT_EQ(ErrorReason(status), "ISSUING_STATE_UNKNOWN") << code;
    EXPECT_EQ(ErrorField(status), "issuing_state");
  }
}

TEST(DocumentNumberTest, SeparatorsGoAndLettersAreRaised) {
  EXPECT_EQ(*DocumentNumber("xx-00 00.0/11<<"), "XX0000011");
  EXPECT_EQ(*DocumentNumber("0000011"), "0000011") << "leading zeros count";
}

TEST(DocumentNumberTest, AnythingElseIsRefusedWithoutBeingRepeated) {
  for (const char* number : {"XX00000_1", "XX00000|1", "XX00000\t1", "XX00000\n",
                             "XX00000\xC2\xA0"
                             "1",
                             "XX00000\xEF\xBC\x91"}) {
    const absl::Status status = DocumentNumber(number).status();
    EXPECT_EQ(ErrorReason(status), "DOCUMENT_NUMBER_INVALID");
    EXPECT_EQ(ErrorField(status), "number");
    EXPECT_FALSE(absl::StrContains(status.ToString(), "XX00000"));
  }
  for (const char* empty : {"", " ", "<<<", "-./"}) EXPECT_FALSE(DocumentNumber(empty).ok());
  EXPECT_TRUE(DocumentNumber(std::string(64, '1')).ok());
  EXPECT_FALSE(DocumentNumber(std::string(65, '1')).ok());
}

}  // namespace
}  // namespace vsx::domain
