#include <cstdint>
#include <string_view>

#include "node/domain/party_uri.h"
#include "node/statement/trust_content.h"
#include "node/statement/trust_documents.h"

// Trust documents as somebody may put them before a node: manifest and Party record, in and out of their envelopes, and
// the names that certificates carry.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)vsx::statement::ReadManifest(bytes);
  (void)vsx::statement::ReadPartyRecord(bytes);
  (void)vsx::statement::ParseManifest(bytes);
  (void)vsx::statement::ParsePartyRecord(bytes);
  (void)vsx::domain::PartyUri::Parse(bytes);
  return 0;
}
