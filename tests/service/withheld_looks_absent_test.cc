// Withheld looks like absent (system.md, rule 3; issue "Must hold: Consent"): to a Party that the person excluded,
// every byte, size, count and moment that it can see is the same as if the case did not exist.
//
// One story is told twice with the same seeds and clock, once with a case that excludes QQC in between. Each copy,
// delivery, attempt and access notice draws from a stream of its own (node/service/outward_streams.h), and here each
// stream repeats by itself; the source that all the rest of a node shares is never set back, so that the hidden case
// shifts whatever is still drawn from it. Two things stand apart. A case that officers register without a request id
// has a random one: here they give one, so that the same case has the same id in both tellings. And the ephemeral key
// of a sealed box is libsodium's own draw (crypto/sealed_box.h): its generator begins anew with each stream.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "node/service/dispatch_access_notices.h"
#include "node/service/issue_reference_code.h"
#include "node/service/revoke_case.h"
#include "tests/service/repeatable_sodium.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

// What the excluded person does; `kNobody`: she does not exist.
enum class Excluded { kNobody, kNotAsked, kDeniesAll, kDeniesEachPurpose, kDeniesAndChanges, kFears };

const Person kExcluded{.name = "Tersembunyi Example", .passport = "XX0000900", .sending_parties = {"QQB", "QQC"}};
const Person kShared{.name = "Contoh Fictitious", .passport = "XX0000901", .sending_parties = {"QQB", "QQC"}};
const Person kSharedLater{.name = "Halimbawa Sample", .passport = "XX0000902", .sending_parties = {"QQC"}};
// Of a case of QQC's, found at QQA.
const Person kOfQqc{.name = "Umpama Specimen", .passport = "XX0000903", .sending_parties = {"QQA"}};

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

// What dispatchers do in so many seconds.
void DispatchFor(TestFederation& federation, int seconds) {
  for (int i = 0; i < seconds; ++i) {
    federation.RunDispatch();
    federation.clock().Advance(1);
  }
}

// Until every access notice has gone, each at its time.
void DispatchNoticesOfQqa(TestFederation& federation) {
  InProcessLink::Sender link = federation.link().From(Party("QQA"));
  for (bool waits = true; waits;) {
    const auto pass = service::DispatchAccessNotices(federation.context("QQA"), link, Party("QQC"));
    ASSERT_TRUE(pass.ok()) << pass.status();
    waits = pass->next_due.has_value();
    if (waits) federation.clock().Set(*pass->next_due);
  }
}

SeenByC TellStory(Excluded excluded, StreamsOf streams_of = StreamsOf::kEachLabel) {
  const RepeatableSodium repeatable;
  TestFederation federation({.streams_of = streams_of, .on_stream = RepeatableSodium::Begin});
  SeenByC seen;
  const auto check = [&](const Person& person) {
    const service::CheckAnswer answer = Check(federation, "QQC", {PassportOf(person), NameOf(person)});
    seen.receipts.push_back(answer.receipt_envelope);
  };

  const domain::CaseId shared = Register(federation, "QQA", kShared, "shared");
  Excludes(federation, excluded);
  Record(federation, "QQA", shared, YesTo(federation, {"QQB", "QQC"}));
  const domain::CaseId of_qqc = Register(federation, "QQC", kOfQqc);
  domain::ConsentRecord yes = YesTo(federation, {"QQA"});
  yes.directives.push_back(Allow("QQA", domain::Purpose::kAccessNotice));
  Record(federation, "QQC", of_qqc, yes);
  federation.RunDispatch();
  check(kExcluded);
  check(kShared);
  federation.clock().Advance(60);
  const domain::CaseId later = Register(federation, "QQA", kSharedLater, "later");
  Record(federation, "QQA", later, Interview(federation, {"QQC"}, domain::ConsentState::kAskedNoAnswer));
  // Attempt upon attempt arrives, and no answer comes back.
  federation.link().SetFault(Party("QQC"), LinkFault::kLostAnswer);
  DispatchFor(federation, 30);
  federation.link().SetFault(Party("QQC"), LinkFault::kNone);
  DispatchFor(federation, 60);
  Withdraw(federation, "QQA", shared, {"QQC"});
  federation.RunDispatch();
  check(kExcluded);
  EXPECT_EQ(OutcomeAt(federation, "QQA", kOfQqc), domain::CheckOutcome::kHold);
  DispatchNoticesOfQqa(federation);

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
  std::map<domain::DeliveryType, std::set<std::string>> ids;
  for (const SeenDelivery& seen : absent.deliveries) ids[seen.type].insert(seen.delivery_id);
  ASSERT_EQ(ids[domain::DeliveryType::kNotification].size(), 2u) << "the story does reach QQC";
  ASSERT_EQ(ids[domain::DeliveryType::kWithdrawal].size(), 1u);
  ASSERT_EQ(ids[domain::DeliveryType::kAccessNotice].size(), 1u);
  ASSERT_GE(absent.deliveries.size(), 8u) << "with several attempts";
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
  TestFederation federation;
  const domain::CaseId id = Register(federation, "QQA", kExcluded);
  Record(federation, "QQA", id, YesTo(federation, {"QQB", "QQC"}));
  federation.RunDispatch();
  EXPECT_EQ(federation.link().SeenBy(Party("QQC")).size(), 1u);
  EXPECT_NE(federation.link().SeenBy(Party("QQC")), once.deliveries);
}

// It is the streams that do it: out of one for all, whoever has copies or deliveries of her own shifts what QQC gets.
TEST(WithheldLooksAbsentControlTest, OneStreamForAllShows) {
  const SeenByC absent = TellStory(Excluded::kNobody, StreamsOf::kOneForAll);
  for (const Excluded excluded :
       {Excluded::kDeniesAll, Excluded::kDeniesEachPurpose, Excluded::kDeniesAndChanges, Excluded::kFears}) {
    EXPECT_NE(TellStory(excluded, StreamsOf::kOneForAll).deliveries, absent.deliveries) << static_cast<int>(excluded);
  }
}

}  // namespace
}  // namespace vsx::test
