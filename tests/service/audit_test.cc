// Every read and write of a case stands in the chain before its answer leaves, and nothing of a person stands there.

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/issue_reference_code.h"
#include "node/service/read_access_notices.h"
#include "node/service/read_audit.h"
#include "node/service/read_cases.h"
#include "node/service/read_inbox.h"
#include "node/service/revoke_case.h"
#include "node/service/upgrade_status.h"
#include "node/statement/audit_entry.h"
#include "store/audit_log.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<store::AuditEntry> EntriesOf(const service::NodeContext& node) {
  return store::ReadAudit(*node.engine.TakeSnapshot(), 0, store::kMaxPageRows).value();
}

statement::AuditEntry LastOf(const service::NodeContext& node) {
  return statement::DecodeAuditEntry(EntriesOf(node).back().body).value();
}

TEST(AuditTest, EveryUseCaseAddsExactlyOneEntryWithTheCasesPseudonym) {
  TestFederation federation;
  const service::NodeContext& node = federation.context("QQA");
  const service::Actor actor = CaseOfficer("QQA");
  size_t entries = EntriesOf(node).size();
  std::string pseudonym;
  const auto expect_one = [&](std::string_view method, std::string_view outcome, bool of_case = true) {
    EXPECT_EQ(EntriesOf(node).size(), ++entries) << method;
    const statement::AuditEntry entry = LastOf(node);
    EXPECT_EQ(entry.method, method);
    EXPECT_EQ(entry.outcome, outcome);
    EXPECT_EQ(entry.officer_hash.size(), 32u);
    if (pseudonym.empty() && of_case) pseudonym = entry.case_pseudonyms.at(0);
    if (of_case) {
      EXPECT_THAT(entry.case_pseudonyms, ElementsAre(pseudonym)) << method;
    } else {
      EXPECT_THAT(entry.case_pseudonyms, IsEmpty()) << method;
    }
  };
  const domain::CaseId id = Register(federation, "QQA", {});
  expect_one("RegisterCase", "OK");
  ASSERT_TRUE(service::PreviewConsent(node, actor, id, YesTo(federation, {"QQB"})).ok());
  expect_one("PreviewConsent", "PREVIEW");
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  expect_one("RecordConsent", "OK");
  ASSERT_TRUE(service::IssueReferenceCode(node, actor, id).ok());
  expect_one("IssueReferenceCode", "OK");
  ASSERT_TRUE(service::GetCase(node, actor, id).ok());
  expect_one("GetCase", "OK");
  ASSERT_TRUE(service::FindCases(node, actor, {PassportOf({})}).ok());
  expect_one("FindCases", "OK");
  ASSERT_TRUE(service::FindCases(node, actor, {PassportOf({.passport = "XX0000099"})}).ok());
  expect_one("FindCases", "OK", false);
  ASSERT_TRUE(service::ListCases(node, actor, "", 10, false).ok());
  expect_one("ListCases", "OK");
  ASSERT_TRUE(service::ListDeliveriesOfCase(node, actor, id).ok());
  expect_one("ListDeliveries", "OK");
  // A check stands there twice: what will be asked of others, before they are asked, and what came out.
  const auto expect_intent = [&] {
    const std::vector<store::AuditEntry> all = EntriesOf(node);
    ASSERT_EQ(all.size(), ++entries + 1);
    const auto intent = statement::DecodeAuditEntry(all[all.size() - 2].body).value();
    EXPECT_EQ(intent.method, "CheckStatus");
    EXPECT_EQ(intent.outcome, "INTENT");
    EXPECT_EQ(intent.intent_hash.size(), 32u);
    EXPECT_THAT(intent.case_pseudonyms, IsEmpty());
  };
  Check(federation, "QQA", {PassportOf({})});
  expect_intent();
  expect_one("CheckStatus", "HOLD");
  Check(federation, "QQA", {PassportOf({.passport = "XX0000099"})});
  expect_intent();
  expect_one("CheckStatus", "INCOMPLETE", false);
  Withdraw(federation, "QQA", id);
  expect_one("WithdrawConsent", "OK");
  ASSERT_TRUE(service::RevokeCase(node, actor, id, {domain::RevocationReason::kAtPersonsRequest, "", {}}).ok());
  expect_one("RevokeCase", "OK");
  ASSERT_TRUE(service::ListInbox(node, actor, "", 10).ok());
  expect_one("ListInbox", "OK", false);
  ASSERT_TRUE(service::ListAccessNotices(node, actor, id).ok());
  expect_one("ListAccessNotices", "OK");
  ASSERT_TRUE(service::ReadAuditPage(node, actor, 0, 10).ok());
  expect_one("ReadAudit", "OK", false);
}

