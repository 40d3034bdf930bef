#include "tests/support/story.h"

#include <cstdlib>

#include "gtest/gtest.h"

namespace vsx::test {
namespace {

template <typename T>
T Must(absl::StatusOr<T> value, const char* what) {
  EXPECT_TRUE(value.ok()) << what << ": " << value.status();
  if (!value.ok()) std::abort();  // nothing of the story can go on
  return *std::move(value);
}

}  // namespace

domain::Handle PassportOf(const Person& person) {
  return domain::Handle::FromDocument("P", "UTO", person.passport).value();
}

domain::Handle NameOf(const Person& person) {
  return domain::Handle::FromBiographic(domain::NameKey::FromName(person.name).value(),
                                        domain::PartialDate::Parse(person.birth_date).value());
}

domain::CaseFacts FactsOf(const Person& person) {
  domain::CaseFacts facts;
  facts.status = domain::CaseStatus::kIdentified;
  facts.age_class = domain::AgeClass::kAdult;
  facts.capacity = domain::Capacity::kReceiving;
  facts.date_identified = domain::CivilDate::Parse("2030-02-01").value();
  facts.review_by = domain::CivilDate::Parse("2031-02-01").value();
  facts.contact_desk_id = domain::Code::Create("duty-desk").value();
  facts.authority_kind = domain::AgencyKind::kCounterTrafficking;
  facts.qualified_role = domain::Code::Create("trained_identifier").value();
  facts.instrument_codes = {domain::Code::Create("ACTIP-14").value()};
  facts.names = {{person.name, domain::HandleMark::kExact}};
  facts.birth_date = domain::PartialDate::Parse(person.birth_date).value();
  facts.documents = {{"P", "UTO", person.passport, domain::HandleMark::kExact}};
  facts.nationalities = {person.nationality};
  for (const std::string& party : person.sending_parties) facts.sending_parties.push_back(Party(party));
  facts.handles = {{PassportOf(person), domain::HandleMark::kExact}, {NameOf(person), domain::HandleMark::kExact}};
  return facts;
}

service::Actor CaseOfficer(std::string_view party, std::string officer) {
  service::Actor actor;
  actor.uri = "vsx://" + std::string(party) + "/agency/counter-trafficking/example-body";
  actor.agency = "counter-trafficking/example-body";
  actor.kind = domain::AgencyKind::kCounterTrafficking;
  actor.officer = std::move(officer);
  actor.purpose = domain::AccessPurpose::kCaseManagement;
  return actor;
}

service::Actor BorderOfficer(std::string_view party) {
  service::Actor actor;
  actor.uri = "vsx://" + std::string(party) + "/agency/immigration/example-border";
  actor.agency = "immigration/example-border";
  actor.kind = domain::AgencyKind::kImmigration;
  actor.officer = "im-4";
  actor.purpose = domain::AccessPurpose::kProtectiveCheck;
  return actor;
}

domain::ConsentRecord Interview(const TestFederation& federation, const std::vector<std::string>& parties,
                                domain::ConsentState state) {
  domain::ConsentRecord record;
  record.state = state;
  record.answered_by =
      state == domain::ConsentState::kAnswered ? domain::AnsweredBy::kPerson : domain::AnsweredBy::kUnknown;
  record.informed_at = federation.clock().Now();
  record.language = "en";
  record.rights_told = true;
  for (const std::string& party : parties) record.parties_put_to_her.push_back(Party(party));
  return record;
}

domain::Directive Allow(std::string_view party, domain::Purpose purpose) {
  return {Party(party), purpose, domain::Effect::kAllow};
}
domain::Directive Deny(std::string_view party, domain::Purpose purpose) {
  return {Party(party), purpose, domain::Effect::kDeny};
}
domain::Directive DenyAll(std::string_view party) { return {Party(party), std::nullopt, domain::Effect::kDeny}; }
domain::Directive AllowAllByDefault() { return {std::nullopt, std::nullopt, domain::Effect::kAllow}; }

domain::ConsentRecord YesTo(const TestFederation& federation, const std::vector<std::string>& parties) {
  domain::ConsentRecord record = Interview(federation, parties);
  for (const std::string& party : parties) {
    record.directives.push_back(Allow(party, domain::Purpose::kNotifyLevel1));
    record.directives.push_back(Allow(party, domain::Purpose::kNotifyLevel2));
    record.directives.push_back(Allow(party, domain::Purpose::kProtectiveCheck));
  }
  return record;
}

domain::CaseId Register(TestFederation& federation, std::string_view at, const Person& person,
                        const std::string& request_id) {
  return Must(service::RegisterCase(federation.context(at), CaseOfficer(at), FactsOf(person), request_id), "register")
      .record.id;
}

service::ChangedConsent Record(TestFederation& federation, std::string_view at, const domain::CaseId& id,
                               const domain::ConsentRecord& record, uint32_t expected_number) {
  return Must(service::RecordConsent(federation.context(at), CaseOfficer(at), id, record, expected_number), "record");
}

service::ChangedConsent Withdraw(TestFederation& federation, std::string_view at, const domain::CaseId& id,
                                 const std::vector<std::string>& parties) {
  std::vector<domain::PartyCode> codes;
  for (const std::string& party : parties) codes.push_back(Party(party));
  return Must(service::WithdrawConsent(federation.context(at), CaseOfficer(at), id, codes, false), "withdraw");
}

service::CheckInput BeforeRemoval(const std::vector<domain::Handle>& handles, domain::Purpose purpose) {
  service::CheckInput input;
  input.purpose = purpose;
  input.handles = handles;
  for (const domain::Handle& handle : handles) input.classes.push_back(handle.cls());
  input.measure = domain::Measure::kRemoval;
  input.measure_code = "REMOVAL";
  input.stage_code = "IMMIGRATION";
  input.file_number = "EX-1";
  return input;
}

service::CheckAnswer Check(TestFederation& federation, std::string_view at, const std::vector<domain::Handle>& handles,
                           domain::Purpose purpose) {
  service::CheckInput input = BeforeRemoval(handles, purpose);
  input.person_present = true;
  return Must(service::CheckStatus(federation.context(at), BorderOfficer(at), input), "check");
}

domain::CheckOutcome OutcomeAt(TestFederation& federation, std::string_view at, const Person& person) {
  return Check(federation, at, {PassportOf(person)}).decision.outcome;
}

std::vector<domain::OutboxItem> DeliveriesOf(TestFederation& federation, std::string_view at,
                                             const domain::CaseId& id) {
  const service::NodeContext& node = federation.context(at);
  std::vector<domain::OutboxItem> items;
  store::DeliveriesOfCase of_case = Must(node.outbox.LoadOfCase(*node.engine.TakeSnapshot(), id), "outbox of the case");
  for (store::LoadedDelivery& loaded : of_case.deliveries) items.push_back(std::move(loaded.item));
  return items;
}

std::vector<domain::InboxItem> InboxOf(TestFederation& federation, std::string_view at) {
  const service::NodeContext& node = federation.context(at);
  std::vector<domain::InboxItem> items;
  store::InboxPage page = Must(node.inbox.List(*node.engine.TakeSnapshot(), "", store::kMaxPageRows), "inbox");
  for (store::UnkeyedInboxItem& loaded : page.items) {
    items.push_back(std::move(loaded.item));
  }
  return items;
}

store::LoadedInboxItem FirstInboxItem(TestFederation& federation, std::string_view at) {
  const service::NodeContext& node = federation.context(at);
  const domain::InboxItem first = InboxOf(federation, at).at(0);
  return Must(node.inbox.Load(*node.engine.TakeSnapshot(), first.issuer, first.notice_id), "first notice");
}

}  // namespace vsx::test
