#ifndef VSX_STORE_CASE_STORE_H_
#define VSX_STORE_CASE_STORE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/random_source.h"
#include "crypto/secret_bytes.h"
#include "node/domain/case_record.h"
#include "node/domain/handle.h"
#include "store/case_key_vault.h"
#include "store/snapshot.h"
#include "store/write_batch.h"

namespace vsx::store {

// What a case's values are sealed under.
struct CaseKey {
  CaseKeyId id;
  crypto::SecretBytes key;
};

// A case as one snapshot shows it. `row` is the sealed row as it stands: the precondition of the next change.
struct LoadedCase {
  domain::CaseRecord record;
  CaseKey key;
  std::string row;
};

// A case to read alone. Without its key, which takes locked memory of its own: many may be in hand at once.
struct UnkeyedCase {
  domain::CaseRecord record;
  std::string pseudonym;  // by which the audit log names it
};

struct CasePage {
  std::vector<UnkeyedCase> cases;  // newest first
  std::string next_page;           // opaque; empty on the last page
  size_t damaged = 0;              // rows of the page that cannot be read, passed over
};

struct CaseIdPage {
  std::vector<domain::CaseId> ids;  // newest first
  std::string next_page;            // opaque; empty on the last page
};

// CaseStore reads and writes own cases: the record, its consent chain, its signed copies, and the look-up rows of its
// handles. Every value is sealed under the case's data key and bound to its row; handles stand only as keyed hashes.
// Writing methods add to a batch, whose Commit makes all of it durable at once.
// Threads: every method is safe concurrently.
// Errors: NOT_FOUND for no such case (or an erased one); DATA_LOSS for altered rows; those of Snapshot and
// CaseKeyVault.
class CaseStore {
 public:
  // `lookup_key`: the keystore's lookup secret. All three outlive the store.
  CaseStore(CaseKeyVault& vault, const crypto::SecretBytes& lookup_key, crypto::RandomSource& random);

  absl::StatusOr<CaseKey> NewKey();

  absl::StatusOr<LoadedCase> Load(const Snapshot& snapshot, const domain::CaseId& id) const;
  absl::StatusOr<UnkeyedCase> LoadUnkeyed(const Snapshot& snapshot, const domain::CaseId& id) const;
  // Whether the snapshot has a row of this case, be it one that opens no more.
  absl::StatusOr<bool> HasRow(const Snapshot& snapshot, const domain::CaseId& id) const;
  absl::StatusOr<std::vector<domain::ConsentEntry>> LoadConsentChain(const Snapshot& snapshot,
                                                                     const LoadedCase& of) const;
  // A copy that cannot be read counts as none: where consent allows it, it is signed anew. `damaged`, if not null: how
  // many these are.
  absl::StatusOr<std::vector<domain::SignedCopy>> LoadCopies(const Snapshot& snapshot, const LoadedCase& of,
                                                             size_t* damaged = nullptr) const;

  // Own cases that have this exact handle: all of them, however many share it.
  absl::StatusOr<std::vector<domain::CaseId>> FindByHandle(const Snapshot& snapshot,
                                                           const domain::Handle& handle) const;

  // `limit` 1 … kMaxPageRows; `page` from the page before. A damaged row is counted and passed over. INVALID_ARGUMENT
  // for a page token that is none.
  absl::StatusOr<CasePage> List(const Snapshot& snapshot, std::string_view page, size_t limit) const;

  // The same without opening anything.
  absl::StatusOr<CaseIdPage> ListIds(const Snapshot& snapshot, std::string_view page, size_t limit) const;

  // A new case; Commit answers ABORTED should the id exist.
  void PutNew(WriteBatch& batch, const domain::CaseRecord& record, const CaseKey& key);
  // A changed case: its version grows by one; Commit answers ABORTED if the row changed since `before` was read.
  void PutChanged(WriteBatch& batch, const LoadedCase& before, domain::CaseRecord after);
  void PutConsent(WriteBatch& batch, const LoadedCase& of, const domain::ConsentEntry& entry);
  void PutCopy(WriteBatch& batch, const LoadedCase& of, const domain::SignedCopy& copy);
  void DeleteCopy(WriteBatch& batch, const LoadedCase& of, const domain::CopyId& copy);
  void PutHandle(WriteBatch& batch, const domain::CaseId& of, const domain::Handle& handle);

  // By which the audit log names the case.
  static std::string Pseudonym(const LoadedCase& of);
  static std::string Pseudonym(const CaseKey& key, const domain::CaseId& id);

  // The keyed hash by which handles are looked up, for other stores of the same node.
  std::string HandleHash(const domain::Handle& handle) const;

 private:
  std::string Seal(Table table, std::string_view row_key, const CaseKey& key, std::string_view plaintext);
  absl::StatusOr<LoadedCase> OpenRecord(std::string_view row_key, std::string row) const;

  CaseKeyVault& vault_;
  const crypto::SecretBytes& lookup_key_;
  crypto::RandomSource& random_;
};

// SHA-256(LP("vsx/consent/v1") ‖ case id ‖ u32be(number) ‖ previous hash ‖ LP(encoded record)): the link of a consent
// chain.
std::string ConsentHash(const domain::CaseId& id, uint32_t number, std::string_view previous_hash,
                        const domain::ConsentRecord& record);

}  // namespace vsx::store

#endif  // VSX_STORE_CASE_STORE_H_
