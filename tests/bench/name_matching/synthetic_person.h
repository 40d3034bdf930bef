#ifndef VSX_TESTS_BENCH_NAME_MATCHING_SYNTHETIC_PERSON_H_
#define VSX_TESTS_BENCH_NAME_MATCHING_SYNTHETIC_PERSON_H_

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/bench/name_matching/word_lists.h"

namespace vsx::name_matching {

// One draw below `bound`, the same everywhere (the standard's distributions are not).
inline uint32_t Draw(std::mt19937& random, uint32_t bound) { return static_cast<uint32_t>(random() % bound); }

// A part of a name: words written together ("Dokmaidao") or apart ("Xiao Mei").
struct NamePart {
  std::vector<Word> words;
  bool spaced = false;
};

// Whose child, between the own name and the father's.
enum class ParticleKind { kNone, kBin, kBinti, kAnakLelaki, kAnakPerempuan, kAnak };

// A made-up person, whose name has the structure of her language: order, mononyms, particles, great families.
struct SyntheticPerson {
  Language language = Language::kThai;
  std::vector<NamePart> parts;  // in the order usually written
  ParticleKind particle = ParticleKind::kNone;
  size_t particle_before = 0;      // the part that it stands before
  size_t surname = 0;              // the part that a zone shows as primary identifier; parts.size() for the whole name
  std::optional<size_t> missable;  // the part that is often left out
};

// `held_out` takes the words from HeldOutWords, of languages that have some.
SyntheticPerson MakePerson(Language language, bool held_out, std::mt19937& random);

// How a desk writes a name down.
enum class Difference {
  kNone,
  kOrder,     // family name at the other end
  kTitle,     // with a title or honorific
  kParticle,  // another form of the patronymic particle, or none
  kMarks,     // without diacritics
  kSpaces,    // joined where usually apart, or apart
  kSpelling,  // romanised otherwise, or spelled as formerly
  kMissing,   // a middle, western, family or father's name left out
  kTwice,     // a single name in both fields
  kScript,    // in the own script
  kZone,      // as a passport's machine-readable zone gives it
  kZoneCut,   // as the zone of a card cuts it
  kTitleAndSpaces,
  kMistyped,       // one letter wrong
  kScriptAndZone,  // one in the own script, the other from a zone
};

// The name as written; nothing where the difference does not arise, or changes nothing. `in_script` writes the rest in
// the own script too.
std::optional<std::string> Written(const SyntheticPerson& person, Difference difference, bool in_script,
                                   std::mt19937& random);

}  // namespace vsx::name_matching

#endif  // VSX_TESTS_BENCH_NAME_MATCHING_SYNTHETIC_PERSON_H_
