#include "node/domain/access_notice.h"

#include <set>
#include <string>

#include "gtest/gtest.h"
#include "node/domain/consent_amendment.h"
#include "tests/domain/examples.h"

namespace vsx::domain {
namespace {

CivilDate DayNumber(int number) { return CivilDate::FromTime({int64_t{1'900'000'000} + int64_t{86'400} * number}); }

AccessNotice Seen(std::string_view party, int day, AgencyKind kind = AgencyKind::kPolice) {
  return {Party(party), kind, AccessPurpose::kProtectiveCheck, DayNumber(day)};
}

TEST(AccessNoticesTest, EachStandsOnceInOrder) {
  AccessNotices notices;
  EXPECT_TRUE(notices.Add(Seen("QQC", 1)));
  EXPECT_TRUE(notices.Add(Seen("QQB", 2)));
  EXPECT_TRUE(notices.Add(Seen("QQB", 2, AgencyKind::kCourt)));
  EXPECT_FALSE(notices.Add(Seen("QQB", 2)));
  const std::vector<AccessNotice> expected = {Seen("QQB", 2), Seen("QQB", 2, AgencyKind::kCourt), Seen("QQC", 1)};
  EXPECT_EQ(notices.notices, expected);
  EXPECT_FALSE(notices.older_dropped);
}

TEST(AccessNoticesTest, OnePartysNewestStayAndHideNobodyElses) {
  AccessNotices notices;
  notices.Add(Seen("QQC", 0));
  const int most = static_cast<int>(kMostAccessNoticesOfAParty);
  for (int day = 1; day <= most; ++day) EXPECT_TRUE(notices.Add(Seen("QQB", day)));
  EXPECT_FALSE(notices.older_dropped);
  EXPECT_TRUE(notices.Add(Seen("QQB", most + 1)));
  EXPECT_TRUE(notices.older_dropped);
  EXPECT_EQ(notices.notices.size(), kMostAccessNoticesOfAParty + 1);
  EXPECT_EQ(notices.notices.front(), Seen("QQB", 2)) << "the oldest went";
  EXPECT_EQ(notices.notices.back(), Seen("QQC", 0)) << "older, and another Party's";
  EXPECT_FALSE(notices.Add(Seen("QQB", 1))) << "older than all that stand";
}

ConsentRecord AdultAnswered(std::vector<Directive> directives) {
  ConsentRecord record;
  record.state = ConsentState::kAnswered;
  record.answered_by = AnsweredBy::kPerson;
  record.age_at_recording = AgeAtRecording::kAdult;
  record.parties_put_to_her = {Party("QQB"), Party("QQC")};
  record.directives = std::move(directives);
  return record;
}

TEST(StillWantsAccessNoticesTest, HerNoToNoticesEndsThem) {
  const Directive share{Party("QQB"), Purpose::kProtectiveCheck, Effect::kAllow};
  EXPECT_TRUE(StillWantsAccessNotices(AdultAnswered({share}), Party("QQB")));
  for (const std::optional<PartyCode>& party : {std::optional(Party("QQB")), std::optional<PartyCode>()}) {
    const Directive no{party, Purpose::kAccessNotice, Effect::kDeny};
    EXPECT_FALSE(StillWantsAccessNotices(AdultAnswered({share, no}), Party("QQB")));
    EXPECT_FALSE(StillWantsAccessNotices(AdultAnswered({no}), Party("QQB"))) << "she said nothing of the rest";
  }
  const Directive elsewhere{Party("QQC"), Purpose::kAccessNotice, Effect::kDeny};
  EXPECT_TRUE(StillWantsAccessNotices(AdultAnswered({share, elsewhere}), Party("QQB")));
}

TEST(StillWantsAccessNoticesTest, WhoWithdrawsEverythingMayStillLearnWhoLookedBefore) {
  const std::vector<PartyCode> from = {Party("QQB")};
  for (const bool code_too : {false, true}) {
    const Amendment withdrawal = WithdrawalFrom(from, code_too, AdultAnswered({}), Party("QQA"));
    EXPECT_TRUE(StillWantsAccessNotices(AdultAnswered(withdrawal.additions.directives), Party("QQB"))) << code_too;
  }
  EXPECT_TRUE(StillWantsAccessNotices(AdultAnswered({{Party("QQB"), std::nullopt, Effect::kDeny}}), Party("QQB")));
}

TEST(AccessNoticeLimitTest, EachHasANameAndWordsOfItsOwn) {
  std::set<std::string> names;
  std::set<std::string> texts;
  for (const AccessNoticeLimit limit : kAccessNoticeLimits) {
    names.emplace(AccessNoticeLimitName(limit));
    texts.emplace(AccessNoticeLimitText(limit));
  }
  EXPECT_EQ(names.size(), kAccessNoticeLimits.size());
  EXPECT_EQ(texts.size(), kAccessNoticeLimits.size());
}

}  // namespace
}  // namespace vsx::domain
