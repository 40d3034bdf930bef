#ifndef VSX_NODE_DOMAIN_DELIVERY_H_
#define VSX_NODE_DOMAIN_DELIVERY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "node/domain/calendar.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"

// Deliveries between nodes, as plain data (protocol §5).
namespace vsx::domain {

// kAccessNotice is of no own case, and never an OutboxItem: what waits to be told is a PendingAccessNotice.
enum class DeliveryType : uint8_t { kNotification = 1, kWithdrawal = 2, kRevocation = 3, kAccessNotice = 4 };

// `notification`, `withdrawal`, `revocation`, `access-notice`: the type in the sealing's associated data.
inline std::string DeliveryTypeName(DeliveryType type) {
  switch (type) {
    case DeliveryType::kNotification:
      return "notification";
    case DeliveryType::kWithdrawal:
      return "withdrawal";
    case DeliveryType::kRevocation:
      return "revocation";
    case DeliveryType::kAccessNotice:
      return "access-notice";
  }
  return "";
}

// kQueued: no byte has left. kClaimed: a send was claimed, so it may have arrived. kStopped: taken back before any byte
// left.
enum class DeliveryState : uint8_t { kQueued = 1, kClaimed = 2, kAcknowledged = 3, kRefused = 4, kStopped = 5 };

// One delivery in the sender's outbox.
struct OutboxItem {
  StatementId id;
  PartyCode recipient;
  DeliveryType type;
  CaseId case_id;
  uint64_t case_sequence = 0;  // order within the case: a later one waits until earlier ones are settled
  DeliveryState state = DeliveryState::kQueued;
  bool level_2 = false;            // of a notification
  std::vector<CopyId> copy_ids{};  // the copies that it brings, recalls or revokes
  std::string content{};         // serialised v1.DeliveryContent, sealed to the recipient when sent; empty once settled
  std::string statement_type{};  // what the receipt must name: payload type, id and SHA-256 of the (notice's) payload
  std::string statement_id{};    // 16 bytes
  std::string payload_sha256{};  // 32 bytes
  std::string protective_sha256{};  // 32 bytes or empty
  UnixTime queued_at{};
  UnixTime next_attempt_at{};
  uint32_t attempts = 0;
  UnixTime acknowledged_at{};      // 0 before
  std::string reason{};            // last failure as a code
  std::string receipt_envelope{};  // empty before
};

// Whether the item still waits to be sent, for the first time or again. One without content was recalled after it was
// claimed: it may have arrived, and is not sent again.
inline bool StillToSend(const OutboxItem& item) {
  return (item.state == DeliveryState::kQueued || item.state == DeliveryState::kClaimed) && !item.content.empty();
}

// What another Party is told at a time drawn at random: that its copy was found (protocol §4). It was signed and sealed
// to that Party when the copy was found, so that nobody here can read it again.
struct PendingAccessNotice {
  PartyCode recipient;
  std::string mark{};  // 32 bytes, keyed: the same for the same copy, agency kind, purpose and day
  StatementId delivery_id;
  StatementId notice_id;         // that, and the hash, its receipt must name
  std::string payload_sha256{};  // 32 bytes
  std::string sealed_content{};  // empty once it was acknowledged or refused for good
  UnixTime due_at{};
  uint32_t attempts = 0;
  UnixTime forget_at{};  // until then a settled one stays, lest another check of that day make a second
};

// What opens one handle commitment of a delivered copy.
struct Opening {
  uint8_t slot = 0;
  uint8_t handle_class = 0;  // HandleClass as number
  uint8_t mark = 0;          // 0 EXACT, 1 POSSIBLE
  std::string salt{};        // 32 bytes
  std::string handle{};      // canonical
};

// A notice received from another Party, with the protective copy that came with it.
struct InboxItem {
  PartyCode issuer;
  CopyId notice_id;
  std::string notice_envelope{};      // as received
  std::string protective_envelope{};  // empty if none
  std::string protective_copy_id{};   // 16 bytes or empty
  std::vector<Opening> openings{};
  UnixTime received_at{};
  std::string receipt_envelope{};                   // given back again on a replay
  std::vector<std::string> revocation_envelopes{};  // stored and shown, not in force while nothing is logged
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_DELIVERY_H_
