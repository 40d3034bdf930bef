#include "node/service/read_inbox.h"

#include <memory>
#include <utility>

#include "node/domain/error.h"
#include "node/statement/envelope_codec.h"

namespace vsx::service {

absl::StatusOr<InboxListPage> ListInbox(const NodeContext& node, const Actor& actor, std::string_view page,
                                        size_t limit) {
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<store::InboxPage> loaded = node.inbox.List(*snapshot, page, limit);
  if (absl::IsInvalidArgument(loaded.status())) {
    return domain::InvalidField("PAGE_TOKEN_WRONG", "page_token", "take the token of the page before, or none");
  }
  if (!loaded.ok()) return loaded.status();
  InboxListPage result;
  result.next_page = std::move(loaded->next_page);
  result.unreadable = loaded->damaged;
  std::vector<std::string> pseudonyms;
  for (store::UnkeyedInboxItem& one : loaded->items) {
    absl::StatusOr<crypto::Envelope> envelope =
        statement::DecodeEnvelope(one.item.notice_envelope, statement::kMaxCopyEnvelopeBytes);
    if (!envelope.ok()) {
      ++result.unreadable;
      continue;
    }
    pseudonyms.push_back(std::move(one.pseudonym));
    result.items.push_back({std::move(one.item), std::move(envelope->payload)});
  }
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kListInbox), "OK", pseudonyms);
  if (!audited.ok()) return audited;
  return result;
}

}  // namespace vsx::service
