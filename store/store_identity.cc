#include "store/store_identity.h"

#include "absl/strings/str_cat.h"
#include "store/byte_codec.h"
#include "store/write_batch.h"

namespace vsx::store {
namespace {

constexpr uint8_t kIdentityLayout = 1;
constexpr size_t kMaxKeystoreIdBytes = 256;

}  // namespace

std::string StoreIdentityKey() { return std::string(kReservedMetaPrefix) + "identity"; }

std::string EncodeStoreIdentity(const StoreIdentity& identity) {
  return ByteWriter()
      .U8(kIdentityLayout)
      .U32(identity.schema_version)
      .FixedBytes(identity.party.value())
      .LpBytes(identity.keystore_id)
      .Take();
}

absl::StatusOr<StoreIdentity> DecodeStoreIdentity(std::string_view value) {
  ByteReader reader(value);
  if (reader.U8() != kIdentityLayout) reader.Fail();
  const uint32_t schema_version = reader.U32();
  const std::string party = reader.FixedBytes(3);
  std::string keystore_id = reader.LpBytes(kMaxKeystoreIdBytes);
  if (absl::Status status = reader.Finish(); !status.ok()) return status;
  absl::StatusOr<domain::PartyCode> code = domain::PartyCode::Create(party);
  if (!code.ok()) return absl::DataLossError("the store's identity names no Party");
  return StoreIdentity{*std::move(code), std::move(keystore_id), schema_version};
}

bool IsUpgradedAtOpen(uint32_t found, uint32_t expected) { return found == 1 && expected == 2; }

absl::Status CheckStoreIdentity(const StoreIdentity& found, const StoreIdentity& expected) {
  if (found.schema_version != expected.schema_version &&
      !IsUpgradedAtOpen(found.schema_version, expected.schema_version)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the store has schema version ", found.schema_version, ", this program works with ", expected.schema_version,
        found.schema_version > expected.schema_version ? ": run the newer program that wrote it"
                                                       : ": migrate it with the program's upgrade, or restore"));
  }
  if (found.party != expected.party) {
    return absl::FailedPreconditionError(
        absl::StrCat("the store belongs to Party ", found.party.value(), ", the node is configured for ",
                     expected.party.value(), ": correct the data directory or the Party in the configuration"));
  }
  if (found.keystore_id != expected.keystore_id) {
    return absl::FailedPreconditionError(absl::StrCat("the store was sealed with keystore ", found.keystore_id,
                                                      ", the node opened ", expected.keystore_id,
                                                      ": give the keystore that belongs to this data directory"));
  }
  return absl::OkStatus();
}

}  // namespace vsx::store
