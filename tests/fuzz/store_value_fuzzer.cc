#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "store/access_notice_codec.h"
#include "store/audit_entry.h"
#include "store/budget_codec.h"
#include "store/case_codec.h"
#include "store/delivery_codec.h"
#include "store/screening_codec.h"
#include "store/store_identity.h"

namespace {

template <typename Decode, typename Encode>
void OneEncodingOnly(std::string_view bytes, Decode decode, Encode encode) {
  const auto value = decode(bytes);
  if (value.ok() && encode(*value) != bytes) std::abort();
}

}  // namespace

// Stored values: whatever a decoder accepts has exactly one encoding.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace store = vsx::store;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  OneEncodingOnly(bytes, store::DecodeCaseRecord, store::EncodeCaseRecord);
  OneEncodingOnly(bytes, store::DecodeConsentEntry, store::EncodeConsentEntry);
  OneEncodingOnly(bytes, store::DecodeSignedCopy, store::EncodeSignedCopy);
  OneEncodingOnly(bytes, store::DecodeOutboxItem, store::EncodeOutboxItem);
  OneEncodingOnly(bytes, store::DecodeInboxItem, store::EncodeInboxItem);
  OneEncodingOnly(bytes, store::DecodeReceivedMark, store::EncodeReceivedMark);
  OneEncodingOnly(bytes, store::DecodePendingAccessNotice, store::EncodePendingAccessNotice);
  OneEncodingOnly(bytes, store::DecodeCopyOwner, store::EncodeCopyOwner);
  OneEncodingOnly(bytes, store::DecodeAccessNotices, store::EncodeAccessNotices);
  OneEncodingOnly(bytes, store::DecodeExercise, store::EncodeExercise);
  OneEncodingOnly(bytes, store::DecodeScreeningHit, store::EncodeScreeningHit);
  OneEncodingOnly(bytes, store::DecodeScreeningMonth, store::EncodeScreeningMonth);
  OneEncodingOnly(bytes, store::DecodeAuditHead, store::EncodeAuditHead);
  OneEncodingOnly(bytes, store::DecodeStoreIdentity, store::EncodeStoreIdentity);
  return 0;
}
