#include "node/statement/index_header.h"

#include <utility>

#include "node/domain/evaluation.h"
#include "node/domain/index_capacity.h"
#include "node/statement/enums.h"
#include "node/statement/statement_fields.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {
namespace {

absl::StatusOr<IndexHeader> ParseIndexHeader(std::string_view payload) {
  v1::IndexHeader message;
  if (absl::Status status = ReadFrame(payload, message, kIndexHeaderAlgorithms); !status.ok()) return status;
  absl::StatusOr<domain::PartyCode> issuer = ReadParty("issuer", message.issuer());
  if (!issuer.ok()) return issuer.status();
  absl::StatusOr<domain::PartyCode> recipient = ReadParty("recipient", message.recipient());
  if (!recipient.ok()) return recipient.status();
  const domain::Purpose cls = FromProto(message.index_class());
  if (!domain::IsIndexClass(cls)) return MalformedField("index_class", "there are no indexes of this class");
  const absl::StatusOr<domain::EpochPlan> plan = domain::EpochPlan::OfLength(message.epoch_seconds());
  if (!plan.ok() || message.epoch_seconds() == 0) {
    return MalformedField("epoch_seconds", "an epoch lasts 8 to 86,400 s");
  }
  const domain::Epoch epoch(message.epoch());
  const absl::StatusOr<domain::UnixTime> cut_off = ReadTime("cut_off", message.cut_off());
  if (!cut_off.ok()) return cut_off.status();
  if (*cut_off < plan->CutOff(epoch) || *cut_off >= plan->End(epoch)) {
    return MalformedField("cut_off", "it must lie between the epoch's cut-off and its end");
  }
  if (message.prf_public_key().size() != domain::kElementSize) {
    return MalformedField("prf_public_key", "a public key has 32 bytes");
  }
  if (message.capacity_step() > domain::kLargestCapacityStep)
    return MalformedField("capacity_step", "the step is 0 to 3");
  if (absl::Status status = CheckSha256("chunk_root", message.chunk_root()); !status.ok()) return status;
  return IndexHeader{{*std::move(issuer), *std::move(recipient), cls, epoch},
                     message.epoch_seconds(),
                     *cut_off,
                     message.prf_public_key(),
                     message.capacity_step(),
                     message.complete(),
                     message.chunk_root()};
}

absl::Status WrongIndex(std::string_view field, std::string_view message) {
  return domain::Error(absl::StatusCode::kPermissionDenied, "WRONG_INDEX", field, message);
}

}  // namespace

absl::StatusOr<SignedStatement> SignIndexHeader(const IndexHeader& header, const crypto::Signer& operations) {
  v1::IndexHeader message;
  WriteFrame(message, kIndexHeaderAlgorithms);
  message.set_issuer(header.name.issuer.value());
  message.set_recipient(header.name.recipient.value());
  message.set_index_class(ToProto(header.name.cls));
  message.set_epoch(header.name.epoch.number());
  message.set_epoch_seconds(header.epoch_seconds);
  message.set_cut_off(header.cut_off.seconds);
  message.set_prf_public_key(header.prf_public_key);
  message.set_capacity_step(header.capacity_step);
  message.set_complete(header.complete);
  message.set_chunk_root(header.chunk_root);
  const std::string payload = Serialise(message);
  if (absl::Status status = ParseIndexHeader(payload).status(); !status.ok()) return status;
  return SignStatement(StatementType::kIndexHeader, payload, operations);
}

absl::StatusOr<Verified<IndexHeader>> VerifyIndexHeader(const TrustStore& trust, std::string_view envelope_bytes,
                                                        const domain::IndexName& expected, domain::UnixTime now) {
  absl::StatusOr<VerifiedStatement> statement =
      VerifyStatement(trust, envelope_bytes, StatementType::kIndexHeader, expected.issuer, now);
  if (!statement.ok()) return statement.status();
  absl::StatusOr<IndexHeader> header = ParseIndexHeader(statement->payload);
  if (!header.ok()) return header.status();
  if (absl::Status status = CheckIssuer(header->name.issuer, expected.issuer); !status.ok()) return status;
  if (absl::Status status = CheckRecipient(header->name.recipient, expected.recipient); !status.ok()) return status;
  if (header->name.cls != expected.cls) return WrongIndex("index_class", "the header is of another class");
  if (header->name.epoch != expected.epoch) return WrongIndex("epoch", "the header is of another epoch");
  if (header->epoch_seconds != trust.epoch_plan().epoch_seconds) {
    return WrongIndex("epoch_seconds", "the header counts epochs of another length than the manifest");
  }
  return Verified<IndexHeader>{*std::move(statement), *std::move(header)};
}

}  // namespace vsx::statement
