#ifndef VSX_NODE_DOMAIN_ATTESTATION_H_
#define VSX_NODE_DOMAIN_ATTESTATION_H_

#include <optional>
#include <string>
#include <vector>

#include "node/domain/agency_kind.h"
#include "node/domain/calendar.h"
#include "node/domain/code.h"
#include "node/domain/handle.h"
#include "node/domain/party_code.h"

namespace vsx::domain {

// How far an identification has come. Every value protects; kUnknown, read from a valid statement, does too (§2).
enum class CaseStatus { kUnknown, kPresumed, kUnderAssessment, kIdentified };

enum class AgeClass { kUnknown, kAdult, kChild, kPresumedChild };

// The capacity in which the issuing Party acts, by treaty role: only the receiving Party's identification is recognised
// under ACTIP Art. 14(2).
enum class Capacity { kUnknown, kReceiving, kTransit, kSending };

// A name as written, UTF-8, with the mark of the handle made of it.
struct PersonName {
  std::string text;
  HandleMark mark = HandleMark::kExact;

  friend bool operator==(const PersonName&, const PersonName&) = default;
};

// A document as read or typed. `code` is not folded: PR, PS and PT matter to the consent policy.
struct IdentityDocument {
  std::string code;
  std::string issuing_state;
  std::string number;
  HandleMark mark = HandleMark::kExact;

  friend bool operator==(const IdentityDocument&, const IdentityDocument&) = default;
};

struct MarkedHandle {
  Handle handle;
  HandleMark mark = HandleMark::kExact;

  friend bool operator==(const MarkedHandle&, const MarkedHandle&) = default;
};

// Elements of the definition in ACTIP Art. 2, as codes of the legal data.
struct DefinitionElements {
  std::vector<Code> acts;
  std::vector<Code> means;
  std::vector<Code> purposes;

  friend bool operator==(const DefinitionElements&, const DefinitionElements&) = default;
};

// CaseFacts is what an issuing Party keeps of a case and the consent policy or a copy reads. There is no field for a
// narrative, a place, an offence, sex, cooperation or a prosecution, and none will be added (system.md, rule 5).
struct CaseFacts {
  CaseStatus status = CaseStatus::kPresumed;
  AgeClass age_class = AgeClass::kPresumedChild;  // as assessed; see AgeClassOn
  Capacity capacity = Capacity::kUnknown;
  std::optional<CivilDate> date_identified;
  std::optional<CivilDate> review_by;
  std::optional<Code> contact_desk_id;

  AgencyKind authority_kind = AgencyKind::kUnknown;
  std::optional<Code> qualified_role;
  std::vector<Code> instrument_codes;

  std::vector<PersonName> names;
  std::optional<PartialDate> birth_date;
  std::vector<IdentityDocument> documents;
  std::vector<MarkedHandle> handles;  // at most 8
  std::optional<Code> child_accommodation;
  DefinitionElements definition_elements;

  // ISO 3166-1 alpha-3 or ICAO codes (XXA, XXB, XXC, XXX). None at all counts as not known.
  std::vector<std::string> nationalities;
  std::vector<std::string> former_habitual_residences;
  bool stateless = false;
  bool nationality_unknown = false;
  bool seeks_protection = false;
  // Entered by a human, never inferred; several are allowed.
  std::vector<PartyCode> sending_parties;

  // The only own agencies (`<kind>/<name>`) that may learn of the case; empty: not protected.
  std::vector<std::string> protected_for_agencies;
  bool code_handed_over = false;
};

// The age class on `day`. A presumed child stays one until the authority changes that; for the others a birth date that
// leaves no doubt decides, then the assessed class; a class that is not known is a presumed child.
AgeClass AgeClassOn(const CaseFacts& facts, const CivilDate& day);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_ATTESTATION_H_
