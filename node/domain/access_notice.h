#ifndef VSX_NODE_DOMAIN_ACCESS_NOTICE_H_
#define VSX_NODE_DOMAIN_ACCESS_NOTICE_H_

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "node/domain/access_policy.h"
#include "node/domain/agency_kind.h"
#include "node/domain/calendar.h"
#include "node/domain/consent_record.h"
#include "node/domain/party_code.h"

// Who looked, as the person asked to be told (protocol §4).
namespace vsx::domain {

// That an authority of another Party found her record. There is no field for an officer, a file number, a measure, a
// place or a time of day, and none will be added.
struct AccessNotice {
  PartyCode party;
  AgencyKind agency_kind = AgencyKind::kUnknown;  // kUnknown: one that this version does not know
  AccessPurpose purpose = AccessPurpose::kNone;   // kNone: likewise
  CivilDate day;                                  // UTC

  friend auto operator<=>(const AccessNotice&, const AccessNotice&) = default;
};

// What calls a check; nothing else is told of.
inline constexpr std::array kPurposesOfALook = {AccessPurpose::kProtectiveCheck, AccessPurpose::kPresentedCode,
                                                AccessPurpose::kConsularCheck, AccessPurpose::kScreening};

inline constexpr size_t kMostAccessNoticesOfAParty = 256;

// The notices that stand with a case. Of one Party the newest 256 days' stay, so that no Party can make a case grow
// without end, nor hide what another told.
struct AccessNotices {
  std::vector<AccessNotice> notices{};  // each once, in ascending order
  bool older_dropped = false;

  // False if that changed nothing.
  bool Add(const AccessNotice& notice);

  friend bool operator==(const AccessNotices&, const AccessNotices&) = default;
};

// Whether a notice of this Party's about a copy that asked for it is still wanted. Her no to access notices ends them.
// A no to everything (a withdrawal denies one purpose after the other) says that this Party may see nothing more, and
// not that she no longer wants to know who looked before.
bool StillWantsAccessNotices(const ConsentRecord& record, const PartyCode& party);

// What a list of accesses cannot say; stands beside each.
enum class AccessNoticeLimit {
  kOnlyWhereSheAsked,
  kUpToADayLater,
  kPartyMayStaySilent,
  kOnlyChecks,
  kOwnStateInAudit,
};

inline constexpr std::array kAccessNoticeLimits = {
    AccessNoticeLimit::kOnlyWhereSheAsked, AccessNoticeLimit::kUpToADayLater, AccessNoticeLimit::kPartyMayStaySilent,
    AccessNoticeLimit::kOnlyChecks, AccessNoticeLimit::kOwnStateInAudit};

// "ONLY_WHERE_SHE_ASKED".
std::string_view AccessNoticeLimitName(AccessNoticeLimit limit);
// What is read to her.
std::string_view AccessNoticeLimitText(AccessNoticeLimit limit);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_ACCESS_NOTICE_H_
