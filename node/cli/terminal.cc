#include "node/cli/terminal.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "node/cli/exit_code.h"

namespace vsx::cli {
namespace {

constexpr size_t kMaxInputBytes = 1 << 20;

}  // namespace

Terminal::Terminal(std::istream& in, std::ostream& out, std::ostream& err, bool interactive, bool colour)
    : in_(in), out_(out), err_(err), interactive_(interactive), colour_(colour) {}

std::string Terminal::Styled(Style style, std::string_view text) const {
  const std::string plain(text);
  if (!colour_) return plain;
  switch (style) {
    case Style::kPlain:
      return plain;
    case Style::kBold:
      return absl::StrCat("\033[1m", plain, "\033[0m");
    case Style::kAlarm:
      return absl::StrCat("\033[1;97;41m", plain, "\033[0m");
    case Style::kCaution:
      return absl::StrCat("\033[1;30;43m", plain, "\033[0m");
    case Style::kQuiet:
      return absl::StrCat("\033[2m", plain, "\033[0m");
  }
  return plain;
}

absl::StatusOr<std::string> Terminal::Ask(std::string_view question) {
  err_ << question << std::flush;
  std::string line;
  if (!std::getline(in_, line)) {
    err_ << "\n";
    return WrongInput("the input ended before every question was answered; nothing was sent");
  }
  // A script's answers are shown like a person's own typing would be.
  if (!interactive_) err_ << "\n";
  return std::string(absl::StripAsciiWhitespace(line));
}

absl::StatusOr<bool> Terminal::AskYesNo(std::string_view question, bool fallback) {
  while (true) {
    auto answer = Ask(absl::StrCat(std::string(question), fallback ? " [Y/n] " : " [y/N] "));
    if (!answer.ok()) return answer.status();
    const std::string word = absl::AsciiStrToLower(*answer);
    if (word.empty()) return fallback;
    if (word == "y" || word == "yes") return true;
    if (word == "n" || word == "no") return false;
    err_ << "  Please answer yes or no.\n";
  }
}

absl::StatusOr<std::string> Terminal::ReadAll() {
  std::string bytes;
  char buffer[4096];
  while (in_.read(buffer, sizeof buffer) || in_.gcount() > 0) {
    bytes.append(buffer, static_cast<size_t>(in_.gcount()));
    if (bytes.size() > kMaxInputBytes) return WrongInput("standard input is larger than 1 MiB");
  }
  return bytes;
}

}  // namespace vsx::cli
