#include "node/cli/screening_results.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <sstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "node/cli/csv_reader.h"
#include "node/cli/exit_code.h"
#include "node/cli/files.h"
#include "node/cli/message_json.h"
#include "node/cli/text_layout.h"

namespace vsx::cli {
namespace {

const std::vector<std::string>& Heading() {
  static const auto* const heading = new std::vector<std::string>{
      "row",    "outcome",    "can_pass_by_itself", "not_consulted", "reasons",     "next_capacity_at",
      "advice", "checked_at", "valid_until",        "fault",         "fault_column"};
  return *heading;
}

// "HOLD", "NO_RECORD", "INCOMPLETE", "FAULT". An outcome that this version does not know is no permission.
std::string StateWord(RowState state) {
  switch (state) {
    case RowState::kHold:
      return "HOLD";
    case RowState::kNoRecord:
      return "NO_RECORD";
    case RowState::kFault:
      return "FAULT";
    case RowState::kIncomplete:
    case RowState::kOpen:
      break;
  }
  return "INCOMPLETE";
}

std::optional<RowState> StateOfWord(std::string_view word) {
  for (const RowState state : {RowState::kHold, RowState::kNoRecord, RowState::kIncomplete, RowState::kFault}) {
    if (StateWord(state) == word) return state;
  }
  return std::nullopt;
}

RowState StateOfAnswer(const v1::ScreeningAnswer& answer) {
  if (!answer.fault_reason().empty()) return RowState::kFault;
  if (answer.outcome() == v1::CHECK_OUTCOME_HOLD) return RowState::kHold;
  if (answer.outcome() == v1::CHECK_OUTCOME_NO_RECORD) return RowState::kNoRecord;
  return RowState::kIncomplete;
}

std::string TimeOrNothing(int64_t seconds) { return seconds == 0 ? "" : FormatTime(seconds); }

std::string CsvLine(const v1::ScreeningAnswer& answer, RowState state, const std::string& column) {
  std::vector<std::string> parties;
  for (const v1::PartyNotConsulted& one : answer.not_consulted()) {
    parties.push_back(absl::StrCat(one.party(), ":", one.reason()));
  }
  const bool incomplete = state == RowState::kIncomplete;
  return CsvRecord({absl::StrCat(answer.row()), StateWord(state),
                    incomplete ? (answer.can_pass_by_itself() ? "yes" : "no") : "", absl::StrJoin(parties, " "),
                    absl::StrJoin(answer.reasons(), " "), TimeOrNothing(answer.next_capacity_at()),
                    absl::StrJoin(answer.advice_codes(), " "), TimeOrNothing(answer.checked_at()),
                    TimeOrNothing(answer.valid_until()), answer.fault_reason(), column});
}

std::string JsonLine(const v1::ScreeningAnswer& answer, RowState state, const std::string& column) {
  Json json = ToJson(answer);
  json["outcome"] = StateWord(state);
  json["fault_field"] = column;
  return json.dump() + "\n";
}

// Row and state of a line of the results; nothing if it is none.
std::optional<std::pair<uint32_t, RowState>> ReadResult(std::string_view number, std::string_view word) {
  uint32_t row = 0;
  const std::optional<RowState> state = StateOfWord(word);
  if (!absl::SimpleAtoi(absl::string_view(number.data(), number.size()), &row) || !state.has_value()) {
    return std::nullopt;
  }
  return std::pair(row, *state);
}

std::optional<std::pair<uint32_t, RowState>> ReadLineOf(ListFormat format, const std::string& line) {
  if (format == ListFormat::kJsonLines) {
    const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object() || !json.contains("row") || !json.contains("outcome")) return std::nullopt;
    if (!json["row"].is_number_unsigned() || !json["outcome"].is_string()) return std::nullopt;
    return ReadResult(json["row"].dump(), json["outcome"].get<std::string>());
  }
  std::istringstream text(line);
  const auto record = CsvReader(text).Next();
  if (!record.ok() || !record->has_value() || (*record)->size() != Heading().size()) return std::nullopt;
  return ReadResult((**record)[0], (**record)[1]);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ScreeningResults>> ScreeningResults::Open(const std::string& path, ListFormat format,
                                                                         uint32_t rows, bool drop_incomplete) {
  std::unique_ptr<ScreeningResults> results(new ScreeningResults(path, format, rows));
  if (std::filesystem::exists(path)) {
    if (absl::Status loaded = results->Load(drop_incomplete); !loaded.ok()) return loaded;
  } else {
    const std::string heading = format == ListFormat::kCsv ? CsvRecord(Heading()) : "";
    if (absl::Status made = WriteFile(path, heading, /*replace=*/false); !made.ok()) return made;
  }
  results->file_.open(path, std::ios::binary | std::ios::app);
  if (!results->file_) return WrongInput(absl::StrCat("cannot write ", path));
  return results;
}

// Reads what is there line by line, and writes it anew without what is dropped and without half a line at its end.
absl::Status ScreeningResults::Load(bool drop_incomplete) {
  std::ifstream before(path_, std::ios::binary);
  if (!before) return WrongInput(absl::StrCat("cannot open ", path_));
  std::string kept;
  bool first = true;
  for (std::string line; std::getline(before, line);) {
    if (before.eof()) break;  // not written whole
    line += '\n';
    if (std::exchange(first, false) && format_ == ListFormat::kCsv) {
      if (line != CsvRecord(Heading())) return WrongInput(absl::StrCat(path_, " is no result file of this program"));
      kept += line;
      continue;
    }
    const auto result = ReadLineOf(format_, line);
    if (!result.has_value()) return WrongInput(absl::StrCat(path_, " is no result file of this program"));
    if (result->first == 0 || result->first > states_.size()) {
      return WrongInput(absl::StrCat(path_, " has rows that the list has not: is it of another list?"));
    }
    if (drop_incomplete && result->second == RowState::kIncomplete) continue;
    if (StateOf(result->first) != RowState::kOpen) continue;
    Note(result->first, result->second);
    kept += line;
  }
  if (first && format_ == ListFormat::kCsv) kept = CsvRecord(Heading());
  return WriteFile(path_, kept, /*replace=*/true);
}

void ScreeningResults::Note(uint32_t row, RowState state) {
  states_[row - 1] = state;
  switch (state) {
    case RowState::kHold:
      ++counts_.hold;
      return;
    case RowState::kNoRecord:
      ++counts_.no_record;
      return;
    case RowState::kFault:
      ++counts_.faults;
      return;
    case RowState::kIncomplete:
    case RowState::kOpen:
      ++counts_.incomplete;
  }
}

absl::Status ScreeningResults::Add(const v1::ScreeningAnswer& answer, const std::string& fault_column) {
  if (answer.row() == 0 || answer.row() > states_.size() || StateOf(answer.row()) != RowState::kOpen) {
    return absl::OkStatus();
  }
  const RowState state = StateOfAnswer(answer);
  file_ << (format_ == ListFormat::kCsv ? CsvLine(answer, state, fault_column) : JsonLine(answer, state, fault_column));
  file_.flush();
  if (!file_) return WrongInput(absl::StrCat("cannot write ", path_, ": run the same command again to go on"));
  Note(answer.row(), state);
  return absl::OkStatus();
}

absl::Status ScreeningResults::Sync() {
  file_.flush();
  const int descriptor = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file_ && descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  return synced ? absl::OkStatus() : WrongInput(absl::StrCat("cannot write ", path_));
}

}  // namespace vsx::cli