// system.md, rule 7: a refusal tells what the case holds as well as an answer does.
TEST(AuditTest, EveryRefusalAboutACaseIsEnteredWithItsReason) {
  TestFederation federation;
  const service::NodeContext& node = federation.context("QQA");
  const service::Actor actor = CaseOfficer("QQA");
  const domain::CaseId id = Register(federation, "QQA", {});
  const std::string pseudonym = LastOf(node).case_pseudonyms.at(0);
  const auto entered = [&](std::string_view method, const absl::Status& refusal, bool of_case = true) {
    const std::string reason = domain::ErrorReason(refusal);
    ASSERT_FALSE(reason.empty()) << refusal;
    const statement::AuditEntry entry = LastOf(node);
    EXPECT_EQ(entry.method, method);
    EXPECT_EQ(entry.outcome, reason);
    if (of_case) {
      EXPECT_THAT(entry.case_pseudonyms, ElementsAre(pseudonym)) << method;
    }
  };
  domain::Amendment amendment;
  amendment.additions = YesTo(federation, {"QQB"});
  entered("WithdrawConsent", service::WithdrawConsent(node, actor, id, {}, false).status());
  entered("AmendConsent", service::AmendConsent(node, actor, id, amendment, 0, false).status());
  entered("AmendConsent", service::AmendConsent(node, actor, id, amendment, 7, true).status());
  entered("RecordConsent", service::RecordConsent(node, actor, id, YesTo(federation, {"QQB"}), 7).status());
  domain::ConsentRecord unsound = YesTo(federation, {"QQB"});
  unsound.rights_told = false;
  entered("PreviewConsent", service::PreviewConsent(node, actor, id, unsound).status());
  entered("IssueReferenceCode", service::IssueReferenceCode(node, actor, id).status());
  entered("UpgradeStatus", service::UpgradeStatus(node, actor, id, domain::CaseStatus::kPresumed, {}).status());
  const service::RevocationInput at_her_request{domain::RevocationReason::kAtPersonsRequest, "", {}};
  ASSERT_TRUE(service::RevokeCase(node, actor, id, at_her_request).ok());
  entered("RevokeCase", service::RevokeCase(node, actor, id, at_her_request).status());
  entered("UpgradeStatus", service::UpgradeStatus(node, actor, id, domain::CaseStatus::kPresumed, {}).status());

  const domain::CaseId unknown = domain::CaseId::FromBytes(std::string(16, 'u')).value();
  entered("GetCase", service::GetCase(node, actor, unknown).status(), false);
  EXPECT_THAT(LastOf(node).case_pseudonyms, IsEmpty());

  const std::string request(16, 'r');
  ASSERT_TRUE(service::RegisterCase(node, actor, FactsOf({.passport = "XX0000055"}), request).ok());
  entered("RegisterCase", service::RegisterCase(node, actor, FactsOf({.passport = "XX0000056"}), request).status(),
          false);
}

TEST(AuditTest, RefusalThatCannotBeEnteredIsNotGiven) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  federation.node("QQA").engine().FailCommitAfter(0);
  const auto refused = service::IssueReferenceCode(federation.context("QQA"), CaseOfficer("QQA"), id);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable);
}

