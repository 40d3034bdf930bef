#include "tests/architecture/evaluate_path.h"

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "tests/architecture/include_rules.h"

namespace vsx::architecture {
namespace {

// The call as it comes in, its handler, and what stands behind the handler's interfaces (IndexServer,
// EvaluationBudget).
constexpr std::string_view kWayIn[] = {"node/rpc/index_service.cc", "node/api/index_handlers.cc",
                                       "node/service/issued_indexes.cc", "node/service/party_budgets.cc"};

// How the paths begin that an evaluation must not reach. Not here, because they are reached and lead to nobody:
// store/engine.h and store/row_key.h (index headers and budgets are rows too, but what is stored of a case lies sealed,
// and nothing that opens it is reached), and the domain's plain types of consent, status and delivery, whose
// enumerations are named in one place for the whole wire (node/statement/enums.h).
constexpr std::string_view kForbidden[] = {
    // What is stored of cases, deliveries, access notices and screenings, and the audit of them.
    "store/case_", "store/inbox_", "store/outbox_", "store/delivery_", "store/access_notice_", "store/screening_",
    "store/audit_",
    // What opens a sealed row, or finds a case by a handle.
    "store/sealed_value", "store/wrapped_case_key", "store/rocksdb_case_key_vault", "store/in_memory_case_key_vault",
    "crypto/case_cipher", "crypto/case_pseudonym", "crypto/aead", "crypto/keystore",
    // A case as a whole, what was said of it to others, and the code that decides who may know.
    "node/domain/case_record", "node/domain/access_notice", "node/domain/permitted_copy", "node/domain/consent_policy",
    // All stores at once, and the use cases that read or populate with cases.
    "node/service/node_context", "node/service/case_access", "node/service/audit_recorder", "node/service/build_index",
    "node/service/index_population", "node/service/index_keeper", "node/service/known_matches",
    "node/service/screening_parts"};

bool IsForbidden(std::string_view path) {
  return std::ranges::any_of(kForbidden, [&](std::string_view start) { return path.starts_with(start); });
}

// Breadth first, so that the way named is a shortest one.
class Walk {
 public:
  explicit Walk(const std::vector<SourceFile>& files) {
    for (const SourceFile& file : files) files_.emplace(file.path, &file);
  }

  std::vector<Violation> From(std::string_view start) {
    reached_from_.clear();
    Reach(start, "");
    std::vector<Violation> violations;
    if (waiting_.empty()) violations.push_back({std::string(start), 0, "is missing: an evaluation begins here"});
    for (; !waiting_.empty(); waiting_.pop_front()) {
      const SourceFile& file = *waiting_.front();
      if (IsForbidden(file.path)) {
        violations.push_back(
            {std::string(start), 0, absl::StrCat("an evaluation may reach no case: ", WayTo(file.path))});
        continue;
      }
      for (const std::string_view path : IncludedPaths(file)) Reach(path, file.path);
      if (HasSuffix(file.path, ".h")) {
        Reach(absl::StrCat(file.path.substr(0, file.path.size() - 2), ".cc"), file.path);
      }
    }
    return violations;
  }

 private:
  void Reach(std::string_view path, std::string_view from) {
    const auto file = files_.find(path);
    if (file == files_.end() || !reached_from_.emplace(path, from).second) return;
    waiting_.push_back(file->second);
  }

  std::string WayTo(std::string_view path) const {
    std::string way(path);
    for (std::string_view from = reached_from_.find(path)->second; !from.empty();
         from = reached_from_.find(from)->second) {
      way = absl::StrCat(std::string(from), " > ", way);
    }
    return way;
  }

  std::map<std::string, const SourceFile*, std::less<>> files_;
  std::map<std::string, std::string, std::less<>> reached_from_;
  std::deque<const SourceFile*> waiting_;
};

}  // namespace

std::vector<Violation> CheckEvaluatePath(const std::vector<SourceFile>& files) {
  Walk walk(files);
  std::vector<Violation> violations;
  for (const std::string_view start : kWayIn) std::ranges::copy(walk.From(start), std::back_inserter(violations));
  return violations;
}

}  // namespace vsx::architecture
