#include "node/api/case_handlers.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/api/access_check.h"
#include "node/api/access_notice_conversion.h"
#include "node/api/case_conversion.h"
#include "node/api/consent_conversion.h"
#include "node/api/inbox_conversion.h"
#include "node/api/page_token.h"
#include "node/api/person_query.h"
#include "node/domain/error.h"
#include "node/service/change_consent.h"
#include "node/service/issue_reference_code.h"
#include "node/service/read_access_notices.h"
#include "node/service/read_cases.h"
#include "node/service/read_inbox.h"
#include "node/service/register_case.h"
#include "node/service/revoke_case.h"
#include "node/service/upgrade_status.h"
#include "node/statement/enums.h"

namespace vsx::api {
namespace {

using domain::AtField;
using domain::InvalidField;
using domain::Method;
using statement::FromProto;
using statement::ToProto;

constexpr uint32_t kUsualPage = 50;
constexpr uint32_t kLargestPage = 200;

// Whether one of these Parties, or any abroad where none is named, still answers to a reference code.
bool CodeStillWorks(const std::vector<domain::ConsentPreviewLine>& effects,
                    const std::vector<domain::PartyCode>& parties, const domain::PartyCode& own_party) {
  return std::ranges::any_of(effects, [&](const domain::ConsentPreviewLine& line) {
    const bool meant = parties.empty() ? line.party != own_party : std::ranges::count(parties, line.party) > 0;
    return meant && line.purpose == domain::Purpose::kPresented && line.decision.allowed;
  });
}

// What the person is told after a withdrawal (flow 6).
std::string TellThePerson(domain::UnixTime now, domain::UnixTime forgotten_by, bool code_still_works) {
  constexpr int64_t kMinute = 60;
  const int64_t minutes = (forgotten_by.seconds - now.seconds + kMinute - 1) / kMinute;
  return absl::StrCat(
      "Nothing more is sent there. Every State named here that may have a copy is being told to erase it, and is asked "
      "until it confirms with a signed receipt. Officers there who ask about you find nothing any more in ",
      minutes, minutes == 1 ? " minute" : " minutes",
      " at the latest. What they read before cannot be unread. From then on you are not known there, and so not "
      "protected there by this record.",
      code_still_works
          ? " Of your reference code: whoever you show it to there still finds you by it. To end that too, say so."
          : "");
}

template <typename Parties, typename Field>
void AddParties(const Parties& parties, Field* field) {
  for (const domain::PartyCode& party : parties) *field->Add() = party.value();
}

template <typename Lines, typename Field>
void AddLines(const Lines& lines, Field* field) {
  for (const domain::ConsentPreviewLine& line : lines) *field->Add() = ToLine(line);
}

}  // namespace

absl::Status NodeCaseHandlers::RegisterCase(const AgencyCaller& caller, const v1::RegisterCaseRequest& request,
                                            v1::RegisterCaseResponse* response) {
  absl::StatusOr<service::Actor> actor = CheckAccess(caller, request.context(), Method::kRegisterCase, node_.audit);
  if (!actor.ok()) return actor.status();
  if (absl::Status sound = CheckRequestId(request.request_id()); !sound.ok()) return sound;
  absl::StatusOr<domain::CaseFacts> facts = ToCaseFacts(request.person(), caller.kind, node_.trust, node_.clock.Now());
  if (!facts.ok()) return facts.status();
  absl::StatusOr<service::RegisteredCase> registered =
      service::RegisterCase(node_, *actor, *std::move(facts), request.request_id());
  if (!registered.ok()) return registered.status();
  *response->mutable_summary() = ToSummary(node_, registered->record);
  for (const domain::CaseId& id : registered->related) response->add_related_case_ids(std::string(id.bytes()));
  *response->mutable_recall() = ToRecall(registered->others);
  for (const domain::HandleClass cls :
       {domain::HandleClass::kDocument, domain::HandleClass::kBiographic, domain::HandleClass::kReference}) {
    const auto& handles = registered->record.facts.handles;
    const bool there = std::any_of(handles.begin(), handles.end(),
                                   [&](const domain::MarkedHandle& one) { return one.handle.cls() == cls; });
    if (there) response->add_handle_classes(ToProto(cls));
  }
  *response->mutable_own_checks() = ToLine(registered->own_checks);
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::PreviewConsent(const AgencyCaller& caller, const v1::PreviewConsentRequest& request,
                                              v1::PreviewConsentResponse* response) {
  absl::StatusOr<service::Actor> actor = CheckAccess(caller, request.context(), Method::kPreviewConsent, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<domain::CaseId> id = ToCaseId(request.case_id());
  if (!id.ok()) return id.status();
  absl::StatusOr<domain::ConsentRecord> record = ToConsentRecord(request.consent(), node_.clock.Now());
  if (!record.ok()) return AtField(record.status(), "consent");
  absl::StatusOr<std::vector<domain::ConsentPreviewLine>> lines = service::PreviewConsent(node_, *actor, *id, *record);
  if (!lines.ok()) return lines.status();
  AddLines(*lines, response->mutable_effects());
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::RecordConsent(const AgencyCaller& caller, const v1::RecordConsentRequest& request,
                                             v1::RecordConsentResponse* response) {
  absl::StatusOr<service::Actor> actor = CheckAccess(caller, request.context(), Method::kRecordConsent, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<domain::CaseId> id = ToCaseId(request.case_id());
  if (!id.ok()) return id.status();
  absl::StatusOr<domain::ConsentRecord> record = ToConsentRecord(request.consent(), node_.clock.Now());
  if (!record.ok()) return AtField(record.status(), "consent");
  absl::StatusOr<service::ChangedConsent> changed =
      service::RecordConsent(node_, *actor, *id, *record, request.expected_version());
  if (!changed.ok()) return changed.status();
  response->set_consent_version(changed->number);
  AddLines(changed->after, response->mutable_effects());
  AddParties(changed->changes.queued_for, response->mutable_queued_for());
  *response->mutable_recall() = ToRecall(changed->changes);
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::AmendConsent(const AgencyCaller& caller, const v1::AmendConsentRequest& request,
                                            v1::AmendConsentResponse* response) {
  absl::StatusOr<service::Actor> actor = CheckAccess(caller, request.context(), Method::kAmendConsent, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<domain::CaseId> id = ToCaseId(request.case_id());
  if (!id.ok()) return id.status();
  domain::Amendment amendment;
  absl::StatusOr<domain::ConsentRecord> additions = ToConsentRecord(request.additions(), node_.clock.Now());
  if (!additions.ok()) return AtField(additions.status(), "additions");
  amendment.additions = *std::move(additions);
  absl::StatusOr<std::vector<domain::Directive>> lifted = ToDirectives(request.lifted(), "lifted");
  if (!lifted.ok()) return lifted.status();
  amendment.lifted = *std::move(lifted);
  absl::StatusOr<std::vector<domain::PartyCode>> no_longer = ToParties(request.no_longer_feared(), "no_longer_feared");
  if (!no_longer.ok()) return no_longer.status();
  amendment.no_longer_feared = *std::move(no_longer);
  absl::StatusOr<service::ChangedConsent> changed =
      service::AmendConsent(node_, *actor, *id, amendment, request.expected_version(), request.preview_only());
  if (!changed.ok()) return changed.status();
  response->set_consent_version(changed->number);
  for (size_t i = 0; i < changed->after.size() && i < changed->before.size(); ++i) {
    const domain::ConsentPreviewLine& before = changed->before[i];
    const domain::ConsentPreviewLine& after = changed->after[i];
    // A cell may stay allowed and come to something else: without level 2 no officer abroad sees a protective copy.
    if (before.decision.allowed == after.decision.allowed && before.effect == after.effect) continue;
    v1::ConsentChange* change = response->add_changes();
    *change->mutable_before() = ToLine(before);
    *change->mutable_after() = ToLine(after);
  }
  AddParties(changed->changes.queued_for, response->mutable_queued_for());
  *response->mutable_recall() = ToRecall(changed->changes);
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::WithdrawConsent(const AgencyCaller& caller, const v1::WithdrawConsentRequest& request,
                                               v1::WithdrawConsentResponse* response) {
  absl::StatusOr<service::Actor> actor = CheckAccess(caller, request.context(), Method::kWithdrawConsent, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<domain::CaseId> id = ToCaseId(request.case_id());
  if (!id.ok()) return id.status();
  absl::StatusOr<std::vector<domain::PartyCode>> parties = ToParties(request.parties(), "parties");
  if (!parties.ok()) return parties.status();
  absl::StatusOr<service::ChangedConsent> changed =
      service::WithdrawConsent(node_, *actor, *id, *parties, request.reference_code_too());
  if (!changed.ok()) return changed.status();
  response->set_consent_version(changed->number);
  *response->mutable_recall() = ToRecall(changed->changes);
  const domain::UnixTime now = node_.clock.Now();
  const domain::UnixTime forgotten_by = node_.trust.epoch_plan().ForgottenBy(now);
  response->set_forgotten_by(forgotten_by.seconds);
  response->set_tell_the_person(
      TellThePerson(now, forgotten_by, CodeStillWorks(changed->after, *parties, node_.own_party())));
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::GetCase(const AgencyCaller& caller, const v1::GetCaseRequest& request,
                                       v1::GetCaseResponse* response) {
  absl::StatusOr<service::Actor> actor = CheckAccess(caller, request.context(), Method::kGetCase, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<domain::CaseId> id = ToCaseId(request.case_id());
  if (!id.ok()) return id.status();
  absl::StatusOr<service::CaseView> view = service::GetCase(node_, *actor, *id);
  if (!view.ok()) return view.status();
  const domain::CaseRecord& record = view->record;
  *response->mutable_summary() = ToSummary(node_, record);
  *response->mutable_person() = ToCaseInput(record.facts);
  for (const domain::StatusChange& change : record.history) {
    v1::StatusChange* out = response->add_history();
    out->set_status(ToProto(change.status));
    out->set_changed_at(change.changed_at.seconds);
  }
  if (record.consent.has_value()) {
    *response->mutable_consent() = ToConsentInput(*record.consent);
    response->set_consent_recorded_at(record.consent->recorded_at.seconds);
  }
  AddLines(view->effects, response->mutable_effects());
  for (const domain::OutboxItem& item : view->deliveries) *response->add_deliveries() = ToSummary(item);
  response->set_reference_code_count(record.reference_code_count);
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::FindCases(const AgencyCaller& caller, const v1::FindCasesRequest& request,
                                         v1::FindCasesResponse* response) {
  absl::StatusOr<service::Actor> actor = CheckAccess(caller, request.context(), Method::kFindCases, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<PersonHandles> person = ToHandles(request.person(), Today());
  if (!person.ok()) return person.status();
  absl::StatusOr<service::FoundCases> found = service::FindCases(node_, *actor, person->handles);
  if (!found.ok()) return found.status();
  response->set_unreadable_rows(static_cast<uint32_t>(found->unreadable));
  for (const service::FoundCase& one : found->cases) {
    v1::FoundCase* out = response->add_cases();
    *out->mutable_summary() = ToSummary(node_, one.record);
    out->set_mark(ToProto(one.mark));
    for (const domain::HandleClass cls : one.classes) out->add_handle_classes(ToProto(cls));
  }
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::ListCases(const AgencyCaller& caller, const v1::ListCasesRequest& request,
                                         v1::ListCasesResponse* response) {
  absl::StatusOr<service::Actor> actor = CheckAccess(caller, request.context(), Method::kListCases, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<size_t> size = ToPageSize(request.page_size(), kUsualPage, kLargestPage);
  if (!size.ok()) return size.status();
  absl::StatusOr<std::string> token = FromPageToken(request.page_token());
  if (!token.ok()) return token.status();
  absl::StatusOr<service::CaseListPage> page =
      service::ListCases(node_, *actor, *token, *size, request.asking_overdue_only());
  if (!page.ok()) return page.status();
  for (const domain::CaseRecord& record : page->cases) *response->add_cases() = ToSummary(node_, record);
  response->set_next_page_token(ToPageToken(page->next_page));
  response->set_unreadable_rows(static_cast<uint32_t>(page->unreadable));
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::UpgradeStatus(const AgencyCaller& caller, const v1::UpgradeStatusRequest& request,
                                             v1::UpgradeStatusResponse* response) {
  absl::StatusOr<service::Actor> actor = CheckAccess(caller, request.context(), Method::kUpgradeStatus, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<domain::CaseId> id = ToCaseId(request.case_id());
  if (!id.ok()) return id.status();
  const domain::CaseStatus status = FromProto(request.status());
  if (status == domain::CaseStatus::kUnknown) return InvalidField("STATUS_MISSING", "status", "say the new status");
  std::optional<domain::CivilDate> identified;
  if (!request.date_identified().empty()) {
    absl::StatusOr<domain::CivilDate> day = domain::CivilDate::Parse(request.date_identified());
    if (!day.ok()) return InvalidField("DATE_MALFORMED", "date_identified", "write the day as YYYY-MM-DD");
    identified = *day;
  }
  absl::StatusOr<service::UpgradedCase> upgraded = service::UpgradeStatus(node_, *actor, *id, status, identified);
  if (!upgraded.ok()) return upgraded.status();
  *response->mutable_summary() = ToSummary(node_, upgraded->record);
  AddParties(upgraded->changes.queued_for, response->mutable_queued_for());
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::RevokeCase(const AgencyCaller& caller, const v1::RevokeCaseRequest& request,
                                          v1::RevokeCaseResponse* response) {
  absl::StatusOr<service::Actor> actor = CheckAccess(caller, request.context(), Method::kRevokeCase, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<domain::CaseId> id = ToCaseId(request.case_id());
  if (!id.ok()) return id.status();
  const std::optional<domain::RevocationReason> reason = FromProto(request.reason());
  if (!reason.has_value()) return InvalidField("REASON_MISSING", "reason", "take a reason of the closed list");
  absl::StatusOr<service::RevokedCase> revoked = service::RevokeCase(
      node_, *actor, *id, {*reason, request.second_officer(), domain::UnixTime{request.appeal_ended_at()}});
  if (!revoked.ok()) return revoked.status();
  *response->mutable_summary() = ToSummary(node_, revoked->record);
  AddParties(revoked->queued_for, response->mutable_queued_for());
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::IssueReferenceCode(const AgencyCaller& caller,
                                                  const v1::IssueReferenceCodeRequest& request,
                                                  v1::IssueReferenceCodeResponse* response) {
  absl::StatusOr<service::Actor> actor =
      CheckAccess(caller, request.context(), Method::kIssueReferenceCode, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<domain::CaseId> id = ToCaseId(request.case_id());
  if (!id.ok()) return id.status();
  absl::StatusOr<domain::ReferenceCode> code = service::IssueReferenceCode(node_, *actor, *id);
  if (!code.ok()) return code.status();
  response->set_reference_code(code->ToPrinted());
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::ListDeliveries(const AgencyCaller& caller, const v1::ListDeliveriesRequest& request,
                                              v1::ListDeliveriesResponse* response) {
  absl::StatusOr<service::Actor> actor = CheckAccess(caller, request.context(), Method::kListDeliveries, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<size_t> size = ToPageSize(request.page_size(), kUsualPage, kLargestPage);
  if (!size.ok()) return size.status();
  absl::StatusOr<std::string> token = FromPageToken(request.page_token());
  if (!token.ok()) return token.status();
  absl::StatusOr<service::DeliveryListPage> page;
  if (request.case_id().empty()) {
    page = service::ListDeliveries(node_, *actor, *token, *size);
  } else {
    absl::StatusOr<domain::CaseId> id = ToCaseId(request.case_id());
    if (!id.ok()) return id.status();
    page = service::ListDeliveriesOfCase(node_, *actor, *id);
  }
  if (!page.ok()) return page.status();
  for (const domain::OutboxItem& item : page->deliveries) *response->add_deliveries() = ToSummary(item);
  response->set_next_page_token(ToPageToken(page->next_page));
  response->set_unreadable_rows(static_cast<uint32_t>(page->unreadable));
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::ListInbox(const AgencyCaller& caller, const v1::ListInboxRequest& request,
                                         v1::ListInboxResponse* response) {
  absl::StatusOr<service::Actor> actor = CheckAccess(caller, request.context(), Method::kListInbox, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<size_t> size = ToPageSize(request.page_size(), kUsualPage, kLargestPage);
  if (!size.ok()) return size.status();
  absl::StatusOr<std::string> token = FromPageToken(request.page_token());
  if (!token.ok()) return token.status();
  absl::StatusOr<service::InboxListPage> page = service::ListInbox(node_, *actor, *token, *size);
  if (!page.ok()) return page.status();
  size_t unreadable = page->unreadable;
  for (const service::InboxView& item : page->items) {
    absl::StatusOr<v1::InboxItem> converted = ToInboxItem(item);
    if (converted.ok()) {
      *response->add_items() = *std::move(converted);
    } else {
      ++unreadable;
    }
  }
  response->set_next_page_token(ToPageToken(page->next_page));
  response->set_unreadable_rows(static_cast<uint32_t>(unreadable));
  return absl::OkStatus();
}

absl::Status NodeCaseHandlers::ListAccessNotices(const AgencyCaller& caller,
                                                 const v1::ListAccessNoticesRequest& request,
                                                 v1::ListAccessNoticesResponse* response) {
  absl::StatusOr<service::Actor> actor =
      CheckAccess(caller, request.context(), Method::kListAccessNotices, node_.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<domain::CaseId> id = ToCaseId(request.case_id());
  if (!id.ok()) return id.status();
  absl::StatusOr<domain::AccessNotices> notices = service::ListAccessNotices(node_, *actor, *id);
  if (!notices.ok()) return notices.status();
  *response = ToAccessNotices(*notices);
  return absl::OkStatus();
}

}  // namespace vsx::api
