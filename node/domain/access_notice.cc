#include "node/domain/access_notice.h"

#include <algorithm>

#include "node/domain/consent_directives.h"

namespace vsx::domain {
namespace {

bool Denies(const ConsentRecord& record, const PartyCode& party, Purpose purpose) {
  return ReadDirectives(record, party, purpose).effect == Effect::kDeny;
}

struct LimitRow {
  AccessNoticeLimit limit;
  std::string_view name;
  std::string_view text;
};

using enum AccessNoticeLimit;

constexpr std::array<LimitRow, kAccessNoticeLimits.size()> kLimits = {{
    {kOnlyWhereSheAsked, "ONLY_WHERE_SHE_ASKED",
     "Only accesses to what was made for a Party while you wanted to be told of its accesses."},
    {kUpToADayLater, "UP_TO_A_DAY_LATER",
     "A notice comes up to a day after the access, and later where that State's node cannot reach ours."},
    {kPartyMayStaySilent, "PARTY_MAY_STAY_SILENT",
     "What a Party tells is its own word. One that tells nothing may have looked all the same."},
    {kOnlyChecks, "ONLY_CHECKS",
     "Only checks that found you. Who reads a notice that was delivered, or the answer on paper, does not show here."},
    {kOwnStateInAudit, "OWN_STATE_IN_AUDIT",
     "Accesses by authorities of our own State stand in the audit log, which the overseer reads."},
}};

const LimitRow& RowOf(AccessNoticeLimit limit) {
  for (const LimitRow& row : kLimits) {
    if (row.limit == limit) return row;
  }
  return kLimits.back();
}

}  // namespace

bool AccessNotices::Add(const AccessNotice& notice) {
  const auto place = std::lower_bound(notices.begin(), notices.end(), notice);
  if (place != notices.end() && *place == notice) return false;
  const auto of_party = [&notice](const AccessNotice& one) { return one.party == notice.party; };
  const bool full =
      static_cast<size_t>(std::count_if(notices.begin(), notices.end(), of_party)) >= kMostAccessNoticesOfAParty;
  if (!full) {
    notices.insert(place, notice);
    return true;
  }
  const bool first_dropped = !older_dropped;
  older_dropped = true;
  const auto earlier = [&of_party](const AccessNotice& a, const AccessNotice& b) {
    if (of_party(a) != of_party(b)) return of_party(a);  // those of other Parties are never the oldest
    return a.day < b.day;
  };
  const auto oldest = std::min_element(notices.begin(), notices.end(), earlier);
  if (notice.day < oldest->day) return first_dropped;
  notices.erase(oldest);
  notices.insert(std::lower_bound(notices.begin(), notices.end(), notice), notice);
  return true;
}

bool StillWantsAccessNotices(const ConsentRecord& record, const PartyCode& party) {
  if (!Denies(record, party, Purpose::kAccessNotice)) return true;
  // A code is withdrawn apart, so what is said of it tells neither way.
  return std::all_of(kPurposes.begin(), kPurposes.end(),
                     [&](Purpose purpose) { return purpose == Purpose::kPresented || Denies(record, party, purpose); });
}

std::string_view AccessNoticeLimitName(AccessNoticeLimit limit) { return RowOf(limit).name; }
std::string_view AccessNoticeLimitText(AccessNoticeLimit limit) { return RowOf(limit).text; }

}  // namespace vsx::domain
