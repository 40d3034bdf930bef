#include "node/cli/message_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/cli/enum_words.h"
#include "vsx/v1/case.pb.h"
#include "vsx/v1/monitoring.pb.h"

namespace vsx::test {
namespace {

using testing::HasSubstr;

std::string ErrorOf(const std::string& text, google::protobuf::Message* message) {
  const auto json = cli::ParseJsonOrToml(text);
  return std::string(json.ok() ? cli::FromJson(*json, message).message() : json.status().message());
}

TEST(MessageJsonTest, WhatIsPrintedReadsBack) {
  v1::GetCaseResponse message;
  message.mutable_summary()->set_case_id("0123456789abcdef");
  message.mutable_summary()->set_status(v1::CASE_STATUS_IDENTIFIED);
  message.mutable_summary()->set_registered_at(-5);
  message.mutable_person()->add_names()->set_text("Exämple");
  message.mutable_consent()->set_rights_told(true);
  message.mutable_consent()->add_directives()->set_party("XXB");
  message.add_deliveries()->set_receipt_envelope(std::string("\0\xff", 2));
  message.set_reference_code_count(4294967295U);
  v1::GetCaseResponse again;
  const auto status = cli::FromJson(cli::ToJson(message), &again);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(again.SerializeAsString(), message.SerializeAsString());
  v1::AuditRecord record, record_again;
  record.set_number(18446744073709551615ULL);
  record.set_hash("0123");
  record.set_body(std::string("\0\xff", 2));
  ASSERT_TRUE(cli::FromJson(cli::ToJson(record), &record_again).ok());
  EXPECT_EQ(record_again.SerializeAsString(), record.SerializeAsString());
}

TEST(MessageJsonTest, IdsAreHexAndEverythingElseBase64) {
  v1::DeliverySummary message;
  message.set_case_id("\x01\x02");
  message.set_receipt_envelope("\x01\x02");
  const auto json = cli::ToJson(message);
  EXPECT_EQ(json["case_id"], "0102");
  EXPECT_EQ(json["receipt_envelope"], "AQI=");
}

TEST(MessageJsonTest, EnumsMayBeWrittenAsWords) {
  for (const char* text :
       {"under-assessment", "Under Assessment", "CASE_STATUS_UNDER_ASSESSMENT", "under_assessment"}) {
    v1::CaseInput message;
    EXPECT_EQ(ErrorOf(std::string("{\"status\": \"") + text + "\"}", &message), "");
    EXPECT_EQ(message.status(), v1::CASE_STATUS_UNDER_ASSESSMENT);
  }
  v1::CaseInput message;
  EXPECT_THAT(ErrorOf(R"({"status": "SAMPLE"})", &message),
              HasSubstr("input field status: one of presumed, under-assessment, identified"));
  EXPECT_THAT(ErrorOf(R"({"status": 3})", &message), HasSubstr("status"));
}

TEST(MessageJsonTest, WrongInputIsNamedByPathAndNeverRepeated) {
  const struct {
    const char* text;
    const char* path;
  } cases[] = {{R"({"names": {"text": "SECRET"}})", "names"},
               {R"({"names": ["SECRET"]})", "names[0]"},
               {R"({"names": [{"text": ["SECRET"]}]})", "names[0].text"},
               {R"({"presumed_child": "SECRET"})", "presumed_child"},
               {R"({"SECRET": 1})", "does not exist"},
               {R"({"birth_date": "SECRET)", "sound JSON"},
               {"birth_date = SECRET", "line 1"},
               {"", "empty"}};
  for (const auto& wrong : cases) {
    v1::CaseInput message;
    const std::string error = ErrorOf(wrong.text, &message);
    EXPECT_THAT(error, HasSubstr(wrong.path));
    EXPECT_THAT(error, testing::Not(HasSubstr("SECRET")));
  }
}

TEST(MessageJsonTest, OneofTakesOneWay) {
  v1::PersonQuery message;
  EXPECT_THAT(ErrorOf(R"({"reference_code": "x", "document": {"code": "P"}})", &message), HasSubstr("only one way"));
}

TEST(MessageJsonTest, IntegersMustFit) {
  v1::RecordConsentRequest message;
  EXPECT_NE(ErrorOf(R"({"expected_version": 4294967296})", &message), "");
  EXPECT_NE(ErrorOf(R"({"expected_version": -1})", &message), "");
  EXPECT_NE(ErrorOf(R"({"expected_version": 1.5})", &message), "");
  EXPECT_EQ(ErrorOf(R"({"expected_version": 4294967295})", &message), "");
}

TEST(EnumWordsTest, UnknownNumbersAreShownAsSuch) {
  EXPECT_EQ(cli::Words(static_cast<v1::CaseStatus>(17)), "unknown (17)");
  EXPECT_EQ(cli::Words(v1::CASE_STATUS_UNSPECIFIED), "not given");
  EXPECT_FALSE(cli::ParseWords<v1::CaseStatus>("--status", "unspecified").ok());
}

}  // namespace
}  // namespace vsx::test
