#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "node/domain/handle.h"
#include "node/domain/mrz.h"
#include "node/domain/name_normaliser.h"
#include "node/domain/reference_code.h"

// What officers type and scan: zones, names, codes, handles. A name key that was accepted is a fixed point; a canonical
// handle reads back.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)vsx::domain::MrzStatus(vsx::domain::ParseMrzText(text));
  (void)vsx::domain::ReferenceCode::Parse(text);
  if (const auto key = vsx::domain::NameKey::FromName(text); key.ok()) {
    if (!vsx::domain::NameKey::FromKey(key->value()).ok()) std::abort();
  }
  if (const auto handle = vsx::domain::Handle::FromDocument("P", "UTO", text); handle.ok()) {
    const auto back = vsx::domain::Handle::FromCanonical(handle->canonical());
    if (!back.ok() || *back != *handle) std::abort();
  }
  return 0;
}
