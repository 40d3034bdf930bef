#include "node/domain/index_class.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace vsx::domain {
namespace {

void AppendBigEndian(std::string& out, uint64_t value, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift & 0xff));
}

// LP(x), the protocol's: u32 length, big-endian, then x.
void AppendLengthPrefixed(std::string& out, std::string_view bytes) {
  AppendBigEndian(out, bytes.size(), 4);
  out.append(bytes);
}

}  // namespace

bool IsIndexClass(Purpose purpose) { return std::ranges::find(kIndexClasses, purpose) != kIndexClasses.end(); }

bool UsesHandleClass(Purpose purpose, HandleClass handle_class) {
  switch (purpose) {
    case Purpose::kNotifyLevel2:
    case Purpose::kProtectiveCheck:
    case Purpose::kConsularAssistance:
      return handle_class == HandleClass::kDocument || handle_class == HandleClass::kBiographic;
    case Purpose::kPresented:
      return handle_class == HandleClass::kReference;
    default:
      return false;
  }
}

std::string IndexContext(const IndexName& name) {
  std::string context;
  AppendLengthPrefixed(context, name.issuer.value());
  AppendLengthPrefixed(context, name.recipient.value());
  AppendLengthPrefixed(context, PurposeName(name.cls));
  AppendBigEndian(context, name.epoch.number(), 8);
  return context;
}

}  // namespace vsx::domain
