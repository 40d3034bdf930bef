#ifndef VSX_NODE_DOMAIN_BIOGRAPHIC_QUERY_H_
#define VSX_NODE_DOMAIN_BIOGRAPHIC_QUERY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/attestation.h"
#include "node/domain/calendar.h"
#include "node/domain/handle.h"
#include "node/domain/name_transliteration.h"

namespace vsx::domain {

// What is known of a person who is asked about.
struct PersonSought {
  std::vector<Handle> documents;
  std::vector<std::string> names;
  std::optional<PartialDate> birth_date;  // without it no name is asked by
};

struct HandlesToAsk {
  // 1 to 8 different handles, in the order of precedence.
  std::vector<Handle> handles;
  // The date is no full day, and no document stands beside it: a check cannot end in "no record" (PARTIAL_DATE).
  bool partial_date_only = false;
  // How far the names could be compared, the least of them; anything short of Latin is told to the officer.
  NameComparability comparability;
};

// The handles that a check asks by, at most kMaxHandles: documents first; then the own key of each name by day, month
// and year, since an issuer enters the most precise date it knows; then the variants that find her where the issuer
// wrote the name otherwise (name_variants.h). HANDLES.md gives the order and why. With one document and one name all
// three dates of the own key are asked.
// INVALID_ARGUMENT if nothing can be asked (no document, and no name with a date), with more than kMaxHandles
// documents, or for a name that has no key; which field that was is the caller's to say.
absl::StatusOr<HandlesToAsk> AskFor(const PersonSought& person);

// Places that variants leave free, for the reference codes that a person may be handed later.
inline constexpr size_t kPlacesForCodes = 2;

// The handles under which a case is found: each document and the own key of each name with the most precise date,
// marked as the issuer marked them; then, while more than kPlacesForCodes places stay free, variants of the names,
// always POSSIBLE. INVALID_ARGUMENT for what has no handle (field `documents[i]` or `names[i].text`), and for more
// documents and names than kMaxHandles.
absl::StatusOr<std::vector<MarkedHandle>> HandlesToRegister(const std::vector<IdentityDocument>& documents,
                                                            const std::vector<PersonName>& names,
                                                            const std::optional<PartialDate>& birth_date);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_BIOGRAPHIC_QUERY_H_
