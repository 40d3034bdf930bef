#ifndef VSX_NODE_STATEMENT_DELIVERY_CONTENT_H_
#define VSX_NODE_STATEMENT_DELIVERY_CONTENT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/sealing_key.h"
#include "node/domain/calendar.h"
#include "node/domain/delivery.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "node/statement/notification.h"
#include "node/statement/trust_store.h"

// v1.DeliveryContent and its sealing (protocol §1, §5). The sealing hides and binds to sender, recipient, type and id;
// who sealed is proved only by the statements inside.

namespace vsx::statement {

// Most bytes of a sealed delivery.
inline constexpr size_t kMaxSealedDeliveryBytes = size_t{64} * 1024;

// Serialised v1.DeliveryContent of each type. Deterministic.
std::string EncodeNotification(const NotificationContent& content);
std::string EncodeWithdrawal(std::string_view withdrawal_envelope);
std::string EncodeRevocation(std::string_view revocation_envelope);
std::string EncodeAccessNotice(std::string_view notice_envelope);

// The reverse. INVALID_ARGUMENT, reason DELIVERY_MALFORMED, for other bytes, for content of another type, for more than
// 8 openings and for openings whose class or mark this release does not know. Nothing inside is verified here.
absl::StatusOr<NotificationContent> DecodeNotification(std::string_view content);
absl::StatusOr<std::string> DecodeWithdrawal(std::string_view content);
absl::StatusOr<std::string> DecodeRevocation(std::string_view content);
absl::StatusOr<std::string> DecodeAccessNotice(std::string_view content);

// Seals to the recipient's sealing key of `now`, with draws from `random` (crypto/sealed_box.h). Errors:
// FAILED_PRECONDITION, SEALING_KEY_MISSING; INVALID_ARGUMENT, DELIVERY_TOO_LARGE.
absl::StatusOr<std::string> SealDelivery(const TrustStore& trust, const domain::PartyCode& recipient,
                                         domain::DeliveryType type, const domain::StatementId& delivery_id,
                                         std::string_view content, domain::UnixTime now, crypto::RandomSource& random);

// Opens what `sender` sealed to `recipient`, this node's Party, with its own key pair. INVALID_ARGUMENT:
// DELIVERY_TOO_LARGE, or DELIVERY_NOT_OPENED for bytes altered, sealed to another key, or for other parties, type or
// id.
absl::StatusOr<std::string> OpenDelivery(const crypto::SealingKeyPair& key_pair, const domain::PartyCode& sender,
                                         const domain::PartyCode& recipient, domain::DeliveryType type,
                                         const domain::StatementId& delivery_id, std::string_view sealed);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_DELIVERY_CONTENT_H_
