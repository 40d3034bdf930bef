#ifndef VSX_STORE_TABLE_H_
#define VSX_STORE_TABLE_H_

#include <array>
#include <string_view>

namespace vsx::store {

// Table names one ordered space of keys (with RocksDB: one column family). README.md gives the layout of each.
enum class Table {
  kMeta,          // what the store is (identity, audit head); keys under "store/" belong to the engine
  kCase,          // own cases, their consent chain, the copies signed from them
  kHandleLookup,  // keyed hash of a handle → whose it is; in no backup
  kOutbox,        // what is on its way to other Parties
  kInbox,         // what other Parties delivered
  kStatement,     // receipts and evidence
  kAudit,         // the tamper-evident chain; written through WriteBatch::AppendAudit alone
  kIndex,         // headers of the blind check's indexes, own and others', and evidence of two for one index
  kBudget,        // how much each may still ask
};

inline constexpr std::array kAllTables = {Table::kMeta,   Table::kCase,  Table::kHandleLookup,
                                          Table::kOutbox, Table::kInbox, Table::kStatement,
                                          Table::kAudit,  Table::kIndex, Table::kBudget};

// The table's lasting name: it names the column family and stands in the associated data of sealed values.
std::string_view TableName(Table table);

}  // namespace vsx::store

#endif  // VSX_STORE_TABLE_H_
