#ifndef VSX_STORE_STORE_PAIRING_H_
#define VSX_STORE_STORE_PAIRING_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "node/domain/id.h"

// A store and its key vault belong together: with another vault, or a fresh one, every case of the store would read as
// erased. So both hold one random id, written when the two are made and compared at every open.
namespace vsx::store {

class RocksDbCaseKeyVault;
class RocksDbEngine;

using PairId = domain::Id<struct PairTag>;

std::string StorePairKey();                                   // in kMeta
std::string EncodePairId(const PairId& id);                   // the row's value, in both
absl::StatusOr<PairId> DecodePairId(std::string_view value);  // DATA_LOSS

// OK when the two hold one id. Where neither holds anything yet, gives them one, the vault first; a process that dies
// in between leaves two databases that this function brings together at the next start. Call before either is used.
// FAILED_PRECONDITION, saying what to put back, when the ids differ or one of the two is new and the other is not.
absl::Status PairStoreWithVault(RocksDbEngine& engine, RocksDbCaseKeyVault& vault, crypto::RandomSource& random);

}  // namespace vsx::store

#endif  // VSX_STORE_STORE_PAIRING_H_
