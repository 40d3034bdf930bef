#ifndef VSX_STORE_STORE_IDENTITY_H_
#define VSX_STORE_STORE_IDENTITY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/party_code.h"

namespace vsx::store {

// The layout of keys and values that this program writes and reads (README.md).
inline constexpr uint32_t kSchemaVersion = 2;

// StoreIdentity says whose a store is. It is written once, when the store is made, and compared at every open.
struct StoreIdentity {
  domain::PartyCode party;
  std::string keystore_id;  // names the keystore whose keys seal the store; not secret; at most 256 bytes
  uint32_t schema_version = kSchemaVersion;
};

std::string StoreIdentityKey();  // in kMeta
std::string EncodeStoreIdentity(const StoreIdentity& identity);
absl::StatusOr<StoreIdentity> DecodeStoreIdentity(std::string_view value);  // DATA_LOSS

// Whether a store of schema version `found` becomes one of version `expected` by being opened: 1 becomes 2, which only
// adds tables.
bool IsUpgradedAtOpen(uint32_t found, uint32_t expected);

// FAILED_PRECONDITION, saying what differs and what to do, unless the store found may be used by who expects
// `expected`, as it is or upgraded.
absl::Status CheckStoreIdentity(const StoreIdentity& found, const StoreIdentity& expected);

}  // namespace vsx::store

#endif  // VSX_STORE_STORE_IDENTITY_H_
