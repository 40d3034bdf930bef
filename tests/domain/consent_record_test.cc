#include "node/domain/consent_record.h"

#include <gtest/gtest.h>

#include <functional>

#include "node/domain/error.h"
#include "tests/domain/consent_world.h"

namespace vsx::domain {
namespace {

TEST(ConsentRecordTest, RefusesWhatContradictsItselfAndNamesTheField) {
  struct Case {
    std::string_view reason;
    std::string_view field;
    std::function<void(ConsentWorld&)> change;
  };
  const PartyCode other = Party("QQZ");
  const Case cases[] = {
      {"TIME_ORDER", "informed_at", [](ConsentWorld& w) { w.record.informed_at = UnixTime{1}; }},
      {"HAS_NO_SAY", "answered_by", [](ConsentWorld& w) { w.record.answered_by = AnsweredBy::kSuspectedGuardian; }},
      {"ANSWERED_BY_MISSING", "answered_by", [](ConsentWorld& w) { w.record.answered_by = AnsweredBy::kUnknown; }},
      {"NOT_A_CHILD", "answered_by", [](ConsentWorld& w) { w.record.answered_by = AnsweredBy::kBestInterests; }},
      {"CHILDS_VIEW_MISSING", "childs_view_recorded",
       [](ConsentWorld& w) {
         w.record.answered_by = AnsweredBy::kBestInterests;
         w.record.age_at_recording = AgeAtRecording::kChild;
       }},
      {"RIGHTS_NOT_TOLD", "rights_told", [](ConsentWorld& w) { w.record.rights_told = false; }},
      {"PURPOSE_UNKNOWN", "directives[0].purpose",
       [](ConsentWorld& w) { w.Say(Effect::kDeny, std::nullopt, Purpose::kUnknown); }},
      {"OWN_EFFECT_NOT_SHOWN", "directives[0].effect",
       [](ConsentWorld& w) { w.Say(Effect::kDeny, w.own, Purpose::kProtectiveCheck); }},
      {"NOT_ANSWERED", "directives[0].effect",
       [](ConsentWorld& w) {
         w.record.state = ConsentState::kAskedNoAnswer;
         w.Say(Effect::kAllow, std::nullopt, std::nullopt);
       }},
      {"MAY_NOT_ALLOW", "directives[1].effect",
       [](ConsentWorld& w) {
         w.record.answered_by = AnsweredBy::kGuardian;
         w.Say(Effect::kDeny, std::nullopt, std::nullopt);
         w.Say(Effect::kAllow, std::nullopt, Purpose::kProtectiveCheck);
       }},
      {"CONSULAR_NOT_WANTED", "directives[0].effect",
       [](ConsentWorld& w) {
         w.record.consular_choice = ConsularChoice::kNotWanted;
         w.Say(Effect::kAllow, kA, Purpose::kConsularAssistance);
       }},
      {"CONSULAR_NOT_WANTED", "directives[0].effect",
       [](ConsentWorld& w) {
         w.record.consular_choice = ConsularChoice::kNotWanted;
         w.Say(Effect::kAllow, std::nullopt, Purpose::kConsularAssistance);
       }},
      {"PARTY_NOT_PUT", "directives[0].party",
       [&](ConsentWorld& w) { w.Say(Effect::kAllow, other, Purpose::kProtectiveCheck); }},
  };
  EXPECT_TRUE(ValidateConsentRecord(ConsentWorld().record, Party("QQO")).ok());
  for (const Case& each : cases) {
    ConsentWorld world;
    each.change(world);
    const absl::Status status = ValidateConsentRecord(world.record, world.own);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ErrorReason(status), each.reason);
    EXPECT_EQ(ErrorField(status), each.field) << each.reason;
  }
}

TEST(ConsentRecordTest, PurposesHaveTheNamesOfTheProtocol) {
  EXPECT_EQ(PurposeName(Purpose::kNotifyLevel1), "NOTIFY_LEVEL_1");
  EXPECT_EQ(PurposeName(Purpose::kAggregateStatistics), "AGGREGATE_STATISTICS");
  EXPECT_EQ(PurposeName(static_cast<Purpose>(99)), "UNKNOWN");
}

}  // namespace
}  // namespace vsx::domain
