#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "store/case_codec.h"
#include "store/delivery_codec.h"

// Stored values: whatever a decoder accepts has exactly one encoding.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto record = vsx::store::DecodeCaseRecord(bytes); record.ok()) {
    if (vsx::store::EncodeCaseRecord(*record) != bytes) std::abort();
  }
  if (const auto item = vsx::store::DecodeOutboxItem(bytes); item.ok()) {
    if (vsx::store::EncodeOutboxItem(*item) != bytes) std::abort();
  }
  if (const auto item = vsx::store::DecodeInboxItem(bytes); item.ok()) {
    if (vsx::store::EncodeInboxItem(*item) != bytes) std::abort();
  }
  return 0;
}
