#include <algorithm>
#include <iterator>

#include "node/domain/age.h"
#include "node/domain/consent_policy.h"
#include "node/domain/index_class.h"

namespace vsx::domain {
namespace {

ConsentQuestion About(const ConsentQuestion& question, Purpose purpose) {
  ConsentQuestion other = question;
  other.purpose = purpose;
  return other;
}

bool MakesCopy(Purpose purpose) {
  switch (purpose) {
    case Purpose::kNotifyLevel1:
    case Purpose::kNotifyLevel2:
    case Purpose::kProtectiveCheck:
    case Purpose::kConsularAssistance:
    case Purpose::kPresented:
      return true;
    default:
      return false;  // §2: "Other purposes make no copy"
  }
}

}  // namespace

std::optional<PermittedCopy> PermitCopy(const ConsentQuestion& question) {
  const CaseFacts& facts = question.facts;
  const Purpose purpose = question.purpose;
  if (question.recipient == question.own_party || !MakesCopy(purpose)) return std::nullopt;
  if (!DecideConsent(question).allowed) return std::nullopt;

  PermittedCopy copy(question.recipient, purpose);
  copy.status_ = facts.status;
  copy.age_class_ = AgeClassOn(facts, question.today);
  copy.capacity_ = facts.capacity;
  copy.date_identified_ = facts.date_identified;
  copy.review_by_ = facts.review_by;
  copy.contact_desk_id_ = facts.contact_desk_id;
  // §2: "notification level 1: the first row only, no identity".
  if (purpose == Purpose::kNotifyLevel1) return copy;

  const bool is_child = copy.age_class_ != AgeClass::kAdult;
  copy.assessor_ = PermittedCopy::Assessor{facts.authority_kind, facts.qualified_role};
  std::copy_if(facts.handles.begin(), facts.handles.end(), std::back_inserter(copy.handles_),
               [&](const MarkedHandle& marked) { return UsesHandleClass(purpose, marked.handle.cls()); });
  if (purpose == Purpose::kNotifyLevel2) {
    copy.identity_ =
        PermittedCopy::Identity{facts.names, facts.birth_date, facts.documents,
                                is_child ? facts.child_accommodation : std::nullopt, facts.definition_elements};
    return copy;
  }
  PermittedCopy::Handling handling;
  handling.instrument_codes = facts.instrument_codes;
  handling.follow_up_allowed = DecideConsent(About(question, Purpose::kRecognitionFollowUp)).allowed;
  handling.access_notice_wanted = DecideConsent(About(question, Purpose::kAccessNotice)).allowed;
  // A date that has passed says nothing of a presumed child, and would make an adult of her at the reader's.
  if (is_child && facts.birth_date.has_value() && AdultFrom(*facts.birth_date) > question.today) {
    handling.adult_from = AdultFrom(*facts.birth_date);
  }
  copy.handling_ = std::move(handling);
  return copy;
}

bool MayOpenProtectiveCopy(const ConsentQuestion& question) {
  if (question.recipient == question.own_party) return false;
  return DecideConsent(About(question, Purpose::kNotifyLevel2)).allowed &&
         DecideConsent(About(question, Purpose::kProtectiveCheck)).allowed;
}

}  // namespace vsx::domain
