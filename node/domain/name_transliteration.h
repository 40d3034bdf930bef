#ifndef VSX_NODE_DOMAIN_NAME_TRANSLITERATION_H_
#define VSX_NODE_DOMAIN_NAME_TRANSLITERATION_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "node/domain/name_normaliser.h"

namespace vsx::domain {

// The name in Latin letters by ICU's "Any-Latin; Latin-ASCII", after steps 1 to 3 of the key procedure, so that text
// that is the same to NFKC gives the same letters. ICU's romanisation is not that of passports. Scripts without rules
// (Khmer and Lao in ICU 72) stay as they are. Errors as NameKey::FromName. Threads: safe concurrently; calls wait for
// each other.
absl::StatusOr<std::string> Romanise(std::string_view utf8);

// The key of the romanised name, a further handle; nothing where it equals the name's own key. Errors as Romanise.
absl::StatusOr<std::optional<NameKey>> TransliterationKey(std::string_view utf8);

// What a name is written in, as far as its variants go (name_variants.h).
enum class NameScript {
  kLatin,
  kSoutheastAsian,  // one of Thai, Lao, Khmer and Myanmar, which ICU does not spell as passports do
  kRomanised,       // one other script that ICU brings wholly into Latin letters, such as Han
  kOther,           // letters of several scripts, or of one that stays as it is
};

// Errors as Romanise.
absl::StatusOr<NameScript> ScriptOf(std::string_view utf8);

// How far a name can be compared with spellings in Latin letters. Whatever is short of kLatin must be told to the
// officer as "not compared", never as "no match".
enum class LatinComparison {
  kLatin,        // the name is in Latin letters
  kApproximate,  // romanised by ICU: passports of the same person may be spelled otherwise
  kNone,         // some letter has no romanisation here: compared in its own script only
};

struct NameComparability {
  LatinComparison latin = LatinComparison::kLatin;
  // Letters of more than one script, such as a Cyrillic С among Latin letters: a slip or a disguise, to be looked at.
  bool mixed_scripts = false;
};

// Errors as Romanise.
absl::StatusOr<NameComparability> ComparabilityOf(std::string_view utf8);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_NAME_TRANSLITERATION_H_
