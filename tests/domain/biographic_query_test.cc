#include "node/domain/biographic_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "node/domain/error.h"
#include "tests/domain/name_pairs.h"

namespace vsx::domain {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kBiographic = "vsx-handle-v1|biographic|";

PartialDate Date(const char* text) { return *PartialDate::Parse(text); }

Handle Passport(const char* number) { return *Handle::FromDocument("P", "UTO", number); }

// The canonical strings without what all share; documents as "document".
std::vector<std::string> Short(const std::vector<Handle>& handles) {
  std::vector<std::string> all;
  for (const Handle& handle : handles) {
    all.push_back(handle.cls() == HandleClass::kBiographic ? handle.canonical().substr(kBiographic.size())
                                                           : std::string("document"));
  }
  return all;
}

std::vector<std::string> KeysAsked(const char* name, const char* date, bool with_document = false) {
  PersonSought person{.documents = {}, .names = {name}, .birth_date = Date(date)};
  if (with_document) person.documents.push_back(Passport("XX0000001"));
  const absl::StatusOr<HandlesToAsk> asked = AskFor(person);
  return asked.ok() ? Short(asked->handles) : std::vector<std::string>{asked.status().ToString()};
}

std::vector<MarkedHandle> HandlesEntered(const std::vector<std::string>& names, const char* date,
                                         size_t documents = 1) {
  std::vector<IdentityDocument> held;
  for (size_t i = 0; i < documents; ++i)
    held.push_back({"P", "UTO", "XX000000" + std::to_string(i), HandleMark::kExact});
  std::vector<PersonName> called;
  for (const std::string& name : names) called.push_back({name, HandleMark::kExact});
  return *HandlesToRegister(held, called, Date(date));
}

std::vector<std::string> ShortOf(const std::vector<MarkedHandle>& marked) {
  std::vector<Handle> handles;
  for (const MarkedHandle& one : marked) handles.push_back(one.handle);
  return Short(handles);
}

TEST(HandlesToAskTest, FullDateAsksTheOwnKeyByAllThreePrecisionsFirst) {
  EXPECT_THAT(KeysAsked("Contoh Rekaan", "1995-08-17"),
              ElementsAre("contoh rekaan|1995-08-17", "contoh rekaan|1995-08", "contoh rekaan|1995",
                          "~letters~aacehknnoort|1995-08-17", "~sounds~knsntr|1995-08-17", "~letters~aacehknnoort|1995",
                          "~fewer~aacehknnoort|1995-08-17", "~letters~aacehknnoort|1995-08"));
}

TEST(HandlesToAskTest, ADocumentTakesTheFirstPlaceAndTheLastQuestionGoes) {
  const std::vector<std::string> alone = KeysAsked("Contoh Rekaan", "1995-08-17");
  const std::vector<std::string> beside = KeysAsked("Contoh Rekaan", "1995-08-17", true);
  ASSERT_THAT(beside, SizeIs(kMaxHandles));
  EXPECT_EQ(beside.front(), "document");
  EXPECT_TRUE(std::equal(beside.begin() + 1, beside.end(), alone.begin()));
}

TEST(HandlesToAskTest, PartialDateAsksWhatItHasAndSaysSo) {
  EXPECT_THAT(KeysAsked("Contoh", "1995-08"),
              ElementsAre("contoh|1995-08", "contoh|1995", "~letters~chnoot|1995", "~letters~chnoot|1995-08"));
  EXPECT_THAT(KeysAsked("Contoh", "1995"), ElementsAre("contoh|1995", "~letters~chnoot|1995"));
  PersonSought person{.documents = {}, .names = {"Contoh"}, .birth_date = Date("1995-08")};
  EXPECT_TRUE(AskFor(person)->partial_date_only);
  person.documents.push_back(Passport("XX0000001"));
  EXPECT_FALSE(AskFor(person)->partial_date_only);
  person.documents.clear();
  person.birth_date = Date("1995-08-17");
  EXPECT_FALSE(AskFor(person)->partial_date_only);
}

TEST(HandlesToAskTest, OtherSpellingsAreAskedToo) {
  EXPECT_THAT(KeysAsked("陈例子", "1995-08-17"), Contains("chen li zi|1995-08-17"));
  EXPECT_THAT(KeysAsked("Märta Exempel", "1995"), Contains("exempel maerta|1995"));
  // phl-02 and phl-03 of the vectors: the same person, Ñ written N and NXX.
  EXPECT_THAT(KeysAsked("PENXXA JUAN HALIMBAWA", "1987-03-23"), Contains("halimbawa juan pena|1987-03-23"));
}

// Whatever the name, what an issuer without variants entered (an older case, a full one, another program) is found.
TEST(HandlesToAskTest, TheOwnKeyIsAskedByEveryDateWhateverTheName) {
  for (const nlohmann::json& pair : NamePairs()) {
    for (const char* side : {"a", "b"}) {
      const auto name = pair[side].get<std::string>();
      const absl::StatusOr<NameKey> own = NameKey::FromName(name);
      if (!own.ok()) continue;
      PersonSought person{.documents = {Passport("XX0000001")}, .names = {name}, .birth_date = Date("1995-08-17")};
      const absl::StatusOr<HandlesToAsk> asked = AskFor(person);
      ASSERT_TRUE(asked.ok());
      EXPECT_LE(asked->handles.size(), kMaxHandles);
      for (const char* known : {"1995", "1995-08", "1995-08-17"}) {
        EXPECT_THAT(asked->handles, Contains(Handle::FromBiographic(*own, Date(known)))) << pair["id"];
      }
    }
  }
}

TEST(HandlesToAskTest, NeverMoreThanEightNeverTwiceAlwaysTheSame) {
  const std::vector<std::string> names = {"例 PENXXA Märta", "Siti Contoh binti Rekaan", "สมมุติ ตัวอย่าง", "Contoh"};
  for (size_t documents = 0; documents <= kMaxHandles; ++documents) {
    for (size_t count = 0; count <= names.size(); ++count) {
      PersonSought person{.documents = {},
                          .names = {names.begin(), names.begin() + static_cast<ptrdiff_t>(count)},
                          .birth_date = Date("1995-08-17")};
      for (size_t i = 0; i < documents; ++i) {
        person.documents.push_back(Passport(("XX000000" + std::to_string(i)).c_str()));
      }
      const absl::StatusOr<HandlesToAsk> asked = AskFor(person);
      ASSERT_EQ(asked.ok(), documents + count > 0);
      if (!asked.ok()) continue;
      EXPECT_LE(asked->handles.size(), kMaxHandles);
      EXPECT_EQ(std::set<Handle>(asked->handles.begin(), asked->handles.end()).size(), asked->handles.size());
      EXPECT_EQ(AskFor(person)->handles, asked->handles);
      for (const Handle& handle : asked->handles) EXPECT_EQ(*Handle::FromCanonical(handle.canonical()), handle);
    }
  }
}

TEST(HandlesToAskTest, EveryNameIsAskedByItsOwnKeyBeforeAnyVariant) {
  const PersonSought person{.documents = {}, .names = {"Contoh", "Rekaan"}, .birth_date = Date("1995")};
  EXPECT_THAT(Short(AskFor(person)->handles),
              ElementsAre("contoh|1995", "rekaan|1995", "~letters~chnoot|1995", "~letters~aaeknr|1995"));
}

TEST(HandlesToAskTest, NothingToAskByIsRefused) {
  EXPECT_EQ(ErrorReason(AskFor({}).status()), "PERSON_MISSING");
  EXPECT_EQ(ErrorReason(AskFor({.documents = {}, .names = {"Contoh"}, .birth_date = {}}).status()), "PERSON_MISSING");
  for (const char* name : {"", "a|b", "\xFF", "..."}) {
    const absl::Status refused =
        AskFor({.documents = {Passport("XX0000001")}, .names = {name}, .birth_date = Date("1995")}).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(
      ErrorReason(AskFor({.documents = std::vector<Handle>(9, Passport("1")), .names = {}, .birth_date = {}}).status()),
      "TOO_MANY");
}

TEST(HandlesToAskTest, ComparabilityIsThatOfTheLeastName) {
  const PartialDate date = Date("1995");
  EXPECT_EQ(AskFor({.documents = {}, .names = {"Contoh"}, .birth_date = date})->comparability.latin,
            LatinComparison::kLatin);
  EXPECT_EQ(AskFor({.documents = {}, .names = {"Contoh", "គំរូ"}, .birth_date = date})->comparability.latin,
            LatinComparison::kNone);
}

TEST(HandlesToRegisterTest, OwnKeysComeFirstAsMarkedVariantsArePossible) {
  const std::vector<MarkedHandle> handles = HandlesEntered({"Contoh Rekaan"}, "1995-08-17");
  EXPECT_THAT(ShortOf(handles), ElementsAre("document", "contoh rekaan|1995-08-17", "~letters~aacehknnoort|1995-08-17",
                                            "~sounds~knsntr|1995-08-17", "~latin~knsntr|1995-08-17"));
  for (size_t i = 0; i < handles.size(); ++i) {
    EXPECT_EQ(handles[i].mark, i < 2 ? HandleMark::kExact : HandleMark::kPossible) << i;
  }
}

TEST(HandlesToRegisterTest, PlacesStayFreeForCodes) {
  for (size_t documents = 0; documents <= 4; ++documents) {
    for (const char* date : {"1995", "1995-08", "1995-08-17"}) {
      const auto handles = HandlesEntered({"Maria Teresa Papel de la Cruz", "สมมุติ ตัวอย่าง"}, date, documents);
      EXPECT_LE(handles.size(), std::max(kMaxHandles - kPlacesForCodes, documents + 2));
      EXPECT_GE(handles.size(), documents + 2);
    }
  }
}

TEST(HandlesToRegisterTest, CoarseVariantsNeedTheDay) {
  for (const std::string& key : ShortOf(HandlesEntered({"Maria Teresa Papel de la Cruz"}, "1995-08"))) {
    EXPECT_TRUE(key.rfind("~fewer", 0) != 0 && key.rfind("~sounds", 0) != 0 && key.rfind("~latin", 0) != 0) << key;
  }
}

TEST(HandlesToRegisterTest, WithoutADateOnlyDocuments) {
  EXPECT_THAT(*HandlesToRegister({}, {{"Contoh", HandleMark::kExact}}, std::nullopt), IsEmpty());
  EXPECT_FALSE(HandlesToRegister({}, {{"a|b", HandleMark::kExact}}, std::nullopt).ok()) << "a bad name all the same";
}

TEST(HandlesToRegisterTest, TheBestMarkOfOneHandleStays) {
  const auto handles =
      HandlesToRegister({}, {{"Contoh", HandleMark::kPossible}, {"CONTOH", HandleMark::kExact}}, Date("1995"));
  EXPECT_EQ(handles->front().mark, HandleMark::kExact);
  EXPECT_THAT(ShortOf(*handles), ElementsAre("contoh|1995", "~letters~chnoot|1995"));
}

TEST(HandlesToRegisterTest, FaultsNameTheirField) {
  EXPECT_EQ(ErrorField(HandlesToRegister({{"P", "UTO", "?", HandleMark::kExact}}, {}, std::nullopt).status()),
            "documents[0].number");
  EXPECT_EQ(
      ErrorField(
          HandlesToRegister({}, {{"Contoh", HandleMark::kExact}, {"", HandleMark::kExact}}, std::nullopt).status()),
      "names[1].text");
  const std::vector<IdentityDocument> many = {
      {"P", "UTO", "1", HandleMark::kExact}, {"P", "UTO", "2", HandleMark::kExact},
      {"P", "UTO", "3", HandleMark::kExact}, {"P", "UTO", "4", HandleMark::kExact},
      {"P", "UTO", "5", HandleMark::kExact}, {"P", "UTO", "6", HandleMark::kExact},
      {"P", "UTO", "7", HandleMark::kExact}, {"P", "UTO", "8", HandleMark::kExact},
      {"P", "UTO", "9", HandleMark::kExact}};
  EXPECT_EQ(ErrorReason(HandlesToRegister(many, {}, std::nullopt).status()), "TOO_MANY");
}

// Both sides agree: whoever is registered is found by who asks with the same name, whatever the issuer knew of the
// date.
TEST(HandlesToRegisterTest, WhoeverIsRegisteredIsFound) {
  for (const nlohmann::json& pair : NamePairs()) {
    const auto name = pair["a"].get<std::string>();
    if (!NameKey::FromName(name).ok()) continue;
    const auto asked = AskFor({.documents = {}, .names = {name}, .birth_date = Date("1995-08-17")});
    for (const char* known : {"1995", "1995-08", "1995-08-17"}) {
      const std::vector<MarkedHandle> handles = HandlesEntered({name}, known);
      EXPECT_TRUE(std::any_of(handles.begin(), handles.end(), [&](const MarkedHandle& one) {
        return std::count(asked->handles.begin(), asked->handles.end(), one.handle) > 0;
      })) << pair["id"];
    }
  }
}

}  // namespace
}  // namespace vsx::domain
