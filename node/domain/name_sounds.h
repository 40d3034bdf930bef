#ifndef VSX_NODE_DOMAIN_NAME_SOUNDS_H_
#define VSX_NODE_DOMAIN_NAME_SOUNDS_H_

#include <string>
#include <string_view>

namespace vsx::domain {

// The consonants of one word as romanisations agree on them: classes k, l, m, n, p, r, s, t in the order spoken, no
// class twice in a row (but where Burmese may begin another word without a space). Vowels, tones, aspiration, h, w and
// y are left out, for these are what two desks spell differently (Phon, Porn; Sommut, Sommout; Xiao, Hsiao); a final r
// is not spoken. `token` is one of NameTokens, in Latin letters or in Thai, Lao, Khmer or Myanmar script; other letters
// have no sound here. The tables and their sources stand in HANDLES.md.
std::string ConsonantsOf(std::string_view token);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_NAME_SOUNDS_H_
