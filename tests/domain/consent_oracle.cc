#include "tests/domain/consent_oracle.h"

#include <array>
#include <cstddef>
#include <string>

namespace vsx::domain::oracle {
namespace {

// How many said yes and no at each of the four levels: default, (any, purpose), (Party, any), (Party, purpose).
struct Ballot {
  std::array<int, 4> yes{};
  std::array<int, 4> no{};

  // The highest level at which anybody spoke; -1 for silence.
  int Level() const {
    for (int level = 3; level >= 0; --level) {
      if (yes[static_cast<size_t>(level)] + no[static_cast<size_t>(level)] > 0) return level;
    }
    return -1;
  }
  bool SaysNo() const { return Level() >= 0 && no[static_cast<size_t>(Level())] > 0; }
  bool SaysYes() const { return Level() >= 0 && no[static_cast<size_t>(Level())] == 0; }
  bool ExactYes() const { return yes[3] > 0 && no[3] == 0; }
  bool ExactNo() const { return no[3] > 0; }
};

bool SpeakerMayAllow(const World& world) {
  const bool adult_herself = world.speaker == Speaker::kPerson && world.adult_then;
  const bool for_child = world.speaker == Speaker::kBestInterests && world.view_recorded && !world.adult_then;
  return world.asked == Asked::kAnswered && (adult_herself || for_child);
}

void CountVote(Ballot& ballot, Vote vote, char recipient, int purpose) {
  // Nobody can tell what it is about: a no may be about this, a yes is taken for nothing.
  if (vote.purpose == kUnreadablePurpose) {
    if (vote.yes) return;
    vote.purpose = kAnyPurpose;
  }
  if (vote.party != kAnyParty && vote.party != recipient) return;
  if (vote.purpose != kAnyPurpose && vote.purpose != purpose) return;
  if (vote.purpose == kAnyPurpose && purpose == 5) return;
  const size_t level = (vote.party != kAnyParty ? 2u : 0u) + (vote.purpose != kAnyPurpose ? 1u : 0u);
  ++(vote.yes ? ballot.yes : ballot.no)[level];
}

// Counts the votes, with the two levels of notice spelled out: a yes to level 2 is one to level 1 as well, a no to
// level 1 is one to level 2 as well.
Ballot Count(const World& world, char recipient, int purpose) {
  Ballot ballot;
  if (world.speaker == Speaker::kSuspect) return ballot;
  const bool may_allow = SpeakerMayAllow(world);
  for (const Vote& vote : world.votes) {
    if (vote.yes && !may_allow) continue;
    CountVote(ballot, vote, recipient, purpose);
    if (vote.purpose == 2 && vote.yes) CountVote(ballot, {vote.party, 1, true}, recipient, purpose);
    if (vote.purpose == 1 && !vote.yes) CountVote(ballot, {vote.party, 2, false}, recipient, purpose);
  }
  return ballot;
}

bool ConsulUnwanted(const World& world, int purpose) {
  return purpose == 4 && world.no_consul && world.speaker != Speaker::kSuspect;
}

bool OwnCheckForbidden(const World& world) { return Count(world, world.own, 3).ExactNo() && world.own_effect_shown; }

bool KeptFromAsker(const World& world, const World& asked_about, char recipient, int purpose) {
  return recipient == world.own && purpose != 5 && world.is_protected && !asked_about.asker_is_named;
}

bool OneOf(const std::string& code, const std::string& list) {
  return code.size() >= 2 && list.find(" " + code + " ") != std::string::npos;
}

bool HasFled(const World& world, char recipient) {
  if (!world.seeks_protection) return false;
  const std::string code = std::string("QQ") + recipient;
  int ties = 0;
  for (const std::string& state : world.papers.nationalities) ties += state == code ? 1 : 0;
  for (const std::string& state : world.papers.former_residences) ties += state == code ? 1 : 0;
  return ties > 0;
}

// Nobody can be sure which State is hers: her papers say so, or nobody wrote one down.
bool AdriftByPapers(const Papers& papers) {
  int signs = papers.stateless ? 1 : 0;
  for (const std::string& code : papers.nationalities) signs += OneOf(code, " XXA XXB XXC XXX ") ? 1 : 0;
  for (const std::string& code : papers.document_codes) signs += OneOf(code, " PR PS PT ") ? 1 : 0;
  return signs > 0;
}
bool Adrift(const Papers& papers) {
  return papers.nationality_unknown || papers.nationalities.empty() || AdriftByPapers(papers);
}

bool Afraid(const World& world, char recipient) {
  return world.feared.count(recipient) > 0 || HasFled(world, recipient);
}

// Fear and flight, unless she said yes to exactly this.
bool Shielded(const World& world, char recipient, int purpose) {
  if (purpose == 5 || Count(world, recipient, purpose).ExactYes()) return false;
  return Afraid(world, recipient) || (world.sending.count(recipient) > 0 && Adrift(world.papers));
}

bool LinkedVeto(const World& linked, const World& asked_about, char recipient, int purpose) {
  // A namesake takes nobody's protection at home away.
  if (recipient == asked_about.own && linked.by_name_only) return false;
  if (KeptFromAsker(linked, asked_about, recipient, purpose)) return true;
  if (recipient == asked_about.own && purpose == 3) return OwnCheckForbidden(linked);
  const Ballot there = Count(linked, recipient, purpose);
  if (there.SaysNo() || ConsulUnwanted(linked, purpose)) return true;
  if (purpose == 5 || there.ExactYes()) return false;
  // What the papers there say, not what nobody wrote down; and her exact yes here is as good as one there.
  const bool came_from = linked.sending.count(recipient) + asked_about.sending.count(recipient) > 0;
  const bool adrift = came_from && AdriftByPapers(linked.papers) && !Count(asked_about, recipient, purpose).ExactYes();
  return adrift || Afraid(linked, recipient);
}

}  // namespace

bool Allows(const World& world, char recipient, int purpose) {
  const bool own = recipient == world.own;
  const bool notice = purpose == 1 || purpose == 2;
  const bool notice_or_consul = notice || purpose == 4;
  const Ballot ballot = Count(world, recipient, purpose);
  const bool coming_of_age = world.adult_now && !world.adult_then;

  bool veto = purpose < 1 || purpose > kPurposeCount;
  for (const World& linked : world.linked) veto |= LinkedVeto(linked, world, recipient, purpose);
  veto |= KeptFromAsker(world, world, recipient, purpose);

  if (own && purpose == 3) return !veto && !OwnCheckForbidden(world);

  veto |= world.asked == Asked::kNo;
  veto |= world.speaker == Speaker::kSuspect;
  veto |= ballot.SaysNo();
  veto |= ConsulUnwanted(world, purpose);
  veto |= purpose == 5 && !world.code;
  veto |= purpose != 5 && world.put.count(recipient) == 0;
  veto |= notice && (own || world.sending.count(recipient) == 0);
  veto |= notice_or_consul && (coming_of_age || world.in_doubt);
  veto |= Shielded(world, recipient, purpose);
  if (veto) return false;

  if (purpose == 5) return true;
  if (world.asked == Asked::kNoAnswer) return purpose == 1 || purpose == 3;
  return purpose == 2 ? ballot.ExactYes() : ballot.SaysYes();
}

}  // namespace vsx::domain::oracle
