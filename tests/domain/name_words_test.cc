#include "node/domain/name_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/domain/name_normaliser.h"

namespace vsx::domain {
namespace {

using ::testing::ElementsAre;

PlainName Plain(const char* name) { return PlainNameOf(*NameTokens(name)); }

std::vector<std::string> Words(const char* name) { return Plain(name).tokens; }

TEST(NameWordsTest, TitlesGo) {
  EXPECT_THAT(Words("Daw Namuna Thit"), ElementsAre("namuna", "thit"));
  EXPECT_THAT(Words("Contoh, Hajah Puan"), ElementsAre("contoh"));
  EXPECT_THAT(Words("Tan Sri Contoh Rekaan"), ElementsAre("contoh", "rekaan"));
  EXPECT_THAT(Words("ນາງ ສົມມຸດ ຕົວຢ່າງ"), ElementsAre("ສົມມຸດ", "ຕົວຢ່າງ"));
}

TEST(NameWordsTest, TitlesJoinedToANameGo) {
  EXPECT_EQ(Words("นางสาวสมมุติ ตัวอย่าง"), Words("สมมุติ ตัวอย่าง"));
  EXPECT_EQ(Words("ဦးနမူနာ"), Words("နမူနာ"));
  EXPECT_EQ(Words("លោកស្រីគំរូ"), Words("គំរូ"));
}

TEST(NameWordsTest, WhatOnlyLooksLikeATitleStays) {
  EXPECT_THAT(Words("Contoh Ko"), ElementsAre("contoh", "ko")) << "a title in front only";
  EXPECT_THAT(Words("Tan Xiao Mei"), ElementsAre("tan", "xiao", "mei"));
  EXPECT_THAT(Words("คุณากร"), ElementsAre("คุณากร")) << "what follows bears a vowel sign";
  EXPECT_THAT(Words("Daw"), ElementsAre("daw")) << "all there is";
  EXPECT_THAT(Words("นาง"), ElementsAre("นาง"));
}

TEST(NameWordsTest, ParticlesSayWhoseChild) {
  for (const char* son : {"Contoh bin Rekaan", "Contoh A/L Rekaan", "CONTOH A L REKAAN", "Contoh S/O Rekaan"}) {
    EXPECT_EQ(Plain(son).patronymic, Patronymic::kSon) << son;
    EXPECT_THAT(Words(son), ElementsAre("contoh", "rekaan")) << son;
    EXPECT_EQ(Plain(son).before_patronymic, 1U);
  }
  for (const char* daughter : {"Contoh binti Rekaan", "Contoh bt. Rekaan", "Contoh A/P Rekaan", "Contoh D/O Rekaan"}) {
    EXPECT_EQ(Plain(daughter).patronymic, Patronymic::kDaughter) << daughter;
  }
  EXPECT_EQ(Plain("Contoh anak Rekaan").patronymic, Patronymic::kChild);
  EXPECT_EQ(Plain("Contoh Rekaan").patronymic, Patronymic::kNone);
  EXPECT_EQ(Plain("Bin").patronymic, Patronymic::kNone) << "all there is";
}

TEST(NameWordsTest, AbbreviationsAreWrittenOut) {
  EXPECT_EQ(Words("Mohd. Contoh"), Words("Muhammad Contoh"));
  EXPECT_EQ(Words("Abd Contoh"), Words("Abdul Contoh"));
}

TEST(NameWordsTest, MariaGoesWhereANameIsLeft) {
  EXPECT_EQ(Words("Maria Cristina Halimbawa"), Words("Cristina Halimbawa"));
  EXPECT_EQ(Words("HALIMBAWA MA CRISTINA"), Words("Halimbawa Cristina"));
  EXPECT_THAT(Words("Maria Halimbawa"), ElementsAre("maria", "halimbawa"));
}

TEST(NameWordsTest, SurnamesWithParticlesAreOneWord) {
  EXPECT_THAT(Words("Juan de la Cruz"), ElementsAre("juan", "delacruz"));
  EXPECT_THAT(Words("De la Cruz, Juan"), ElementsAre("delacruz", "juan"));
  EXPECT_THAT(Words("Đỗ Văn Thử"), ElementsAre("do", "van", "thu"));
}

TEST(NameWordsTest, LettersThatLookAlikeAreOne) {
  EXPECT_EQ(Words("\u1780\u17D2\u178A\u17B8"), Words("\u1780\u17D2\u178F\u17B8"));
  EXPECT_EQ(Words("၀င်း"), Words("ဝင်း"));
}

TEST(NameWordsTest, ASingleNameInBothFieldsStandsOnce) {
  EXPECT_THAT(Words("Contohwati Contohwati"), ElementsAre("contohwati"));
  EXPECT_THAT(Words("Contoh Rekaan Rekaan"), ElementsAre("contoh", "rekaan", "rekaan"));
}

}  // namespace
}  // namespace vsx::domain
