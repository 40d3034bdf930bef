#include "tests/end_to_end/node_traces.h"

#include <gtest/gtest.h>

#include <regex>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace vsx::test {

std::vector<std::string> LogLines(const std::string& log) {
  static const std::regex time(R"("time":"[^"]*")");
  static const std::regex clockwork(
      R"re("event":"index |"method":"(GetIndexHeader|FetchIndex)"|"level":"debug","event":"grpc")re");
  static const std::regex duration(R"("duration_us":"\d+")");
  static const std::regex address(R"((\d+\.\d+\.\d+\.\d+:)\d+)");
  static const std::regex port(R"(("[a-z]+_port":")\d+)");
  std::vector<std::string> lines;
  std::istringstream text(log);
  for (std::string line; std::getline(text, line);) {
    if (std::regex_search(line, clockwork)) continue;
    line = std::regex_replace(line, time, "");
    line = std::regex_replace(line, duration, "");
    line = std::regex_replace(line, address, "$1");
    lines.push_back(std::regex_replace(line, port, "$1"));
  }
  return lines;
}

std::vector<std::string> AuditEntries(const Agency& overseer) {
  v1::ReadAuditRequest request;
  request.set_page_size(500);
  v1::ReadAuditResponse page;
  EXPECT_TRUE(overseer.Call(&Monitoring::ReadAudit, request, &page).ok());
  std::vector<std::string> entries;
  for (const v1::AuditRecord& record : page.records()) {
    v1::AuditEntry entry;
    EXPECT_TRUE(entry.ParseFromString(record.body()));
    entries.push_back(absl::StrCat(entry.method(), " ", entry.outcome(), " ", entry.caller(), " ", entry.party(), " ",
                                   v1::AccessPurpose_Name(entry.purpose()), " ", entry.case_pseudonyms_size(), " ",
                                   entry.intent_hash().size(), " ", entry.person_absent(), " ", record.body().size()));
  }
  return entries;
}

RowSizesByTable RowSizesOf(const std::string& data_folder) {
  RowSizesByTable rows;
  for (const std::string database : {"store", "keys"}) {
    StoreFolder folder(data_folder + "/" + database, StoreFolder::Access::kReadOnly);
    for (const auto& [table, sizes] : folder.RowSizes()) rows[absl::StrCat(database, "/", table)] = sizes;
  }
  return rows;
}

}  // namespace vsx::test
