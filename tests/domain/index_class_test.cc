#include "node/domain/index_class.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"

namespace vsx::domain {
namespace {

IndexName Name(const char* issuer, const char* recipient, Purpose cls, uint64_t epoch) {
  return {*PartyCode::Create(issuer), *PartyCode::Create(recipient), cls, Epoch(epoch)};
}

TEST(IndexClassTest, AreTheThreeOfTheProtocol) {
  for (const Purpose purpose : kPurposes) {
    const bool is_class = purpose == Purpose::kProtectiveCheck || purpose == Purpose::kConsularAssistance ||
                          purpose == Purpose::kPresented;
    EXPECT_EQ(IsIndexClass(purpose), is_class) << PurposeName(purpose);
  }
  EXPECT_FALSE(IsIndexClass(Purpose::kUnknown));
}

TEST(IndexClassTest, ReferenceCodesAreInTheirOwnClassAndNoOther) {
  for (const Purpose cls : kIndexClasses) {
    const bool presented = cls == Purpose::kPresented;
    EXPECT_EQ(UsesHandleClass(cls, HandleClass::kReference), presented);
    EXPECT_EQ(UsesHandleClass(cls, HandleClass::kDocument), !presented);
    EXPECT_EQ(UsesHandleClass(cls, HandleClass::kBiographic), !presented);
  }
}

TEST(IndexClassTest, HandlesTravelForNoOtherPurposeThanALevel2Notice) {
  for (const Purpose purpose : kPurposes) {
    if (IsIndexClass(purpose)) continue;
    EXPECT_EQ(UsesHandleClass(purpose, HandleClass::kDocument), purpose == Purpose::kNotifyLevel2);
    EXPECT_FALSE(UsesHandleClass(purpose, HandleClass::kReference));
  }
}

TEST(IndexContextTest, HasTheBytesOfTheProtocol) {
  EXPECT_EQ(absl::BytesToHexString(IndexContext(Name("QQA", "QQB", Purpose::kPresented, 0x0102030405060708))),
            "00000003515141"
            "00000003515142"
            "0000000950524553454e544544"
            "0102030405060708");
  EXPECT_NE(IndexContext(Name("QQA", "QQB", Purpose::kProtectiveCheck, 1)),
            IndexContext(Name("QQB", "QQA", Purpose::kProtectiveCheck, 1)));
}

}  // namespace
}  // namespace vsx::domain
