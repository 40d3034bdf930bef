#include "tests/end_to_end/store_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace vsx::test {

StoreFolder::StoreFolder(const std::string& path, Access access) : path_(path) {
  rocksdb::Options options;
  options.compression = rocksdb::kNoCompression;
  std::vector<std::string> names;
  const rocksdb::Status listed = rocksdb::DB::ListColumnFamilies(options, path_, &names);
  EXPECT_TRUE(listed.ok()) << path_ << ": " << listed.ToString();
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const std::string& name : names) descriptors.emplace_back(name, options);
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = access == Access::kReadOnly
                                     ? rocksdb::DB::OpenForReadOnly(options, path_, descriptors, &handles, &db)
                                     : rocksdb::DB::Open(options, path_, descriptors, &handles, &db);
  EXPECT_TRUE(opened.ok()) << path_ << ": " << opened.ToString();
  db_.reset(db);
  for (size_t i = 0; i < handles.size(); ++i) tables_[names[i]] = handles[i];
}

StoreFolder::~StoreFolder() {
  if (db_ == nullptr) return;
  for (const auto& [name, handle] : tables_) db_->DestroyColumnFamilyHandle(handle);
  EXPECT_TRUE(db_->Close().ok());
}

std::map<std::string, std::vector<std::string>> StoreFolder::Flush() {
  rocksdb::FlushOptions options;
  options.wait = true;
  for (const auto& [name, handle] : tables_) EXPECT_TRUE(db_->Flush(options, handle).ok()) << name;
  std::vector<rocksdb::LiveFileMetaData> files;
  db_->GetLiveFilesMetaData(&files);
  std::map<std::string, std::vector<std::string>> by_table;
  for (const rocksdb::LiveFileMetaData& file : files) {
    by_table[file.column_family_name].push_back(path_ + file.name);  // the name begins with a slash
  }
  return by_table;
}

std::map<std::string, std::vector<StoreFolder::RowSize>> StoreFolder::RowSizes() {
  std::map<std::string, std::vector<RowSize>> by_table;
  for (const auto& [name, handle] : tables_) {
    std::vector<RowSize>& sizes = by_table[name];
    const std::unique_ptr<rocksdb::Iterator> row(db_->NewIterator(rocksdb::ReadOptions(), handle));
    for (row->SeekToFirst(); row->Valid(); row->Next()) sizes.push_back({row->key().size(), row->value().size()});
    EXPECT_TRUE(row->status().ok()) << name;
    std::sort(sizes.begin(), sizes.end());
  }
  return by_table;
}

void StoreFolder::Put(const std::string& table, const std::string& key, const std::string& value) {
  EXPECT_TRUE(db_->Put(rocksdb::WriteOptions(), tables_.at(table), key, value).ok()) << table;
}

}  // namespace vsx::test
