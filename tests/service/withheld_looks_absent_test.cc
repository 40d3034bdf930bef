// Withheld looks like absent (system.md, rule 3; issue "Must hold: Consent"): to a Party that the person excluded,
// every byte, size, count and moment that it can see is the same as if the case did not exist.
//
// One story is told twice with the same seeds and clock, once with a case that excludes QQC in between. Each step of
// the story draws from its own label: what another case draws at the issuing node shifts no draw of this one. Without
// that the bytes that QQC sees would differ, but only as any two random draws do: copy ids, salts and nonces are drawn
// fresh and uniformly, so that a shift cannot be told from another draw. That the rest is equal is what is shown here.

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/service/issue_reference_code.h"
#include "node/service/revoke_case.h"
#include "node/service/upgrade_status.h"
#include "store/audit_log.h"
#include "tests/service/repeatable_sodium.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

// What the excluded person does; `kNobody`: she does not exist.
enum class Excluded { kNobody, kNotAsked, kDeniesAll, kDeniesEachPurpose, kDeniesAndChanges, kFears };

const Person kExcluded{.name = "Tersembunyi Example", .passport = "XX0000900", .sending_parties = {"QQB", "QQC"}};
const Person kShared{.name = "Contoh Fictitious", .passport = "XX0000901", .sending_parties = {"QQB", "QQC"}};
const Person kSharedLater{.name = "Halimbawa Sample", .passport = "XX0000902", .sending_parties = {"QQC"}};

struct SeenByC {
  std::map<std::string, std::string> rows;
  std::vector<SeenDelivery> deliveries;
  std::map<std::string, std::string> vault;  // the data key of each notice there
  std::vector<std::string> receipts;         // of its own checks
  int commits = 0;

  friend bool operator==(const SeenByC&, const SeenByC&) = default;
};

void Excludes(TestFederation& federation, Excluded excluded) {
  if (excluded == Excluded::kNobody) return;
  const domain::CaseId id = Register(federation, "QQA", kExcluded);
  if (excluded == Excluded::kNotAsked) return;
  domain::ConsentRecord record = YesTo(federation, {"QQB"});
  record.parties_put_to_her.push_back(Party("QQC"));
  if (excluded == Excluded::kFears) {
    record.feared_parties = {Party("QQC")};
    record.directives.push_back(AllowAllByDefault());
  } else if (excluded == Excluded::kDeniesEachPurpose) {
    for (const domain::Purpose purpose : domain::kPurposes) record.directives.push_back(Deny("QQC", purpose));
  } else {
    record.directives.push_back(DenyAll("QQC"));
    record.directives.push_back(Deny("QQC", domain::Purpose::kPresented));
  }
  Record(federation, "QQA", id, record);
  if (excluded != Excluded::kDeniesAndChanges) return;
  federation.DispatchOnce("QQA", "QQB");
  ASSERT_TRUE(service::IssueReferenceCode(federation.context("QQA"), CaseOfficer("QQA"), id).ok());
  Withdraw(federation, "QQA", id, {"QQB"});
  ASSERT_TRUE(service::RevokeCase(federation.context("QQA"), CaseOfficer("QQA"), id,
                                  {domain::RevocationReason::kAtPersonsRequest, "", {}})
                  .ok());
}

SeenByC TellStory(Excluded excluded) {
  const RepeatableSodium repeatable;
  RepeatableSodium::Begin("setting");
  TestFederation federation;
  federation.on_begin_draws = RepeatableSodium::Begin;
  SeenByC seen;
  const auto check = [&](const std::string& step, const Person& person) {
    federation.BeginStep(step);
    const service::CheckAnswer answer = Check(federation, "QQC", {PassportOf(person), NameOf(person)});
    seen.receipts.push_back(answer.receipt_envelope);
  };

  federation.BeginStep("shared person registered");
  const domain::CaseId shared = Register(federation, "QQA", kShared);
  federation.BeginStep("excluded person");
  Excludes(federation, excluded);
  federation.BeginStep("shared person asked");
  Record(federation, "QQA", shared, YesTo(federation, {"QQB", "QQC"}));
  federation.BeginStep("first dispatch");
  federation.RunDispatch();
  check("QQC checks the excluded person", kExcluded);
  check("QQC checks the shared person", kShared);
  federation.clock().Advance(60);
  federation.BeginStep("another person registered");
  const domain::CaseId later = Register(federation, "QQA", kSharedLater);
  federation.BeginStep("another person asked");
  Record(federation, "QQA", later, Interview(federation, {"QQC"}, domain::ConsentState::kAskedNoAnswer));
  federation.BeginStep("second dispatch");
  federation.RunDispatch();
  federation.BeginStep("shared person withdraws");
  Withdraw(federation, "QQA", shared, {"QQC"});
  federation.BeginStep("third dispatch");
  federation.RunDispatch();
  check("QQC checks the excluded person again", kExcluded);

  seen.rows = AllRows(federation.context("QQC").engine);
  const service::NodeContext& node = federation.context("QQC");
  for (const domain::InboxItem& item : InboxOf(federation, "QQC")) {
    const store::LoadedInboxItem loaded =
        node.inbox.Load(*node.engine.TakeSnapshot(), item.issuer, item.notice_id).value();
    seen.vault.emplace(loaded.key.id.bytes(), loaded.key.key.ExposeSecret());
  }
  seen.deliveries = federation.link().SeenBy(Party("QQC"));
  seen.commits = federation.node("QQC").engine().commits();
  return seen;
}

class WithheldLooksAbsentTest : public ::testing::TestWithParam<Excluded> {};

TEST_P(WithheldLooksAbsentTest, ExcludedPartySeesTheSameBytes) {
  const SeenByC absent = TellStory(Excluded::kNobody);
  const SeenByC withheld = TellStory(GetParam());
  ASSERT_EQ(absent.deliveries.size(), 3u) << "two notices and a recall: the story does reach QQC";
  EXPECT_EQ(withheld.deliveries, absent.deliveries);
  EXPECT_EQ(withheld.receipts, absent.receipts);
  EXPECT_EQ(withheld.commits, absent.commits);
  EXPECT_EQ(withheld.rows, absent.rows);
  EXPECT_EQ(withheld.vault, absent.vault);
}

INSTANTIATE_TEST_SUITE_P(All, WithheldLooksAbsentTest,
                         ::testing::Values(Excluded::kNotAsked, Excluded::kDeniesAll, Excluded::kDeniesEachPurpose,
                                           Excluded::kDeniesAndChanges, Excluded::kFears));

// The comparison itself can tell a difference: the same story repeats to the byte, and a case that QQC may know shows.
TEST(WithheldLooksAbsentControlTest, StoryRepeatsAndSharingShows) {
  const SeenByC once = TellStory(Excluded::kNobody);
  EXPECT_EQ(TellStory(Excluded::kNobody), once);
  const RepeatableSodium repeatable;
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", kExcluded);
  Record(federation, "QQA", id, YesTo(federation, {"QQB", "QQC"}));
  federation.RunDispatch();
  EXPECT_EQ(federation.link().SeenBy(Party("QQC")).size(), 1u);
  EXPECT_NE(federation.link().SeenBy(Party("QQC")), once.deliveries);
}

}  // namespace
}  // namespace vsx::test
