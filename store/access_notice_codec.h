#ifndef VSX_STORE_ACCESS_NOTICE_CODEC_H_
#define VSX_STORE_ACCESS_NOTICE_CODEC_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "node/domain/access_notice.h"
#include "node/domain/delivery.h"
#include "store/access_notice_store.h"

// The layouts of what is kept of access notices (README.md): u8 layout version, then the fields in the order of the
// struct. One value has one encoding. Decoders answer DATA_LOSS to anything else and believe no byte.
namespace vsx::store {

std::string EncodePendingAccessNotice(const domain::PendingAccessNotice& notice);
absl::StatusOr<domain::PendingAccessNotice> DecodePendingAccessNotice(std::string_view bytes);

// Before sealing.
std::string EncodeCopyOwner(const CopyOwner& owner);
absl::StatusOr<CopyOwner> DecodeCopyOwner(std::string_view bytes);

// Before sealing.
std::string EncodeAccessNotices(const domain::AccessNotices& notices);
absl::StatusOr<domain::AccessNotices> DecodeAccessNotices(std::string_view bytes);

}  // namespace vsx::store

#endif  // VSX_STORE_ACCESS_NOTICE_CODEC_H_
