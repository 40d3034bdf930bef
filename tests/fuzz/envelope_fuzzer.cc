#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "node/statement/copy_content.h"
#include "node/statement/delivery_content.h"
#include "node/statement/envelope_codec.h"

// Statements as a hostile peer sends them: envelope, attestation copy, delivery content. What is accepted as an
// envelope is encoded and read back the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto envelope = vsx::statement::DecodeEnvelope(bytes, vsx::statement::kMaxStatementBytes);
  if (envelope.ok()) {
    const std::string again = vsx::statement::EncodeEnvelope(*envelope);
    const auto back = vsx::statement::DecodeEnvelope(again, vsx::statement::kMaxStatementBytes);
    if (!back.ok() || back->payload != envelope->payload) std::abort();
    (void)vsx::statement::ParseCopy(envelope->payload);
  }
  (void)vsx::statement::ParseCopy(bytes);
  (void)vsx::statement::DecodeNotification(bytes);
  (void)vsx::statement::DecodeWithdrawal(bytes);
  return 0;
}
