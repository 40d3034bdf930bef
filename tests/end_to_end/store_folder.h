#ifndef VSX_TESTS_END_TO_END_STORE_FOLDER_H_
#define VSX_TESTS_END_TO_END_STORE_FOLDER_H_

#include <compare>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rocksdb/db.h"

namespace vsx::test {

// StoreFolder is a database of a node, opened with RocksDB alone: what somebody finds who has taken the disk. To be
// read only, the node may be running: then it holds what the node had written by now. Else the node must have ended.
// Writes what it writes uncompressed, as the node does. Fails the running test if the folder cannot be opened.
class StoreFolder {
 public:
  enum class Access { kReadOnly, kReadAndWrite };
  explicit StoreFolder(const std::string& path, Access access = Access::kReadAndWrite);
  ~StoreFolder();
  StoreFolder(const StoreFolder&) = delete;
  StoreFolder& operator=(const StoreFolder&) = delete;

  // Every table out of the write-ahead log into table files, whose paths it gives by table. A table without rows has
  // none.
  std::map<std::string, std::vector<std::string>> Flush();

  // Sizes of each row's key and value, sorted, by table.
  struct RowSize {
    size_t key;
    size_t value;
    friend auto operator<=>(const RowSize&, const RowSize&) = default;
  };
  std::map<std::string, std::vector<RowSize>> RowSizes();

  void Put(const std::string& table, const std::string& key, const std::string& value);

 private:
  const std::string path_;
  std::unique_ptr<rocksdb::DB> db_;
  std::map<std::string, rocksdb::ColumnFamilyHandle*> tables_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_STORE_FOLDER_H_
