#include "node/cli/text_layout.h"

#include <algorithm>
#include <ctime>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "node/cli/exit_code.h"
#include "node/domain/id.h"

namespace vsx::cli {
namespace {

// Columns on the screen, near enough for UTF-8: bytes that do not continue a character.
size_t Width(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

int64_t UpToTheMinute(int64_t unix_seconds) {
  constexpr int64_t kMinute = 60;
  return (unix_seconds + kMinute - 1) / kMinute * kMinute;
}

}  // namespace

std::string FormatTime(int64_t unix_seconds) {
  if (unix_seconds == 0) return "-";
  const std::time_t time = unix_seconds;
  std::tm parts{};
  if (::gmtime_r(&time, &parts) == nullptr) return "-";
  char text[64];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts);
  return text;
}

std::string FormatLocalTime(int64_t unix_seconds) {
  const std::time_t time = unix_seconds;
  std::tm parts{};
  if (::localtime_r(&time, &parts) == nullptr) return "-";
  char text[64];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M %Z", &parts);
  return text;
}

std::string FormatTimeUp(int64_t unix_seconds) { return FormatTime(UpToTheMinute(unix_seconds)); }

std::string FormatLocalTimeUp(int64_t unix_seconds) { return FormatLocalTime(UpToTheMinute(unix_seconds)); }

std::string Hex(std::string_view bytes) {
  return absl::BytesToHexString(absl::string_view(bytes.data(), bytes.size()));
}

absl::StatusOr<std::string> ParseId(std::string_view what, std::string_view shown_by, std::string_view hex) {
  const auto id = domain::CaseId::FromHex(hex);
  if (!id.ok()) {
    return WrongInput(
        absl::StrCat(std::string(what), " is written as 32 digits 0-9 a-f, as ", std::string(shown_by), " shows it"));
  }
  return std::string(id->bytes());
}

absl::StatusOr<std::string> ParseCaseId(std::string_view hex) { return ParseId("a case id", "`vsx case list`", hex); }

std::string Printable(std::string_view text) {
  std::string clean;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // C1 controls are C2 80 … C2 9F in UTF-8.
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) ++i;
    clean += (byte < 0x20 || byte == 0x7F || c1) ? '?' : text[i];
  }
  return clean;
}

void PrintTable(std::ostream& out, const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Width(row[i]));
  }
  for (const auto& row : rows) {
    std::string line = " ";
    for (size_t i = 0; i < row.size(); ++i) {
      line += " " + Printable(row[i]);
      if (i + 1 < row.size()) line += std::string(widths[i] - Width(row[i]) + 1, ' ');
    }
    out << line << "\n";
  }
}

}  // namespace vsx::cli
