#ifndef VSX_NODE_DOMAIN_SCRIPT_SOUNDS_H_
#define VSX_NODE_DOMAIN_SCRIPT_SOUNDS_H_

#include <unicode/unistr.h>

#include <string>

namespace vsx::domain {

// The consonant classes (name_sounds.h) of a word in Thai, Lao, Khmer or Myanmar script, in order; empty for other
// scripts. `word` is in NFKC. For this folder's .cc files only.
std::string ScriptSounds(const icu::UnicodeString& word);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_SCRIPT_SOUNDS_H_
