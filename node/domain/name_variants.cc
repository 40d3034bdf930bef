#include "node/domain/name_variants.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "node/domain/mrz_letters.h"
#include "node/domain/name_sounds.h"
#include "node/domain/name_transliteration.h"
#include "node/domain/name_words.h"
#include "node/domain/unicode_text.h"

namespace vsx::domain {
namespace {

using NameWords = std::vector<std::string>;

// Fewer consonants say too little: with three, one pair of Chinese names in a hundred shares them (MATCHING.md).
constexpr size_t kFewestConsonants = 4;

// Collects variants without repeating a key.
class Variants {
 public:
  explicit Variants(NameKey own) { all_.push_back({VariantKind::kOwnKey, std::move(own)}); }

  void Add(VariantKind kind, const NameKey& key) {
    const auto same = [&](const NameVariant& one) { return one.key == key; };
    if (std::none_of(all_.begin(), all_.end(), same)) all_.push_back({kind, key});
  }

  // A key too long for a handle is left out: the own key stands.
  void Add(VariantKind kind, const absl::StatusOr<NameKey>& key) {
    if (key.ok()) Add(kind, *key);
  }

  std::vector<NameVariant> Take() && { return std::move(all_); }

 private:
  std::vector<NameVariant> all_;
};

// What a name's variants are made of.
struct NameParts {
  NameKey own;
  NameScript script;
  PlainName plain;  // in Latin letters for NameScript::kRomanised
};

absl::StatusOr<NameParts> PartsOf(std::string_view name) {
  const absl::StatusOr<NameKey> own = NameKey::FromName(name);
  if (!own.ok()) return own.status();
  const absl::StatusOr<NameScript> script = ScriptOf(name);
  if (!script.ok()) return script.status();
  std::string text(name);
  if (*script == NameScript::kRomanised) {
    absl::StatusOr<std::string> latin = Romanise(name);
    if (!latin.ok()) return latin.status();
    text = *std::move(latin);
  }
  if (*script == NameScript::kLatin) text = UndoXx(text);
  absl::StatusOr<NameWords> tokens = NameTokens(text);
  if (!tokens.ok()) tokens = NameTokens(name);  // what romanises to nothing
  if (!tokens.ok()) return tokens.status();
  return NameParts{*own, *script, PlainNameOf(*std::move(tokens))};
}

// "m", "f" or "c" and a mark, or nothing: a son's name never equals a daughter's.
std::string PatronymicMark(Patronymic patronymic) {
  switch (patronymic) {
    case Patronymic::kNone:
      return "";
    case Patronymic::kSon:
      return "m~";
    case Patronymic::kDaughter:
      return "f~";
    case Patronymic::kChild:
      return "c~";
  }
  return "";
}

// All letters of the name in code-point order: what is left when neither spaces nor order count.
std::string SortedLetters(const NameWords& tokens) {
  const absl::StatusOr<icu::UnicodeString> text = ReadName(absl::StrJoin(tokens, ""));
  if (!text.ok()) return "";
  std::vector<UChar32> letters;
  for (int32_t i = 0; i < text->length(); i = text->moveIndex32(i, 1)) letters.push_back(text->char32At(i));
  std::sort(letters.begin(), letters.end());
  icu::UnicodeString sorted;
  for (const UChar32 letter : letters) sorted.append(letter);
  return ToUtf8(sorted);
}

absl::StatusOr<NameKey> LettersKey(Patronymic patronymic, const NameWords& tokens) {
  return NameKey::FromKey(absl::StrCat("~letters~", PatronymicMark(patronymic), SortedLetters(tokens)));
}

absl::StatusOr<NameKey> FewerKey(const NameWords& tokens) {
  return NameKey::FromKey(absl::StrCat("~fewer~", SortedLetters(tokens)));
}

NameWords Without(const NameWords& tokens, size_t i) {
  NameWords some = tokens;
  some.erase(some.begin() + static_cast<ptrdiff_t>(i));
  return some;
}

// What is left of a Latin name when a part is left out: of a Malay name what stands before the particle, else all but
// the second last word or all but the second, which is where middle names stand (Nguyen Thi Mau, Maria Cristina Santos
// Halimbawa).
std::vector<NameWords> Shortened(const NameParts& parts) {
  const NameWords& tokens = parts.plain.tokens;
  if (parts.script != NameScript::kLatin) return {};
  if (parts.plain.patronymic != Patronymic::kNone) {
    const size_t before = parts.plain.before_patronymic;
    if (before < 2 || before >= tokens.size()) return {};
    return {NameWords(tokens.begin(), tokens.begin() + static_cast<ptrdiff_t>(before))};
  }
  std::vector<NameWords> shortened;
  if (tokens.size() < 3) return shortened;
  for (const size_t i : {tokens.size() - 2, size_t{1}}) {
    // A word that stands twice is no middle name.
    if (std::count(tokens.begin(), tokens.end(), tokens[i]) == 1) shortened.push_back(Without(tokens, i));
  }
  return shortened;
}

// The least of the string's rotations: the same wherever a name is cut in two and its halves exchanged.
std::string LeastRotation(const std::string& text) {
  std::string least = text;
  std::string rotated = text;
  for (size_t i = 1; i < text.size(); ++i) {
    std::rotate(rotated.begin(), rotated.begin() + 1, rotated.end());
    least = std::min(least, rotated);
  }
  return least;
}

bool IsGeneration(const std::string& token) {
  return token == "jr" || token == "sr" || token == "ii" || token == "iii" || token == "iv";
}

// The consonants of the whole name, wherever it is cut into words and at whichever end the family name stands. A son's
// name never equals a daughter's, nor a junior's his father's.
std::optional<std::string> SoundsOf(const NameParts& parts) {
  if (parts.script == NameScript::kOther) return std::nullopt;
  std::string mark = PatronymicMark(parts.plain.patronymic);
  std::string sounds;
  for (const std::string& token : parts.plain.tokens) {
    if (IsGeneration(token)) {
      absl::StrAppend(&mark, token, "~");
    } else {
      sounds += ConsonantsOf(token);
    }
  }
  if (sounds.size() < kFewestConsonants) return std::nullopt;
  return mark + LeastRotation(sounds);
}

void AddSpellings(std::string_view name, NameScript script, Variants& variants) {
  if (script == NameScript::kRomanised || script == NameScript::kOther) {
    const absl::StatusOr<std::optional<NameKey>> romanised = TransliterationKey(name);
    if (romanised.ok() && romanised->has_value()) variants.Add(VariantKind::kSpelling, **romanised);
  }
  const absl::StatusOr<std::optional<std::string>> passport = MrzLetters(name);
  if (passport.ok() && passport->has_value()) {
    variants.Add(VariantKind::kSpelling, NameKey::FromName(**passport));
  }
  variants.Add(VariantKind::kSpelling, NameKey::FromName(UndoXx(name)));
}

}  // namespace

absl::StatusOr<std::vector<NameVariant>> VariantsToRegister(std::string_view name) {
  absl::StatusOr<NameParts> parts = PartsOf(name);
  if (!parts.ok()) return parts.status();
  const PlainName& plain = parts->plain;
  Variants variants(parts->own);
  variants.Add(VariantKind::kLetters, LettersKey(plain.patronymic, plain.tokens));
  // Who asks without the particle finds her under the letters alone.
  variants.Add(VariantKind::kLetters, LettersKey(Patronymic::kNone, plain.tokens));
  for (const NameWords& shortened : Shortened(*parts)) variants.Add(VariantKind::kFewer, FewerKey(shortened));
  if (const std::optional<std::string> sounds = SoundsOf(*parts)) {
    variants.Add(VariantKind::kSounds, NameKey::FromKey(absl::StrCat("~sounds~", *sounds)));
    if (parts->script == NameScript::kLatin) {
      variants.Add(VariantKind::kSounds, NameKey::FromKey(absl::StrCat("~latin~", *sounds)));
    }
  }
  return std::move(variants).Take();
}

absl::StatusOr<std::vector<NameVariant>> VariantsToAsk(std::string_view name) {
  absl::StatusOr<NameParts> parts = PartsOf(name);
  if (!parts.ok()) return parts.status();
  const PlainName& plain = parts->plain;
  Variants variants(parts->own);
  AddSpellings(name, parts->script, variants);
  variants.Add(VariantKind::kLetters, LettersKey(plain.patronymic, plain.tokens));
  if (plain.patronymic != Patronymic::kNone) {
    // As an issuer enters it who leaves the particle out.
    variants.Add(VariantKind::kFewer, NameKey::FromName(absl::StrJoin(plain.tokens, " ")));
  }
  for (const NameWords& shortened : Shortened(*parts)) {
    variants.Add(VariantKind::kFewer, LettersKey(Patronymic::kNone, shortened));
  }
  if (const std::optional<std::string> sounds = SoundsOf(*parts)) {
    const bool latin = parts->script == NameScript::kLatin;
    variants.Add(VariantKind::kSounds, NameKey::FromKey(absl::StrCat(latin ? "~sounds~" : "~latin~", *sounds)));
  }
  if (parts->script == NameScript::kLatin && plain.patronymic == Patronymic::kNone && plain.tokens.size() >= 2) {
    variants.Add(VariantKind::kMore, FewerKey(plain.tokens));
  }
  return std::move(variants).Take();
}

}  // namespace vsx::domain
