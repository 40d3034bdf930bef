#include "node/api/access_notice_conversion.h"

#include <algorithm>
#include <string>
#include <vector>

#include "node/statement/enums.h"

namespace vsx::api {

v1::ListAccessNoticesResponse ToAccessNotices(const domain::AccessNotices& notices) {
  std::vector<domain::AccessNotice> newest_first = notices.notices;
  std::stable_sort(newest_first.begin(), newest_first.end(),
                   [](const domain::AccessNotice& a, const domain::AccessNotice& b) { return a.day > b.day; });
  v1::ListAccessNoticesResponse response;
  for (const domain::AccessNotice& notice : newest_first) {
    v1::AccessNoticeLine* line = response.add_notices();
    line->set_party(notice.party.value());
    line->set_agency_kind(statement::ToProto(notice.agency_kind));
    line->set_purpose(statement::ToProto(notice.purpose));
    line->set_day(notice.day.ToString());
  }
  response.set_older_dropped(notices.older_dropped);
  for (const domain::AccessNoticeLimit limit : domain::kAccessNoticeLimits) {
    v1::AccessNoticeLimit* said = response.add_limits();
    said->set_code(std::string(domain::AccessNoticeLimitName(limit)));
    said->set_text(std::string(domain::AccessNoticeLimitText(limit)));
  }
  return response;
}

}  // namespace vsx::api
