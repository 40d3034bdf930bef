#include "node/domain/handle.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "absl/strings/match.h"
#include "node/domain/error.h"

namespace vsx::domain {
namespace {

Handle Biographic(const char* name, const char* date) {
  return Handle::FromBiographic(*NameKey::FromName(name), *PartialDate::Parse(date));
}

// These strings are what nodes of different States must agree on, byte for byte.
TEST(HandleTest, GoldenStrings) {
  EXPECT_EQ(Handle::FromDocument("P<", "THA", "xx 00-00011")->canonical(), "vsx-handle-v1|document|P|THA|XX0000011");
  EXPECT_EQ(Handle::FromDocument("V", "THA", "XX0000011")->canonical(), "vsx-handle-v1|document|V|THA|XX0000011");
  EXPECT_EQ(Handle::FromDocument("AC", "D<<", "XX0000011")->canonical(), "vsx-handle-v1|document|I|DEU|XX0000011");
  EXPECT_EQ(Handle::FromDocument("PS", "XXA", "XX0000011")->canonical(), "vsx-handle-v1|document|P|XXA|XX0000011");
  EXPECT_EQ(Biographic("María Halimbawa de la Cruz", "1991-06-12").canonical(),
            "vsx-handle-v1|biographic|cruz de halimbawa la maria|1991-06-12");
  EXPECT_EQ(Biographic("สำเนา ตัวอย่าง", "1998-02").canonical(),
            "vsx-handle-v1|biographic|\u0E15\u0E31\u0E27\u0E2D\u0E22\u0E48\u0E32\u0E07 "
            "\u0E2A\u0E4D\u0E32\u0E40\u0E19\u0E32|1998-02");
  EXPECT_EQ(Biographic("Contohwati", "1995").canonical(), "vsx-handle-v1|biographic|contohwati|1995");
  const std::array<uint8_t, 13> zeros{};
  EXPECT_EQ(Handle::FromReference(ReferenceCode::FromRandom(zeros)).canonical(),
            "vsx-handle-v1|reference|00000000000000000000");
}

TEST(HandleTest, ClassesHaveTheirNames) {
  EXPECT_EQ(HandleClassName(HandleClass::kDocument), "document");
  EXPECT_EQ(HandleClassName(HandleClass::kBiographic), "biographic");
  EXPECT_EQ(HandleClassName(HandleClass::kReference), "reference");
  EXPECT_EQ(Handle::FromDocument("P", "THA", "1")->cls(), HandleClass::kDocument);
  EXPECT_EQ(static_cast<int>(HandleMark::kExact), 0);
  EXPECT_EQ(static_cast<int>(HandleMark::kPossible), 1);
}

TEST(HandleTest, EqualityIsOfTheCanonicalString) {
  EXPECT_EQ(*Handle::FromDocument("P", "THA", "XX0000011"), *Handle::FromDocument("pp", "tha", "xx-0000011"));
  EXPECT_NE(*Handle::FromDocument("P", "THA", "XX0000011"), *Handle::FromDocument("I", "THA", "XX0000011"));
  EXPECT_NE(Biographic("Contohwati", "1995"), Biographic("Contohwati", "1995-08"));
}

TEST(HandleTest, RefusalsNameTheFieldAndNeverTheValue) {
  const struct {
    absl::Status status;
    const char* field;
  } cases[] = {{Handle::FromDocument("QWERTY", "THA", "XX0000011").status(), "code"},
               {Handle::FromDocument("P", "QWERTY", "XX0000011").status(), "issuing_state"},
               {Handle::FromDocument("P", "THA", "QWERTY_").status(), "number"},
               {Handle::FromDocument("P", "THA", "").status(), "number"}};
  for (const auto& one : cases) {
    EXPECT_EQ(one.status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ErrorField(one.status), one.field);
    EXPECT_FALSE(absl::StrContains(one.status.ToString(), "QWERTY"));
  }
}

TEST(HandleTest, StoredHandleIsTakenBack) {
  const std::array<uint8_t, 13> zeros{};
  const Handle handles[] = {*Handle::FromDocument("P", "THA", "XX0000011"), Biographic("สำเนา ตัวอย่าง", "1998-02-14"),
                            Biographic("Contohwati", "1995"), Handle::FromReference(ReferenceCode::FromRandom(zeros))};
  for (const Handle& handle : handles) {
    EXPECT_EQ(*Handle::FromCanonical(handle.canonical()), handle);
    EXPECT_EQ(Handle::FromCanonical(handle.canonical())->cls(), handle.cls());
  }
  EXPECT_TRUE(Handle::FromCanonical("vsx-handle-v1|document|P|ZZZ|1").ok()) << "a State of a newer table";
}

TEST(HandleTest, NothingElseIsTakenBack) {
  for (const char* bad : {"",
                          "vsx-handle-v1",
                          "vsx-handle-v1|document",
                          "vsx-handle-v2|document|P|THA|XX0000011",
                          "vsx-handle-v1|document|A|THA|XX0000011",
                          "vsx-handle-v1|document|PP|THA|XX0000011",
                          "vsx-handle-v1|document|P|THAI|XX0000011",
                          "vsx-handle-v1|document|P|tha|XX0000011",
                          "vsx-handle-v1|document|P|D|XX0000011",
                          "vsx-handle-v1|document|P|THA|xx0000011",
                          "vsx-handle-v1|document|P|THA|XX 0000011",
                          "vsx-handle-v1|document|P|THA|",
                          "vsx-handle-v1|document|P|THA",
                          "vsx-handle-v1|document|P|THA|XX0000011|",
                          "vsx-handle-v1|document|P|THA|XX0000011\n",
                          "vsx-handle-v1|biographic|contoh|1995-13",
                          "vsx-handle-v1|biographic|contoh|95",
                          "vsx-handle-v1|biographic|contoh|",
                          "vsx-handle-v1|biographic||1995",
                          "vsx-handle-v1|biographic|b a|1995",
                          "vsx-handle-v1|biographic|a|b|1995",
                          "vsx-handle-v1|biographic|contoh|1995-08-17T",
                          "vsx-handle-v1|reference|0000000000000000000",
                          "vsx-handle-v1|reference|0000000000000000000u",
                          "vsx-handle-v1|reference|000000000000000000000",
                          "vsx-handle-v1|nickname|a",
                          " vsx-handle-v1|reference|"}) {
    const absl::StatusOr<Handle> handle = Handle::FromCanonical(bad);
    ASSERT_FALSE(handle.ok()) << bad;
    EXPECT_EQ(ErrorReason(handle.status()), "HANDLE_NOT_CANONICAL");
  }
}

TEST(HandleTest, AnyChangeToAStoredHandleIsRefusedOrMakesAnotherHandle) {
  std::mt19937 random(5);  // NOLINT: the same bytes in every run
  const std::string good = Biographic("Contoh Rekaan", "1995-08-17").canonical();
  for (int i = 0; i < 20000; ++i) {
    std::string changed = good;
    changed[random() % changed.size()] = static_cast<char>(random());
    const absl::StatusOr<Handle> handle = Handle::FromCanonical(changed);
    if (handle.ok()) {
      EXPECT_EQ(handle->canonical(), changed);
    }
  }
}

}  // namespace
}  // namespace vsx::domain
