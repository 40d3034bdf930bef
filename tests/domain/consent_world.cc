#include "tests/domain/consent_world.h"

namespace vsx::domain {
namespace {

constexpr std::string_view kNamedAgency = "police/example-unit";

void FillRecord(const oracle::World& world, ConsentRecord& record) {
  record.state = static_cast<ConsentState>(world.asked);
  record.answered_by = static_cast<AnsweredBy>(world.speaker);
  record.childs_view_recorded = world.view_recorded;
  record.age_at_recording = world.adult_then ? AgeAtRecording::kAdult : AgeAtRecording::kChild;
  record.own_effect_shown = world.own_effect_shown;
  record.in_doubt = world.in_doubt;
  record.consular_choice = world.no_consul ? ConsularChoice::kNotWanted : ConsularChoice::kWanted;
  record.parties_put_to_her.clear();
  for (char party : world.put) record.parties_put_to_her.push_back(PartyOf(party));
  record.feared_parties.clear();
  for (char party : world.feared) record.feared_parties.push_back(PartyOf(party));
  record.directives = DirectivesOf(world.votes);
}

void FillFacts(const oracle::World& world, CaseFacts& facts) {
  facts.seeks_protection = world.seeks_protection;
  facts.stateless = world.papers.stateless;
  facts.nationality_unknown = world.papers.nationality_unknown;
  facts.nationalities = world.papers.nationalities;
  facts.former_habitual_residences = world.papers.former_residences;
  facts.documents.clear();
  for (const std::string& code : world.papers.document_codes) facts.documents.push_back({code, "QQN", "XX0000001"});
  facts.code_handed_over = world.code;
  facts.protected_for_agencies.clear();
  if (world.is_protected) facts.protected_for_agencies = {std::string(kNamedAgency)};
  facts.sending_parties.clear();
  for (char party : world.sending) facts.sending_parties.push_back(PartyOf(party));
}

}  // namespace

const PartyCode& PartyOf(char letter) {
  static const auto* parties = [] {
    auto* all = new std::vector<PartyCode>;
    for (char each = 'A'; each <= 'Z'; ++each) all->push_back(Party(std::string("QQ") + each));
    return all;
  }();
  return parties->at(static_cast<size_t>(letter - 'A'));
}

Purpose PurposeOf(int number) {
  return number == oracle::kUnreadablePurpose ? Purpose::kUnknown : static_cast<Purpose>(number);
}

std::vector<Directive> DirectivesOf(const std::vector<oracle::Vote>& votes) {
  std::vector<Directive> directives;
  directives.reserve(votes.size());
  for (const oracle::Vote& vote : votes) {
    Directive& directive = directives.emplace_back();
    if (vote.party != oracle::kAnyParty) directive.party = PartyOf(vote.party);
    if (vote.purpose != oracle::kAnyPurpose) directive.purpose = PurposeOf(vote.purpose);
    directive.effect = vote.yes ? Effect::kAllow : Effect::kDeny;
  }
  return directives;
}

ConsentWorld::ConsentWorld() {
  record.state = ConsentState::kAnswered;
  record.answered_by = AnsweredBy::kPerson;
  record.age_at_recording = AgeAtRecording::kAdult;
  record.rights_told = true;
  record.parties_put_to_her = {Party("QQA"), Party("QQB"), own};
  facts.status = CaseStatus::kIdentified;
  facts.age_class = AgeClass::kAdult;
  facts.capacity = Capacity::kReceiving;
  facts.nationalities = {"QQN"};
  facts.sending_parties = {Party("QQA"), Party("QQB")};
}

template <typename Function>
auto ConsentWorld::With(const PartyCode& recipient, Purpose purpose, Function function) const {
  std::vector<LinkedCase> borrowed;
  borrowed.reserve(linked.size());
  for (const LinkedWorld& other : linked) borrowed.push_back(LinkedCase{other.record, other.facts, other.by_name_only});
  return function(ConsentQuestion{.record = record,
                                  .facts = facts,
                                  .linked = borrowed,
                                  .own_party = own,
                                  .recipient = recipient,
                                  .purpose = purpose,
                                  .today = today,
                                  .person_is_adult_now = adult_now,
                                  .asking_agency = asking_agency});
}

ConsentDecision ConsentWorld::Ask(const PartyCode& recipient, Purpose purpose) const {
  return With(recipient, purpose, [](const ConsentQuestion& question) { return DecideConsent(question); });
}

std::optional<PermittedCopy> ConsentWorld::Copy(const PartyCode& recipient, Purpose purpose) const {
  return With(recipient, purpose, [](const ConsentQuestion& question) { return PermitCopy(question); });
}

bool ConsentWorld::MayOpen(const PartyCode& recipient) const {
  return With(recipient, Purpose::kUnknown,
              [](const ConsentQuestion& question) { return MayOpenProtectiveCopy(question); });
}

ConsentWorld FromOracle(const oracle::World& world) {
  ConsentWorld built;
  built.own = PartyOf(world.own);
  FillRecord(world, built.record);
  FillFacts(world, built.facts);
  built.adult_now = world.adult_now;
  built.asking_agency = world.asker_is_named ? std::string(kNamedAgency) : "police/other-unit";
  for (const oracle::World& other : world.linked) {
    LinkedWorld& added = built.linked.emplace_back();
    FillRecord(other, added.record);
    FillFacts(other, added.facts);
    added.by_name_only = other.by_name_only;
  }
  return built;
}

}  // namespace vsx::domain
