#ifndef VSX_NODE_API_ACCESS_NOTICE_CONVERSION_H_
#define VSX_NODE_API_ACCESS_NOTICE_CONVERSION_H_

#include "node/domain/access_notice.h"
#include "vsx/v1/case.pb.h"

namespace vsx::api {

// Who looked, the newest day first, with what the list cannot say.
v1::ListAccessNoticesResponse ToAccessNotices(const domain::AccessNotices& notices);

}  // namespace vsx::api

#endif  // VSX_NODE_API_ACCESS_NOTICE_CONVERSION_H_
