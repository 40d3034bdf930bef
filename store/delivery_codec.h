#ifndef VSX_STORE_DELIVERY_CODEC_H_
#define VSX_STORE_DELIVERY_CODEC_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "node/domain/delivery.h"
#include "store/inbox_store.h"

// The plaintext layouts of deliveries, before sealing: u8 layout version, then the fields in the order of the struct
// (README.md). One value has one encoding. Decoders answer DATA_LOSS to anything else and believe no byte.
namespace vsx::store {

std::string EncodeOutboxItem(const domain::OutboxItem& item);
absl::StatusOr<domain::OutboxItem> DecodeOutboxItem(std::string_view bytes);

std::string EncodeInboxItem(const domain::InboxItem& item);
absl::StatusOr<domain::InboxItem> DecodeInboxItem(std::string_view bytes);

// Holds ids, hashes and receipts only, and outlives every key: it is stored as it is.
std::string EncodeReceivedMark(const ReceivedMark& mark);
absl::StatusOr<ReceivedMark> DecodeReceivedMark(std::string_view bytes);

}  // namespace vsx::store

#endif  // VSX_STORE_DELIVERY_CODEC_H_
