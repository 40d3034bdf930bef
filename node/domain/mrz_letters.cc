#include "node/domain/mrz_letters.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "absl/strings/str_replace.h"
#include "node/domain/unicode_text.h"

namespace vsx::domain {
namespace {

struct Letter {
  UChar32 code_point;
  const char* mrz;
};

// Doc 9303-3 section 6.A, in code-point order: the usual form of each national character.
constexpr auto kLetters = std::to_array<Letter>({
    {0x00C0, "A"},  {0x00C1, "A"},  {0x00C2, "A"},  {0x00C3, "A"},  {0x00C4, "AE"}, {0x00C5, "AA"}, {0x00C6, "AE"},
    {0x00C7, "C"},  {0x00C8, "E"},  {0x00C9, "E"},  {0x00CA, "E"},  {0x00CB, "E"},  {0x00CC, "I"},  {0x00CD, "I"},
    {0x00CE, "I"},  {0x00CF, "I"},  {0x00D0, "D"},  {0x00D1, "N"},  {0x00D2, "O"},  {0x00D3, "O"},  {0x00D4, "O"},
    {0x00D5, "O"},  {0x00D6, "OE"}, {0x00D8, "OE"}, {0x00D9, "U"},  {0x00DA, "U"},  {0x00DB, "U"},  {0x00DC, "UE"},
    {0x00DD, "Y"},  {0x00DE, "TH"}, {0x0100, "A"},  {0x0102, "A"},  {0x0104, "A"},  {0x0106, "C"},  {0x0108, "C"},
    {0x010A, "C"},  {0x010C, "C"},  {0x010E, "D"},  {0x0110, "D"},  {0x0112, "E"},  {0x0114, "E"},  {0x0116, "E"},
    {0x0118, "E"},  {0x011A, "E"},  {0x011C, "G"},  {0x011E, "G"},  {0x0120, "G"},  {0x0122, "G"},  {0x0124, "H"},
    {0x0126, "H"},  {0x0128, "I"},  {0x012A, "I"},  {0x012C, "I"},  {0x012E, "I"},  {0x0130, "I"},  {0x0131, "I"},
    {0x0132, "IJ"}, {0x0134, "J"},  {0x0136, "K"},  {0x0139, "L"},  {0x013B, "L"},  {0x013D, "L"},  {0x013F, "L"},
    {0x0141, "L"},  {0x0143, "N"},  {0x0145, "N"},  {0x0147, "N"},  {0x014A, "N"},  {0x014C, "O"},  {0x014E, "O"},
    {0x0150, "O"},  {0x0152, "OE"}, {0x0154, "R"},  {0x0156, "R"},  {0x0158, "R"},  {0x015A, "S"},  {0x015C, "S"},
    {0x015E, "S"},  {0x0160, "S"},  {0x0162, "T"},  {0x0164, "T"},  {0x0166, "T"},  {0x0168, "U"},  {0x016A, "U"},
    {0x016C, "U"},  {0x016E, "U"},  {0x0170, "U"},  {0x0172, "U"},  {0x0174, "W"},  {0x0176, "Y"},  {0x0178, "Y"},
    {0x0179, "Z"},  {0x017B, "Z"},  {0x017D, "Z"},  {0x1E9E, "SS"},
});

constexpr bool Before(const Letter& a, const Letter& b) { return a.code_point < b.code_point; }
static_assert(std::is_sorted(kLetters.begin(), kLetters.end(), Before));

const char* FindLetter(UChar32 c) {
  const auto* const at = std::lower_bound(kLetters.begin(), kLetters.end(), Letter{c, nullptr}, Before);
  return at != kLetters.end() && at->code_point == c ? at->mrz : nullptr;
}

// U+1E9E lower-cases to ß, which upper-cases to two letters: these two lower-case letters are looked up by hand.
UChar32 TableCase(UChar32 c) {
  if (c == 0x00DF) return 0x1E9E;
  return c == 0x0131 ? c : u_toupper(c);
}

// The letters of one character; empty if it has none in the machine-readable zone.
std::string LettersOf(UChar32 c) {
  if (c < 0x80) return u_isalpha(c) ? std::string(1, static_cast<char>(u_toupper(c))) : std::string();
  const char* usual = FindLetter(TableCase(c));
  if (usual != nullptr) return usual;
  // Letters with horns, hooks and stacked marks stand in no table: the base letter without its marks.
  const absl::StatusOr<icu::UnicodeString> parts = ToNfkd(icu::UnicodeString(c));
  if (!parts.ok() || parts->isEmpty()) return "";
  const UChar32 base = parts->char32At(0);
  return base < 0x80 && u_isalpha(base) ? std::string(1, static_cast<char>(u_toupper(base))) : std::string();
}

bool IsMark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

}  // namespace

absl::StatusOr<std::optional<std::string>> MrzLetters(std::string_view utf8) {
  absl::StatusOr<icu::UnicodeString> text = ReadName(utf8);
  if (!text.ok()) return text.status();
  text = CleanName(*text);
  if (!text.ok()) return text.status();
  std::string letters;
  for (int32_t i = 0; i < text->length(); i = text->moveIndex32(i, 1)) {
    const UChar32 c = text->char32At(i);
    if (IsMark(c)) continue;  // left over on a letter that has no composed form
    if (u_isalpha(c)) {
      const std::string some = LettersOf(c);
      if (some.empty()) return std::optional<std::string>();  // another script
      letters += some;
    } else if (c == '-' || c == ',' || c == '/' || c == '<' || u_isUWhiteSpace(c)) {
      letters.push_back(' ');
    }
  }
  return std::optional<std::string>(std::move(letters));
}

std::string UndoXx(std::string_view utf8) {
  return absl::StrReplaceAll(absl::string_view(utf8.data(), utf8.size()), {{"NXX", "N"}, {"UXX", "U"}});
}

}  // namespace vsx::domain
