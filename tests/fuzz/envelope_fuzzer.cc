#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "node/statement/audit_entry.h"
#include "node/statement/copy_content.h"
#include "node/statement/delivery_content.h"
#include "node/statement/envelope_codec.h"

// What a hostile peer sends: envelope, attestation copy, delivery content, sealed delivery. What is accepted as an
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
  (void)vsx::statement::DecodeRevocation(bytes);
  (void)vsx::statement::DecodeAccessNotice(bytes);
  (void)vsx::statement::DecodeAuditEntry(bytes);
  static const auto* const key_pair = new vsx::crypto::SealingKeyPair(vsx::crypto::SealingKeyPair::Generate());
  static const vsx::domain::PartyCode party = vsx::domain::PartyCode::Create("QQA").value();
  const auto opened =
      vsx::statement::OpenDelivery(*key_pair, party, party, vsx::domain::DeliveryType::kNotification,
                                   vsx::domain::StatementId::FromBytes(std::string(16, 'd')).value(), bytes);
  if (opened.ok()) std::abort();  // nobody sealed anything to this key
  return 0;
}
