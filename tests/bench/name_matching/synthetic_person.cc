#include "tests/bench/name_matching/synthetic_person.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace vsx::name_matching {
namespace {

Word Any(std::span<const Word> words, std::mt19937& random) {
  return words[Draw(random, static_cast<uint32_t>(words.size()))];
}

// The head of the list more often than its tail: of two draws the smaller, twice.
Word Frequent(std::span<const Word> words, std::mt19937& random) {
  const auto size = static_cast<uint32_t>(words.size());
  return words[std::min(std::min(Draw(random, size), Draw(random, size)), Draw(random, size))];
}

NamePart Part(std::span<const Word> words, uint32_t count, bool spaced, std::mt19937& random) {
  NamePart part;
  part.spaced = spaced;
  for (uint32_t i = 0; i < count; ++i) part.words.push_back(Any(words, random));
  return part;
}

NamePart Fixed(const char* latin) { return {{{latin, "", ""}}, false}; }

uint32_t OneOrTwo(std::mt19937& random) { return 1 + Draw(random, 2); }

SyntheticPerson ThaiOrLao(std::span<const Word> words, std::mt19937& random) {
  SyntheticPerson person;
  person.parts.push_back(Part(words, OneOrTwo(random), false, random));
  person.parts.push_back(Part(words, 2, false, random));
  person.surname = 1;
  person.missable = 1;
  return person;
}

SyntheticPerson Khmer(std::span<const Word> words, std::mt19937& random) {
  SyntheticPerson person;
  person.parts.push_back(Part(words, 1, false, random));
  person.parts.push_back(Part(words, OneOrTwo(random), false, random));
  return person;
}

SyntheticPerson Burmese(std::span<const Word> words, std::mt19937& random) {
  SyntheticPerson person;
  const uint32_t count = 2 + Draw(random, 3);
  for (uint32_t i = 0; i < count; ++i) person.parts.push_back(Part(words, 1, false, random));
  person.surname = count;
  if (count > 2) person.missable = count - 1;
  return person;
}

SyntheticPerson Vietnamese(std::mt19937& random) {
  SyntheticPerson person;
  person.parts.push_back({{Frequent(FamilyWords(Language::kVietnamese), random)}, false});
  const uint32_t middle = Draw(random, 10);
  person.parts.push_back(middle < 4   ? Fixed("Thị")
                         : middle < 7 ? Fixed("Văn")
                                      : Part(OwnWords(Language::kVietnamese), 1, false, random));
  person.parts.push_back(Part(OwnWords(Language::kVietnamese), OneOrTwo(random), true, random));
  person.missable = 1;
  return person;
}

SyntheticPerson Malay(std::mt19937& random) {
  static constexpr auto kFirst =
      std::to_array<const char*>({"Muhammad", "Mohd", "Ahmad", "Siti", "Nur", "Abdul", "Abd"});
  const auto words = OwnWords(Language::kMalay);
  SyntheticPerson person;
  const uint32_t kind = Draw(random, 20);
  const uint32_t daughter = Draw(random, 2);
  if (kind < 14) {
    const char* first = kFirst[Draw(random, kFirst.size())];
    if (std::string_view(first) == "Abdul") {
      person.parts.push_back({{{first, "", ""}, Any(words, random)}, true});
    } else {
      person.parts.push_back(Fixed(first));
      person.parts.push_back(Part(words, OneOrTwo(random), true, random));
    }
    person.particle = daughter == 1 ? ParticleKind::kBinti : ParticleKind::kBin;
  } else {
    person.parts.push_back(Part(words, 1, false, random));
    if (kind < 17) person.particle = daughter == 1 ? ParticleKind::kAnakPerempuan : ParticleKind::kAnakLelaki;
    if (kind == 17) person.particle = ParticleKind::kAnak;
  }
  person.particle_before = person.parts.size();
  person.parts.push_back(Part(words, OneOrTwo(random), true, random));
  person.surname = person.parts.size();
  person.missable = person.parts.size() - 1;
  return person;
}

SyntheticPerson Indonesian(std::mt19937& random) {
  SyntheticPerson person;
  const uint32_t kind = Draw(random, 10);
  const uint32_t count = kind < 3 ? 1 : kind < 8 ? 2 : 3;
  for (uint32_t i = 0; i < count; ++i) {
    // Compounds are written together or apart, as Nuraini and Nur Aini.
    person.parts.push_back(Part(OwnWords(Language::kIndonesian), kind % 2 == 0 ? 1 : OneOrTwo(random), false, random));
  }
  person.surname = count;
  if (count == 3) person.missable = 1;
  return person;
}

SyntheticPerson Filipino(std::mt19937& random) {
  SyntheticPerson person;
  if (Draw(random, 4) == 0) person.parts.push_back(Fixed("Maria"));
  person.parts.push_back(Part(OwnWords(Language::kFilipino), OneOrTwo(random), true, random));
  person.missable = person.parts.size();
  person.parts.push_back({{Frequent(FamilyWords(Language::kFilipino), random)}, false});
  person.surname = person.parts.size();
  person.parts.push_back({{Frequent(FamilyWords(Language::kFilipino), random)}, false});
  return person;
}

SyntheticPerson Chinese(std::mt19937& random) {
  static constexpr auto kWestern = std::to_array<const char*>({"Sample", "Example", "Mary", "Peter"});
  SyntheticPerson person;
  if (Draw(random, 4) == 0) {
    person.missable = 0;
    person.parts.push_back(Fixed(kWestern[Draw(random, kWestern.size())]));
    person.surname = 1;
  }
  person.parts.push_back({{Frequent(FamilyWords(Language::kChinese), random)}, false});
  person.parts.push_back(Part(OwnWords(Language::kChinese), Draw(random, 8) == 0 ? 1 : 2, false, random));
  return person;
}

SyntheticPerson OfLanguage(Language language, bool held_out, std::mt19937& random) {
  const std::span<const Word> words = held_out ? HeldOutWords(language) : OwnWords(language);
  switch (language) {
    case Language::kThai:
    case Language::kLao:
      return ThaiOrLao(words, random);
    case Language::kKhmer:
      return Khmer(words, random);
    case Language::kBurmese:
      return Burmese(words, random);
    case Language::kVietnamese:
      return Vietnamese(random);
    case Language::kMalay:
      return Malay(random);
    case Language::kIndonesian:
      return Indonesian(random);
    case Language::kFilipino:
      return Filipino(random);
    case Language::kChinese:
      return Chinese(random);
  }
  return {};
}

}  // namespace

SyntheticPerson MakePerson(Language language, bool held_out, std::mt19937& random) {
  SyntheticPerson person = OfLanguage(language, held_out, random);
  person.language = language;
  return person;
}

}  // namespace vsx::name_matching
