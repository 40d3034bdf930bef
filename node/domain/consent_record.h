#ifndef VSX_NODE_DOMAIN_CONSENT_RECORD_H_
#define VSX_NODE_DOMAIN_CONSENT_RECORD_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "node/domain/calendar.h"
#include "node/domain/party_code.h"

namespace vsx::domain {

// Whether the person was asked, and answered (protocol §2). A value read from outside that is none of these is read as
// kNotAsked: nothing leaves the State.
enum class ConsentState { kNotAsked, kAskedNoAnswer, kAnswered };

// What an answer or a share may be used for. kUnknown stands for a value that this node does not know; it is denied.
enum class Purpose {
  kUnknown,
  kNotifyLevel1,        // notice to the sending Party without identity (ACTIP Art. 14(3))
  kNotifyLevel2,        // notice with identity
  kProtectiveCheck,     // an officer's check answers HOLD (Art. 14(2))
  kConsularAssistance,  // consular officers may learn of the case
  kPresented,           // the reference code that she presents is answered
  kRecognitionFollowUp,
  kAccessNotice,
  kAggregateStatistics,
};

inline constexpr std::array<Purpose, 8> kPurposes = {
    Purpose::kNotifyLevel1, Purpose::kNotifyLevel2,        Purpose::kProtectiveCheck, Purpose::kConsularAssistance,
    Purpose::kPresented,    Purpose::kRecognitionFollowUp, Purpose::kAccessNotice,    Purpose::kAggregateStatistics};

// "PROTECTIVE_CHECK"; "UNKNOWN" for any other value.
std::string_view PurposeName(Purpose purpose);

// A value read from outside that is neither is read as kDeny.
enum class Effect { kDeny, kAllow };

enum class AnsweredBy {
  kUnknown,            // its denies count, its allows do not
  kPerson,             // for a child, her denies count; an allow needs a best-interests determination
  kBestInterests,      // a child's best-interests determination; allows count only with her own view recorded
  kGuardian,           // may deny, not allow
  kSuspectedGuardian,  // has no say: as if she had not been asked
};

enum class ConsularChoice { kNone, kWanted, kNotWanted };

// Uncertain age counts as a child.
enum class AgeAtRecording { kChild, kAdult };

// One answer. No party: every Party. No purpose: any purpose. Neither: the default that she answered.
struct Directive {
  std::optional<PartyCode> party;
  std::optional<Purpose> purpose;
  Effect effect = Effect::kDeny;

  friend bool operator==(const Directive&, const Directive&) = default;
};

// ConsentRecord is what was asked and answered, complete: the newest record of a case alone decides.
struct ConsentRecord {
  ConsentState state = ConsentState::kNotAsked;
  AnsweredBy answered_by = AnsweredBy::kUnknown;
  bool childs_view_recorded = false;
  AgeAtRecording age_at_recording = AgeAtRecording::kChild;
  // Who made the last change where that is somebody else than who answered (a guardian who added a deny).
  std::optional<AnsweredBy> amended_by;

  UnixTime informed_at;
  UnixTime recorded_at;
  std::string language;               // BCP 47
  std::string interpreter_reference;  // empty: no interpreter
  bool read_back = false;
  bool adviser_present = false;
  bool rights_told = false;  // Art. 14(9)
  bool consular_right_told = false;
  ConsularChoice consular_choice = ConsularChoice::kNone;

  std::vector<PartyCode> parties_put_to_her;
  std::vector<PartyCode> feared_parties;
  std::vector<Directive> directives;
  bool in_doubt = false;          // whether she could answer freely
  bool own_effect_shown = false;  // the effect of denying the own Party's protective checks was shown to her

  // What this record expressly lifted of the record before it.
  std::vector<Directive> lifted;
  std::vector<PartyCode> no_longer_feared;

  friend bool operator==(const ConsentRecord&, const ConsentRecord&) = default;
};

// Whether who answered may allow: the person as an adult, or a best-interests determination for a child with her own
// view recorded; and only where an answer was given.
bool MayAllow(const ConsentRecord& record);

// INVALID_ARGUMENT, naming the field, for a record that contradicts itself: allows by who may not allow, answers where
// none was given, unknown purposes, consular help allowed beside the choice that she does not want it, a Party allowed
// by name that was not put to her, a deny of the own Party's protective checks without its effect shown, a recording
// before the interview. The policy withholds where such a record reaches it all the same.
absl::Status ValidateConsentRecord(const ConsentRecord& record, const PartyCode& own_party);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_CONSENT_RECORD_H_
