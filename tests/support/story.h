#ifndef VSX_TESTS_SUPPORT_STORY_H_
#define VSX_TESTS_SUPPORT_STORY_H_

#include <string>
#include <string_view>
#include <vector>

#include "node/domain/attestation.h"
#include "node/domain/consent_record.h"
#include "node/service/actor.h"
#include "node/service/change_consent.h"
#include "node/service/check_status.h"
#include "node/service/register_case.h"
#include "tests/support/service_fixture.h"

// The words of stories: synthetic people, what they answer, and what officers ask. All names mean "example".
namespace vsx::test {

// Somebody to tell stories about: adult, formally identified by a receiving Party, with a passport and a name.
struct Person {
  std::string name = "Contoh Fictitious";
  std::string birth_date = "1999-04-05";
  std::string passport = "XX0000001";  // of ICAO's specimen State UTO
  std::string nationality = "QQB";
  std::vector<std::string> sending_parties = {"QQB"};
};

domain::CaseFacts FactsOf(const Person& person);
domain::Handle PassportOf(const Person& person);
domain::Handle NameOf(const Person& person);

// Counter-trafficking officer, on her own cases; immigration officer, checking.
service::Actor CaseOfficer(std::string_view party, std::string officer = "ct-17");
service::Actor BorderOfficer(std::string_view party);

// An adult's interview in which the Parties were put to her; no directive yet.
domain::ConsentRecord Interview(const TestFederation& federation, const std::vector<std::string>& parties,
                                domain::ConsentState state = domain::ConsentState::kAnswered);
domain::Directive Allow(std::string_view party, domain::Purpose purpose);
domain::Directive Deny(std::string_view party, domain::Purpose purpose);
domain::Directive DenyAll(std::string_view party);
domain::Directive AllowAllByDefault();
// Level 2 and protective checks by that Party, each by name.
domain::ConsentRecord YesTo(const TestFederation& federation, const std::vector<std::string>& parties);

// Each fails the test and answers with a default where the use case fails. A case that is registered with a request id
// has the same id whatever the node drew before.
domain::CaseId Register(TestFederation& federation, std::string_view at, const Person& person,
                        const std::string& request_id = "");
service::ChangedConsent Record(TestFederation& federation, std::string_view at, const domain::CaseId& id,
                               const domain::ConsentRecord& record, uint32_t expected_number = 0);
service::ChangedConsent Withdraw(TestFederation& federation, std::string_view at, const domain::CaseId& id,
                                 const std::vector<std::string>& parties = {});
// What an immigration officer asks before a removal; the person is not said to be there.
service::CheckInput BeforeRemoval(const std::vector<domain::Handle>& handles,
                                  domain::Purpose purpose = domain::Purpose::kProtectiveCheck);
// A protective check by an immigration officer of that Party.
service::CheckAnswer Check(TestFederation& federation, std::string_view at, const std::vector<domain::Handle>& handles,
                           domain::Purpose purpose = domain::Purpose::kProtectiveCheck);
domain::CheckOutcome OutcomeAt(TestFederation& federation, std::string_view at, const Person& person);

std::vector<domain::OutboxItem> DeliveriesOf(TestFederation& federation, std::string_view at, const domain::CaseId& id);
std::vector<domain::InboxItem> InboxOf(TestFederation& federation, std::string_view at);
// The first of them, with its key.
store::LoadedInboxItem FirstInboxItem(TestFederation& federation, std::string_view at);

}  // namespace vsx::test

#endif  // VSX_TESTS_SUPPORT_STORY_H_
