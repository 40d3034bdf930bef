#include "node/domain/permitted_copy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <tuple>
#include <vector>

#include "tests/domain/consent_world.h"
#include "tests/domain/examples.h"

namespace vsx::domain {
namespace {

std::optional<Code> CodeOf(std::string_view text) { return Code::Create(text).value(); }

// A case with every field filled, a child's, that allows everything to QQA.
ConsentWorld FullWorld() {
  ConsentWorld world;
  world.adult_now = false;
  world.record.answered_by = AnsweredBy::kBestInterests;
  world.record.childs_view_recorded = true;
  world.record.age_at_recording = AgeAtRecording::kChild;
  for (Purpose purpose : kPurposes) world.Say(Effect::kAllow, kA, purpose);

  CaseFacts& facts = world.facts;
  facts.age_class = AgeClass::kChild;
  facts.date_identified = Day("2030-05-01");
  facts.review_by = Day("2031-05-01");
  facts.contact_desk_id = CodeOf("desk-1");
  facts.authority_kind = AgencyKind::kCounterTrafficking;
  facts.qualified_role = CodeOf("trained_identifier");
  facts.instrument_codes = {*CodeOf("ACTIP")};
  facts.names = {{"EXAMPLE FICTITIOUS", HandleMark::kExact}};
  facts.birth_date = PartialDate::Parse("2015-02-03").value();
  facts.documents = {{"P", "UTO", "XX000001", HandleMark::kExact}};
  facts.child_accommodation = CodeOf("foster_family");
  facts.definition_elements = {{*CodeOf("recruitment")}, {*CodeOf("deception")}, {*CodeOf("forced_labour")}};
  facts.code_handed_over = true;
  for (const char* canonical :
       {"vsx-handle-v1|document|P|UTO|XX000001", "vsx-handle-v1|biographic|EXAMPLE FICTITIOUS|2015-02-03",
        "vsx-handle-v1|reference|00000000000000000000"}) {
    auto handle = Handle::FromCanonical(canonical);
    EXPECT_TRUE(handle.ok()) << handle.status();
    if (handle.ok()) facts.handles.push_back({*handle, HandleMark::kPossible});
  }
  return world;
}

std::set<HandleClass> Classes(const PermittedCopy& copy) {
  std::set<HandleClass> classes;
  for (const MarkedHandle& marked : copy.handles()) classes.insert(marked.handle.cls());
  return classes;
}

const std::set<HandleClass> kByIdentity = {HandleClass::kDocument, HandleClass::kBiographic};

TEST(PermittedCopyTest, EveryCopyHasTheFirstRow) {
  const ConsentWorld world = FullWorld();
  for (Purpose purpose : {Purpose::kNotifyLevel1, Purpose::kNotifyLevel2, Purpose::kProtectiveCheck,
                          Purpose::kConsularAssistance, Purpose::kPresented}) {
    const auto copy = world.Copy(kA, purpose);
    ASSERT_TRUE(copy.has_value()) << PurposeName(purpose);
    EXPECT_EQ(copy->recipient(), kA);
    EXPECT_EQ(copy->purpose(), purpose);
    EXPECT_EQ(copy->status(), CaseStatus::kIdentified);
    EXPECT_EQ(copy->age_class(), AgeClass::kChild);
    EXPECT_EQ(copy->capacity(), Capacity::kReceiving);
    EXPECT_EQ(copy->date_identified(), Day("2030-05-01"));
    EXPECT_EQ(copy->review_by(), Day("2031-05-01"));
    EXPECT_EQ(copy->contact_desk_id(), CodeOf("desk-1"));
  }
}

TEST(PermittedCopyTest, LevelOneHoldsNothingElse) {
  const auto copy = FullWorld().Copy(kA, Purpose::kNotifyLevel1);
  ASSERT_TRUE(copy.has_value());
  EXPECT_FALSE(copy->assessor().has_value());
  EXPECT_FALSE(copy->handling().has_value());
  EXPECT_FALSE(copy->identity().has_value());
  EXPECT_TRUE(copy->handles().empty());
}

TEST(PermittedCopyTest, LevelTwoAddsIdentityAndNothingOfHandling) {
  const auto copy = FullWorld().Copy(kA, Purpose::kNotifyLevel2);
  ASSERT_TRUE(copy.has_value());
  ASSERT_TRUE(copy->identity().has_value());
  EXPECT_EQ(copy->identity()->names.size(), 1u);
  EXPECT_EQ(copy->identity()->documents.size(), 1u);
  EXPECT_EQ(copy->identity()->birth_date, PartialDate::Parse("2015-02-03").value());
  EXPECT_EQ(copy->identity()->child_accommodation, CodeOf("foster_family"));
  EXPECT_EQ(copy->identity()->definition_elements.acts.size(), 1u);
  ASSERT_TRUE(copy->assessor().has_value());
  EXPECT_EQ(copy->assessor()->authority_kind, AgencyKind::kCounterTrafficking);
  EXPECT_EQ(copy->assessor()->qualified_role, CodeOf("trained_identifier"));
  EXPECT_FALSE(copy->handling().has_value());
  EXPECT_EQ(Classes(*copy), kByIdentity);
  EXPECT_EQ(copy->handles()[0].mark, HandleMark::kPossible);
}

TEST(PermittedCopyTest, ProtectiveConsularAndPresentedHoldHandlingAndNoIdentity) {
  const ConsentWorld world = FullWorld();
  for (Purpose purpose : {Purpose::kProtectiveCheck, Purpose::kConsularAssistance, Purpose::kPresented}) {
    const auto copy = world.Copy(kA, purpose);
    ASSERT_TRUE(copy.has_value());
    EXPECT_FALSE(copy->identity().has_value());
    EXPECT_TRUE(copy->assessor().has_value());
    ASSERT_TRUE(copy->handling().has_value());
    EXPECT_EQ(copy->handling()->instrument_codes.size(), 1u);
    EXPECT_TRUE(copy->handling()->follow_up_allowed);
    EXPECT_TRUE(copy->handling()->access_notice_wanted);
    EXPECT_EQ(copy->handling()->adult_from, Day("2033-04-01"));
    EXPECT_EQ(Classes(*copy),
              purpose == Purpose::kPresented ? std::set<HandleClass>{HandleClass::kReference} : kByIdentity);
  }
}

// Whether she is of this nationality, of that, of none, or seeks protection: what she allows travels alike, and the own
// State protects her alike.
TEST(PermittedCopyTest, Demand60_NationalityChangesNoCopyThatSheAllows) {
  const auto differs = [](const PermittedCopy& copy, const PermittedCopy& other) {
    const auto row = [](const PermittedCopy& c) {
      return std::tuple(c.status(), c.age_class(), c.capacity(), c.date_identified(), c.review_by(),
                        c.contact_desk_id(), c.handles());
    };
    return row(copy) != row(other) || copy.assessor().has_value() != other.assessor().has_value() ||
           copy.handling().has_value() != other.handling().has_value() ||
           (copy.identity() && copy.identity()->names != other.identity()->names);
  };
  const std::vector<std::function<void(CaseFacts&)>> situations = {
      [](CaseFacts& facts) { facts.nationalities = {"QQA"}; },
      [](CaseFacts& facts) {
        facts.nationalities = {"QQN", "QQM"};
      },
      [](CaseFacts& facts) { facts.nationalities = {"XXA"}; },
      [](CaseFacts& facts) { facts.nationalities.clear(); },
      [](CaseFacts& facts) { facts.stateless = true; },
      [](CaseFacts& facts) { facts.former_habitual_residences = {"QQA"}; },
      [](CaseFacts& facts) { facts.seeks_protection = true; },
  };
  const ConsentWorld base = FullWorld();
  for (size_t i = 0; i < situations.size(); ++i) {
    ConsentWorld world = FullWorld();
    situations[i](world.facts);
    EXPECT_TRUE(world.Allows(kOwn, Purpose::kProtectiveCheck)) << i;
    for (Purpose purpose : {Purpose::kNotifyLevel1, Purpose::kNotifyLevel2, Purpose::kProtectiveCheck,
                            Purpose::kConsularAssistance, Purpose::kPresented}) {
      const auto copy = world.Copy(kA, purpose);
      ASSERT_TRUE(copy.has_value()) << i << ' ' << PurposeName(purpose);
      EXPECT_FALSE(differs(*copy, *base.Copy(kA, purpose))) << i << ' ' << PurposeName(purpose);
    }
  }
}

TEST(PermittedCopyTest, FollowUpAndAccessNoticeAreAskedOfConsent) {
  ConsentWorld world = FullWorld();
  world.Say(Effect::kDeny, kA, Purpose::kRecognitionFollowUp);
  const auto copy = world.Copy(kA, Purpose::kProtectiveCheck);
  ASSERT_TRUE(copy.has_value());
  EXPECT_FALSE(copy->handling()->follow_up_allowed);
  EXPECT_TRUE(copy->handling()->access_notice_wanted);
}

TEST(PermittedCopyTest, AnAdultsCopyHoldsNoAccommodationAndNoDateOfMajority) {
  ConsentWorld world = FullWorld();
  world.facts.age_class = AgeClass::kAdult;
  world.facts.birth_date = PartialDate::Parse("2000-02-03").value();
  EXPECT_FALSE(world.Copy(kA, Purpose::kNotifyLevel2)->identity()->child_accommodation.has_value());
  EXPECT_FALSE(world.Copy(kA, Purpose::kProtectiveCheck)->handling()->adult_from.has_value());
}

TEST(PermittedCopyTest, APresumedChildsForgedDateMakesNoAdult) {
  ConsentWorld world = FullWorld();
  world.facts.age_class = AgeClass::kPresumedChild;
  world.facts.birth_date = PartialDate::Parse("2000-02-03").value();
  const auto copy = world.Copy(kA, Purpose::kProtectiveCheck);
  EXPECT_EQ(copy->age_class(), AgeClass::kPresumedChild);
  EXPECT_FALSE(copy->handling()->adult_from.has_value());
}

TEST(PermittedCopyTest, OtherPurposesAndTheOwnPartyMakeNoCopy) {
  ConsentWorld world = FullWorld();
  for (Purpose purpose : {Purpose::kRecognitionFollowUp, Purpose::kAccessNotice, Purpose::kAggregateStatistics,
                          Purpose::kUnknown, static_cast<Purpose>(99)}) {
    EXPECT_FALSE(world.Copy(kA, purpose).has_value()) << PurposeName(purpose);
  }
  for (Purpose purpose : kPurposes) EXPECT_FALSE(world.Copy(world.own, purpose).has_value());
}

TEST(PermittedCopyTest, NoCopyWhereConsentDenies) {
  ConsentWorld world = FullWorld();
  for (Purpose purpose : kPurposes) world.Say(Effect::kDeny, kA, purpose);
  for (Purpose purpose : kPurposes) EXPECT_FALSE(world.Copy(kA, purpose).has_value()) << PurposeName(purpose);
}

TEST(PermittedCopyTest, ProtectiveCopyIsOpenedOnlyWithLevelTwoAndProtectiveBothAllowed) {
  const ConsentWorld both = FullWorld();
  EXPECT_TRUE(both.MayOpen(kA));
  EXPECT_FALSE(both.MayOpen(both.own));
  for (Purpose denied : {Purpose::kNotifyLevel1, Purpose::kNotifyLevel2, Purpose::kProtectiveCheck}) {
    ConsentWorld world = FullWorld();
    world.Say(Effect::kDeny, kA, denied);
    EXPECT_FALSE(world.MayOpen(kA)) << PurposeName(denied);
  }
  ConsentWorld not_sending = FullWorld();
  not_sending.facts.sending_parties.clear();
  EXPECT_FALSE(not_sending.MayOpen(kA));
}

}  // namespace
}  // namespace vsx::domain
