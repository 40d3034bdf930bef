#include "node/domain/consent_directives.h"

namespace vsx::domain {
namespace {

// Whether the directive names the purpose, by itself or through the two levels of notice (§2: "Level 2 implies level 1;
// denying level 1 denies both").
bool NamesPurpose(const Directive& directive, Purpose purpose) {
  if (directive.purpose == purpose) return true;
  if (directive.effect == Effect::kAllow) {
    return directive.purpose == Purpose::kNotifyLevel2 && purpose == Purpose::kNotifyLevel1;
  }
  return directive.purpose == Purpose::kNotifyLevel1 && purpose == Purpose::kNotifyLevel2;
}

// Whether the directive speaks of any purpose. A deny whose purpose this node cannot read is one: it may mean each.
bool SpeaksOfAnyPurpose(const Directive& directive) {
  if (!directive.purpose.has_value()) return true;
  return directive.purpose == Purpose::kUnknown && directive.effect == Effect::kDeny;
}

constexpr int kDoesNotApply = -1;
constexpr int kExact = 3;

// §2: "(Party, purpose) over (Party, any) over (any, purpose) over default".
int Rank(const Directive& directive, const std::optional<PartyCode>& party, Purpose purpose) {
  const bool any_party = !directive.party.has_value();
  if (!any_party && directive.party != party) return kDoesNotApply;
  if (NamesPurpose(directive, purpose)) return any_party ? 1 : kExact;
  // §2: "only a directive naming PRESENTED denies it: wildcards … do not reach it".
  if (purpose == Purpose::kPresented) return kDoesNotApply;
  if (!SpeaksOfAnyPurpose(directive)) return kDoesNotApply;
  return any_party ? 0 : 2;
}

}  // namespace

DirectiveVerdict ReadDirectives(const ConsentRecord& record, const std::optional<PartyCode>& party, Purpose purpose) {
  DirectiveVerdict verdict;
  // §2: "a suspected guardian has no say".
  if (record.answered_by == AnsweredBy::kSuspectedGuardian) return verdict;
  const bool may_allow = MayAllow(record);
  int best = kDoesNotApply;
  for (const Directive& directive : record.directives) {
    // §2: "a guardian may deny but not allow".
    if (directive.effect == Effect::kAllow && !may_allow) continue;
    const int rank = Rank(directive, party, purpose);
    if (rank == kDoesNotApply || rank < best) continue;
    // §2: "at equal rank, and for two directives on one cell, deny".
    if (rank == best && verdict.effect == Effect::kDeny) continue;
    best = rank;
    verdict = {directive.effect, &directive, rank == kExact};
  }
  return verdict;
}

}  // namespace vsx::domain
