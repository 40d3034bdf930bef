#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <string_view>

#include "node/domain/mrz_letters.h"
#include "node/domain/mrz_name.h"
#include "tests/bench/name_matching/synthetic_person.h"

namespace vsx::name_matching {
namespace {

using Titles = std::span<const std::string_view>;

constexpr size_t kPassportName = 39;  // places for the name in a TD3 zone
constexpr size_t kCardName = 30;      // in a TD1 zone

Titles TitlesOf(Language language, bool in_script) {
  static constexpr auto kThaiTitles = std::to_array<std::string_view>({"Nai", "Nang", "Nangsao", "Khun", "Mr", "Miss"});
  static constexpr auto kThaiScriptTitles = std::to_array<std::string_view>({"นาย", "นาง", "นางสาว", "คุณ"});
  static constexpr auto kKhmerTitles = std::to_array<std::string_view>({"Lok", "Neang", "Mr", "Mrs"});
  static constexpr auto kKhmerScriptTitles = std::to_array<std::string_view>({"លោក", "លោកស្រី", "កញ្ញា"});
  static constexpr auto kLaoTitles = std::to_array<std::string_view>({"Thao", "Nang", "Mr", "Ms"});
  static constexpr auto kLaoScriptTitles = std::to_array<std::string_view>({"ທ້າວ", "ນາງ", "ທ່ານ"});
  static constexpr auto kBurmeseTitles = std::to_array<std::string_view>({"U", "Daw", "Ko", "Ma", "Maung", "Mg"});
  static constexpr auto kBurmeseScriptTitles = std::to_array<std::string_view>({"ဦး", "ဒေါ်", "ကို", "မ"});
  static constexpr auto kVietnameseTitles = std::to_array<std::string_view>({"Ông", "Bà", "Mr", "Mrs"});
  static constexpr auto kMalayTitles =
      std::to_array<std::string_view>({"Haji", "Hajah", "Hj.", "Datuk", "Encik", "Puan", "Cik", "Tan Sri"});
  static constexpr auto kIndonesianTitles =
      std::to_array<std::string_view>({"Haji", "Hajah", "H.", "Ibu", "Bapak", "Dr."});
  static constexpr auto kEnglishTitles = std::to_array<std::string_view>({"Mr", "Ms", "Mrs.", "Dr."});
  switch (language) {
    case Language::kThai:
      return in_script ? Titles(kThaiScriptTitles) : Titles(kThaiTitles);
    case Language::kKhmer:
      return in_script ? Titles(kKhmerScriptTitles) : Titles(kKhmerTitles);
    case Language::kLao:
      return in_script ? Titles(kLaoScriptTitles) : Titles(kLaoTitles);
    case Language::kBurmese:
      return in_script ? Titles(kBurmeseScriptTitles) : Titles(kBurmeseTitles);
    case Language::kVietnamese:
      return kVietnameseTitles;
    case Language::kMalay:
      return kMalayTitles;
    case Language::kIndonesian:
      return kIndonesianTitles;
    case Language::kFilipino:
      return kEnglishTitles;
    case Language::kChinese:
      return in_script ? Titles() : Titles(kEnglishTitles);
  }
  return {};
}

// The usual form of the particle first, what else is written after it; "" is none at all.
Titles ParticlesOf(ParticleKind kind) {
  static constexpr auto kBin = std::to_array<std::string_view>({"bin", "", "Bin.", "ibni"});
  static constexpr auto kBinti = std::to_array<std::string_view>({"binti", "", "bt.", "bte", "binte"});
  static constexpr auto kSon = std::to_array<std::string_view>({"A/L", "", "S/O", "A L"});
  static constexpr auto kDaughter = std::to_array<std::string_view>({"A/P", "", "D/O", "A P"});
  static constexpr auto kChild = std::to_array<std::string_view>({"anak", "", "ak"});
  switch (kind) {
    case ParticleKind::kNone:
      return {};
    case ParticleKind::kBin:
      return kBin;
    case ParticleKind::kBinti:
      return kBinti;
    case ParticleKind::kAnakLelaki:
      return kSon;
    case ParticleKind::kAnakPerempuan:
      return kDaughter;
    case ParticleKind::kAnak:
      return kChild;
  }
  return {};
}

struct Style {
  bool script = false;
  bool respaced = false;
  bool other = false;
};

std::string Capital(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string WrittenPart(const NamePart& part, const Style& style) {
  std::string text;
  const bool spaced = part.spaced != (style.respaced && part.words.size() > 1);
  for (const Word& word : part.words) {
    if (style.script) {
      text += word.script;
      continue;
    }
    std::string latin(style.other && !word.other.empty() ? word.other : word.latin);
    if (style.respaced && part.words.size() == 1)
      latin.erase(std::remove(latin.begin(), latin.end(), ' '), latin.end());
    if (text.empty()) {
      text = Capital(latin);
    } else if (spaced) {
      text += " " + Capital(latin);
    } else {
      std::transform(latin.begin(), latin.end(), latin.begin(), [](unsigned char c) { return std::tolower(c); });
      text += latin;
    }
  }
  return text;
}

std::string Joined(const std::vector<std::string>& pieces, std::string_view separator) {
  std::string text;
  for (const std::string& piece : pieces) {
    if (piece.empty()) continue;
    if (!text.empty()) text += separator;
    text += piece;
  }
  return text;
}

// The pieces in the order written, the particle among them.
std::vector<std::string> Pieces(const SyntheticPerson& person, const Style& style, std::string_view particle,
                                std::optional<size_t> left_out) {
  std::vector<std::string> pieces;
  for (size_t i = 0; i < person.parts.size(); ++i) {
    if (left_out == i) continue;
    if (person.particle != ParticleKind::kNone && i == person.particle_before) pieces.emplace_back(particle);
    pieces.push_back(WrittenPart(person.parts[i], style));
  }
  return pieces;
}

// Words of the own script stand apart in Thai, Lao and Khmer only.
std::string_view Separator(const SyntheticPerson& person, bool script, bool respaced) {
  if (!script) return " ";
  const bool together = person.language == Language::kBurmese || person.language == Language::kChinese;
  return together != respaced ? "" : " ";
}

std::string InZone(const SyntheticPerson& person, const Style& style, std::string_view particle, size_t places) {
  const std::vector<std::string> pieces = Pieces(person, style, particle, std::nullopt);
  std::vector<std::string> primary;
  std::vector<std::string> secondary;
  for (size_t i = 0; i < pieces.size(); ++i) {
    (person.surname >= person.parts.size() || i == person.surname ? primary : secondary).push_back(pieces[i]);
  }
  std::string field = domain::MrzLetters(Joined(primary, " "))->value_or("");
  if (!secondary.empty()) field += "<<" + domain::MrzLetters(Joined(secondary, " "))->value_or("");
  std::replace(field.begin(), field.end(), ' ', '<');
  const domain::MrzName name = domain::ParseMrzName(std::string_view(field).substr(0, places));
  return name.primary_identifier + " " + name.secondary_identifier;
}

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }

std::string Mistyped(std::string text, std::mt19937& random) {
  for (int tries = 0; tries < 100; ++tries) {
    char& letter = text[Draw(random, static_cast<uint32_t>(text.size()))];
    const char wrong = static_cast<char>('a' + Draw(random, 26));
    if (!IsLower(letter) || letter == wrong) continue;
    letter = wrong;
    break;
  }
  return text;
}

std::string WithTitle(const SyntheticPerson& person, const std::string& name, bool in_script, std::mt19937& random) {
  const Titles titles = TitlesOf(person.language, in_script);
  if (titles.empty()) return name;
  const std::string_view title = titles[Draw(random, static_cast<uint32_t>(titles.size()))];
  return std::string(title) + (in_script ? "" : " ") + name;
}

std::string Write(const SyntheticPerson& person, Difference difference, bool in_script, std::mt19937& random) {
  const Titles particles = ParticlesOf(person.particle);
  const std::string_view particle = particles.empty() ? "" : particles.front();
  Style style{.script = in_script};
  std::vector<std::string> pieces = Pieces(person, style, particle, std::nullopt);
  const std::string usual = Joined(pieces, Separator(person, in_script, false));
  switch (difference) {
    case Difference::kNone:
      return usual;
    case Difference::kOrder:
      std::rotate(pieces.begin(), pieces.begin() + 1, pieces.end());
      return Joined(pieces, Separator(person, in_script, false));
    case Difference::kTitle:
      return WithTitle(person, usual, in_script, random);
    case Difference::kParticle: {
      if (particles.empty()) return usual;
      const std::string_view changed = particles[1 + Draw(random, static_cast<uint32_t>(particles.size() - 1))];
      return Joined(Pieces(person, style, changed, std::nullopt), " ");
    }
    case Difference::kMarks:
      return domain::MrzLetters(usual)->value_or(usual);
    case Difference::kSpaces:
    case Difference::kTitleAndSpaces: {
      style.respaced = true;
      const std::string text =
          Joined(Pieces(person, style, particle, std::nullopt), Separator(person, in_script, true));
      if (difference == Difference::kSpaces || text == usual) return text;
      return WithTitle(person, text, in_script, random);
    }
    case Difference::kSpelling:
      style.other = true;
      return Joined(Pieces(person, style, particle, std::nullopt), Separator(person, in_script, false));
    case Difference::kMissing: {
      if (!person.missable.has_value()) return usual;
      const bool fathers = person.particle != ParticleKind::kNone;
      return Joined(Pieces(person, style, fathers ? "" : particle, person.missable),
                    Separator(person, in_script, false));
    }
    case Difference::kTwice:
      return pieces.size() == 1 ? usual + " " + usual : usual;
    case Difference::kScript:
      style.script = true;
      return Joined(Pieces(person, style, particle, std::nullopt), Separator(person, true, false));
    case Difference::kScriptAndZone:
    case Difference::kZone:
      return InZone(person, style, particle, kPassportName);
    case Difference::kZoneCut: {
      const std::string cut = InZone(person, style, particle, kCardName);
      return cut == InZone(person, style, particle, kPassportName) ? usual : cut;
    }
    case Difference::kMistyped:
      return Mistyped(usual, random);
  }
  return usual;
}

bool HasScript(Language language) { return !OwnWords(language).front().script.empty(); }

}  // namespace

std::optional<std::string> Written(const SyntheticPerson& person, Difference difference, bool in_script,
                                   std::mt19937& random) {
  const bool needs_script = difference == Difference::kScript || difference == Difference::kScriptAndZone;
  if (needs_script && (in_script || !HasScript(person.language))) return std::nullopt;
  const bool latin_only = difference == Difference::kMarks || difference == Difference::kSpelling ||
                          difference == Difference::kZone || difference == Difference::kZoneCut ||
                          difference == Difference::kMistyped || difference == Difference::kTwice;
  if (in_script && latin_only) return std::nullopt;
  if (difference == Difference::kMarks && HasScript(person.language)) return std::nullopt;
  if (difference == Difference::kSpelling && person.language == Language::kVietnamese) return std::nullopt;
  std::string text = Write(person, difference, in_script, random);
  std::mt19937 same = random;
  if (difference != Difference::kNone && text == Write(person, Difference::kNone, in_script, same)) return std::nullopt;
  return text;
}

}  // namespace vsx::name_matching
