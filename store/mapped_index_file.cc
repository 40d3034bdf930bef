#include "store/mapped_index_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>

#include "absl/strings/str_cat.h"
#include "crypto/merkle_tree.h"
#include "store/file_io.h"

namespace vsx::store {
namespace {

// Fixed-width rows that start with their key, one after the other. std::string_view compares chars as unsigned bytes.
class Rows {
 public:
  Rows(const char* bytes, size_t count, size_t row_size, size_t key_size)
      : bytes_(bytes), count_(count), row_size_(row_size), key_size_(key_size) {}

  std::string_view At(size_t i) const { return {bytes_ + i * row_size_, row_size_}; }
  std::string_view KeyAt(size_t i) const { return {bytes_ + i * row_size_, key_size_}; }

  bool AscendStrictly() const {
    for (size_t i = 1; i < count_; ++i) {
      if (KeyAt(i - 1) >= KeyAt(i)) return false;
    }
    return true;
  }

  std::optional<std::string_view> Find(std::string_view key) const {
    if (key.size() != key_size_) return std::nullopt;
    size_t low = 0;
    size_t high = count_;
    while (low < high) {
      const size_t middle = low + (high - low) / 2;
      if (KeyAt(middle) < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == count_ || KeyAt(low) != key) return std::nullopt;
    return At(low);
  }

 private:
  const char* bytes_;
  size_t count_;
  size_t row_size_;
  size_t key_size_;
};

Rows Records(const char* bytes, const domain::IndexGeometry& geometry) {
  return {bytes, geometry.record_count(), domain::kIndexRecordSize, domain::kIndexRecordIdSize};
}

Rows Entries(const char* bytes, const domain::IndexGeometry& geometry) {
  return {bytes + geometry.entries_offset(), geometry.entry_count(), domain::kIndexEntrySize, domain::kIndexTagSize};
}

}  // namespace

absl::StatusOr<std::unique_ptr<const MappedIndexFile>> MappedIndexFile::Open(const std::string& path,
                                                                             const domain::IndexGeometry& geometry,
                                                                             std::string_view root) {
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return FileError(errno, "an index file cannot be opened");
  struct stat info {};
  if (fstat(file.get(), &info) != 0) return FileError(errno, "an index file cannot be examined");
  if (!S_ISREG(info.st_mode) || info.st_size != static_cast<off_t>(geometry.file_size())) {
    return absl::DataLossError(
        absl::StrCat("an index file has not the ", geometry.file_size(), " bytes of its capacity step"));
  }
  void* const bytes = mmap(nullptr, geometry.file_size(), PROT_READ, MAP_SHARED, file.get(), 0);
  if (bytes == MAP_FAILED) return FileError(errno, "an index file cannot be mapped");
  auto mapped = std::unique_ptr<MappedIndexFile>(new MappedIndexFile(static_cast<const char*>(bytes), geometry));
  if (absl::Status status = mapped->Verify(root); !status.ok()) return status;
  return mapped;
}

MappedIndexFile::~MappedIndexFile() { munmap(const_cast<char*>(bytes_), geometry_.file_size()); }

absl::Status MappedIndexFile::Verify(std::string_view root) {
  chunk_hashes_.reserve(geometry_.chunk_count());
  for (size_t i = 0; i < geometry_.chunk_count(); ++i) chunk_hashes_.push_back(crypto::MerkleLeafHash(Chunk(i)));
  if (crypto::MerkleRoot(chunk_hashes_) != root) return absl::DataLossError("an index file's root is not its header's");
  if (!Records(bytes_, geometry_).AscendStrictly()) {
    return absl::DataLossError("the ids of an index file's records do not ascend");
  }
  if (!Entries(bytes_, geometry_).AscendStrictly()) {
    return absl::DataLossError("the tags of an index file's entries do not ascend");
  }
  return absl::OkStatus();
}

std::optional<std::string_view> MappedIndexFile::FindEntry(std::string_view tag) const {
  return Entries(bytes_, geometry_).Find(tag);
}

std::optional<std::string_view> MappedIndexFile::FindRecord(std::string_view id) const {
  return Records(bytes_, geometry_).Find(id);
}

std::string_view MappedIndexFile::Record(size_t i) const { return Records(bytes_, geometry_).At(i); }

std::string_view MappedIndexFile::Entry(size_t i) const { return Entries(bytes_, geometry_).At(i); }

std::string_view MappedIndexFile::Chunk(size_t i) const {
  return {bytes_ + geometry_.ChunkOffset(i), geometry_.ChunkSize(i)};
}

}  // namespace vsx::store
