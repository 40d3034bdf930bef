#include "node/service/received_statement.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "crypto/hash.h"
#include "node/domain/error.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/receipts.h"
#include "store/byte_codec.h"
#include "store/row_key.h"

namespace vsx::service {
namespace {

constexpr uint8_t kEvidenceOfConflict = 1;  // kind of row in Table::kStatement
constexpr uint8_t kEvidenceLayout = 1;

// The second hash of the evidence in this row.
absl::StatusOr<std::string> SecondHashOf(std::string_view evidence) {
  store::ByteReader reader(evidence);
  if (reader.U8() != kEvidenceLayout) reader.Fail();
  reader.FixedBytes(3);  // the issuer
  reader.LpBytes(domain::StatementId::kSize);
  reader.LpBytes(crypto::kSha256Size);
  std::string second_hash = reader.LpBytes(crypto::kSha256Size);
  reader.I64();
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  return second_hash;
}

// Two contents under one id are evidence against the issuer: both hashes are kept, once per id, the first that came.
// Whoever replays what is kept already adds nothing. ABORTED, to be tried again, where another conflict was faster.
absl::Status KeepEvidence(const NodeContext& node, const store::Snapshot& snapshot, const IncomingDelivery& delivery,
                          const std::string& id, const std::string& first_hash, const std::string& second_hash) {
  const std::string row_id = crypto::Sha256(delivery.sender.value() + id).substr(0, domain::StatementId::kSize);
  const std::string row_key = store::StatementKey(kEvidenceOfConflict, *domain::StatementId::FromBytes(row_id));
  absl::StatusOr<std::optional<std::string>> kept = snapshot.Get(store::Table::kStatement, row_key);
  if (!kept.ok()) return kept.status();
  store::WriteBatch batch;
  if (kept->has_value()) {
    absl::StatusOr<std::string> kept_hash = SecondHashOf(**kept);
    if (!kept_hash.ok()) return kept_hash.status();
    if (*kept_hash == second_hash) return absl::OkStatus();
  } else {
    batch.RequireAbsent(store::Table::kStatement, row_key);
    batch.Put(store::Table::kStatement, row_key,
              store::ByteWriter()
                  .U8(kEvidenceLayout)
                  .FixedBytes(delivery.sender.value())
                  .LpBytes(id)
                  .LpBytes(first_hash)
                  .LpBytes(second_hash)
                  .I64(node.clock.Now().seconds)
                  .Take());
  }
  node.audit.AppendExchange(batch, delivery.sender_uri, delivery.sender, "Deliver", "STATEMENT_CONFLICT", {});
  return node.engine.Commit(batch);
}

}  // namespace

absl::Status RefuseConflict(const NodeContext& node, const store::Snapshot& snapshot, const IncomingDelivery& delivery,
                            const std::string& id, const std::string& first_hash, const std::string& second_hash) {
  absl::Status kept = KeepEvidence(node, snapshot, delivery, id, first_hash, second_hash);
  if (!kept.ok()) return kept;
  return domain::Error(absl::StatusCode::kAlreadyExists, "STATEMENT_CONFLICT", "",
                       "a statement with this id and other content came before; both are kept as evidence");
}

absl::StatusOr<std::optional<std::string>> FindEarlier(const NodeContext& node, const store::Snapshot& snapshot,
                                                       const IncomingDelivery& delivery,
                                                       const std::vector<std::string>& ids, const std::string& hash) {
  std::optional<std::string> receipt;
  for (const std::string& id : ids) {
    absl::StatusOr<std::optional<store::ReceivedMark>> mark = node.inbox.FindMark(snapshot, delivery.sender, id);
    if (!mark.ok()) return mark.status();
    if (!mark->has_value()) continue;
    if ((*mark)->erased) {
      return domain::Precondition("WITHDRAWN", "this was withdrawn by its issuer and is not taken again");
    }
    if ((*mark)->payload_sha256 != hash || (*mark)->type != delivery.type) {
      return RefuseConflict(node, snapshot, delivery, id, (*mark)->payload_sha256, hash);
    }
    receipt = (*mark)->receipt_envelope;
  }
  return receipt;
}

absl::StatusOr<std::string> SignReceiptFor(const NodeContext& node, const IncomingDelivery& delivery,
                                           statement::StatementType type, const domain::StatementId& id,
                                           const std::string& payload_sha256, const std::string& protective_sha256) {
  absl::StatusOr<statement::SignedStatement> receipt =
      statement::SignDeliveryReceipt({.recipient = node.own_party(),
                                      .issuer = delivery.sender,
                                      .statement_type = type,
                                      .statement_id = id,
                                      .payload_sha256 = payload_sha256,
                                      .protective_payload_sha256 = protective_sha256,
                                      .received_at = node.clock.Now()},
                                     node.operations_signer);
  if (!receipt.ok()) return receipt.status();
  return std::move(receipt->envelope);
}

absl::StatusOr<statement::CopyContent> ContentOf(const std::string& envelope) {
  absl::StatusOr<crypto::Envelope> decoded = statement::DecodeEnvelope(envelope, statement::kMaxCopyEnvelopeBytes);
  if (!decoded.ok()) return absl::DataLossError("a stored copy cannot be read");
  absl::StatusOr<statement::CopyContent> copy = statement::ParseCopy(decoded->payload);
  if (!copy.ok()) return absl::DataLossError("a stored copy cannot be read");
  return copy;
}

}  // namespace vsx::service
