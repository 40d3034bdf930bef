#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "node/domain/biographic_query.h"
#include "node/domain/handle.h"
#include "node/domain/mrz.h"
#include "node/domain/name_normaliser.h"
#include "node/domain/reference_code.h"

namespace {

void CheckVariants(const std::string& name) {
  const auto date = *vsx::domain::PartialDate::Parse("1995-08-17");
  const auto asked = vsx::domain::AskFor({.documents = {}, .names = {name}, .birth_date = date});
  const auto entered = vsx::domain::HandlesToRegister({}, {{name, vsx::domain::HandleMark::kExact}}, date);
  if (!asked.ok() || !entered.ok() || asked->handles.size() > vsx::domain::kMaxHandles) std::abort();
  if (asked->handles.front() != entered->front().handle) std::abort();
  for (const vsx::domain::Handle& handle : asked->handles) {
    if (const auto back = vsx::domain::Handle::FromCanonical(handle.canonical()); !back.ok() || *back != handle) {
      std::abort();
    }
  }
}

}  // namespace

// What officers type and scan: zones, names, codes, handles. A name key that was accepted is a fixed point; a canonical
// handle reads back, variants of a name too; whoever is registered is found.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)vsx::domain::MrzStatus(vsx::domain::ParseMrzText(text));
  (void)vsx::domain::ReferenceCode::Parse(text);
  if (const auto key = vsx::domain::NameKey::FromName(text); key.ok()) {
    if (!vsx::domain::NameKey::FromKey(key->value()).ok()) std::abort();
    CheckVariants(std::string(text));
  }
  if (const auto handle = vsx::domain::Handle::FromDocument("P", "UTO", text); handle.ok()) {
    const auto back = vsx::domain::Handle::FromCanonical(handle->canonical());
    if (!back.ok() || *back != *handle) std::abort();
  }
  return 0;
}
