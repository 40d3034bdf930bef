#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "tests/statement/test_federation.h"

namespace vsx::statement {
namespace {

// The field at fault of QQB's record after `bend`, empty if it loads.
template <typename Bend>
std::string FaultyField(Bend bend) {
  TestFederation federation;
  bend(federation.records.at("QQB"));
  const absl::StatusOr<TrustStore> store = federation.Load();
  return store.ok() ? std::string() : domain::ErrorField(store.status());
}

// A desk stands in every match of every answer about a chosen person.
TEST(PartyRecordContentTest, DeskIsBoundedInEveryPart) {
  const auto with_languages = [](int count, const std::string& language) {
    return FaultyField([&](v1::PartyRecord& record) {
      record.mutable_directory(0)->clear_languages();
      for (int i = 0; i < count; ++i) record.mutable_directory(0)->add_languages(language);
    });
  };
  EXPECT_EQ(with_languages(0, ""), "");
  EXPECT_EQ(with_languages(8, std::string(35, 'x')), "");
  EXPECT_EQ(with_languages(9, "en"), "directory[0]");
  EXPECT_EQ(with_languages(1, std::string(36, 'x')), "directory[0]");
  EXPECT_EQ(with_languages(1, "e\nn"), "directory[0]");
  for (const size_t size : {size_t{256}, size_t{257}}) {
    const std::string text(size, 'x');
    const std::string expected = size > 256 ? "directory[0]" : "";
    EXPECT_EQ(FaultyField([&](v1::PartyRecord& r) { r.mutable_directory(0)->set_name(text); }), expected);
    EXPECT_EQ(FaultyField([&](v1::PartyRecord& r) { r.mutable_directory(0)->set_telephone(text); }), expected);
  }
}

TEST(PartyRecordContentTest, TextsShownToOfficersHaveNoControlCharacters) {
  const auto faulty = [](const std::string& text) {
    const std::vector<std::string> fields = {
        FaultyField([&](v1::PartyRecord& r) { r.mutable_directory(0)->set_name(text); }),
        FaultyField([&](v1::PartyRecord& r) { r.mutable_directory(0)->set_telephone(text); }),
        FaultyField([&](v1::PartyRecord& r) { r.add_authorities()->set_name(text); })};
    if (fields == std::vector<std::string>{"", "", ""}) return false;
    EXPECT_EQ(fields[0], "directory[0]") << text;
    EXPECT_EQ(fields[1], "directory[0]") << text;
    EXPECT_EQ(fields[2].substr(0, 12), "authorities[") << text;
    return true;
  };
  for (const std::string text :
       {"a\nb", "\t", "\x1b[2J", "\x7f", "\xc2\x80", "\xc2\x9f", "\xe2\x80\xa8", "\xe2\x80\xae",
        "12\xe2\x81\xa6"
        "34",
        "\xe2\x81\xa9"}) {
    EXPECT_TRUE(faulty(text)) << text;
  }
  EXPECT_TRUE(faulty(std::string(1, '\0')));
  for (const std::string text :
       {"Bàn trực Ví dụ", "โต๊ะตัวอย่าง", "\xc2\xa0", "\xe2\x80\xa7", "\xe2\x80\xaf", "\xe2\x81\xa5", "+00 000 0000"}) {
    EXPECT_FALSE(faulty(text)) << text;
  }
}

}  // namespace
}  // namespace vsx::statement
