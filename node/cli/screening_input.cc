#include "node/cli/screening_input.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/cli/csv_reader.h"
#include "node/cli/exit_code.h"
#include "node/cli/message_json.h"

namespace vsx::cli {
namespace {

enum Column {
  kColumnDocumentType,
  kColumnIssuingState,
  kColumnDocumentNumber,
  kColumnName,
  kColumnBirthDate,
  kColumnMrz,
  kColumnRef
};
constexpr std::array<std::string_view, 7> kColumns = {
    "document_type", "issuing_state", "document_number", "name", "birth_date", "mrz", "ref"};
constexpr size_t kLongestLine = 64 * 1024;
constexpr uint32_t kMostRows = 100'000;

// What the node's field paths come to in a CSV list.
constexpr std::array<std::pair<std::string_view, Column>, 6> kFields = {
    {{"person.document.number", kColumnDocumentNumber},
     {"person.document", kColumnDocumentType},
     {"person.biographic.birth_date", kColumnBirthDate},
     {"also_named.birth_date", kColumnBirthDate},
     {"person.mrz", kColumnMrz},
     {"", kColumnName}}};

std::string ColumnName(Column column) { return std::string(kColumns[column]); }

class CsvInput final : public ScreeningInput {
 public:
  explicit CsvInput(std::ifstream file) : file_(std::move(file)) {}

  absl::Status ReadHeading() {
    const auto heading = reader_.Next();
    if (!heading.ok()) return heading.status();
    if (!heading->has_value()) return WrongInput("the list is empty: its first line names the columns");
    for (const std::string& written : **heading) {
      const std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(written));
      const auto known = std::find(kColumns.begin(), kColumns.end(), name);
      const size_t number = order_.size() + 1;
      if (known == kColumns.end()) {
        return WrongInput(absl::StrCat("column ", number,
                                       " of the first line is none of document_type, issuing_state, ",
                                       "document_number, name, birth_date, mrz, ref"));
      }
      const auto column = static_cast<Column>(known - kColumns.begin());
      if (Has(column)) return WrongInput(absl::StrCat("column ", number, " names ", name, " a second time"));
      order_.push_back(column);
    }
    const bool document = Has(kColumnDocumentType) && Has(kColumnIssuingState) && Has(kColumnDocumentNumber);
    const bool named = Has(kColumnName) && Has(kColumnBirthDate);
    if (document || named || Has(kColumnMrz)) return absl::OkStatus();
    return WrongInput(
        "the list needs the columns document_type, issuing_state and document_number, or name and birth_date, or mrz");
  }

  absl::StatusOr<std::optional<ListedPerson>> Next() override {
    auto record = reader_.Next();
    if (!record.ok()) return record.status();
    if (!record->has_value()) return std::optional<ListedPerson>();
    ListedPerson person;
    person.row.set_row(++number_);
    std::array<std::string, kColumns.size()> cells;
    if ((*record)->size() != order_.size()) {
      person.fault_reason = "COLUMNS_DO_NOT_FIT";
      person.fault_column = ColumnName(order_[std::min((*record)->size(), order_.size() - 1)]);
      return person;
    }
    for (size_t i = 0; i < order_.size(); ++i) {
      cells[order_[i]] = std::string(absl::StripAsciiWhitespace((**record)[i]));
    }
    Fill(cells, person);
    return person;
  }

  std::string ColumnOf(const std::string& field) const override {
    for (const auto& [path, column] : kFields) {
      if (absl::StartsWith(field, absl::string_view(path.data(), path.size()))) return ColumnName(column);
    }
    return field;
  }

 private:
  bool Has(Column column) const { return std::find(order_.begin(), order_.end(), column) != order_.end(); }

