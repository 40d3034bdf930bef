#ifndef VSX_TESTS_DOMAIN_CONSENT_WORLD_H_
#define VSX_TESTS_DOMAIN_CONSENT_WORLD_H_

#include <string_view>
#include <vector>

#include "node/domain/consent_policy.h"
#include "tests/domain/consent_oracle.h"
#include "tests/domain/examples.h"

// A case to ask the consent policy about, in few words. Codes of Parties are from the range that ISO 3166-1 leaves to
// users; no State has them.
namespace vsx::domain {

const PartyCode& PartyOf(char letter);  // 'A' → QQA, for A to Z
Purpose PurposeOf(int number);          // numbering of the oracle

struct LinkedWorld {
  ConsentRecord record;
  CaseFacts facts;
  bool by_name_only = false;
};

// An adult who was asked and answered, by default without any directive; Parties QQA and QQB sent her, QQO is the own
// Party, all were put to her.
struct ConsentWorld {
  ConsentWorld();

  ConsentDecision Ask(const PartyCode& recipient, Purpose purpose) const;
  bool Allows(const PartyCode& recipient, Purpose purpose) const { return Ask(recipient, purpose).allowed; }
  std::optional<PermittedCopy> Copy(const PartyCode& recipient, Purpose purpose) const;
  bool MayOpen(const PartyCode& recipient) const;

  void Say(Effect effect, std::optional<PartyCode> party, std::optional<Purpose> purpose) {
    record.directives.push_back({std::move(party), purpose, effect});
  }

  PartyCode own = Party("QQO");
  ConsentRecord record;
  CaseFacts facts;
  std::vector<LinkedWorld> linked;
  CivilDate today = CivilDate::Create(2030, 6, 15).value();
  bool adult_now = true;
  std::string asking_agency;

 private:
  template <typename Function>
  auto With(const PartyCode& recipient, Purpose purpose, Function function) const;
};

std::vector<Directive> DirectivesOf(const std::vector<oracle::Vote>& votes);

// The same world in the policy's types.
ConsentWorld FromOracle(const oracle::World& world);

}  // namespace vsx::domain

#endif  // VSX_TESTS_DOMAIN_CONSENT_WORLD_H_
