#include "store/table.h"

#include <cstdlib>

namespace vsx::store {

std::string_view TableName(Table table) {
  switch (table) {
    case Table::kMeta:
      return "meta";
    case Table::kCase:
      return "case";
    case Table::kHandleLookup:
      return "handle_lookup";
    case Table::kOutbox:
      return "outbox";
    case Table::kInbox:
      return "inbox";
    case Table::kStatement:
      return "statement";
    case Table::kAudit:
      return "audit";
    case Table::kIndex:
      return "index";
    case Table::kBudget:
      return "budget";
  }
  std::abort();  // No other value exists; a broken invariant ends the process.
}

}  // namespace vsx::store
