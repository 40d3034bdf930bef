#include "node/statement/delivery_content.h"

#include <optional>
#include <utility>

#include "crypto/sealed_box.h"
#include "node/domain/error.h"
#include "node/domain/handle.h"
#include "node/statement/enums.h"
#include "node/statement/wire.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {
namespace {

absl::Status MalformedDelivery(std::string_view field, std::string_view message) {
  return domain::InvalidField("DELIVERY_MALFORMED", field, message);
}

absl::Status TooLarge() {
  return domain::InvalidField("DELIVERY_TOO_LARGE", "sealed_content", "a sealed delivery has at most 64 KiB");
}

absl::StatusOr<v1::DeliveryContent> ParseContent(std::string_view content, v1::DeliveryContent::ContentCase expected) {
  v1::DeliveryContent message;
  if (!Parse(content, message)) return MalformedDelivery("sealed_content", "what was sealed cannot be read");
  if (message.content_case() != expected) {
    return MalformedDelivery("type", "what was sealed is not of the type that the delivery names");
  }
  return message;
}

absl::StatusOr<domain::Opening> ReadOpening(const v1::HandleOpening& message) {
  const std::optional<domain::HandleClass> cls = FromProto(message.handle_class());
  const std::optional<domain::HandleMark> mark = FromProto(message.mark());
  if (!cls.has_value() || !mark.has_value() || message.slot() >= kHandleCommitments) {
    return MalformedDelivery("openings", "a slot, class or mark is not one that this release knows");
  }
  return domain::Opening{static_cast<uint8_t>(message.slot()), static_cast<uint8_t>(*cls), static_cast<uint8_t>(*mark),
                         message.salt(), message.handle()};
}

}  // namespace

std::string EncodeNotification(const NotificationContent& content) {
  v1::DeliveryContent message;
  v1::Notification* notification = message.mutable_notification();
  notification->set_notice_envelope(content.notice_envelope);
  notification->set_protective_envelope(content.protective_envelope);
  for (const domain::Opening& opening : content.openings) {
    v1::HandleOpening* added = notification->add_openings();
    added->set_slot(opening.slot);
    added->set_handle_class(ToProto(static_cast<domain::HandleClass>(opening.handle_class)));
    added->set_mark(ToProto(static_cast<domain::HandleMark>(opening.mark)));
    added->set_salt(opening.salt);
    added->set_handle(opening.handle);
  }
  return Serialise(message);
}

std::string EncodeWithdrawal(std::string_view withdrawal_envelope) {
  v1::DeliveryContent message;
  message.set_withdrawal_envelope(std::string(withdrawal_envelope));
  return Serialise(message);
}

std::string EncodeRevocation(std::string_view revocation_envelope) {
  v1::DeliveryContent message;
  message.set_revocation_envelope(std::string(revocation_envelope));
  return Serialise(message);
}

std::string EncodeAccessNotice(std::string_view notice_envelope) {
  v1::DeliveryContent message;
  message.set_access_notice_envelope(std::string(notice_envelope));
  return Serialise(message);
}

absl::StatusOr<NotificationContent> DecodeNotification(std::string_view content) {
  const absl::StatusOr<v1::DeliveryContent> message = ParseContent(content, v1::DeliveryContent::kNotification);
  if (!message.ok()) return message.status();
  const v1::Notification& notification = message->notification();
  if (static_cast<size_t>(notification.openings_size()) > kHandleCommitments) {
    return MalformedDelivery("openings", "a copy has 8 slots");
  }
  NotificationContent result{notification.notice_envelope(), notification.protective_envelope(), {}};
  for (const v1::HandleOpening& opening : notification.openings()) {
    absl::StatusOr<domain::Opening> read = ReadOpening(opening);
    if (!read.ok()) return read.status();
    result.openings.push_back(*std::move(read));
  }
  return result;
}

absl::StatusOr<std::string> DecodeWithdrawal(std::string_view content) {
  const absl::StatusOr<v1::DeliveryContent> message = ParseContent(content, v1::DeliveryContent::kWithdrawalEnvelope);
  if (!message.ok()) return message.status();
  return message->withdrawal_envelope();
}

absl::StatusOr<std::string> DecodeRevocation(std::string_view content) {
  const absl::StatusOr<v1::DeliveryContent> message = ParseContent(content, v1::DeliveryContent::kRevocationEnvelope);
  if (!message.ok()) return message.status();
  return message->revocation_envelope();
}

absl::StatusOr<std::string> DecodeAccessNotice(std::string_view content) {
  const absl::StatusOr<v1::DeliveryContent> message = ParseContent(content, v1::DeliveryContent::kAccessNoticeEnvelope);
  if (!message.ok()) return message.status();
  return message->access_notice_envelope();
}

absl::StatusOr<std::string> SealDelivery(const TrustStore& trust, const domain::PartyCode& recipient,
                                         domain::DeliveryType type, const domain::StatementId& delivery_id,
                                         std::string_view content, domain::UnixTime now, crypto::RandomSource& random) {
  if (content.size() + crypto::kSealedOverhead > kMaxSealedDeliveryBytes) return TooLarge();
  const absl::StatusOr<crypto::SealingPublicKey> key = trust.SealingKey(recipient, now);
  if (!key.ok()) return key.status();
  const std::string type_name = domain::DeliveryTypeName(type);
  return crypto::Seal(*key, {trust.own_party().value(), recipient.value(), type_name, delivery_id.bytes()}, content,
                      random);
}

absl::StatusOr<std::string> OpenDelivery(const crypto::SealingKeyPair& key_pair, const domain::PartyCode& sender,
                                         const domain::PartyCode& recipient, domain::DeliveryType type,
                                         const domain::StatementId& delivery_id, std::string_view sealed) {
  if (sealed.size() > kMaxSealedDeliveryBytes) return TooLarge();
  const std::string type_name = domain::DeliveryTypeName(type);
  absl::StatusOr<std::string> content =
      crypto::Open(key_pair, {sender.value(), recipient.value(), type_name, delivery_id.bytes()}, sealed);
  if (!content.ok()) {
    return domain::InvalidField("DELIVERY_NOT_OPENED", "sealed_content",
                                "it was not sealed to this Party's key for this sender, recipient, type and id");
  }
  return content;
}

}  // namespace vsx::statement
