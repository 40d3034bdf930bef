#include "node/api/inbox_conversion.h"

namespace vsx::api {

absl::StatusOr<v1::InboxItem> ToInboxItem(const service::InboxView& view) {
  v1::InboxItem item;
  if (!item.mutable_notice()->ParseFromString(view.notice_payload)) {
    return absl::DataLossError("a stored notice cannot be read");
  }
  item.mutable_notice()->DiscardUnknownFields();
  item.set_issuing_party(view.item.issuer.value());
  item.set_received_at(view.item.received_at.seconds);
  item.set_answers_checks(!view.item.protective_envelope.empty());
  item.set_revocation_received(!view.item.revocation_envelopes.empty());
  item.set_log_state(v1::LOG_STATE_NOT_LOGGED);
  return item;
}

}  // namespace vsx::api
