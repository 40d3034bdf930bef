#include "node/domain/script_sounds.h"

#include <string_view>

namespace vsx::domain {
namespace {

// One class for each letter of a block, from its first consonant on; '.' is a letter (or an unassigned place) without a
// class: h, w, y and the carrier of vowels; 'y' is a letter whose class depends on its place.
constexpr std::string_view kThai = "kkkkkknsssssytttttntttttnpppppppm.rrll.sss.l..";  // U+0E01 to U+0E2E
constexpr std::string_view kLao = "kk.k.knsss.synttttntttttnpppppppm.r.l..sss.l..";   // U+0E81 to U+0EAE
constexpr std::string_view kKhmer = "kkkknssssnttttnttttnppppm.rl.sss.l.";            // U+1780 to U+17A2
constexpr std::string_view kMyanmar = "kkkknssssnyttttnttttnppppm..l.t.l.";           // U+1000 to U+1021

char ClassOf(UChar32 c, UChar32 first, std::string_view table) {
  const auto at = static_cast<size_t>(c - first);
  return c >= first && at < table.size() ? table[at] : '\0';
}

char ThaiClass(UChar32 c) { return ClassOf(c, 0x0E01, kThai); }
char LaoClass(UChar32 c) { return ClassOf(c, 0x0E81, kLao); }
char KhmerClass(UChar32 c) { return ClassOf(c, 0x1780, kKhmer); }
char MyanmarClass(UChar32 c) { return ClassOf(c, 0x1000, kMyanmar); }

UChar32 At(const icu::UnicodeString& word, int32_t i) {
  return i >= 0 && i < word.length() ? word.char32At(i) : 0;  // these scripts have no surrogates
}

bool IsBetween(UChar32 c, UChar32 first, UChar32 last) { return c >= first && c <= last; }

// The same class twice in a row is one: ม closes and opens in สมมุติ, and who hears Sommut writes mm or m.
void AddOnce(std::string& sounds, char sound) {
  if (sounds.empty() || sounds.back() != sound) sounds.push_back(sound);
}

// Thai (and Lao, 0x80 further on): a vowel written before its consonant; a sign above, below or after it; a tone.
bool IsLeadingVowel(UChar32 c) { return IsBetween(c & ~0x80, 0x0E40, 0x0E44); }
bool IsTone(UChar32 c) { return IsBetween(c & ~0x80, 0x0E48, 0x0E4B); }
bool IsFollowingVowel(UChar32 c) {
  const UChar32 thai = c & ~0x80;
  return IsBetween(thai, 0x0E30, 0x0E3B) || thai == 0x0E45 || thai == 0x0E47 || thai == 0x0E4D;
}

int32_t AfterTones(const icu::UnicodeString& word, int32_t i) {
  while (IsTone(At(word, i))) ++i;
  return i;
}

constexpr UChar32 kLaoSignLo = 0x0EBC;
constexpr UChar32 kThanthakhat = 0x0E4C;
constexpr UChar32 kRoRuea = 0x0E23;

// True when the consonant at `i`, with its vowel, is struck out by a thanthakhat.
bool IsSilentThai(const icu::UnicodeString& word, int32_t i) {
  int32_t next = i + 1;
  if (IsFollowingVowel(At(word, next))) ++next;
  if (At(word, next) == kThanthakhat) return true;
  // The cluster of จันทร์ is silent as one.
  return At(word, i + 1) == kRoRuea && At(word, i + 2) == kThanthakhat;
}

char ThaiFinal(char sound) {
  switch (sound) {
    case 's':
      return 't';
    case 'l':
    case 'r':
    case 'y':
      return 'n';
    default:
      return sound;
  }
}

// NIKHAHIT before SARA AA, which is SARA AM in NFKC; alone, the Lao one is a vowel.
bool IsSaraAm(const icu::UnicodeString& word, int32_t i) {
  return (At(word, i) & ~0x80) == 0x0E4D && (At(word, AfterTones(word, i + 1)) & ~0x80) == 0x0E32;
}

// ว between two consonants is the vowel ua (กล้วย).
bool IsVowelWo(const icu::UnicodeString& word, int32_t i) {
  if ((At(word, i) & ~0x80) != 0x0E27) return false;
  const UChar32 next = At(word, AfterTones(word, i + 1));
  int32_t before = i - 1;
  while (before > 0 && IsTone(At(word, before))) --before;
  return (ThaiClass(At(word, before)) != 0 || LaoClass(At(word, before)) != 0) &&
         (ThaiClass(next) != 0 || LaoClass(next) != 0) && !IsFollowingVowel(At(word, AfterTones(word, i + 2)));
}

// A consonant opens a syllable if it bears a vowel; without one it closes an open syllable, or opens one whose vowel is
// not written.
std::string ThaiSounds(const icu::UnicodeString& word) {
  std::string sounds;
  bool open = false;
  for (int32_t i = 0; i < word.length(); ++i) {
    const UChar32 c = At(word, i);
    if (IsSaraAm(word, i)) AddOnce(sounds, 'm');
    if (c == kLaoSignLo) AddOnce(sounds, 'l');
    char sound = ThaiClass(c);
    const bool lao = sound == '\0';
    if (lao) sound = LaoClass(c);
    if (sound == '\0' || IsSilentThai(word, i)) continue;
    if (c == kRoRuea && At(word, i + 1) == kRoRuea) {  // พรรณ, ธรรม: a vowel, and final n where nothing follows
      ++i;
      if (ThaiClass(At(word, i + 1)) == '\0') AddOnce(sounds, 'n');
      continue;
    }
    if (IsVowelWo(word, i)) continue;
    const int32_t next = AfterTones(word, i + 1);
    const bool opens =
        IsFollowingVowel(At(word, next)) || IsVowelWo(word, next) || IsLeadingVowel(At(word, i - 1)) || !open;
    open = opens;
    if (!opens && !lao) sound = ThaiFinal(sound);
    if (sound == 'y') sound = lao && opens ? 'n' : '.';
    if (sound != '.') AddOnce(sounds, sound);
  }
  return sounds;
}

constexpr UChar32 kCoeng = 0x17D2;

bool BearsKhmerVowel(UChar32 next) { return IsBetween(next, 0x17B6, 0x17C5) || next == kCoeng; }

std::string KhmerSounds(const icu::UnicodeString& word) {
  std::string sounds;
  for (int32_t i = 0; i < word.length(); ++i) {
    const UChar32 c = At(word, i);
    if (c == 0x17C6) AddOnce(sounds, 'm');     // NIKAHIT
    if (c == 0x17A7 || c == 0x17AA) continue;  // independent vowels
    const char sound = KhmerClass(c);
    if (sound == '\0' || sound == '.') continue;
    if (At(word, i + 1) == 0x17CD) continue;  // TOANDAKHIAT: silent
    const bool below = At(word, i - 1) == kCoeng;
    if (below && i + 1 == word.length()) continue;  // at the end not spoken: ចន្ទ Chan
    if (sound == 'r' && i > 0 && !below && !BearsKhmerVowel(At(word, i + 1))) continue;  // final, not spoken
    AddOnce(sounds, sound);
  }
  return sounds;
}

constexpr UChar32 kAsat = 0x103A;
constexpr UChar32 kMyanmarYa = 0x103B;  // medials
constexpr UChar32 kMyanmarRa = 0x103C;
constexpr UChar32 kMyanmarHa = 0x103E;

// What a consonant under an asat is spelled as: သစ် Thit, ထက် Htet, အောင် Aung, ကြည် Kyi.
char MyanmarFinal(const icu::UnicodeString& word, int32_t i, char sound) {
  switch (sound) {
    case 'm':
      return 'n';
    case 'k':
    case 'p':
    case 't':
      return IsBetween(At(word, i - 1), 0x102B, 0x1032) ? 'k' : 't';  // aik, auk, eik, oke; but et, at
    case 's':
      return 't';
    case 'y':
      return '.';
    default:
      return sound;
  }
}

bool HasMedialHa(const icu::UnicodeString& word, int32_t i) {
  do {
    ++i;
    if (At(word, i) == kMyanmarHa) return true;
  } while (IsBetween(At(word, i), kMyanmarYa, kMyanmarHa));
  return false;
}

std::string MyanmarSounds(const icu::UnicodeString& word) {
  std::string sounds;
  for (int32_t i = 0; i < word.length(); ++i) {
    const UChar32 c = At(word, i);
    if (c == 0x1036) AddOnce(sounds, 'n');  // anusvara
    char sound = MyanmarClass(c);
    if (sound == '\0') continue;
    UChar32 next = At(word, i + 1);
    if (next == 0x1037) next = At(word, i + 2);  // dot below
    if (next == kAsat) {
      sound = MyanmarFinal(word, i, sound);
    } else if ((c == 0x101A || c == 0x101B) && HasMedialHa(word, i)) {
      sound = 's';  // ရှ is sh
    } else if (c == 0x1001 && (next == kMyanmarYa || next == kMyanmarRa)) {
      sound = 's';  // ချ and ခြ are ch
    } else if (sound == 'y') {
      sound = 'n';  // ည is ny
    }
    if (sound == '.') continue;
    // Burmese is written without spaces: a consonant that opens a syllable may open a word, and is always heard.
    if (next == kAsat) {
      AddOnce(sounds, sound);
    } else {
      sounds.push_back(sound);
    }
  }
  return sounds;
}

}  // namespace

std::string ScriptSounds(const icu::UnicodeString& word) {
  std::string sounds;
  // A word holds letters of one of them only; the others give nothing.
  sounds += ThaiSounds(word);
  sounds += KhmerSounds(word);
  sounds += MyanmarSounds(word);
  return sounds;
}

}  // namespace vsx::domain
