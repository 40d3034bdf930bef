#ifndef VSX_TESTS_STORE_EXAMPLE_INDEX_H_
#define VSX_TESTS_STORE_EXAMPLE_INDEX_H_

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "node/domain/index_capacity.h"
#include "store/byte_codec.h"
#include "store/index_file_writer.h"

namespace vsx::store {

inline domain::IndexGeometry BaseGeometry() { return *domain::IndexGeometry::OfStep(0); }

// The key of the i-th row of an example index, 16 bytes; the bytes go through 0x80, where signed and unsigned order
// part.
inline std::string ExampleKey(size_t i) { return ByteWriter().U64(uint64_t{i} << 51 | 1).U64(~uint64_t{i}).Take(); }

// A row of `size` bytes that starts with the key.
inline std::string ExampleRow(size_t i, size_t size) {
  std::string row = ExampleKey(i);
  row.resize(size, static_cast<char>('a' + i % 26));
  return row;
}

inline std::string ExampleRecord(size_t i) { return ExampleRow(i, domain::kIndexRecordSize); }
inline std::string ExampleEntry(size_t i) { return ExampleRow(i, domain::kIndexEntrySize); }

// Appends the first records and entries of the example index.
inline absl::Status AppendExample(IndexFileWriter& writer, size_t records, size_t entries) {
  absl::Status status;
  for (size_t i = 0; i < records; ++i) status.Update(writer.AppendRecord(ExampleRecord(i)));
  for (size_t i = 0; i < entries; ++i) status.Update(writer.AppendEntry(ExampleEntry(i)));
  return status;
}

// Writes the whole example index of the base step to `path`.
inline IndexDigest WriteExampleIndex(const std::string& path) {
  const domain::IndexGeometry geometry = BaseGeometry();
  auto writer = IndexFileWriter::Create(path, geometry);
  EXPECT_TRUE(writer.ok()) << writer.status();
  EXPECT_TRUE(AppendExample(**writer, geometry.record_count(), geometry.entry_count()).ok());
  absl::StatusOr<IndexDigest> digest = (*writer)->Finish();
  EXPECT_TRUE(digest.ok()) << digest.status();
  return *std::move(digest);
}

}  // namespace vsx::store

#endif  // VSX_TESTS_STORE_EXAMPLE_INDEX_H_
