#ifndef VSX_NODE_SERVICE_INDEX_SHELF_H_
#define VSX_NODE_SERVICE_INDEX_SHELF_H_

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "crypto/prf_key.h"
#include "node/domain/index_class.h"
#include "node/statement/index_header.h"
#include "store/mapped_index_file.h"

namespace vsx::service {

// An index of another Party, verified: ready to be searched.
struct ShelvedIndex {
  statement::IndexHeader header;
  std::string header_sha256;  // of the header's payload
  std::string header_key_id;  // of its issuer's key that signed the header
  crypto::PrfPublicKey public_key;
  std::unique_ptr<const store::MappedIndexFile> file;
};

// IndexShelf holds the verified indexes of other Parties that checks are answered from. What a check took stays
// readable until the check lets go of it. Threads: safe concurrently.
class IndexShelf {
 public:
  // Null if there is none.
  std::shared_ptr<const ShelvedIndex> Find(const domain::IndexName& name) const;

  void Put(const domain::IndexName& name, std::shared_ptr<const ShelvedIndex> index);

  // Two headers of this index were seen: hits count, absence says nothing (protocol §4).
  void MarkForked(const domain::IndexName& name);
  bool IsForked(const domain::IndexName& name) const;

  void RemoveBefore(domain::Epoch epoch);

 private:
  mutable std::mutex mutex_;
  std::map<domain::IndexName, std::shared_ptr<const ShelvedIndex>> indexes_;  // guarded by mutex_
  std::set<domain::IndexName> forked_;                                        // guarded by mutex_
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_INDEX_SHELF_H_
