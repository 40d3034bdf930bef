#include "node/service/issue_reference_code.h"

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/revoke_case.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using domain::CheckOutcome;
using domain::Purpose;

CheckOutcome PresentedAt(TestFederation& federation, std::string_view at, const domain::ReferenceCode& code) {
  return Check(federation, at, {domain::Handle::FromReference(code)}, Purpose::kPresented).decision.outcome;
}

TEST(ReferenceCodeTest, NotHandedOutBeforeSheWasAsked) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  const auto refused = service::IssueReferenceCode(federation.context("QQA"), CaseOfficer("QQA"), id);
  EXPECT_EQ(domain::ErrorReason(refused.status()), "NOT_ASKED");
}

TEST(ReferenceCodeTest, PresentedCodeHoldsInTheOwnStateAndOnlyAsACode) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  domain::ConsentRecord no = Interview(federation, {"QQA", "QQB"});
  no.directives = {{std::nullopt, std::nullopt, domain::Effect::kDeny}};
  Record(federation, "QQA", id, no);
  const auto code = service::IssueReferenceCode(federation.context("QQA"), CaseOfficer("QQA"), id);
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(PresentedAt(federation, "QQA", *code), CheckOutcome::kHold) << "only a deny that names codes denies codes";
  EXPECT_EQ(PresentedAt(federation, "QQB", *code), CheckOutcome::kIncomplete) << "there is no blind check yet";
  EXPECT_EQ(federation.RunDispatch(), 0) << "a code is found by who presents it, and travels nowhere";
}

TEST(ReferenceCodeTest, DenyThatNamesCodesIsObeyed) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  domain::ConsentRecord no = Interview(federation, {"QQA"});
  no.directives = {Deny("QQA", Purpose::kPresented)};
  Record(federation, "QQA", id, no);
  const auto code = service::IssueReferenceCode(federation.context("QQA"), CaseOfficer("QQA"), id);
  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(PresentedAt(federation, "QQA", *code), CheckOutcome::kIncomplete);
}

TEST(ReferenceCodeTest, EveryCodeOfACaseWorksUpToEightHandles) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});  // two handles
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  std::vector<domain::ReferenceCode> codes;
  for (int i = 0; i < 6; ++i) {
    codes.push_back(service::IssueReferenceCode(federation.context("QQA"), CaseOfficer("QQA"), id).value());
  }
  for (const domain::ReferenceCode& code : codes) {
    EXPECT_EQ(PresentedAt(federation, "QQA", code), CheckOutcome::kHold);
  }
  const auto refused = service::IssueReferenceCode(federation.context("QQA"), CaseOfficer("QQA"), id);
  EXPECT_EQ(domain::ErrorReason(refused.status()), "TOO_MANY_HANDLES");
}

TEST(ReferenceCodeTest, CodeStandsInNoRowAndNoDelivery) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  const auto code = service::IssueReferenceCode(federation.context("QQA"), CaseOfficer("QQA"), id).value();
  federation.RunDispatch();
  for (const std::string_view party : {"QQA", "QQB"}) {
    for (const auto& [key, value] : AllRows(federation.context(party).engine)) {
      ASSERT_FALSE(absl::StrContains(key, code.symbols()) || absl::StrContains(value, code.symbols()));
    }
  }
  for (const std::string& content : federation.link().OpenedBy(Party("QQB"))) {
    EXPECT_FALSE(absl::StrContains(content, code.symbols()));
  }
}

}  // namespace
}  // namespace vsx::test
