#include "node/domain/name_sounds.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "node/domain/script_sounds.h"
#include "node/domain/unicode_text.h"

namespace vsx::domain {
namespace {

bool IsSibilant(char c) { return c == 'c' || c == 'j' || c == 'q' || c == 's' || c == 'x' || c == 'z'; }

bool IsVowel(char c) { return std::string_view("aeiouwyh").find(c) != std::string_view::npos; }

char LatinClass(char c) {
  if (IsSibilant(c)) return 's';
  switch (c) {
    case 'b':
    case 'f':
    case 'p':
      return 'p';
    case 'd':
    case 't':
      return 't';
    case 'g':
    case 'k':
      return 'k';
    case 'l':
    case 'm':
    case 'n':
    case 'r':
      return c;
    default:
      return 0;
  }
}

// The class of the letter at `i`, 0 for none.
char LatinSound(std::string_view token, size_t i) {
  const char c = token[i];
  const char next = i + 1 < token.size() ? token[i + 1] : '\0';
  if (c == 'g' && i > 0 && token[i - 1] == 'n') return 0;     // ng is one sound
  if ((c == 'd' || c == 't') && IsSibilant(next)) return 0;   // dj, tj, ts, tz, tch
  if (c == 'r' && !IsVowel(next)) return 0;                   // Porn, Phsar
  if (c == 'c' && !IsVowel(next) && next != 'c') return 'k';  // Cruz, Bundoc; but Contoh, Chan
  return LatinClass(c);
}

}  // namespace

std::string ConsonantsOf(std::string_view token) {
  const absl::StatusOr<icu::UnicodeString> text = ReadName(token);
  if (!text.ok()) return "";
  if (std::any_of(token.begin(), token.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return ScriptSounds(*text);
  }
  std::string sounds;
  for (size_t i = 0; i < token.size(); ++i) {
    const char sound = LatinSound(token, i);
    if (sound != 0 && (sounds.empty() || sounds.back() != sound)) sounds.push_back(sound);
  }
  return sounds;
}

}  // namespace vsx::domain
