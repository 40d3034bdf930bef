#include "node/statement/notification.h"

#include <set>
#include <utility>

#include "node/domain/error.h"

namespace vsx::statement {
namespace {

absl::Status MalformedNotification(std::string_view field, std::string_view message) {
  return domain::InvalidField("DELIVERY_MALFORMED", field, message);
}

absl::Status CheckOpenings(const CopyContent& protective, const std::vector<domain::Opening>& openings) {
  std::set<uint8_t> slots;
  for (const domain::Opening& opening : openings) {
    if (!slots.insert(opening.slot).second) return MalformedNotification("openings", "a slot is opened twice");
    if (absl::Status status = VerifyOpening(protective, opening); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<VerifiedNotification> VerifyNotification(const TrustStore& trust, const NotificationContent& content,
                                                        const domain::PartyCode& issuer,
                                                        const domain::PartyCode& recipient, domain::UnixTime now) {
  absl::StatusOr<VerifiedCopy> notice = VerifyAttestationCopy(trust, content.notice_envelope, issuer, recipient, now);
  if (!notice.ok()) return domain::AtField(notice.status(), "notice");
  const domain::Purpose purpose = notice->content.purpose;
  if (purpose != domain::Purpose::kNotifyLevel1 && purpose != domain::Purpose::kNotifyLevel2) {
    return MalformedNotification("notice.purpose", "a notice is for notification, level 1 or 2");
  }
  VerifiedNotification verified{*std::move(notice), std::nullopt};
  if (content.protective_envelope.empty()) {
    if (!content.openings.empty())
      return MalformedNotification("openings", "openings come only with a protective copy");
    return verified;
  }
  if (purpose != domain::Purpose::kNotifyLevel2) {
    return MalformedNotification("protective", "a protective copy comes only with a notice of level 2");
  }
  absl::StatusOr<VerifiedCopy> protective =
      VerifyAttestationCopy(trust, content.protective_envelope, issuer, recipient, now);
  if (!protective.ok()) return domain::AtField(protective.status(), "protective");
  if (protective->content.purpose != domain::Purpose::kProtectiveCheck) {
    return MalformedNotification("protective.purpose", "the copy beside a notice is for protective checks");
  }
  if (absl::Status status = CheckOpenings(protective->content, content.openings); !status.ok()) return status;
  verified.protective = *std::move(protective);
  return verified;
}

}  // namespace vsx::statement
