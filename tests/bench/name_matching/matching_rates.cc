#include "tests/bench/name_matching/matching_rates.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "node/domain/biographic_query.h"

namespace vsx::name_matching {
namespace {

using domain::PartialDate;
using Keys = std::vector<std::string>;

const PartialDate& BirthDate() {
  static const PartialDate date = *PartialDate::Parse("1995-08-17");
  return date;
}

PartialDate Known(IssuerKnows knows) {
  switch (knows) {
    case IssuerKnows::kDay:
      return BirthDate();
    case IssuerKnows::kMonth:
      return BirthDate().Truncate(PartialDate::Precision::kMonth);
    case IssuerKnows::kYear:
      return BirthDate().Truncate(PartialDate::Precision::kYear);
  }
  return BirthDate();
}

Keys MakeRegistered(const std::string& name, bool with_document, const PartialDate& date) {
  std::vector<domain::IdentityDocument> documents;
  if (with_document) documents.push_back({"P", "UTO", "XX0000001", domain::HandleMark::kExact});
  const auto handles = domain::HandlesToRegister(documents, {{name, domain::HandleMark::kExact}}, date);
  Keys keys;
  if (!handles.ok()) return keys;
  for (const domain::MarkedHandle& one : *handles) keys.push_back(one.handle.canonical());
  return keys;
}

Keys MakeAsked(const std::string& name, bool with_document) {
  domain::PersonSought person;
  if (with_document) person.documents.push_back(*domain::Handle::FromDocument("P", "UTO", "XX0000002"));
  person.names = {name};
  person.birth_date = BirthDate();
  const auto asked = domain::AskFor(person);
  Keys keys;
  if (!asked.ok()) return keys;
  for (const domain::Handle& handle : asked->handles) keys.push_back(handle.canonical());
  return keys;
}

// A name stands in many cells, and its keys are worked out once.
const Keys& Registered(const std::string& name, bool with_document, const PartialDate& date) {
  static auto* const known = new std::map<std::tuple<std::string, bool, PartialDate>, Keys>;
  const auto [at, is_new] = known->try_emplace({name, with_document, date});
  if (is_new) at->second = MakeRegistered(name, with_document, date);
  return at->second;
}

const Keys& Asked(const std::string& name, bool with_document) {
  static auto* const known = new std::map<std::pair<std::string, bool>, Keys>;
  const auto [at, is_new] = known->try_emplace({name, with_document});
  if (is_new) at->second = MakeAsked(name, with_document);
  return at->second;
}

Keys OwnKey(const std::string& name) {
  const auto key = domain::NameKey::FromName(name);
  return key.ok() ? Keys{key->value()} : Keys{};
}

using Variants = std::vector<domain::NameVariant>;

Keys KeysOfKinds(const Variants& variants, const std::set<domain::VariantKind>& kinds) {
  Keys keys;
  for (const domain::NameVariant& one : variants) {
    if (one.kind == domain::VariantKind::kOwnKey || kinds.contains(one.kind)) keys.push_back(one.key.value());
  }
  return keys;
}

Keys AllKeys(const Variants& variants) {
  Keys keys;
  for (const domain::NameVariant& one : variants) keys.push_back(one.key.value());
  return keys;
}

bool Meet(const Keys& asked, const Keys& registered) {
  return std::ranges::any_of(
      asked, [&](const std::string& key) { return std::ranges::find(registered, key) != registered.end(); });
}

std::mt19937 Seeded(const Group& group, uint32_t salt) {
  return std::mt19937(salt + 1000 * static_cast<uint32_t>(group.language) + (group.in_script ? 500 : 0));  // NOLINT
}

struct Pair {
  std::string registered;
  std::string asked;
};

std::vector<Pair> Pairs(const Group& group, Difference difference, size_t people) {
  std::mt19937 random = Seeded(group, 1);
  std::mt19937 writing = Seeded(group, 2 + static_cast<uint32_t>(difference));
  std::vector<Pair> pairs;
  for (size_t i = 0; i < people; ++i) {
    const SyntheticPerson person = MakePerson(group.language, group.held_out, random);
    const Difference usual = difference == Difference::kScriptAndZone ? Difference::kScript : Difference::kNone;
    std::optional<std::string> one = Written(person, usual, group.in_script, writing);
    std::optional<std::string> other = Written(person, difference, group.in_script, writing);
    if (!one.has_value() || !other.has_value()) continue;
    if (i % 2 == 1) std::swap(one, other);
    pairs.push_back({*std::move(one), *std::move(other)});
  }
  return pairs;
}

// Pairs (who is asked about, who is registered) of different persons that share a key.
size_t PairsThatMeet(const std::vector<Keys>& asked, const std::vector<Keys>& registered) {
  std::map<std::string, std::vector<size_t>> holders;
  for (size_t i = 0; i < registered.size(); ++i) {
    for (const std::string& key : registered[i]) holders[key].push_back(i);
  }
  size_t pairs = 0;
  for (size_t i = 0; i < asked.size(); ++i) {
    std::set<size_t> met;
    for (const std::string& key : asked[i]) {
      const auto at = holders.find(key);
      if (at != holders.end()) met.insert(at->second.begin(), at->second.end());
    }
    met.erase(i);
    pairs += met.size();
  }
  return pairs;
}

std::vector<std::string> Names(const Group& group, size_t people) {
  std::mt19937 random = Seeded(group, 100);
  std::vector<std::string> names;
  for (size_t i = 0; i < people; ++i) {
    names.push_back(
        *Written(MakePerson(group.language, group.held_out, random), Difference::kNone, group.in_script, random));
  }
  return names;
}

}  // namespace

bool OwnKeysMatch(std::string_view a, std::string_view b) {
  return Meet(OwnKey(std::string(a)), OwnKey(std::string(b)));
}

bool VariantsMatch(std::string_view a, std::string_view b) {
  const std::string first(a);
  const std::string second(b);
  return Meet(Asked(first, true), Registered(second, true, BirthDate())) ||
         Meet(Asked(second, true), Registered(first, true, BirthDate()));
}

Misses CountMisses(const Group& group, Difference difference, IssuerKnows knows, size_t people) {
  Misses misses;
  for (const Pair& pair : Pairs(group, difference, people)) {
    ++misses.pairs;
    misses.own_key += OwnKeysMatch(pair.registered, pair.asked) ? 0 : 1;
    misses.variants += Meet(Asked(pair.asked, true), Registered(pair.registered, true, Known(knows))) ? 0 : 1;
  }
  return misses;
}

Hits CountHits(const Group& group, size_t people) {
  std::vector<Keys> own;
  std::vector<Keys> registered;
  std::vector<Keys> asked;
  for (const std::string& name : Names(group, people)) {
    own.push_back(OwnKey(name));
    registered.push_back(Registered(name, false, BirthDate()));
    asked.push_back(Asked(name, false));
  }
  return {people * (people - 1), PairsThatMeet(own, own), PairsThatMeet(asked, registered)};
}

std::vector<Worth> CountByKinds(const Group& group, const std::vector<std::set<domain::VariantKind>>& choices,
                                size_t people, size_t people_for_hits) {
  std::vector<Worth> worth(choices.size());
  for (int d = static_cast<int>(Difference::kOrder); d <= static_cast<int>(Difference::kScriptAndZone); ++d) {
    for (const Pair& pair : Pairs(group, static_cast<Difference>(d), people)) {
      const Keys registered = AllKeys(*domain::VariantsToRegister(pair.registered));
      const Variants asked = *domain::VariantsToAsk(pair.asked);
      for (size_t i = 0; i < choices.size(); ++i) {
        ++worth[i].misses.pairs;
        worth[i].misses.variants += Meet(KeysOfKinds(asked, choices[i]), registered) ? 0 : 1;
      }
    }
  }
  std::vector<Keys> registered;
  std::vector<Variants> asked;
  for (const std::string& name : Names(group, people_for_hits)) {
    registered.push_back(AllKeys(*domain::VariantsToRegister(name)));
    asked.push_back(*domain::VariantsToAsk(name));
  }
  for (size_t i = 0; i < choices.size(); ++i) {
    std::vector<Keys> keys;
    for (const Variants& variants : asked) keys.push_back(KeysOfKinds(variants, choices[i]));
    worth[i].hits = {people_for_hits * (people_for_hits - 1), 0, PairsThatMeet(keys, registered)};
  }
  return worth;
}

}  // namespace vsx::name_matching
