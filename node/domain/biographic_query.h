#ifndef VSX_NODE_DOMAIN_BIOGRAPHIC_QUERY_H_
#define VSX_NODE_DOMAIN_BIOGRAPHIC_QUERY_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/handle.h"
#include "node/domain/name_transliteration.h"

namespace vsx::domain {

// One place of the eight stays free for a document handle.
inline constexpr size_t kMaxBiographicQueries = 7;

// What a checker asks about one name and birth date.
struct BiographicQueries {
  // 1 to 7 different handles, the name's own key first, each name from the finest date to the year.
  std::vector<Handle> handles;
  // The date is no full day: with no document handle beside it, a check cannot end in "no record" (PARTIAL_DATE).
  bool partial_date_only = false;
  // How far the name could be compared; anything short of Latin is told to the officer.
  NameComparability comparability;
};

// The handles under which an issuer may have entered the person: an issuer enters the most precise date it knows, so a
// full date asks day, month and year; and the name as the issuer may spell it, besides the name's own key: romanised,
// as in a passport (Ä as AE), or without the zone's NXX and UXX. Errors as NameKey::FromName.
absl::StatusOr<BiographicQueries> MakeBiographicQueries(std::string_view name, const PartialDate& birth_date);

// The one handle that an issuer enters: the name's own key and the most precise date. Errors as NameKey::FromName.
absl::StatusOr<Handle> BiographicHandleForIssuer(std::string_view name, const PartialDate& birth_date);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_BIOGRAPHIC_QUERY_H_
