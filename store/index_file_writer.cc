#include "store/index_file_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "crypto/encoding.h"
#include "crypto/merkle_tree.h"
#include "crypto/random_source.h"

namespace vsx::store {

using domain::kIndexChunkSize;

absl::StatusOr<std::unique_ptr<IndexFileWriter>> IndexFileWriter::Create(std::string path,
                                                                         const domain::IndexGeometry& geometry) {
  crypto::SystemRandomSource random;  // for a name of its own, which no index's contents hang on
  std::string temporary = path + ".new-" + crypto::ToHex(random.Bytes(8));
  FileDescriptor file(open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.is_open()) return FileError(errno, "an index file cannot be made");
  return std::unique_ptr<IndexFileWriter>(
      new IndexFileWriter(std::move(path), std::move(temporary), std::move(file), geometry));
}

IndexFileWriter::IndexFileWriter(std::string path, std::string temporary, FileDescriptor file,
                                 const domain::IndexGeometry& geometry)
    : path_(std::move(path)), temporary_(std::move(temporary)), file_(std::move(file)), geometry_(geometry) {
  chunk_.reserve(kIndexChunkSize);
  chunk_hashes_.reserve(geometry.chunk_count());
}

IndexFileWriter::~IndexFileWriter() {
  if (file_.is_open()) unlink(temporary_.c_str());
}

absl::Status IndexFileWriter::AppendRecord(std::string_view record) {
  if (records_ == geometry_.record_count() || record.size() != domain::kIndexRecordSize) {
    return Fail(absl::InternalError("an index takes another number or size of records"));
  }
  ++records_;
  return Append(record, domain::kIndexRecordIdSize);
}

absl::Status IndexFileWriter::AppendEntry(std::string_view entry) {
  if (records_ != geometry_.record_count() || entries_ == geometry_.entry_count() ||
      entry.size() != domain::kIndexEntrySize) {
    return Fail(absl::InternalError("an index takes another number or size of entries, after all records"));
  }
  if (entries_ == 0) previous_key_.clear();
  ++entries_;
  return Append(entry, domain::kIndexTagSize);
}

absl::Status IndexFileWriter::Append(std::string_view bytes, size_t key_size) {
  if (!failed_.ok()) return failed_;
  const std::string_view key = bytes.substr(0, key_size);
  // An empty key stands before the first. std::string_view compares chars as unsigned bytes.
  if (key <= previous_key_) return Fail(absl::InternalError("records and entries of an index ascend"));
  previous_key_ = key;
  while (!bytes.empty()) {
    const size_t fits = std::min(bytes.size(), kIndexChunkSize - chunk_.size());
    chunk_.append(bytes.substr(0, fits));
    bytes.remove_prefix(fits);
    if (chunk_.size() < kIndexChunkSize) continue;
    if (absl::Status status = WriteChunk(); !status.ok()) return Fail(status);
  }
  return absl::OkStatus();
}

absl::Status IndexFileWriter::WriteChunk() {
  if (!WriteFully(file_.get(), chunk_, geometry_.ChunkOffset(chunk_hashes_.size()))) {
    return FileError(errno, "an index file cannot be written");
  }
  chunk_hashes_.push_back(crypto::MerkleLeafHash(chunk_));
  chunk_.clear();
  return absl::OkStatus();
}

absl::StatusOr<IndexDigest> IndexFileWriter::Finish() {
  if (!failed_.ok()) return failed_;
  if (entries_ != geometry_.entry_count()) return Fail(absl::InternalError("an index is not full yet"));
  if (!chunk_.empty()) {
    if (absl::Status status = WriteChunk(); !status.ok()) return Fail(status);
  }
  if (fchmod(file_.get(), S_IRUSR) != 0 || fsync(file_.get()) != 0) {
    return Fail(FileError(errno, "an index file cannot be synced"));
  }
  if (renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) != 0) {
    return Fail(errno == EEXIST ? absl::AlreadyExistsError("an index file of this name is there")
                                : FileError(errno, "an index file cannot be given its name"));
  }
  file_ = FileDescriptor();
  failed_ = absl::InternalError("an index file is finished once");
  if (!SyncFolder(std::filesystem::path(path_).parent_path())) {
    return FileError(errno, "an index file's folder cannot be synced");
  }
  std::string root = crypto::MerkleRoot(chunk_hashes_);
  return IndexDigest{std::move(chunk_hashes_), std::move(root)};
}

absl::Status IndexFileWriter::Fail(absl::Status error) {
  if (failed_.ok()) failed_ = std::move(error);
  return failed_;
}

}  // namespace vsx::store
