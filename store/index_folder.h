#ifndef VSX_STORE_INDEX_FOLDER_H_
#define VSX_STORE_INDEX_FOLDER_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/index_class.h"

namespace vsx::store {

// IndexFolder says where index files lie: own ones at `own/<recipient>/<CLASS>/<epoch>.idx`, those of others at
// `peers/<issuer>/<CLASS>/<epoch>.idx`. Beside them lie `<epoch>.idx.part` (a download under way) and
// `<epoch>.idx.new-<random>` (a build under way). Names hold Parties, classes and epochs, nothing else.
// Threads: safe concurrently. Errors of all: RESOURCE_EXHAUSTED or UNAVAILABLE for a failure of the medium.
class IndexFolder {
 public:
  // Makes the folder (mode 0700) if it is not there.
  static absl::StatusOr<IndexFolder> Open(std::string folder);

  // The path of the index that the own Party made for `name.recipient`, or that `name.issuer` made for the own Party.
  // Its folder is there when this returns OK; the file need not be.
  absl::StatusOr<std::string> OwnPath(const domain::IndexName& name) const;
  absl::StatusOr<std::string> PeerPath(const domain::IndexName& name) const;

  // Removes the file of a path from above and a download of it; no error when there is none. Files that are mapped stay
  // readable.
  absl::Status Remove(const std::string& path) const;

  // Removes all files of earlier epochs, own and others', whole or not.
  absl::Status RemoveBefore(domain::Epoch epoch) const;

  // Removes what builds left that died. Call before any begins.
  absl::Status RemoveLeftovers() const;

 private:
  explicit IndexFolder(std::string folder) : folder_(std::move(folder)) {}

  absl::StatusOr<std::string> PathIn(const char* kind, const domain::PartyCode& party,
                                     const domain::IndexName& name) const;

  const std::string folder_;
};

}  // namespace vsx::store

#endif  // VSX_STORE_INDEX_FOLDER_H_
