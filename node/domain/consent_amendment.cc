#include "node/domain/consent_amendment.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "node/domain/consent_directives.h"
#include "node/domain/error.h"

namespace vsx::domain {
namespace {

template <typename T>
bool Contains(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

template <typename T>
void AddMissing(std::vector<T>& values, const std::vector<T>& more) {
  for (const T& value : more) {
    if (!Contains(values, value)) values.push_back(value);
  }
}

bool IsDeny(const Directive& directive) { return directive.effect == Effect::kDeny; }

// Every Party that a directive names, and nobody for all the others.
std::vector<std::optional<PartyCode>> Rows(const ConsentRecord& one, const ConsentRecord& other) {
  std::vector<std::optional<PartyCode>> rows = {std::nullopt};
  for (const ConsentRecord* record : {&one, &other}) {
    for (const Directive& directive : record->directives) {
      if (!Contains(rows, directive.party)) rows.push_back(directive.party);
    }
  }
  return rows;
}

std::vector<ConsentDifference> Differences(const ConsentRecord& previous, const ConsentRecord& next) {
  std::vector<ConsentDifference> differences;
  for (const std::optional<PartyCode>& party : Rows(previous, next)) {
    for (Purpose purpose : kPurposes) {
      const auto before = ReadDirectives(previous, party, purpose).effect;
      const auto after = ReadDirectives(next, party, purpose).effect;
      if (before != after) differences.push_back({party, purpose, before, after});
    }
  }
  return differences;
}

// Whether the deny that decided a cell is among what was lifted: itself, or for this one cell.
bool IsLifted(const std::vector<Directive>& lifted, const ConsentDifference& cell, const Directive& deny) {
  return Contains(lifted, deny) || Contains(lifted, Directive{cell.party, cell.purpose, Effect::kDeny});
}

absl::Status CheckWhoAmends(const ConsentRecord& previous, const Amendment& amendment) {
  const ConsentRecord& additions = amendment.additions;
  const bool wants_consul_now =
      previous.consular_choice == ConsularChoice::kNotWanted && additions.consular_choice == ConsularChoice::kWanted;
  const bool lifts = !amendment.lifted.empty() || !amendment.no_longer_feared.empty() || wants_consul_now;
  const bool allows = std::any_of(additions.directives.begin(), additions.directives.end(),
                                  [](const Directive& directive) { return !IsDeny(directive); });
  if (additions.answered_by == AnsweredBy::kSuspectedGuardian) {
    return InvalidField("HAS_NO_SAY", "answered_by", "a suspected guardian has no say: ask without him");
  }
  if (lifts && !MayAllow(additions)) {
    return InvalidField("MAY_NOT_LIFT", "answered_by", "who answered may deny, but not lift a deny or a fear");
  }
  if (amendment.asked_again) {
    if (additions.state < previous.state || additions.state == ConsentState::kNotAsked) {
      return InvalidField("LESS_ANSWERED", "state",
                          "an interview that was held cannot leave less answered than before");
    }
    return absl::OkStatus();
  }
  if (previous.state == ConsentState::kNotAsked && additions.state != ConsentState::kNotAsked) {
    return Precondition("ASK_FIRST", "the person was not asked yet: record the whole interview");
  }
  const bool other_age =
      previous.state != ConsentState::kNotAsked && previous.age_at_recording != additions.age_at_recording;
  if ((lifts || allows) && other_age) {
    return Precondition("ASK_AGAIN", "the person was asked at another age class: hold the whole interview again");
  }
  return absl::OkStatus();
}

// Each lifting must name something that stands, else it was meant for something else.
absl::Status CheckLifted(const ConsentRecord& previous, const Amendment& amendment) {
  for (size_t i = 0; i < amendment.lifted.size(); ++i) {
    const Directive& lifted = amendment.lifted[i];
    bool stands = Contains(previous.directives, lifted);
    if (!stands && lifted.purpose.has_value()) {
      stands = ReadDirectives(previous, lifted.party, *lifted.purpose).effect == Effect::kDeny;
    }
    if (!IsDeny(lifted) || !stands) {
      return InvalidField("NOT_STANDING", absl::StrCat("lifted[", i, "]"), "no such deny stands");
    }
  }
  for (size_t i = 0; i < amendment.no_longer_feared.size(); ++i) {
    if (!Contains(previous.feared_parties, amendment.no_longer_feared[i])) {
      return InvalidField("NOT_STANDING", absl::StrCat("no_longer_feared[", i, "]"),
                          "this Party is not among the feared");
    }
  }
  return absl::OkStatus();
}

// Directives that go on: what was lifted ends; so does an allow that can no longer count, or on whose cell a deny now
// stands, lest it come back by itself when that deny is lifted one day.
std::vector<Directive> StandingDirectives(const ConsentRecord& previous, const Amendment& amendment) {
  const bool allows_go_on = !amendment.asked_again && MayAllow(previous);
  const ConsularChoice said = amendment.additions.consular_choice;
  const bool no_consul =
      (said == ConsularChoice::kNone ? previous.consular_choice : said) == ConsularChoice::kNotWanted;
  std::vector<Directive> standing;
  for (const Directive& directive : previous.directives) {
    if (IsDeny(directive) ? Contains(amendment.lifted, directive) : !allows_go_on) continue;
    const Directive deny_on_cell{directive.party, directive.purpose, Effect::kDeny};
    if (!IsDeny(directive) && Contains(amendment.additions.directives, deny_on_cell)) continue;
    if (!IsDeny(directive) && no_consul && directive.purpose == Purpose::kConsularAssistance) continue;
    standing.push_back(directive);
  }
  return standing;
}

ConsentRecord Merge(const ConsentRecord& previous, const Amendment& amendment) {
  ConsentRecord next = amendment.additions;
  next.amended_by.reset();
  if (!amendment.asked_again) {
    const ConsentRecord& additions = amendment.additions;
    next.state = std::max(previous.state, additions.state);
    next.in_doubt = previous.in_doubt || additions.in_doubt;  // §2: "until re-asked"
    next.rights_told = previous.rights_told || additions.rights_told;
    next.consular_right_told = previous.consular_right_told || additions.consular_right_told;
    next.parties_put_to_her = previous.parties_put_to_her;
    AddMissing(next.parties_put_to_her, additions.parties_put_to_her);
    // Who only denies does not take the answers of who could allow away with it.
    const bool answers_stay = previous.state != ConsentState::kNotAsked && !(MayAllow(next) && !MayAllow(previous));
    if (answers_stay) {
      if (additions.answered_by != previous.answered_by) next.amended_by = additions.answered_by;
      next.answered_by = previous.answered_by;
      next.childs_view_recorded = previous.childs_view_recorded;
      next.age_at_recording = previous.age_at_recording;
    }
  }
  // That she does not want her consulate told is a no: it stands, in a whole new interview too, until she wants it.
  const bool choice_stands = !amendment.asked_again || previous.consular_choice == ConsularChoice::kNotWanted;
  if (next.consular_choice == ConsularChoice::kNone && choice_stands) next.consular_choice = previous.consular_choice;
  next.own_effect_shown = previous.own_effect_shown || amendment.additions.own_effect_shown;
  next.directives = StandingDirectives(previous, amendment);
  AddMissing(next.directives, amendment.additions.directives);
  next.feared_parties = previous.feared_parties;
  std::erase_if(next.feared_parties,
                [&](const PartyCode& party) { return Contains(amendment.no_longer_feared, party); });
  AddMissing(next.feared_parties, amendment.additions.feared_parties);
  next.lifted = amendment.lifted;
  next.no_longer_feared = amendment.no_longer_feared;
  return next;
}

absl::Status CheckRoom(const Amendment& amendment, const ConsentRecord& next) {
  if (amendment.objection) return absl::OkStatus();
  if (next.directives.size() > kMostStandingDirectives) {
    return InvalidField("TOO_MANY", "directives", "the record would hold more answers than can be kept");
  }
  if (next.parties_put_to_her.size() > kMostPartiesOfARecord) {
    return InvalidField("TOO_MANY", "parties_put", "the record would name more Parties than can be kept");
  }
  if (next.feared_parties.size() > kMostPartiesOfARecord) {
    return InvalidField("TOO_MANY", "feared_parties", "the record would name more Parties than can be kept");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<AmendedConsent> AmendConsent(const ConsentRecord& previous, const Amendment& amendment,
                                            const PartyCode& own_party) {
  if (absl::Status status = CheckWhoAmends(previous, amendment); !status.ok()) return status;
  if (absl::Status status = CheckLifted(previous, amendment); !status.ok()) return status;
  AmendedConsent amended;
  amended.record = Merge(previous, amendment);
  if (absl::Status room = CheckRoom(amendment, amended.record); !room.ok()) return room;
  // What is added alone first, so that a field names the request's own directive.
  ConsentRecord added = amended.record;
  added.directives = amendment.additions.directives;
  if (absl::Status status = ValidateConsentRecord(added, own_party); !status.ok()) return status;
  if (absl::Status status = ValidateConsentRecord(amended.record, own_party); !status.ok()) return status;
  if (absl::Status status = CheckSuccession(previous, amended.record); !status.ok()) return status;
  for (size_t i = 0; i < amendment.additions.directives.size(); ++i) {
    const Directive& directive = amendment.additions.directives[i];
    const Directive deny_on_cell{directive.party, directive.purpose, Effect::kDeny};
    if (!IsDeny(directive) && Contains(amended.record.directives, deny_on_cell)) {
      return InvalidField("DENY_STANDS", absl::StrCat("directives[", i, "]"),
                          "a deny stands here: it ends only if it is expressly lifted");
    }
  }
  amended.differences = Differences(previous, amended.record);
  return amended;
}

Amendment WithdrawalFrom(std::span<const PartyCode> parties, bool reference_code_too, const ConsentRecord& interview,
                         const PartyCode& own_party) {
  Amendment amendment;
  amendment.objection = true;
  amendment.additions = interview;
  amendment.additions.state = ConsentState::kNotAsked;
  amendment.additions.directives.clear();
  for (const PartyCode& party : parties) {
    for (Purpose purpose : kPurposes) {
      if (purpose == Purpose::kPresented && !reference_code_too) continue;
      if (purpose == Purpose::kProtectiveCheck && party == own_party) continue;
      // One by one: only a deny of the same rank ends an allow that names Party and purpose.
      amendment.additions.directives.push_back({party, purpose, Effect::kDeny});
    }
  }
  return amendment;
}

absl::Status CheckSuccession(const ConsentRecord& previous, const ConsentRecord& next) {
  if (next.recorded_at < previous.recorded_at) {
    return Precondition("TIME_ORDER", "recorded before the record that it amends");
  }
  if (next.state < previous.state) return Precondition("LESS_ANSWERED", "who was asked stays asked");
  for (const Directive& directive : previous.directives) {
    if (IsDeny(directive) && !Contains(next.directives, directive) && !Contains(next.lifted, directive)) {
      return Precondition("DENY_STANDS", "a deny ends only if it is expressly lifted");
    }
  }
  for (const PartyCode& party : previous.feared_parties) {
    if (!Contains(next.feared_parties, party) && !Contains(next.no_longer_feared, party)) {
      return Precondition("FEAR_STANDS", "a feared Party stays one until the person expressly takes it back");
    }
  }
  for (const ConsentDifference& cell : Differences(previous, next)) {
    if (cell.before != Effect::kDeny) continue;
    const DirectiveVerdict before = ReadDirectives(previous, cell.party, cell.purpose);
    if (!IsLifted(next.lifted, cell, *before.directive)) {
      return Precondition("DENY_STANDS", "an allow may not end a wider deny that was not expressly lifted");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<ConsentChain> ConsentChain::Create(std::vector<Link> links) {
  constexpr size_t kHashSize = 32;
  if (links.empty()) return Precondition("CHAIN_EMPTY", "a consent chain has a first record");
  for (size_t i = 0; i < links.size(); ++i) {
    if (links[i].previous_hash.size() != (i == 0 ? 0 : kHashSize)) {
      return Precondition("CHAIN_BROKEN", "a consent record does not name the one before it");
    }
    if (i == 0) continue;
    if (absl::Status status = CheckSuccession(links[i - 1].record, links[i].record); !status.ok()) return status;
  }
  return ConsentChain(std::move(links));
}

}  // namespace vsx::domain
