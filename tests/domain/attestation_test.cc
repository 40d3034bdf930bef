#include "node/domain/attestation.h"

#include <gtest/gtest.h>

namespace vsx::domain {
namespace {

AgeClass On(std::string_view day, AgeClass assessed, std::string_view birth_date) {
  CaseFacts facts;
  facts.age_class = assessed;
  if (!birth_date.empty()) facts.birth_date = PartialDate::Parse(birth_date).value();
  return AgeClassOn(facts, CivilDate::Parse(day).value());
}

TEST(AgeClassOnTest, FullBirthDateDecides) {
  EXPECT_EQ(On("2030-05-04", AgeClass::kAdult, "2012-05-05"), AgeClass::kChild);
  EXPECT_EQ(On("2030-05-05", AgeClass::kChild, "2012-05-05"), AgeClass::kAdult);
}

TEST(AgeClassOnTest, DoubtLeavesTheAssessedClass) {
  EXPECT_EQ(On("2030-05-05", AgeClass::kChild, "2012"), AgeClass::kChild);
  EXPECT_EQ(On("2030-05-05", AgeClass::kAdult, "2012"), AgeClass::kAdult);
  EXPECT_EQ(On("2030-05-05", AgeClass::kAdult, ""), AgeClass::kAdult);
  EXPECT_EQ(On("2030-05-05", AgeClass::kUnknown, "2012"), AgeClass::kPresumedChild);
}

TEST(AgeClassOnTest, PresumedChildStaysOne) {
  EXPECT_EQ(On("2030-05-05", AgeClass::kPresumedChild, "1990-01-01"), AgeClass::kPresumedChild);
}

TEST(CodeTest, HoldsOneWordAndNoNarrative) {
  EXPECT_TRUE(Code::Create("trained_identifier").ok());
  EXPECT_TRUE(Code::Create(std::string(64, 'a')).ok());
  for (const std::string& text : {std::string(), std::string("two words"), std::string("a\n"), std::string("é"),
                                  std::string("a|b"), std::string(65, 'a')}) {
    EXPECT_EQ(Code::Create(text).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace vsx::domain
