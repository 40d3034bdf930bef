#ifndef VSX_NODE_STATEMENT_NOTIFICATION_H_
#define VSX_NODE_STATEMENT_NOTIFICATION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/delivery.h"
#include "node/domain/party_code.h"
#include "node/statement/attestation_copy.h"
#include "node/statement/trust_store.h"

namespace vsx::statement {

// What a notice under Art. 14(3) delivers (protocol §5), as it travels inside the sealing.
struct NotificationContent {
  std::string notice_envelope;
  std::string protective_envelope;        // empty if none
  std::vector<domain::Opening> openings;  // of the protective copy
};

struct VerifiedNotification {
  VerifiedCopy notice;
  std::optional<VerifiedCopy> protective;  // it alone answers checks
};

// Both copies are from `issuer` for `recipient`; the notice is for NOTIFY_LEVEL_1 or 2; a protective copy comes only
// with level 2 and is for PROTECTIVE_CHECK; openings come only with it, one per slot, and each opens. Errors: those of
// VerifyAttestationCopy, its field under `notice` or `protective`; OPENING_INVALID; DELIVERY_MALFORMED
// (INVALID_ARGUMENT) where the parts do not belong together.
absl::StatusOr<VerifiedNotification> VerifyNotification(const TrustStore& trust, const NotificationContent& content,
                                                        const domain::PartyCode& issuer,
                                                        const domain::PartyCode& recipient, domain::UnixTime now);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_NOTIFICATION_H_
