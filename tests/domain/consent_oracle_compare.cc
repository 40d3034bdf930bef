#include "tests/domain/consent_oracle_compare.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace vsx::domain {
namespace {

using oracle::Papers;
using oracle::Vote;
using oracle::World;

void Describe(std::ostream& out, const World& world) {
  out << "asked " << static_cast<int>(world.asked) << ", speaker " << static_cast<int>(world.speaker) << " view "
      << world.view_recorded << ", adult " << world.adult_then << world.adult_now << ", shown "
      << world.own_effect_shown << ", doubt " << world.in_doubt << ", seeks " << world.seeks_protection
      << ", no consul " << world.no_consul << ", code " << world.code << ", protected " << world.is_protected
      << world.asker_is_named << ", by name " << world.by_name_only << ", put";
  for (char party : world.put) out << ' ' << party;
  out << ", feared";
  for (char party : world.feared) out << ' ' << party;
  out << ", sending";
  for (char party : world.sending) out << ' ' << party;
  out << ", stateless " << world.papers.stateless << " unknown " << world.papers.nationality_unknown << " of";
  for (const std::string& code : world.papers.nationalities) out << ' ' << code;
  out << ", formerly in";
  for (const std::string& code : world.papers.former_residences) out << ' ' << code;
  out << ", papers";
  for (const std::string& code : world.papers.document_codes) out << ' ' << code;
  out << ", votes";
  for (const Vote& vote : world.votes) out << ' ' << vote.party << vote.purpose << (vote.yes ? '+' : '-');
}

}  // namespace

bool Agree(const ConsentWorld& built, const World& world, char recipient, int purpose) {
  const ConsentDecision decision = built.Ask(PartyOf(recipient), PurposeOf(purpose));
  if (decision.allowed == oracle::Allows(world, recipient, purpose)) return true;
  std::ostringstream text;
  text << "own Party " << world.own << ", to " << recipient << " for " << purpose << ": ";
  Describe(text, world);
  for (const World& linked : world.linked) Describe(text << "\n  linked: ", linked);
  ADD_FAILURE() << text.str() << "\nthe policy says " << ConsentReasonName(decision.reason);
  return false;
}

const std::vector<Papers>& EveryKindOfPapers() {
  static const auto* kinds = [] {
    auto* all = new std::vector<Papers>{
        {},                                     // a State elsewhere
        {.nationalities = {"QQA"}},             // Party A's
        {.nationalities = {"QQN", "QQA"}},      // of two States
        {.former_residences = {"QQA"}},         // lived in Party A
        {.former_residences = {"QQN", "QQA"}},  //
        {.stateless = true},                    //
        {.nationality_unknown = true},          //
        {.nationalities = {}},                  // nobody recorded any
        {.stateless = true, .nationalities = {}, .former_residences = {"QQA"}},
        {.nationalities = {"QQA"}, .document_codes = {"P", "PT"}},
        {.nationalities = {"", "XXD"}, .document_codes = {"", "P", "PA", "IP", "XXA"}},  // none of ICAO's codes
    };
    for (const char* code : {"XXA", "XXB", "XXC", "XXX"}) {
      all->push_back({.nationalities = {code}});
      all->push_back({.nationalities = {"QQA", code}});
    }
    for (const char* code : {"PR", "PS", "PT"}) all->push_back({.document_codes = {code}});
    return all;
  }();
  return *kinds;
}

}  // namespace vsx::domain
