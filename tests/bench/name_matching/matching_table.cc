#include "tests/bench/name_matching/matching_table.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "node/domain/name_normaliser.h"
#include "node/domain/name_sounds.h"

namespace vsx::name_matching {
namespace {

struct Row {
  Difference difference;
  IssuerKnows knows;
  std::string_view name;
};

constexpr auto kRows = std::to_array<Row>({
    {Difference::kNone, IssuerKnows::kDay, "none"},
    {Difference::kOrder, IssuerKnows::kDay, "order swapped"},
    {Difference::kTitle, IssuerKnows::kDay, "title added"},
    {Difference::kTitle, IssuerKnows::kYear, "title; issuer has the year"},
    {Difference::kTitle, IssuerKnows::kMonth, "title; issuer has the month"},
    {Difference::kParticle, IssuerKnows::kDay, "particle varied or dropped"},
    {Difference::kMarks, IssuerKnows::kDay, "diacritics dropped"},
    {Difference::kSpaces, IssuerKnows::kDay, "joined or split"},
    {Difference::kTitleAndSpaces, IssuerKnows::kDay, "title, and joined or split"},
    {Difference::kSpelling, IssuerKnows::kDay, "other romanisation"},
    {Difference::kScript, IssuerKnows::kDay, "own script against Latin"},
    {Difference::kScriptAndZone, IssuerKnows::kDay, "own script against a passport's zone"},
    {Difference::kMissing, IssuerKnows::kDay, "a name left out"},
    {Difference::kTwice, IssuerKnows::kDay, "mononym written twice"},
    {Difference::kZone, IssuerKnows::kDay, "from a passport's zone"},
    {Difference::kZoneCut, IssuerKnows::kDay, "cut by a card's zone"},
    {Difference::kMistyped, IssuerKnows::kDay, "one letter mistyped"},
});

uint64_t PerMillion(size_t count, size_t of) {
  return of == 0 ? 0 : (static_cast<uint64_t>(count) * 1000000 + of / 2) / of;
}

std::string Percent(size_t count, size_t of) {
  return absl::StrFormat("%.1f", 100.0 * static_cast<double>(count) / static_cast<double>(of));
}

std::string Cell(const Misses& misses) {
  if (misses.pairs == 0) return "–";
  return absl::StrCat(Percent(misses.own_key, misses.pairs), " → ", Percent(misses.variants, misses.pairs));
}

std::string MissTable(bool in_script) {
  std::string head = "| difference |";
  std::string line = "|---|";
  for (const Group& group : Groups()) {
    if (group.in_script != in_script) continue;
    absl::StrAppend(&head, " ", std::string(group.name), " |");
    absl::StrAppend(&line, "---|");
  }
  std::string table = absl::StrCat(head, "\n", line, "\n");
  for (const Row& row : kRows) {
    std::string cells;
    size_t pairs = 0;
    for (const Group& group : Groups()) {
      if (group.in_script != in_script) continue;
      const Misses misses = CountMisses(group, row.difference, row.knows, kPeoplePerCell);
      pairs += misses.pairs;
      absl::StrAppend(&cells, " ", Cell(misses), " |");
    }
    if (pairs > 0) absl::StrAppend(&table, "| ", std::string(row.name), " |", cells, "\n");
  }
  return table;
}

std::string HitTable() {
  std::string table = "| names | pairs | own key | with variants |\n|---|---|---|---|\n";
  for (const Group& group : Groups()) {
    const Hits hits = CountHits(group, kPeopleForHits);
    absl::StrAppend(&table, "| ", std::string(group.name), " | ", hits.pairs, " | ",
                    PerMillion(hits.own_key, hits.pairs), " | ", PerMillion(hits.variants, hits.pairs), " |\n");
  }
  return table;
}

std::string KindTable() {
  using domain::VariantKind;
  const std::vector<std::string> names = {"own key only",    "and letters",         "and sounds",
                                          "and fewer, more", "and letters, sounds", "and letters, fewer, more",
                                          "all kinds"};
  const std::vector<std::set<VariantKind>> choices = {
      {},
      {VariantKind::kLetters},
      {VariantKind::kSounds},
      {VariantKind::kFewer, VariantKind::kMore},
      {VariantKind::kLetters, VariantKind::kSounds},
      {VariantKind::kLetters, VariantKind::kFewer, VariantKind::kMore},
      {VariantKind::kSpelling, VariantKind::kLetters, VariantKind::kFewer, VariantKind::kSounds, VariantKind::kMore},
  };
  std::vector<Worth> sum(choices.size());
  std::vector<uint64_t> most(choices.size());
  for (const Group& group : Groups()) {
    const std::vector<Worth> worth = CountByKinds(group, choices, kPeoplePerKind, kPeopleForHits);
    for (size_t i = 0; i < choices.size(); ++i) {
      sum[i].misses.pairs += worth[i].misses.pairs;
      sum[i].misses.variants += worth[i].misses.variants;
      sum[i].hits.pairs += worth[i].hits.pairs;
      sum[i].hits.variants += worth[i].hits.variants;
      most[i] = std::max(most[i], PerMillion(worth[i].hits.variants, worth[i].hits.pairs));
    }
  }
  std::string table =
      "| asked | missed, % of all pairs that differ | false hits per million | most in one column "
      "|\n|---|---|---|---|\n";
  for (size_t i = 0; i < choices.size(); ++i) {
    absl::StrAppend(&table, "| ", names[i], " | ", Percent(sum[i].misses.variants, sum[i].misses.pairs), " | ",
                    PerMillion(sum[i].hits.variants, sum[i].hits.pairs), " | ", most[i], " |\n");
  }
  return table;
}

std::string Consonants(std::string_view word) {
  std::string sounds;
  const auto tokens = domain::NameTokens(word);
  if (!tokens.ok()) return sounds;
  for (const std::string& token : *tokens) sounds += domain::ConsonantsOf(token);
  return sounds;
}

// Per cent of the words whose consonants are the same in both spellings.
template <typename First, typename Second>
std::string Agreement(std::span<const Word> words, First first, Second second) {
  const auto agree = [&](const Word& word) { return Consonants(word.*first) == Consonants(word.*second); };
  return Percent(static_cast<size_t>(std::ranges::count_if(words, agree)), words.size());
}

std::string HeldOutTable() {
  std::string table =
      "| language | words: script and Latin agree, % | words: two Latin spellings agree, % | names missed: other "
      "romanisation, % | names missed: own script against Latin, % |\n|---|---|---|---|---|\n";
  for (Group group : Groups()) {
    if (group.in_script || HeldOutWords(group.language).empty()) continue;
    for (const bool held_out : {false, true}) {
      group.held_out = held_out;
      const std::span<const Word> words = held_out ? HeldOutWords(group.language) : OwnWords(group.language);
      absl::StrAppend(&table, "| ", std::string(group.name), held_out ? ", held out" : ", tuned on", " | ",
                      Agreement(words, &Word::script, &Word::latin), " of ", words.size(), " | ",
                      Agreement(words, &Word::other, &Word::latin));
      for (const Difference difference : {Difference::kSpelling, Difference::kScript}) {
        const Misses misses = CountMisses(group, difference, IssuerKnows::kDay, kPeoplePerCell);
        absl::StrAppend(&table, " | ", Percent(misses.variants, misses.pairs));
      }
      absl::StrAppend(&table, " |\n");
    }
  }
  return table;
}

struct PairCount {
  size_t pairs = 0;
  size_t own_key = 0;
  size_t variants = 0;
  std::vector<std::string> apart;
};

std::string PairTable(const std::string& pairs_file) {
  std::ifstream file(pairs_file);
  const nlohmann::json pairs = nlohmann::json::parse(file)["pairs"];
  std::map<std::string, PairCount> kinds;
  for (const nlohmann::json& pair : pairs) {
    const auto a = pair["a"].get<std::string>();
    const auto b = pair["b"].get<std::string>();
    PairCount& count = kinds[pair["kind"].get<std::string>()];
    ++count.pairs;
    count.own_key += OwnKeysMatch(a, b) ? 1 : 0;
    const bool match = VariantsMatch(a, b);
    count.variants += match ? 1 : 0;
    if (!match) count.apart.push_back(pair["id"].get<std::string>());
  }
  std::string table = "| kind | pairs | joined by the own key | with variants | still apart |\n|---|---|---|---|---|\n";
  for (const auto& [kind, count] : kinds) {
    absl::StrAppend(&table, "| ", kind, " | ", count.pairs, " | ", count.own_key, " | ", count.variants, " | ",
                    count.variants == 0 ? "all" : absl::StrJoin(count.apart, ", "), " |\n");
  }
  return table;
}

}  // namespace

const std::vector<Group>& Groups() {
  static const auto* groups = new std::vector<Group>{
      {Language::kThai, false, "Thai"},
      {Language::kKhmer, false, "Khmer"},
      {Language::kLao, false, "Lao"},
      {Language::kBurmese, false, "Burmese"},
      {Language::kVietnamese, false, "Vietnamese"},
      {Language::kMalay, false, "Malay"},
      {Language::kIndonesian, false, "Indonesian"},
      {Language::kFilipino, false, "Filipino"},
      {Language::kChinese, false, "Chinese"},
      {Language::kThai, true, "Thai script"},
      {Language::kKhmer, true, "Khmer script"},
      {Language::kLao, true, "Lao script"},
      {Language::kBurmese, true, "Burmese script"},
      {Language::kChinese, true, "Han script"},
  };
  return *groups;
}

std::string MatchingTables(const std::string& pairs_file) {
  return absl::StrCat("### False misses, Latin letters\n", MissTable(false), "\n### False misses, own scripts\n",
                      MissTable(true), "\n### False hits\n", HitTable(), "\n### Kinds of variants\n", KindTable(),
                      "\n### Words held out\n", HeldOutTable(), "\n### Shared pairs\n", PairTable(pairs_file));
}

}  // namespace vsx::name_matching