TEST(AuditTest, EntryOfManyCasesIsSplitAndAPageFitsItsMessage) {
  TestFederation federation;
  const service::NodeContext& node = federation.context("QQA");
  const service::Actor actor = CaseOfficer("QQA");
  std::vector<std::string> pseudonyms;
  for (int i = 0; i < 40'000; ++i) pseudonyms.push_back("pseudonym-of-32-bytes-" + std::to_string(1'000'000'000 + i));
  ASSERT_TRUE(node.audit.Record(actor, "FindCases", "OK", pseudonyms).ok());

  std::vector<std::string> read;
  uint64_t after = 0;
  int pages = 0;
  for (bool more = true; more; ++pages) {
    const auto page = service::ReadAuditPage(node, actor, after, 500);
    ASSERT_TRUE(page.ok()) << page.status();
    size_t bytes = 0;
    more = false;
    for (const store::AuditEntry& entry : page->entries) {
      bytes += entry.body.size();
      const statement::AuditEntry one = statement::DecodeAuditEntry(entry.body).value();
      read.insert(read.end(), one.case_pseudonyms.begin(), one.case_pseudonyms.end());
      more = more || one.method == "FindCases";
      after = entry.number;
    }
    EXPECT_LE(bytes, size_t{512} << 10);
  }
  EXPECT_EQ(read, pseudonyms) << "none left out, none twice";
  EXPECT_GT(pages, 2);
}

TEST(AuditTest, ReceiverEntersWhatPeersDid) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  const statement::AuditEntry notified = LastOf(federation.context("QQB"));
  EXPECT_EQ(notified.outcome, "NOTIFICATION");
  EXPECT_EQ(notified.party, "QQA");
  EXPECT_EQ(notified.caller, "vsx://QQA/node/1");
  ASSERT_EQ(notified.case_pseudonyms.size(), 1u);
  Check(federation, "QQB", {PassportOf({})});
  EXPECT_EQ(LastOf(federation.context("QQB")).case_pseudonyms, notified.case_pseudonyms)
      << "the access report finds who looked";
}

TEST(AuditTest, ChainVerifiesAndHoldsNothingOfAPerson) {
  TestFederation federation;
  const Person person;
  const domain::CaseId id = Register(federation, "QQA", person);
  Record(federation, "QQA", id, YesTo(federation, {"QQB"}));
  federation.RunDispatch();
  Check(federation, "QQB", {PassportOf(person), NameOf(person)});
  Withdraw(federation, "QQA", id);
  federation.RunDispatch();
  for (const std::string_view party : {"QQA", "QQB", "QQC"}) {
    const service::NodeContext& node = federation.context(party);
    const store::AuditVerdict verdict = store::VerifyAuditChain(*node.engine.TakeSnapshot()).value();
    EXPECT_FALSE(verdict.fault.has_value()) << verdict.fault->reason;
    EXPECT_EQ(verdict.verified, verdict.head.number);
    for (const store::AuditEntry& entry : EntriesOf(node)) {
      for (const std::string& secret : {person.name, std::string("Fictitious"), person.passport, person.birth_date,
                                        std::string("ct-17"), std::string("im-4"), std::string(id.bytes())}) {
        ASSERT_FALSE(absl::StrContains(entry.body, secret));
      }
    }
  }
}

TEST(AuditTest, AnswerThatCannotBeEnteredIsNotGiven) {
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", {});
  const service::NodeContext& node = federation.context("QQA");
  const service::Actor actor = CaseOfficer("QQA");
  const auto fails = [&](const auto& call) {
    federation.node("QQA").engine().FailCommitAfter(0);
    EXPECT_EQ(call().status().code(), absl::StatusCode::kUnavailable);
  };
  fails([&] { return service::GetCase(node, actor, id); });
  fails([&] { return service::FindCases(node, actor, {PassportOf({})}); });
  fails([&] { return service::ListCases(node, actor, "", 10, false); });
  fails([&] { return service::ListDeliveries(node, actor, "", 10); });
  fails([&] { return service::ListInbox(node, actor, "", 10); });
  fails([&] { return service::ListAccessNotices(node, actor, id); });
  fails([&] { return service::ReadAuditPage(node, actor, 0, 10); });
  fails([&] { return service::PreviewConsent(node, actor, id, YesTo(federation, {"QQB"})); });
  fails([&] { return service::CheckStatus(node, BorderOfficer("QQA"), BeforeRemoval({PassportOf({})})); });
}

}  // namespace
}  // namespace vsx::test
