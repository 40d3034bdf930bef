#include "node/cli/csv_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "node/cli/exit_code.h"

namespace vsx::cli {
namespace {

constexpr int kEnd = std::istream::traits_type::eof();

}  // namespace

int CsvReader::Get() {
  const int c = in_.get();
  if (c == '\n') ++line_;
  return c;
}

absl::Status CsvReader::Fault(std::string_view what, size_t number) const {
  return WrongInput(absl::StrCat("line ", line_, ", column ", number, ": ", std::string(what)));
}

absl::StatusOr<std::optional<std::vector<std::string>>> CsvReader::Next() {
  if (!std::exchange(begun_, true) && in_.peek() == 0xEF) {
    in_.get();
    if (in_.get() != 0xBB || in_.get() != 0xBF) return Fault("the file is not UTF-8", 1);
  }
  while (true) {
    record_line_ = line_;
    std::vector<std::string> record;
    while (true) {
      if (record.size() == kMostFields) return Fault("there are too many columns", kMostFields);
      std::string field;
      absl::StatusOr<End> end = ReadField(field, record.size() + 1);
      if (!end.ok()) return end.status();
      const bool nothing = record.empty() && field.empty();
      record.push_back(std::move(field));
      if (*end == End::kField) continue;
      if (*end == End::kInput && nothing) return std::optional<std::vector<std::string>>();
      if (nothing) break;  // an empty line
      return std::optional<std::vector<std::string>>(std::move(record));
    }
  }
}

absl::StatusOr<CsvReader::End> CsvReader::ReadField(std::string& field, size_t number) {
  if (in_.peek() == '"') {
    Get();
    return ReadQuoted(field, number);
  }
  while (true) {
    const int c = Get();
    if (c == kEnd || c == ',' || c == '\n' || c == '\r') return EndAfter(c, number);
    if (c == '"') return Fault("a quote stands inside a field that has none around it", number);
    if (c == 0) return Fault("a NUL byte: is this a text file?", number);
    if (field.size() == kLongestField) return Fault("the field is too long", number);
    field.push_back(static_cast<char>(c));
  }
}

absl::StatusOr<CsvReader::End> CsvReader::ReadQuoted(std::string& field, size_t number) {
  while (true) {
    const int c = Get();
    if (c == kEnd) return Fault("the file ends inside quotes", number);
    if (c == 0) return Fault("a NUL byte: is this a text file?", number);
    if (c == '"') {
      if (in_.peek() != '"') return EndAfter(Get(), number);
      Get();
    }
    if (field.size() == kLongestField) return Fault("the field is too long: do its quotes end?", number);
    field.push_back(static_cast<char>(c));
  }
}

absl::StatusOr<CsvReader::End> CsvReader::EndAfter(int c, size_t number) {
  if (c == kEnd) return End::kInput;
  if (c == ',') return End::kField;
  if (c == '\n') return End::kRecord;
  if (c == '\r' && in_.peek() == '\n') {
    Get();
    return End::kRecord;
  }
  return Fault(c == '\r' ? "a carriage return without a line feed" : "something stands after the closing quote",
               number);
}

std::string CsvRecord(const std::vector<std::string>& fields) {
  std::string record;
  for (const std::string& field : fields) {
    if (&field != &fields.front()) record += ',';
    // A lone empty field would be an empty line.
    const bool quoted = field.find_first_of(",\"\r\n") != std::string::npos || (field.empty() && fields.size() == 1);
    if (!quoted) {
      record += field;
      continue;
    }
    record += '"';
    for (const char c : field) record.append(c == '"' ? 2 : 1, c);
    record += '"';
  }
  return record + "\r\n";
}

}  // namespace vsx::cli
