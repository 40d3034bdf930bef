#include "store/index_download.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "crypto/hash.h"
#include "crypto/merkle_tree.h"

namespace vsx::store {
namespace {

std::string PartPath(const std::string& path) { return path + ".part"; }

bool GiveRoot(const std::vector<std::string>& chunk_hashes, const domain::IndexGeometry& geometry,
              std::string_view root) {
  return chunk_hashes.size() == geometry.chunk_count() &&
         std::ranges::all_of(chunk_hashes,
                             [](const std::string& hash) { return hash.size() == crypto::kSha256Size; }) &&
         crypto::MerkleRoot(chunk_hashes) == root;
}

// The part file, locked. Between opening and locking a download that ended may have given it its final name.
absl::StatusOr<FileDescriptor> OpenPart(const std::string& path) {
  while (true) {
    FileDescriptor part(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!part.is_open()) return FileError(errno, "a part file cannot be made");
    if (flock(part.get(), LOCK_EX | LOCK_NB) != 0) {
      return absl::UnavailableError("another download of this index is under way");
    }
    struct stat opened {};
    struct stat named {};
    if (fstat(part.get(), &opened) != 0) return FileError(errno, "a part file cannot be examined");
    if (stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev) return part;
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<IndexDownload>> IndexDownload::Begin(std::string path,
                                                                    const domain::IndexGeometry& geometry,
                                                                    std::string_view root,
                                                                    std::vector<std::string> chunk_hashes) {
  if (!GiveRoot(chunk_hashes, geometry, root)) {
    return absl::InvalidArgumentError("the hashes of an index's chunks do not give its header's root");
  }
  absl::StatusOr<FileDescriptor> part = OpenPart(PartPath(path));
  if (!part.ok()) return part.status();
  auto download = std::unique_ptr<IndexDownload>(
      new IndexDownload(std::move(path), *std::move(part), geometry, std::move(chunk_hashes)));
  if (absl::Status status = download->FindWhatIsThere(); !status.ok()) return status;
  return download;
}

IndexDownload::IndexDownload(std::string path, FileDescriptor part, const domain::IndexGeometry& geometry,
                             std::vector<std::string> chunk_hashes)
    : path_(std::move(path)),
      part_(std::move(part)),
      geometry_(geometry),
      chunk_hashes_(std::move(chunk_hashes)),
      present_(geometry.chunk_count(), false),
      missing_count_(geometry.chunk_count()) {}

absl::Status IndexDownload::FindWhatIsThere() {
  struct stat info {};
  if (fstat(part_.get(), &info) != 0) return FileError(errno, "a part file cannot be examined");
  // What is beyond its length belongs to no chunk.
  if (info.st_size > static_cast<off_t>(geometry_.file_size()) &&
      ftruncate(part_.get(), static_cast<off_t>(geometry_.file_size())) != 0) {
    return FileError(errno, "a part file cannot be shortened");
  }
  std::string chunk;
  for (size_t i = 0; i < geometry_.chunk_count(); ++i) {
    if (static_cast<off_t>(geometry_.ChunkOffset(i + 1)) > info.st_size) break;
    chunk.resize(geometry_.ChunkSize(i));
    if (!ReadFully(part_.get(), absl::MakeSpan(chunk), geometry_.ChunkOffset(i))) {
      return FileError(errno, "a part file cannot be read");
    }
    if (crypto::MerkleLeafHash(chunk) != chunk_hashes_[i]) continue;
    present_[i] = true;
    --missing_count_;
  }
  return absl::OkStatus();
}

std::optional<size_t> IndexDownload::NextMissing() const {
  const auto missing = std::ranges::find(present_, false);
  if (missing == present_.end()) return std::nullopt;
  return static_cast<size_t>(missing - present_.begin());
}

absl::Status IndexDownload::PutChunk(size_t i, std::string_view bytes) {
  if (i >= geometry_.chunk_count() || bytes.size() != geometry_.ChunkSize(i) ||
      crypto::MerkleLeafHash(bytes) != chunk_hashes_[i]) {
    return absl::InvalidArgumentError("this is not the chunk of the index that was asked for");
  }
  if (present_[i]) return absl::OkStatus();
  if (!WriteFully(part_.get(), bytes, geometry_.ChunkOffset(i))) {
    return FileError(errno, "a chunk of an index cannot be written");
  }
  present_[i] = true;
  --missing_count_;
  return absl::OkStatus();
}

absl::Status IndexDownload::Finish() {
  if (missing_count_ > 0 || !part_.is_open()) {
    return absl::FailedPreconditionError("a download of an index is finished once, when no chunk is missing");
  }
  if (fsync(part_.get()) != 0) return FileError(errno, "an index file cannot be synced");
  // Its mode comes last: a part file that nobody may write could not be gone on with after a crash.
  if (rename(PartPath(path_).c_str(), path_.c_str()) != 0 || fchmod(part_.get(), S_IRUSR) != 0) {
    return FileError(errno, "an index file cannot be given its name and mode");
  }
  part_ = FileDescriptor();
  if (!SyncFolder(std::filesystem::path(path_).parent_path())) {
    return FileError(errno, "an index file's folder cannot be synced");
  }
  return absl::OkStatus();
}

}  // namespace vsx::store
