// Index files: written whole or not at all, believed only when every byte fits.

#include <unistd.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "crypto/hash.h"
#include "crypto/merkle_tree.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "store/index_file_writer.h"
#include "store/mapped_index_file.h"
#include "tests/store/engine_harness.h"
#include "tests/store/example_index.h"
#include "tests/support/file_bytes.h"

namespace vsx::store {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

std::vector<std::string> NamesIn(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  return names;
}

class IndexFileTest : public ::testing::Test {
 protected:
  std::string path() const { return folder_.path("7.idx"); }
  absl::StatusOr<std::unique_ptr<const MappedIndexFile>> Open(std::string_view root) {
    return MappedIndexFile::Open(path(), geometry_, root);
  }

  // The file with `bend` applied to its bytes, opened against the root of those very bytes: only its inner order can be
  // at fault.
  template <typename Bend>
  absl::Status OpenWithOwnRoot(Bend bend) {
    std::string bytes = test::FileBytes(path());
    bend(bytes);
    std::filesystem::remove(path());
    std::ofstream(path(), std::ios::binary) << bytes;
    std::vector<std::string> hashes;
    for (size_t i = 0; i < geometry_.chunk_count(); ++i) {
      hashes.push_back(
          crypto::MerkleLeafHash(std::string_view(bytes).substr(geometry_.ChunkOffset(i), geometry_.ChunkSize(i))));
    }
    return Open(crypto::MerkleRoot(hashes)).status();
  }

  void FlipByte(size_t at) {
    std::string bytes = test::FileBytes(path());
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    std::filesystem::remove(path());
    std::ofstream(path(), std::ios::binary) << bytes;
  }

