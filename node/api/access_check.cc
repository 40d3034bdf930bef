#include "node/api/access_check.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "node/domain/error.h"
#include "node/statement/enums.h"

namespace vsx::api {
namespace {

constexpr size_t kLongestOfficer = 64;

bool VisibleAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

}  // namespace

absl::StatusOr<service::Actor> CheckAccess(const AgencyCaller& caller, const v1::CallerContext& context,
                                           domain::Method method, const service::AuditRecorder& audit) {
  if (context.officer().empty() || context.officer().size() > kLongestOfficer || !VisibleAscii(context.officer())) {
    return domain::InvalidField("OFFICER_MISSING", "context.officer",
                                "every call names the officer: 1 to 64 visible ASCII characters");
  }
  service::Actor actor;
  actor.uri = caller.uri;
  const std::string_view kind = domain::AgencyKindName(caller.kind);
  actor.agency = absl::StrCat(std::string(kind), "/", caller.name);
  actor.kind = caller.kind;
  actor.officer = context.officer();
  actor.purpose = statement::FromProto(context.purpose());
  const domain::AccessDecision decision =
      domain::DecideAccess(caller.kind, actor.purpose, method, domain::Port::kAgency);
  if (decision.allowed) return actor;
  absl::Status audited = audit.Record(actor, domain::MethodName(method), "ACCESS_DENIED", {});
  if (!audited.ok()) return audited;
  return domain::Error(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED", "context.purpose",
                       "this kind of agency may not make this call for this purpose");
}

absl::Status CheckRequestId(const std::string& request_id) {
  constexpr size_t kRequestIdSize = 16;
  if (request_id.empty() || request_id.size() == kRequestIdSize) return absl::OkStatus();
  return domain::InvalidField("ID_MALFORMED", "request_id", "a request id has 16 bytes, or is left out");
}

}  // namespace vsx::api