  // One way to ask, or a document and a name.
  static void Fill(const std::array<std::string, kColumns.size()>& cells, ListedPerson& person) {
    v1::PersonQuery& query = *person.row.mutable_person();
    const bool document = !cells[kColumnDocumentType].empty() || !cells[kColumnIssuingState].empty() ||
                          !cells[kColumnDocumentNumber].empty();
    const bool named = !cells[kColumnName].empty() || !cells[kColumnBirthDate].empty();
    const bool zone = !cells[kColumnMrz].empty();
    if ((!document && !named && !zone) || (zone && (document || named))) {
      person.fault_reason = zone ? "PERSON_AMBIGUOUS" : "PERSON_MISSING";
      person.fault_column = ColumnName(zone ? kColumnMrz : kColumnName);
      return;
    }
    if (zone) {
      for (const absl::string_view line :
           absl::StrSplit(cells[kColumnMrz], absl::ByAnyChar(" \r\n"), absl::SkipEmpty())) {
        query.mutable_mrz()->add_lines(std::string(line));
      }
      return;
    }
    if (document) {
      query.mutable_document()->set_code(cells[kColumnDocumentType]);
      query.mutable_document()->set_issuing_state(cells[kColumnIssuingState]);
      query.mutable_document()->set_number(cells[kColumnDocumentNumber]);
    }
    if (!named) return;
    v1::BiographicQuery& biographic = document ? *person.row.mutable_also_named() : *query.mutable_biographic();
    biographic.set_name(cells[kColumnName]);
    biographic.set_birth_date(cells[kColumnBirthDate]);
  }

  std::ifstream file_;
  CsvReader reader_{file_};
  std::vector<Column> order_;
  uint32_t number_ = 0;
};

class JsonLinesInput final : public ScreeningInput {
 public:
  explicit JsonLinesInput(std::ifstream file) : file_(std::move(file)) {}

  absl::StatusOr<std::optional<ListedPerson>> Next() override {
    std::string line;
    while (absl::StripAsciiWhitespace(line).empty()) {
      absl::StatusOr<bool> read = ReadLine(line);
      if (!read.ok()) return read.status();
      if (!*read) return std::optional<ListedPerson>();
    }
    ListedPerson person;
    person.row.set_row(++number_);
    Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded() || !json.is_object()) {
      return WrongInput(absl::StrCat("row ", number_, " is no JSON object on a line of its own"));
    }
    if (json.contains("also_named")) {
      if (absl::Status read = FromJson(json["also_named"], person.row.mutable_also_named()); !read.ok()) {
        return Fault(std::move(person), "also_named");
      }
      json.erase("also_named");
    }
    if (!FromJson(json, person.row.mutable_person()).ok()) return Fault(std::move(person), "person");
    return person;
  }

  std::string ColumnOf(const std::string& field) const override { return field; }

 private:
  static std::optional<ListedPerson> Fault(ListedPerson person, std::string_view where) {
    person.fault_reason = "FIELDS_DO_NOT_FIT";
    person.fault_column = std::string(where);
    return person;
  }

  // A line, in bounded memory. False at the end.
  absl::StatusOr<bool> ReadLine(std::string& line) {
    line.clear();
    constexpr int kEnd = std::ifstream::traits_type::eof();
    int c = file_.get();
    if (c == kEnd) return false;
    for (; c != kEnd && c != '\n'; c = file_.get()) {
      if (line.size() == kLongestLine) return WrongInput(absl::StrCat("row ", number_ + 1, " is longer than 64 KiB"));
      line.push_back(static_cast<char>(c));
    }
    return true;
  }

  std::ifstream file_;
  uint32_t number_ = 0;
};

}  // namespace

absl::StatusOr<ListFormat> ListFormatOf(std::string_view word, std::string_view option, const std::string& path) {
  if (word == "csv" || (word.empty() && absl::EndsWith(path, ".csv"))) return ListFormat::kCsv;
  if (word == "jsonl" || (word.empty() && (absl::EndsWith(path, ".jsonl") || absl::EndsWith(path, ".ndjson")))) {
    return ListFormat::kJsonLines;
  }
  return WrongInput(
      absl::StrCat(std::string(option), " must be csv or jsonl, unless the file's name ends in .csv or .jsonl"));
}

absl::StatusOr<std::unique_ptr<ScreeningInput>> ScreeningInput::Open(const std::string& path, ListFormat format) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return WrongInput(absl::StrCat("cannot open ", path));
  if (format == ListFormat::kJsonLines) return std::make_unique<JsonLinesInput>(std::move(file));
  auto csv = std::make_unique<CsvInput>(std::move(file));
  if (absl::Status heading = csv->ReadHeading(); !heading.ok()) return heading;
  return csv;
}

absl::StatusOr<uint32_t> CountRows(const std::string& path, ListFormat format) {
  auto input = ScreeningInput::Open(path, format);
  if (!input.ok()) return input.status();
  uint32_t rows = 0;
  while (true) {
    const auto next = (*input)->Next();
    if (!next.ok()) return next.status();
    if (!next->has_value()) return rows;
    if (++rows > kMostRows) return WrongInput("a list has at most 100,000 rows: cut it into several");
  }
}

}  // namespace vsx::cli
