#include "node/cli/screening_results.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "crypto/hash.h"
#include "crypto/random_source.h"
#include "node/cli/csv_reader.h"
#include "node/cli/exit_code.h"
#include "node/cli/files.h"
#include "node/cli/message_json.h"
#include "node/cli/text_layout.h"

namespace vsx::cli {
namespace {

const std::vector<std::string>& Heading() {
  static const auto* const heading = new std::vector<std::string>{
      "row",    "outcome",    "can_pass_by_itself", "not_consulted", "reasons",      "next_capacity_at",
      "advice", "checked_at", "valid_until",        "fault",         "fault_column", "asked"};
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
                    TimeOrNothing(answer.valid_until()), answer.fault_reason(), column, Hex(answer.stream_id())});
}

std::string JsonLine(const v1::ScreeningAnswer& answer, RowState state, const std::string& column) {
  Json json = ToJson(answer);
  json["outcome"] = StateWord(state);
  json["fault_field"] = column;
  return json.dump() + "\n";
}

constexpr char kListWord[] = "LIST";

// Row 0: what the others are about.
std::string ListLine(ListFormat format, const std::string& about) {
  if (format == ListFormat::kJsonLines) {
    return Json({{"row", 0}, {"outcome", kListWord}, {"asked", about}}).dump() + "\n";
  }
  std::vector<std::string> fields(Heading().size());
  fields.front() = "0";
  fields[1] = kListWord;
  fields.back() = about;
  return CsvRecord(fields);
}

std::string QuestionOf(const ScreeningSubject& subject) {
  return absl::StrJoin({subject.exercise, subject.measure, subject.stage}, " ");
}

// In hexadecimal. Of the whole list at once: one row after the other could be guessed.
absl::StatusOr<std::string> SaltedHash(const ScreeningSubject& subject, const std::string& salt) {
  std::ifstream list(subject.list, std::ios::binary);
  if (!list) return WrongInput(absl::StrCat("cannot open ", subject.list));
  crypto::Sha256Hasher hasher;
  hasher.Update("vsx/screening-list/v1\n").Update(salt).Update("\n").Update(QuestionOf(subject)).Update("\n");
  std::array<char, 16 * 1024> block{};
  while (list.read(block.data(), block.size()) || list.gcount() > 0) {
    hasher.Update({block.data(), static_cast<size_t>(list.gcount())});
  }
  if (list.bad()) return WrongInput(absl::StrCat("cannot read ", subject.list));
  return Hex(hasher.Finish());
}

absl::StatusOr<std::string> FirstLines(ListFormat format, const ScreeningSubject& subject) {
  constexpr size_t kListSaltSize = 16;
  const std::string salt = Hex(crypto::SystemRandomSource().Bytes(kListSaltSize));
  const absl::StatusOr<std::string> hash = SaltedHash(subject, salt);
  if (!hash.ok()) return hash.status();
  const std::string heading = format == ListFormat::kCsv ? CsvRecord(Heading()) : "";
  return absl::StrCat(heading, ListLine(format, absl::StrJoin({QuestionOf(subject), salt, *hash}, " ")));
}

absl::Status NoResultFile(const std::string& path) {
  return WrongInput(absl::StrCat(path, " is no result file of this program"));
}

// Whether a file whose row 0 says `about` is about `subject`.
absl::Status CheckSubject(const std::string& path, const std::string& about, const ScreeningSubject& subject) {
  constexpr char kNewFile[] = "; its answers hold for nothing else: name a new result file";
  const std::vector<std::string> parts = absl::StrSplit(about, ' ');
  if (parts.size() != 5) return NoResultFile(path);
  if (parts[0] != subject.exercise) return WrongInput(absl::StrCat(path, " is of another exercise", kNewFile));
  if (parts[1] != subject.measure || parts[2] != subject.stage) {
    return WrongInput(absl::StrCat(path, " is about another measure or stage", kNewFile));
  }
  const absl::StatusOr<std::string> hash = SaltedHash(subject, parts[3]);
  if (!hash.ok()) return hash.status();
  if (parts[4] == *hash) return absl::OkStatus();
  return WrongInput(absl::StrCat(path, " is of another list, or the list was changed since", kNewFile,
                                 ", or put rows that are new or corrected into a list of their own"));
}

// A line of the results, as far as it is read again.
struct ResultLine {
  uint32_t row = 0;
  std::string word;
  bool can_pass = false;
  std::string valid_until;  // as FormatTime writes it; empty for none
  std::string asked;
};

std::optional<ResultLine> ReadJsonLine(const std::string& line) {
  const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("row") || !json.contains("outcome")) return std::nullopt;
  ResultLine read;
  if (!json["row"].is_number_unsigned() || !absl::SimpleAtoi(json["row"].dump(), &read.row)) return std::nullopt;
  if (!json["outcome"].is_string()) return std::nullopt;
  read.word = json["outcome"].get<std::string>();
  if (json.contains("can_pass_by_itself")) read.can_pass = json["can_pass_by_itself"] == true;
  if (json.contains("valid_until") && json["valid_until"].is_number_integer()) {
    read.valid_until = TimeOrNothing(json["valid_until"].get<int64_t>());
  }
  if (json.contains("asked") && json["asked"].is_string()) read.asked = json["asked"].get<std::string>();
  return read;
}

