#ifndef VSX_TESTS_BENCH_NAME_MATCHING_WORD_LISTS_H_
#define VSX_TESTS_BENCH_NAME_MATCHING_WORD_LISTS_H_

#include <span>
#include <string_view>

namespace vsx::name_matching {

enum class Language { kThai, kKhmer, kLao, kBurmese, kVietnamese, kMalay, kIndonesian, kFilipino, kChinese };

// One word that names are put together from: a household word of the language, so that no name made of them is a
// person's. `latin` is the spelling that an office of that State would use (Thai: RTGS; Chinese: pinyin), `other`
// another spelling met in practice, written down by hand and not made by any rule of the node; `script` is the word in
// the language's own script, empty where that is Latin.
struct Word {
  std::string_view latin;
  std::string_view other;
  std::string_view script;
};

// The words for own names, and for family names where they come from a list of their own; families begin with the most
// frequent.
std::span<const Word> OwnWords(Language language);
std::span<const Word> FamilyWords(Language language);

// Words with a script that no rule of the node was tuned on: written down after the rules were fixed, and to stay apart
// from them. Empty for the other languages.
std::span<const Word> HeldOutWords(Language language);

}  // namespace vsx::name_matching

#endif  // VSX_TESTS_BENCH_NAME_MATCHING_WORD_LISTS_H_
