#include "node/domain/name_normaliser.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "node/domain/error.h"
#include "node/domain/unicode_text.h"

namespace vsx::domain {
namespace {

bool IsLatinLetter(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(c, &error) == USCRIPT_LATIN && U_SUCCESS(error) && (U_GET_GC_MASK(c) & U_GC_L_MASK) != 0;
}

// Latin letters that Unicode does not decompose, and what stands for them without the stroke or the ligature.
const char16_t* PlainLatin(UChar32 c) {
  switch (c) {
    case 0x0111:  // đ
    case 0x00F0:  // ð
      return u"d";
    case 0x0142:  // ł
      return u"l";
    case 0x00F8:  // ø
      return u"o";
    case 0x00E6:  // æ
      return u"ae";
    case 0x0153:  // œ
      return u"oe";
    case 0x00FE:  // þ
      return u"th";
    case 0x0131:  // ı
      return u"i";
    case 0x0127:  // ħ
      return u"h";
    case 0x0167:  // ŧ
      return u"t";
    case 0x014B:  // ŋ
      return u"n";
    default:
      return nullptr;
  }
}

// Step 6. A nonspacing mark goes only where it follows a Latin letter: in Thai, Lao, Khmer and Burmese the same
// category holds vowels and tones, without which another name is left.
icu::UnicodeString StripLatinMarks(const icu::UnicodeString& text) {
  icu::UnicodeString kept;
  bool after_latin = false;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) {
      if (!after_latin) kept.append(c);
      continue;
    }
    after_latin = IsLatinLetter(c);
    const char16_t* plain = PlainLatin(c);
    if (plain != nullptr) {
      kept.append(icu::UnicodeString(plain));
    } else {
      kept.append(c);
    }
  }
  return kept;
}

bool IsForbidden(UChar32 c) { return c == '|' || (U_GET_GC_MASK(c) & U_GC_C_MASK) != 0; }

bool IsSeparator(UChar32 c) { return c == '<' || u_ispunct(c) || u_isUWhiteSpace(c); }

// Step 8. INVALID_ARGUMENT on a character that no handle may hold.
absl::StatusOr<std::vector<std::string>> Tokens(const icu::UnicodeString& text) {
  std::vector<std::string> tokens;
  icu::UnicodeString token;
  const auto finish = [&] {
    if (!token.isEmpty()) tokens.push_back(ToUtf8(token));
    token.remove();
  };
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (IsForbidden(c)) {
      return InvalidField(
          "NAME_CHARACTER_INVALID", "",
          "name: holds a character that no name holds (a vertical bar, a control, private or unassigned character)");
    }
    if (c == '.') continue;
    if (IsSeparator(c)) {
      finish();
    } else {
      token.append(c);
    }
  }
  finish();
  return tokens;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> NameTokens(std::string_view utf8) {
  absl::StatusOr<icu::UnicodeString> text = ReadName(utf8);
  if (!text.ok()) return text.status();
  text = CleanName(*text);  // 1 to 3
  if (!text.ok()) return text.status();
  text = ToNfkd(text->foldCase());  // 4, 5
  if (!text.ok()) return text.status();
  text = ToNfkc(StripLatinMarks(*text));  // 6, 7
  if (!text.ok()) return text.status();
  absl::StatusOr<std::vector<std::string>> tokens = Tokens(*text);  // 8
  if (tokens.ok() && tokens->empty()) return InvalidField("NAME_EMPTY", "", "name: holds no letter");
  return tokens;
}

absl::StatusOr<NameKey> NameKey::FromName(std::string_view utf8) {
  absl::StatusOr<std::vector<std::string>> tokens = NameTokens(utf8);
  if (!tokens.ok()) return tokens.status();
  std::sort(tokens->begin(), tokens->end());  // 9: the order of UTF-8 bytes is the order of code points
  std::string key = absl::StrJoin(*tokens, " ");
  if (key.size() > kMaxNameBytes) return InvalidField("NAME_TOO_LONG", "", "name: longer than 1,024 bytes");
  return NameKey(std::move(key));
}

absl::StatusOr<NameKey> NameKey::FromMrz(std::string_view primary_identifier, std::string_view secondary_identifier) {
  return FromName(absl::StrCat(absl::string_view(primary_identifier.data(), primary_identifier.size()), "<<",
                               absl::string_view(secondary_identifier.data(), secondary_identifier.size())));
}

absl::StatusOr<NameKey> NameKey::FromKey(std::string_view key) {
  absl::StatusOr<icu::UnicodeString> text = ReadName(key);
  if (!text.ok()) return text.status();
  // The form is checked, not that the key is its own key: for a few characters (U+0149) it is not.
  absl::StatusOr<std::vector<std::string>> tokens = Tokens(*text);
  if (!tokens.ok()) return tokens.status();
  std::sort(tokens->begin(), tokens->end());
  if (key.empty() || absl::StrJoin(*tokens, " ") != absl::string_view(key.data(), key.size())) {
    return InvalidField("HANDLE_NOT_CANONICAL", "", "name key: not in its normal form");
  }
  return NameKey(std::string(key));
}

}  // namespace vsx::domain