// Nothing if it is none.
std::optional<ResultLine> ReadLineOf(ListFormat format, const std::string& line) {
  if (format == ListFormat::kJsonLines) return ReadJsonLine(line);
  std::istringstream text(line);
  const auto record = CsvReader(text).Next();
  if (!record.ok() || !record->has_value() || (*record)->size() != Heading().size()) return std::nullopt;
  const std::vector<std::string>& fields = **record;
  constexpr size_t kValidUntil = 8;
  ResultLine read{0, fields[1], fields[2] == "yes", fields[kValidUntil], fields.back()};
  if (!absl::SimpleAtoi(fields[0], &read.row)) return std::nullopt;
  return read;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ScreeningResults>> ScreeningResults::Open(const std::string& path, ListFormat format,
                                                                         uint32_t rows, const ScreeningSubject& subject,
                                                                         int64_t now, bool drop_incomplete) {
  std::unique_ptr<ScreeningResults> results(new ScreeningResults(path, format, rows));
  if (std::filesystem::exists(path)) {
    absl::StatusOr<Lock> alone = Lock::Take(path);  // Load puts another file in its place
    if (!alone.ok()) return alone.status();
    results->lock_ = *std::move(alone);
    if (absl::Status loaded = results->Load(subject, now, drop_incomplete); !loaded.ok()) return loaded;
  } else {
    const absl::StatusOr<std::string> first = FirstLines(format, subject);
    if (!first.ok()) return first.status();
    if (absl::Status made = WriteFile(path, *first, /*replace=*/false); !made.ok()) return made;
  }
  absl::StatusOr<Lock> alone = Lock::Take(path);
  if (!alone.ok()) return alone.status();
  results->lock_ = *std::move(alone);
  results->file_.open(path, std::ios::binary | std::ios::app);
  if (!results->file_) return WrongInput(absl::StrCat("cannot write ", path));
  return results;
}

// Reads what is there line by line, and writes it anew without what is dropped and without half a line at its end.
absl::Status ScreeningResults::Load(const ScreeningSubject& subject, int64_t now, bool drop_incomplete) {
  std::ifstream before(path_, std::ios::binary);
  if (!before) return WrongInput(absl::StrCat("cannot open ", path_));
  const std::string time_now = FormatTime(now);
  std::string kept;
  std::string earlier;
  bool heading_read = format_ != ListFormat::kCsv;
  bool subject_read = false;
  for (std::string line; std::getline(before, line);) {
    if (before.eof()) break;  // not written whole
    line += '\n';
    if (!std::exchange(heading_read, true)) {
      if (line != CsvRecord(Heading())) return NoResultFile(path_);
      kept += line;
      continue;
    }
    const std::optional<ResultLine> result = ReadLineOf(format_, line);
    if (!result.has_value()) return NoResultFile(path_);
    if (!std::exchange(subject_read, true)) {
      if (result->row != 0 || result->word != kListWord) return NoResultFile(path_);
      if (absl::Status same = CheckSubject(path_, result->asked, subject); !same.ok()) return same;
      kept += line;
      continue;
    }
    const std::optional<RowState> state = StateOfWord(result->word);
    if (!state.has_value()) return NoResultFile(path_);
    if (result->row == 0 || result->row > states_.size()) {
      return WrongInput(absl::StrCat(path_, " has rows that the list has not: is it of another list?"));
    }
    if (StateOf(result->row) != RowState::kOpen || *state == RowState::kFault) continue;
    // Written alike, times are in the order of their letters.
    const bool past = *state != RowState::kHold && result->valid_until <= time_now;
    if (past || (drop_incomplete && *state == RowState::kIncomplete)) {
      expired_ += past ? 1 : 0;
      earlier += line;
      continue;
    }
    Note(result->row, *state, result->can_pass);
    kept += line;
  }
  if (!subject_read) {
    std::error_code unknown;
    if (std::filesystem::file_size(path_, unknown) != 0) return NoResultFile(path_);
    const absl::StatusOr<std::string> first = FirstLines(format_, subject);
    if (!first.ok()) return first.status();
    kept = *first;
  }
  if (absl::Status saved = KeepEarlier(earlier); !saved.ok()) return saved;
  return WriteFile(path_, kept, /*replace=*/true);
}

absl::Status ScreeningResults::KeepEarlier(const std::string& lines) const {
  if (lines.empty()) return absl::OkStatus();
  const std::string path = EarlierPath();
  if (!std::filesystem::exists(path)) {
    const std::string heading = format_ == ListFormat::kCsv ? CsvRecord(Heading()) : "";
    return WriteFile(path, heading + lines, /*replace=*/false);
  }
  std::ofstream file(path, std::ios::binary | std::ios::app);
  file << lines;
  file.flush();
  return file ? absl::OkStatus() : WrongInput(absl::StrCat("cannot write ", path));
}

ScreeningResults::Lock::~Lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

absl::StatusOr<ScreeningResults::Lock> ScreeningResults::Lock::Take(const std::string& path) {
  Lock lock;
  lock.descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (lock.descriptor_ < 0) return WrongInput(absl::StrCat("cannot open ", path));
  if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    return WrongInput(absl::StrCat("another vsx screen writes ", path, ": let it end, or name another result file"));
  }
  return lock;
}

void ScreeningResults::Note(uint32_t row, RowState state, bool can_pass) {
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
      counts_.lasting += can_pass ? 0 : 1;
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
  Note(answer.row(), state, answer.can_pass_by_itself());
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
