#include "node/api/person_query.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"

namespace vsx::api {
namespace {

using domain::HandleClass;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::SizeIs;

const domain::CivilDate kToday = domain::CivilDate::Create(2030, 3, 1).value();

TEST(PersonQueryTest, DocumentAsksOneHandle) {
  v1::PersonQuery query;
  query.mutable_document()->set_code("PP");
  query.mutable_document()->set_issuing_state("uto");
  query.mutable_document()->set_number("xx 000-0001");
  const auto handles = ToHandles(query, kToday);
  ASSERT_TRUE(handles.ok()) << handles.status();
  ASSERT_THAT(handles->handles, SizeIs(1));
  EXPECT_EQ(handles->handles[0].canonical(), "vsx-handle-v1|document|P|UTO|XX0000001");
  EXPECT_THAT(handles->classes, ElementsAre(HandleClass::kDocument));
  EXPECT_FALSE(handles->partial_date_only);
  EXPECT_FALSE(handles->reference_code);
}

std::vector<std::string> Canonical(const PersonHandles& person) {
  std::vector<std::string> all;
  for (const domain::Handle& handle : person.handles) all.push_back(handle.canonical());
  return all;
}

TEST(PersonQueryTest, FullDateAsksDayMonthAndYearThenVariants) {
  v1::PersonQuery query;
  query.mutable_biographic()->set_name("Contoh Sample");
  query.mutable_biographic()->set_birth_date("1999-04-05");
  const auto handles = ToHandles(query, kToday);
  ASSERT_TRUE(handles.ok()) << handles.status();
  ASSERT_THAT(handles->handles, SizeIs(domain::kMaxHandles));
  EXPECT_EQ(handles->handles[0].canonical(), "vsx-handle-v1|biographic|contoh sample|1999-04-05");
  EXPECT_EQ(handles->handles[1].canonical(), "vsx-handle-v1|biographic|contoh sample|1999-04");
  EXPECT_EQ(handles->handles[2].canonical(), "vsx-handle-v1|biographic|contoh sample|1999");
  EXPECT_THAT(Canonical(*handles), Contains("vsx-handle-v1|biographic|~letters~acehlmnoopst|1999-04-05"));
  EXPECT_THAT(handles->classes, ElementsAre(HandleClass::kBiographic));
  EXPECT_FALSE(handles->partial_date_only);
}

TEST(PersonQueryTest, PartialDateAloneIsMarked) {
  v1::PersonQuery query;
  query.mutable_biographic()->set_name("Contoh Sample");
  query.mutable_biographic()->set_birth_date("1999");
  EXPECT_TRUE(ToHandles(query, kToday)->partial_date_only);
}

TEST(PersonQueryTest, ZoneAsksByDocumentAndByName) {
  v1::PersonQuery query;
  query.mutable_mrz()->add_lines("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
  query.mutable_mrz()->add_lines("L898902C36UTO7408122F1204159ZE184226B<<<<<10");
  const auto handles = ToHandles(query, kToday);
  ASSERT_TRUE(handles.ok()) << handles.status();
  EXPECT_THAT(handles->classes, ElementsAre(HandleClass::kDocument, HandleClass::kBiographic));
  ASSERT_THAT(handles->handles, SizeIs(domain::kMaxHandles));
  EXPECT_EQ(handles->handles[0].canonical(), "vsx-handle-v1|document|P|UTO|L898902C3");
  for (const char* date : {"1974-08-12", "1974-08", "1974"}) {
    EXPECT_THAT(Canonical(*handles), Contains(absl::StrCat("vsx-handle-v1|biographic|anna eriksson maria|", date)));
  }
  EXPECT_FALSE(handles->partial_date_only);
}

TEST(PersonQueryTest, CodeIsReadAsTypedFromPaper) {
  v1::PersonQuery query;
  const std::string printed =
      domain::ReferenceCode::FromRandom(std::array<uint8_t, domain::ReferenceCode::kRandomBytes>{7}).ToPrinted();
  query.set_reference_code(" " + printed + " ");
  const auto handles = ToHandles(query, kToday);
  ASSERT_TRUE(handles.ok()) << handles.status();
  EXPECT_TRUE(handles->reference_code);
  EXPECT_THAT(handles->classes, ElementsAre(HandleClass::kReference));
}

TEST(PersonQueryTest, EveryFaultNamesItsFieldAndNoValue) {
  const std::string marker = "ZZFICTITIOUS";
  std::vector<std::pair<v1::PersonQuery, std::string>> bad;
  bad.emplace_back(v1::PersonQuery(), "person");
  v1::PersonQuery query;
  query.mutable_document()->set_code("P");
  query.mutable_document()->set_issuing_state("UTO");
  query.mutable_document()->set_number(marker + "?");
  bad.emplace_back(query, "person.document.number");
  query.mutable_document()->set_issuing_state(marker);
  bad.emplace_back(query, "person.document.issuing_state");
  query.mutable_biographic()->set_name(marker);
  query.mutable_biographic()->set_birth_date(marker);
  bad.emplace_back(query, "person.biographic.birth_date");
  query.mutable_biographic()->set_birth_date("2573-01-01");
  bad.emplace_back(query, "person.biographic.birth_date");
  query.mutable_biographic()->set_birth_date("1999");
  query.mutable_biographic()->set_name(marker + "|");
  bad.emplace_back(query, "person.biographic.name");
  query.mutable_mrz()->add_lines(marker);
  bad.emplace_back(query, "person.mrz.lines");
  query.mutable_mrz()->clear_lines();
  query.mutable_mrz()->add_lines("P<UTOZZFICTITIOUS<<ANNA<MARIA<<<<<<<<<<<<<<<");
  query.mutable_mrz()->add_lines("L898902C37UTO7408122F1204159ZE184226B<<<<<10");
  bad.emplace_back(query, "person.mrz.lines");
  query.set_reference_code(marker);
  bad.emplace_back(query, "person.reference_code");
  query.set_reference_code(std::string(22, 'U'));
  bad.emplace_back(query, "person.reference_code");
  for (const auto& [one, field] : bad) {
    const auto refused = ToHandles(one, kToday);
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_FALSE(domain::ErrorReason(refused.status()).empty()) << field;
    EXPECT_EQ(domain::ErrorField(refused.status()), field) << refused.status();
    EXPECT_FALSE(absl::StrContains(refused.status().ToString(absl::StatusToStringMode::kWithEverything), marker));
  }
}

}  // namespace
}  // namespace vsx::api
