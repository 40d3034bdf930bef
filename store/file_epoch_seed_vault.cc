#include "store/file_epoch_seed_vault.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "crypto/keyed_hash.h"
#include "store/byte_codec.h"

namespace vsx::store {
namespace {

// u8 layout version follows; then the seed, then its check.
constexpr std::string_view kMagic = "vsx-seed\x01";
constexpr size_t kFileSize = kMagic.size() + kEpochSeedSize + crypto::kKeyedHashSize;
constexpr std::string_view kSeedEnding = ".seed";
constexpr std::string_view kUnfinishedEnding = ".new";

std::string NameOf(domain::Epoch epoch) { return std::to_string(epoch.number()) + std::string(kSeedEnding); }

// The epoch of a seed's file, nullopt for another file.
std::optional<domain::Epoch> EpochOf(std::string_view name) {
  if (!name.ends_with(kSeedEnding)) return std::nullopt;
  name.remove_suffix(kSeedEnding.size());
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return domain::Epoch(number);
}

// Depends on every bit of the seed and tells nothing of it; a file under another epoch's name does not fit.
std::string CheckOf(const crypto::SecretBytes& seed, domain::Epoch epoch) {
  return crypto::KeyedHash(seed, ByteWriter().LpBytes("vsx/epoch-seed-file/v1").U64(epoch.number()).Take());
}

// What errno says of a file that could not be written; a folder that is gone is not "no seed".
absl::Status NotWritten() {
  const absl::Status status = FileError(errno, "a seed's file cannot be written");
  return absl::IsNotFound(status) ? absl::UnavailableError(status.message()) : status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileEpochSeedVault>> FileEpochSeedVault::Open(const std::string& folder,
                                                                             crypto::RandomSource& random) {
  absl::StatusOr<MemoryFolder> opened = MemoryFolder::Open(folder);
  if (!opened.ok()) return opened.status();
  auto vault = std::unique_ptr<FileEpochSeedVault>(new FileEpochSeedVault(*std::move(opened), random));
  const MemoryFolder::Lock lock(vault->folder_, MemoryFolder::Lock::Kind::kWrite);
  if (!lock.status().ok()) return lock.status();
  if (absl::Status status = vault->DestroyLeftovers(); !status.ok()) return status;
  return vault;
}

absl::StatusOr<crypto::SecretBytes> FileEpochSeedVault::CreateIfAbsent(domain::Epoch epoch) {
  const MemoryFolder::Lock lock(folder_, MemoryFolder::Lock::Kind::kWrite);
  if (!lock.status().ok()) return lock.status();
  absl::StatusOr<crypto::SecretBytes> present = ReadLocked(epoch);
  if (!absl::IsNotFound(present.status())) return present;
  // What is there under its name now is a seed whose destruction was interrupted.
  if (absl::Status status = folder_.Destroy(NameOf(epoch)); !status.ok()) return status;
  if (absl::Status status = DestroyLeftovers(); !status.ok()) return status;
  crypto::SecretBytes seed = crypto::SecretBytes::Random(kEpochSeedSize, random_);
  if (absl::Status status = WriteNew(epoch, seed); !status.ok()) return status;
  return seed;
}

absl::StatusOr<crypto::SecretBytes> FileEpochSeedVault::Read(domain::Epoch epoch) const {
  const MemoryFolder::Lock lock(folder_, MemoryFolder::Lock::Kind::kRead);
  if (!lock.status().ok()) return lock.status();
  return ReadLocked(epoch);
}

absl::Status FileEpochSeedVault::Destroy(domain::Epoch epoch) {
  const MemoryFolder::Lock lock(folder_, MemoryFolder::Lock::Kind::kWrite);
  if (!lock.status().ok()) return lock.status();
  if (absl::Status status = folder_.Destroy(NameOf(epoch)); !status.ok()) return status;
  const std::lock_guard guard(mutex_);
  pages_.erase(epoch);
  return DestroyLeftovers();
}

absl::Status FileEpochSeedVault::DestroyBefore(domain::Epoch epoch) {
  const MemoryFolder::Lock lock(folder_, MemoryFolder::Lock::Kind::kWrite);
  if (!lock.status().ok()) return lock.status();
  absl::StatusOr<std::vector<std::string>> names = folder_.ListNames([epoch](std::string_view name) {
    const std::optional<domain::Epoch> of = EpochOf(name);
    return of.has_value() && *of < epoch;
  });
  if (!names.ok()) return names.status();
  absl::Status failed;
  for (const std::string& name : *names) failed.Update(folder_.Destroy(name));  // one that fails keeps no other alive
  if (!failed.ok()) return failed;
  const std::lock_guard guard(mutex_);
  pages_.erase(pages_.begin(), pages_.lower_bound(epoch));
  return DestroyLeftovers();
}

absl::StatusOr<crypto::SecretBytes> FileEpochSeedVault::ReadLocked(domain::Epoch epoch) const {
  const FileDescriptor file(
      openat(folder_.fd(), NameOf(epoch).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file.is_open()) {
    if (errno == ENOENT) return absl::NotFoundError("there is no seed of this epoch");
    return absl::UnavailableError("a seed's file cannot be opened");
  }
  struct stat info {};
  if (fstat(file.get(), &info) != 0) return absl::UnavailableError("a seed's file cannot be examined");
  if (!S_ISREG(info.st_mode) || info.st_uid != geteuid() || (info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError("others may touch a seed's file: remove it, or set its mode to 0600 again");
  }
  if (info.st_size != static_cast<off_t>(kFileSize)) return absl::DataLossError("a seed's file has another size");
  bool read = false;
  const crypto::SecretBytes contents = crypto::SecretBytes::Build(kFileSize, [&](absl::Span<uint8_t> out) {
    read = ReadFully(file.get(), absl::MakeSpan(reinterpret_cast<char*>(out.data()), out.size()), 0);
  });
  if (!read) return absl::UnavailableError("a seed's file cannot be read");
  const std::string_view bytes = contents.ExposeSecret();
  if (std::ranges::all_of(bytes, [](char byte) { return byte == 0; })) {
    return absl::NotFoundError("the seed of this epoch was destroyed");
  }
  crypto::SecretBytes seed = crypto::SecretBytes::CopyFrom(bytes.substr(kMagic.size(), kEpochSeedSize));
  if (!bytes.starts_with(kMagic) || bytes.substr(kMagic.size() + kEpochSeedSize) != CheckOf(seed, epoch)) {
    return absl::DataLossError("a seed's file is damaged");
  }
  const std::lock_guard guard(mutex_);
  if (!pages_.contains(epoch)) pages_.emplace(epoch, LockedPage(file.get()));
  return seed;
}

absl::Status FileEpochSeedVault::WriteNew(domain::Epoch epoch, const crypto::SecretBytes& seed) {
  const std::string name = NameOf(epoch);
  const std::string unfinished = name + std::string(kUnfinishedEnding);
  const FileDescriptor file(
      openat(folder_.fd(), unfinished.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.is_open()) return NotWritten();
  const std::string check = CheckOf(seed, epoch);
  const crypto::SecretBytes contents = crypto::SecretBytes::Build(kFileSize, [&](absl::Span<uint8_t> out) {
    auto at = std::ranges::copy(kMagic, out.begin()).out;
    at = std::ranges::copy(seed.ExposeSecret(), at).out;
    std::ranges::copy(check, at);
  });
  absl::Status status = ftruncate(file.get(), kFileSize) == 0 ? absl::OkStatus() : NotWritten();
  LockedPage page(file.get());  // before anything is in it
  if (status.ok() && (!WriteFully(file.get(), contents.ExposeSecret(), 0) || fsync(file.get()) != 0 ||
                      renameat2(folder_.fd(), unfinished.c_str(), folder_.fd(), name.c_str(), RENAME_NOREPLACE) != 0)) {
    status = NotWritten();
  }
  if (!status.ok()) {
    folder_.Destroy(unfinished).IgnoreError();  // else the next to open or create does it
    return status;
  }
  const std::lock_guard guard(mutex_);
  pages_.insert_or_assign(epoch, std::move(page));
  return absl::OkStatus();
}

absl::Status FileEpochSeedVault::DestroyLeftovers() {
  absl::StatusOr<std::vector<std::string>> names =
      folder_.ListNames([](std::string_view name) { return name.ends_with(kUnfinishedEnding); });
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    if (absl::Status status = folder_.Destroy(name); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace vsx::store
