#ifndef VSX_NODE_DOMAIN_PERMITTED_COPY_H_
#define VSX_NODE_DOMAIN_PERMITTED_COPY_H_

#include <optional>
#include <utility>
#include <vector>

#include "node/domain/attestation.h"
#include "node/domain/consent_record.h"

namespace vsx::domain {

struct ConsentQuestion;

// PermittedCopy carries the fields of an attestation copy that one recipient may know for one purpose. Only the consent
// policy can make one (PermitCopy), nobody can change one: whoever holds it may send it, and there is no other type
// from which a copy can be encoded. Which fields are there is the field table of protocol §2.
class PermittedCopy {
 public:
  // What protective, consular and presented copies add.
  struct Handling {
    std::vector<Code> instrument_codes;
    bool follow_up_allowed = false;
    bool access_notice_wanted = false;
    std::optional<CivilDate> adult_from;  // of a child: latest possible 18th birthday, rounded up to a quarter
  };

  // What a level 2 notice adds.
  struct Identity {
    std::vector<PersonName> names;
    std::optional<PartialDate> birth_date;
    std::vector<IdentityDocument> documents;
    std::optional<Code> child_accommodation;  // of a child only
    DefinitionElements definition_elements;   // shown to counter-trafficking bodies only
  };

  // The kind and role of who assessed: every copy but a level 1 notice.
  struct Assessor {
    AgencyKind authority_kind = AgencyKind::kUnknown;
    std::optional<Code> qualified_role;
  };

  const PartyCode& recipient() const { return recipient_; }
  Purpose purpose() const { return purpose_; }

  CaseStatus status() const { return status_; }
  AgeClass age_class() const { return age_class_; }  // on the day asked
  Capacity capacity() const { return capacity_; }
  const std::optional<CivilDate>& date_identified() const { return date_identified_; }
  const std::optional<CivilDate>& review_by() const { return review_by_; }
  const std::optional<Code>& contact_desk_id() const { return contact_desk_id_; }

  const std::optional<Assessor>& assessor() const { return assessor_; }
  const std::optional<Handling>& handling() const { return handling_; }
  const std::optional<Identity>& identity() const { return identity_; }

  // The handles to commit to: only of the classes that the purpose uses.
  const std::vector<MarkedHandle>& handles() const { return handles_; }

 private:
  friend std::optional<PermittedCopy> PermitCopy(const ConsentQuestion& question);

  PermittedCopy(PartyCode recipient, Purpose purpose) : recipient_(std::move(recipient)), purpose_(purpose) {}

  PartyCode recipient_;
  Purpose purpose_;
  CaseStatus status_ = CaseStatus::kUnknown;
  AgeClass age_class_ = AgeClass::kUnknown;
  Capacity capacity_ = Capacity::kUnknown;
  std::optional<CivilDate> date_identified_;
  std::optional<CivilDate> review_by_;
  std::optional<Code> contact_desk_id_;
  std::optional<Assessor> assessor_;
  std::optional<Handling> handling_;
  std::optional<Identity> identity_;
  std::vector<MarkedHandle> handles_;
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_PERMITTED_COPY_H_
