#include "node/domain/consent_record.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "node/domain/error.h"

namespace vsx::domain {
namespace {

bool Contains(const std::vector<PartyCode>& parties, const PartyCode& party) {
  return std::find(parties.begin(), parties.end(), party) != parties.end();
}

absl::Status ValidateDirective(const ConsentRecord& record, const Directive& directive, const PartyCode& own_party) {
  if (directive.purpose == Purpose::kUnknown) {
    return InvalidField("PURPOSE_UNKNOWN", "purpose", "not a purpose that this node knows");
  }
  if (directive.effect == Effect::kDeny) {
    const bool own_check = directive.party == own_party && directive.purpose == Purpose::kProtectiveCheck;
    if (!own_check || record.own_effect_shown) return absl::OkStatus();
    return InvalidField("OWN_EFFECT_NOT_SHOWN", "effect",
                        "show the person what denying the own State's protective checks means for her, then record it");
  }
  if (record.state != ConsentState::kAnswered) {
    return InvalidField("NOT_ANSWERED", "effect", "nothing can be allowed before the person answered");
  }
  if (!MayAllow(record)) {
    return InvalidField("MAY_NOT_ALLOW", "effect",
                        "who answered may deny but not allow; for a child a best-interests determination allows");
  }
  if (directive.purpose == Purpose::kConsularAssistance && record.consular_choice == ConsularChoice::kNotWanted) {
    return InvalidField("CONSULAR_NOT_WANTED", "effect",
                        "she does not want her consulate told: ask her again which of the two holds");
  }
  if (directive.party.has_value() && !Contains(record.parties_put_to_her, *directive.party)) {
    return InvalidField("PARTY_NOT_PUT", "party", "this Party was not put to the person");
  }
  return absl::OkStatus();
}

}  // namespace

std::string_view PurposeName(Purpose purpose) {
  switch (purpose) {
    case Purpose::kNotifyLevel1:
      return "NOTIFY_LEVEL_1";
    case Purpose::kNotifyLevel2:
      return "NOTIFY_LEVEL_2";
    case Purpose::kProtectiveCheck:
      return "PROTECTIVE_CHECK";
    case Purpose::kConsularAssistance:
      return "CONSULAR_ASSISTANCE";
    case Purpose::kPresented:
      return "PRESENTED";
    case Purpose::kRecognitionFollowUp:
      return "RECOGNITION_FOLLOW_UP";
    case Purpose::kAccessNotice:
      return "ACCESS_NOTICE";
    case Purpose::kAggregateStatistics:
      return "AGGREGATE_STATISTICS";
    case Purpose::kUnknown:
      break;
  }
  return "UNKNOWN";
}

bool MayAllow(const ConsentRecord& record) {
  if (record.state != ConsentState::kAnswered) return false;
  if (record.answered_by == AnsweredBy::kPerson) return record.age_at_recording == AgeAtRecording::kAdult;
  return record.answered_by == AnsweredBy::kBestInterests && record.childs_view_recorded &&
         record.age_at_recording == AgeAtRecording::kChild;
}

absl::Status ValidateConsentRecord(const ConsentRecord& record, const PartyCode& own_party) {
  if (record.recorded_at < record.informed_at) {
    return InvalidField("TIME_ORDER", "informed_at", "the interview lies after its recording");
  }
  if (record.answered_by == AnsweredBy::kSuspectedGuardian) {
    return InvalidField("HAS_NO_SAY", "answered_by", "a suspected guardian has no say: ask without him");
  }
  if (record.state == ConsentState::kAnswered && record.answered_by == AnsweredBy::kUnknown) {
    return InvalidField("ANSWERED_BY_MISSING", "answered_by", "say who answered");
  }
  if (record.answered_by == AnsweredBy::kBestInterests) {
    if (record.age_at_recording == AgeAtRecording::kAdult) {
      return InvalidField("NOT_A_CHILD", "answered_by", "a best-interests determination is for a child");
    }
    if (!record.childs_view_recorded) {
      return InvalidField("CHILDS_VIEW_MISSING", "childs_view_recorded",
                          "a best-interests determination needs the child's own view recorded");
    }
  }
  if (record.state != ConsentState::kNotAsked && !record.rights_told) {
    return InvalidField("RIGHTS_NOT_TOLD", "rights_told", "tell the person her rights first (ACTIP Art. 14(9))");
  }
  for (size_t i = 0; i < record.directives.size(); ++i) {
    const absl::Status status = ValidateDirective(record, record.directives[i], own_party);
    if (!status.ok()) return AtField(status, absl::StrCat("directives[", i, "]"));
  }
  return absl::OkStatus();
}

}  // namespace vsx::domain
