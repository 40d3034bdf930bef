#ifndef VSX_NODE_DOMAIN_NAME_WORDS_H_
#define VSX_NODE_DOMAIN_NAME_WORDS_H_

#include <cstddef>
#include <string>
#include <vector>

namespace vsx::domain {

// What stands between a person's own name and the father's (bin, binti, A/L, D/O, anak): it says whose child, and often
// whether son or daughter, so that it is told apart and never dropped from both sides of a comparison.
enum class Patronymic { kNone, kSon, kDaughter, kChild };

// PlainName is a name without the words that one desk writes and another leaves out. The lists and their sources stand
// in HANDLES.md.
struct PlainName {
  std::vector<std::string> tokens;  // in the order written, at least one
  Patronymic patronymic = Patronymic::kNone;
  size_t before_patronymic = 0;  // tokens that stand before the particle; 0 without one
};

// `tokens` is what NameTokens gives. Titles go (Daw, Haji, Encik, นางสาว), also where Thai, Lao, Khmer and Burmese
// write them joined to the name; spellings of Muhammad and Abdul become one; Maria goes where two other words are left;
// a single name that fills a second field too stands once. A title that is all there is stays.
PlainName PlainNameOf(std::vector<std::string> tokens);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_NAME_WORDS_H_
