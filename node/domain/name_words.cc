#include "node/domain/name_words.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "absl/strings/str_replace.h"
#include "node/domain/unicode_text.h"

namespace vsx::domain {
namespace {

using NameWords = std::vector<std::string>;

// Titles that are no name anywhere in the region, wherever they stand.
constexpr auto kTitles = std::to_array<std::string_view>(
    {"bapak", "cik",  "datin", "dato", "datuk", "daw", "dr",      "encik", "haji",     "hajah", "hajjah", "hj",  "hjh",
     "ibu",   "khun", "miss",  "mr",   "mrs",   "ms",  "nangsao", "pehin", "pengiran", "prof",  "puan",   "tuan"});

// Titles that are names elsewhere (Ko, Ma, Ong and U are Chinese surnames, Thao a Vietnamese name), so only in front.
constexpr auto kTitlesInFront = std::to_array<std::string_view>(
    {"awang", "ba", "dayang", "h", "ko", "lok", "ma", "maung", "mg", "nai", "nang", "neang", "ong", "thao", "u"});

// In their own script, joined to the name or as a word; the longer form first.
constexpr auto kJoinedTitles =
    std::to_array<std::string_view>({"นางสาว", "เด็กชาย", "เด็กหญิง", "นาย", "นาง", "คุณ",  // Thai
                                     "ນາງສາວ", "ທ້າວ", "ນາງ", "ທ່ານ",                     // Lao
                                     "លោកស្រី", "អ្នកស្រី", "លោក", "កញ្ញា",                   // Khmer
                                     "ဒေါ်", "ဦး"});                                     // Burmese

// In their own script, as words only: they begin many names, or are abbreviations.
constexpr auto kSeparateTitles = std::to_array<std::string_view>({"นส", "ดช", "ดญ", "ကို", "မ", "မောင်"});

constexpr auto kMuhammad = std::to_array<std::string_view>(
    {"md", "mhd", "mohamad", "mohamed", "mohammad", "mohammed", "mohd", "muhamad", "muhamed", "muhammed", "muhd"});

// Written before a Spanish or Portuguese surname, joined to it or not. (Not "do", which is a Vietnamese family name.)
constexpr auto kSurnameParticles = std::to_array<std::string_view>(
    {"da", "das", "de", "del", "dela", "delas", "delos", "dos", "la", "las", "los", "san", "santa", "sta"});

struct PatronymicParticle {
  std::string_view first;
  std::string_view second;  // "a/l" is two tokens
  Patronymic means;
};

constexpr auto kParticles = std::to_array<PatronymicParticle>({
    {"bin", "", Patronymic::kSon},
    {"ibni", "", Patronymic::kSon},
    {"a", "l", Patronymic::kSon},
    {"s", "o", Patronymic::kSon},
    {"binti", "", Patronymic::kDaughter},
    {"binte", "", Patronymic::kDaughter},
    {"bte", "", Patronymic::kDaughter},
    {"bt", "", Patronymic::kDaughter},
    {"a", "p", Patronymic::kDaughter},
    {"d", "o", Patronymic::kDaughter},
    {"anak", "", Patronymic::kChild},
    {"ak", "", Patronymic::kChild},
});

template <typename List>
bool Holds(const List& list, const std::string& token) {
  return std::find(list.begin(), list.end(), token) != list.end();
}

// A sign that never begins a syllable: what precedes it is no word of its own (คุณากร holds no title คุณ).
bool IsVowelSign(UChar32 c) {
  const bool thai_or_lao_a = c == 0x0E30 || c == 0x0E32 || c == 0x0EB0 || c == 0x0EB2;
  return thai_or_lao_a || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

std::string WithoutJoinedTitle(const std::string& token) {
  for (const std::string_view title : kJoinedTitles) {
    // One letter, three bytes in these scripts, is no name.
    if (token.size() <= title.size() + 3 || !token.starts_with(title)) continue;
    const std::string rest = token.substr(title.size());
    const absl::StatusOr<icu::UnicodeString> text = ReadName(rest);
    if (text.ok() && !IsVowelSign(text->char32At(0))) return rest;
  }
  return token;
}

void DropTitles(NameWords& tokens) {
  NameWords kept;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::string& token = tokens[i];
    // "Tan Sri": Tan alone is a surname.
    if (token == "tan" && i + 1 < tokens.size() && tokens[i + 1] == "sri") {
      ++i;
      continue;
    }
    const bool front = kept.empty();
    if (Holds(kTitles, token) ||
        (front && (Holds(kTitlesInFront, token) || Holds(kJoinedTitles, token) || Holds(kSeparateTitles, token)))) {
      continue;
    }
    kept.push_back(front ? WithoutJoinedTitle(token) : token);
  }
  if (!kept.empty()) tokens = std::move(kept);
}

void TakePatronymic(PlainName& plain) {
  NameWords& tokens = plain.tokens;
  for (size_t i = 0; i < tokens.size(); ++i) {
    for (const PatronymicParticle& particle : kParticles) {
      const size_t length = particle.second.empty() ? 1 : 2;
      if (tokens.size() < length + 1 || tokens[i] != particle.first) continue;
      if (length == 2 && (i + 1 == tokens.size() || tokens[i + 1] != particle.second)) continue;
      tokens.erase(tokens.begin() + static_cast<ptrdiff_t>(i), tokens.begin() + static_cast<ptrdiff_t>(i + length));
      plain.patronymic = particle.means;
      plain.before_patronymic = i;
      return;
    }
  }
}

// Texts that a reader cannot tell apart, or hardly, and that normalisation keeps apart: COENG DA and COENG TA; the
// digit zero typed for the letter WA.
void JoinLookAlikes(std::string& token) {
  absl::StrReplaceAll({{"\u17D2\u178A", "\u17D2\u178F"}, {"\u1040", "\u101D"}}, &token);
}

void WriteOut(PlainName& plain) {
  NameWords& tokens = plain.tokens;
  for (std::string& token : tokens) {
    if (Holds(kMuhammad, token)) token = "muhammad";
    if (token == "abd") token = "abdul";
    JoinLookAlikes(token);
  }
  if (plain.patronymic != Patronymic::kNone) return;
  // "Maria Cristina", "Ma. Cristina" and "Cristina" are one name in daily use.
  NameWords without;
  for (const std::string& token : tokens) {
    if (token != "maria" && token != "ma") without.push_back(token);
  }
  if (without.size() >= 2) tokens = std::move(without);
}

// "De la Cruz" and "San Jose" are one word: they are left out together.
void JoinSurnames(NameWords& tokens) {
  NameWords joined;
  std::string before;
  for (const std::string& token : tokens) {
    before += token;
    if (Holds(kSurnameParticles, token)) continue;
    joined.push_back(std::move(before));
    before.clear();
  }
  if (!before.empty()) joined.push_back(std::move(before));
  tokens = std::move(joined);
}

}  // namespace

PlainName PlainNameOf(NameWords tokens) {
  PlainName plain;
  plain.tokens = std::move(tokens);
  DropTitles(plain.tokens);
  // A surname field filled with the single name once more.
  if (plain.tokens.size() == 2 && plain.tokens[0] == plain.tokens[1]) plain.tokens.pop_back();
  JoinSurnames(plain.tokens);
  TakePatronymic(plain);
  WriteOut(plain);
  return plain;
}

}  // namespace vsx::domain
