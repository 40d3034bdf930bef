#include "node/domain/name_transliteration.h"

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <memory>
#include <mutex>
#include <set>

#include "absl/status/status.h"
#include "node/domain/unicode_text.h"

namespace vsx::domain {
namespace {

// One transliterator for the process: it is slow to make, and fills caches of its own while it works.
class Romaniser {
 public:
  static Romaniser& Instance() {
    static auto* const romaniser = new Romaniser;  // lives as long as the process
    return *romaniser;
  }

  absl::Status Apply(icu::UnicodeString& text) {
    const std::lock_guard lock(mutex_);
    if (rules_ == nullptr) return absl::InternalError("transliteration is not available");
    rules_->transliterate(text);
    return absl::OkStatus();
  }

 private:
  Romaniser() {
    UErrorCode error = U_ZERO_ERROR;
    rules_.reset(icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, error));
    if (U_FAILURE(error)) rules_.reset();
  }

  std::mutex mutex_;
  std::unique_ptr<icu::Transliterator> rules_;
};

// Scripts of the letters in `text`. Han, kana, bopomofo and Hangul count as one: they are written together.
std::set<UScriptCode> ScriptsOf(const icu::UnicodeString& text) {
  std::set<UScriptCode> scripts;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    UErrorCode error = U_ZERO_ERROR;
    UScriptCode script = u_isalpha(c) ? uscript_getScript(c, &error) : USCRIPT_COMMON;
    if (U_FAILURE(error) || script == USCRIPT_COMMON || script == USCRIPT_INHERITED) continue;
    if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_BOPOMOFO ||
        script == USCRIPT_HANGUL) {
      script = USCRIPT_HAN;
    }
    scripts.insert(script);
  }
  return scripts;
}

absl::StatusOr<icu::UnicodeString> ReadAndClean(std::string_view utf8) {
  absl::StatusOr<icu::UnicodeString> text = ReadName(utf8);
  if (!text.ok()) return text.status();
  return CleanName(*text);
}

bool OnlyLatin(const std::set<UScriptCode>& scripts) {
  return scripts.empty() || (scripts.size() == 1 && *scripts.begin() == USCRIPT_LATIN);
}

}  // namespace

absl::StatusOr<std::string> Romanise(std::string_view utf8) {
  absl::StatusOr<icu::UnicodeString> text = ReadAndClean(utf8);
  if (!text.ok()) return text.status();
  const absl::Status applied = Romaniser::Instance().Apply(*text);
  if (!applied.ok()) return applied;
  return ToUtf8(*text);
}

absl::StatusOr<std::optional<NameKey>> TransliterationKey(std::string_view utf8) {
  absl::StatusOr<NameKey> own = NameKey::FromName(utf8);
  if (!own.ok()) return own.status();
  absl::StatusOr<icu::UnicodeString> text = ReadAndClean(utf8);
  if (!text.ok()) return text.status();
  if (OnlyLatin(ScriptsOf(*text))) return std::optional<NameKey>();
  absl::StatusOr<std::string> latin = Romanise(utf8);
  if (!latin.ok()) return latin.status();
  absl::StatusOr<NameKey> key = NameKey::FromName(*latin);
  // What romanises to nothing, or to more than a name may hold, has no further handle; the name's own stays.
  if (!key.ok() || *key == *own) return std::optional<NameKey>();
  return std::optional<NameKey>(*std::move(key));
}

absl::StatusOr<NameScript> ScriptOf(std::string_view utf8) {
  absl::StatusOr<icu::UnicodeString> text = ReadAndClean(utf8);
  if (!text.ok()) return text.status();
  const std::set<UScriptCode> scripts = ScriptsOf(*text);
  if (OnlyLatin(scripts)) return NameScript::kLatin;
  if (scripts.size() > 1) return NameScript::kOther;
  switch (*scripts.begin()) {
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return NameScript::kSoutheastAsian;
    default:
      break;
  }
  const absl::Status applied = Romaniser::Instance().Apply(*text);
  if (!applied.ok()) return applied;
  return OnlyLatin(ScriptsOf(*text)) ? NameScript::kRomanised : NameScript::kOther;
}

absl::StatusOr<NameComparability> ComparabilityOf(std::string_view utf8) {
  absl::StatusOr<icu::UnicodeString> text = ReadAndClean(utf8);
  if (!text.ok()) return text.status();
  const std::set<UScriptCode> scripts = ScriptsOf(*text);
  NameComparability comparability;
  comparability.mixed_scripts = scripts.size() > 1;
  if (OnlyLatin(scripts)) return comparability;
  const absl::Status applied = Romaniser::Instance().Apply(*text);
  if (!applied.ok()) return applied;
  comparability.latin = OnlyLatin(ScriptsOf(*text)) ? LatinComparison::kApproximate : LatinComparison::kNone;
  return comparability;
}

}  // namespace vsx::domain
