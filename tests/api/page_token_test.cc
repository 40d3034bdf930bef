#include "node/api/page_token.h"

#include "gtest/gtest.h"
#include "node/domain/error.h"

namespace vsx::api {
namespace {

TEST(PageTokenTest, AnyPlaceComesBackAndIsPlainText) {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));
  for (const std::string& place : {std::string(), std::string(1, '\0'), every_byte}) {
    const std::string token = ToPageToken(place);
    EXPECT_EQ(token.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(FromPageToken(token).value(), place);
  }
}

TEST(PageTokenTest, AnythingElseIsRefused) {
  for (const std::string& token : {std::string("0"), std::string("0G"), std::string("0A"), std::string(" 00"),
                                   std::string(514, '0'), std::string("\xff\xff")}) {
    const auto refused = FromPageToken(token);
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(domain::ErrorReason(refused.status()), "PAGE_TOKEN_WRONG");
    EXPECT_EQ(domain::ErrorField(refused.status()), "page_token");
  }
}

}  // namespace
}  // namespace vsx::api