  TempFolder folder_;
  const domain::IndexGeometry geometry_ = BaseGeometry();
};

TEST_F(IndexFileTest, HoldsRecordsThenEntriesAndItsDigestIsThatOfTheBytes) {
  const IndexDigest digest = WriteExampleIndex(path());
  const std::string bytes = test::FileBytes(path());
  ASSERT_EQ(bytes.size(), geometry_.file_size());
  std::string expected;
  for (size_t i = 0; i < geometry_.record_count(); ++i) expected += ExampleRecord(i);
  for (size_t i = 0; i < geometry_.entry_count(); ++i) expected += ExampleEntry(i);
  EXPECT_TRUE(bytes == expected);
  ASSERT_THAT(digest.chunk_hashes, SizeIs(geometry_.chunk_count()));
  for (size_t i = 0; i < geometry_.chunk_count(); ++i) {
    const std::string chunk = bytes.substr(geometry_.ChunkOffset(i), geometry_.ChunkSize(i));
    EXPECT_EQ(digest.chunk_hashes[i], crypto::Sha256('\0' + chunk)) << i;
  }
  EXPECT_EQ(digest.root, crypto::MerkleRoot(digest.chunk_hashes));
  EXPECT_EQ(std::filesystem::status(path()).permissions(), std::filesystem::perms::owner_read);
}

TEST_F(IndexFileTest, EveryRowIsFoundAndNothingElse) {
  const IndexDigest digest = WriteExampleIndex(path());
  const auto file = Open(digest.root);
  ASSERT_TRUE(file.ok()) << file.status();
  for (size_t i = 0; i < geometry_.record_count(); ++i) {
    EXPECT_THAT((*file)->FindRecord(ExampleKey(i)), Optional(ExampleRecord(i)));
    EXPECT_EQ((*file)->Record(i), ExampleRecord(i));
  }
  for (size_t i = 0; i < geometry_.entry_count(); ++i) {
    EXPECT_THAT((*file)->FindEntry(ExampleKey(i)), Optional(ExampleEntry(i)));
    EXPECT_EQ((*file)->Entry(i), ExampleEntry(i));
  }
  EXPECT_EQ((*file)->FindRecord(ExampleKey(geometry_.record_count())), std::nullopt) << "only an entry has this key";
  for (const std::string& absent : {std::string(16, '\0'), std::string(16, '\xff'), ExampleKey(5).replace(15, 1, "?"),
                                    ExampleKey(5).substr(0, 15), ExampleKey(5) + "x", std::string()}) {
    EXPECT_EQ((*file)->FindEntry(absent), std::nullopt);
    EXPECT_EQ((*file)->FindRecord(absent), std::nullopt);
  }
}

TEST_F(IndexFileTest, ChunksAreTheFile) {
  const IndexDigest digest = WriteExampleIndex(path());
  const auto file = Open(digest.root);
  ASSERT_TRUE(file.ok()) << file.status();
  std::string bytes;
  for (size_t i = 0; i < geometry_.chunk_count(); ++i) bytes += (*file)->Chunk(i);
  EXPECT_TRUE(bytes == test::FileBytes(path()));
  EXPECT_EQ((*file)->ChunkHashes(), digest.chunk_hashes);
}

TEST_F(IndexFileTest, MappedFileOutlivesItsName) {
  const IndexDigest digest = WriteExampleIndex(path());
  const auto file = Open(digest.root);
  ASSERT_TRUE(file.ok()) << file.status();
  std::filesystem::remove(path());
  EXPECT_THAT((*file)->FindEntry(ExampleKey(77)), Optional(ExampleEntry(77)));
}

TEST_F(IndexFileTest, PublishedFileIsNeverOverwritten) {
  const IndexDigest digest = WriteExampleIndex(path());
  auto second = IndexFileWriter::Create(path(), geometry_);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_TRUE(AppendExample(**second, geometry_.record_count(), geometry_.entry_count()).ok());
  EXPECT_EQ((*second)->Finish().status().code(), absl::StatusCode::kAlreadyExists);
  second->reset();
  EXPECT_TRUE(Open(digest.root).ok());
  EXPECT_THAT(NamesIn(folder_.path()), SizeIs(1));
}

TEST_F(IndexFileTest, WriterRefusesWhatFitsNoIndex) {
  const auto code_of = [this](const auto& write) {
    auto writer = IndexFileWriter::Create(path(), geometry_);
    EXPECT_TRUE(writer.ok()) << writer.status();
    const absl::Status status = write(**writer);
    EXPECT_EQ((*writer)->Finish().status().code(), absl::StatusCode::kInternal) << "nothing can be finished after it";
    return status.code();
  };
  const size_t all = geometry_.record_count();
  using Writer = IndexFileWriter;
  EXPECT_EQ(code_of([](Writer& to) { return to.AppendRecord(ExampleEntry(0)); }), absl::StatusCode::kInternal);
  EXPECT_EQ(code_of([](Writer& to) { return to.AppendEntry(ExampleEntry(0)); }), absl::StatusCode::kInternal)
      << "entries come after all records";
  EXPECT_EQ(code_of([&](Writer& to) {
              AppendExample(to, all, 0).IgnoreError();
              return to.AppendRecord(ExampleRecord(all));
            }),
            absl::StatusCode::kInternal);
  EXPECT_EQ(code_of([&](Writer& to) {
              AppendExample(to, all, 1).IgnoreError();
              return to.AppendEntry(ExampleEntry(0));
            }),
            absl::StatusCode::kInternal)
      << "the same tag twice";
  EXPECT_EQ(code_of([](Writer& to) {
              to.AppendRecord(ExampleRecord(5)).IgnoreError();
              return to.AppendRecord(ExampleRecord(4));
            }),
            absl::StatusCode::kInternal);
  EXPECT_EQ(code_of([&](Writer& to) { return AppendExample(to, all, geometry_.entry_count() - 1); }),
            absl::StatusCode::kOk)
      << "not full";
  EXPECT_THAT(NamesIn(folder_.path()), IsEmpty());
}

TEST_F(IndexFileTest, FullDiskLeavesNoFile) {
  auto writer = IndexFileWriter::Create(path(), geometry_);
  ASSERT_TRUE(writer.ok()) << writer.status();
  {
    const NoFileGrows full;
    EXPECT_EQ(AppendExample(**writer, 100, 0).code(), absl::StatusCode::kResourceExhausted);
  }
  EXPECT_EQ((*writer)->AppendRecord(ExampleRecord(100)).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ((*writer)->Finish().status().code(), absl::StatusCode::kResourceExhausted);
  writer->reset();
  EXPECT_THAT(NamesIn(folder_.path()), IsEmpty());
  WriteExampleIndex(path());
}

TEST_F(IndexFileTest, FolderThatIsNotThereIsNotFound) {
  EXPECT_EQ(IndexFileWriter::Create(folder_.path("no/7.idx"), geometry_).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Open(std::string(32, 'r')).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(IndexFileTest, FileOfAnotherLengthIsDataLoss) {
  const IndexDigest digest = WriteExampleIndex(path());
  chmod(path().c_str(), S_IRUSR | S_IWUSR);
  for (const size_t size : {size_t{0}, size_t{1}, geometry_.file_size() - 1, geometry_.file_size() + 1}) {
    std::filesystem::resize_file(path(), size);
    const absl::Status status = Open(digest.root).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(status.message()), HasSubstr("bytes of its capacity step"));
  }
}

TEST_F(IndexFileTest, FileOfAnotherStepIsDataLoss) {
  const IndexDigest digest = WriteExampleIndex(path());
  const auto larger = MappedIndexFile::Open(path(), *domain::IndexGeometry::OfStep(1), digest.root);
  EXPECT_EQ(larger.status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(IndexFileTest, AnyFlippedByteIsDataLoss) {
  const IndexDigest digest = WriteExampleIndex(path());
  for (const size_t at : {size_t{0}, size_t{100'000}, geometry_.entries_offset(), geometry_.file_size() - 1}) {
    FlipByte(at);
    EXPECT_EQ(Open(digest.root).status().code(), absl::StatusCode::kDataLoss) << at;
    FlipByte(at);
    EXPECT_TRUE(Open(digest.root).ok()) << at;
  }
  EXPECT_EQ(Open(digest.root.substr(1)).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(IndexFileTest, SwappedChunksAreDataLoss) {
  const IndexDigest digest = WriteExampleIndex(path());
  std::string bytes = test::FileBytes(path());
  std::swap_ranges(bytes.begin(), bytes.begin() + domain::kIndexChunkSize, bytes.begin() + domain::kIndexChunkSize);
  std::filesystem::remove(path());
  std::ofstream(path(), std::ios::binary) << bytes;
  EXPECT_EQ(Open(digest.root).status().code(), absl::StatusCode::kDataLoss);
}

// An issuer may sign any root: what it stands for is judged too.
TEST_F(IndexFileTest, IdsAndTagsThatDoNotAscendAreDataLossWhateverTheRoot) {
  const size_t entries = geometry_.entries_offset();
  const auto swap_rows = [](size_t first, size_t size) {
    return [=](std::string& bytes) {
      std::swap_ranges(bytes.begin() + static_cast<ptrdiff_t>(first),
                       bytes.begin() + static_cast<ptrdiff_t>(first + size),
                       bytes.begin() + static_cast<ptrdiff_t>(first + size));
    };
  };
  const auto repeat_key = [](size_t first, size_t size) {
    return [=](std::string& bytes) { bytes.replace(first + size, 16, bytes, first, 16); };
  };
  const std::vector<std::pair<std::function<void(std::string&)>, std::string>> cases = {
      {swap_rows(0, domain::kIndexRecordSize), "records"},
      {swap_rows(511 * domain::kIndexRecordSize, domain::kIndexRecordSize), "records"},
      {repeat_key(1022 * domain::kIndexRecordSize, domain::kIndexRecordSize), "records"},
      {swap_rows(entries, domain::kIndexEntrySize), "entries"},
      {repeat_key(entries + 8190 * domain::kIndexEntrySize, domain::kIndexEntrySize), "entries"},
  };
  for (const auto& [bend, what] : cases) {
    std::filesystem::remove(path());
    WriteExampleIndex(path());
    const absl::Status status = OpenWithOwnRoot(bend);
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << what;
    EXPECT_THAT(std::string(status.message()), HasSubstr(what));
  }
  std::filesystem::remove(path());
  WriteExampleIndex(path());
  EXPECT_TRUE(OpenWithOwnRoot([](std::string&) {}).ok());
}

}  // namespace
}  // namespace vsx::store
