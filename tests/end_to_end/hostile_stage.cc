#include "tests/end_to_end/hostile_stage.h"

#include <filesystem>
#include <utility>

namespace vsx::test {
namespace {

constexpr char kObserver[] = "observer";

template <typename Interface, typename Request, typename Response>
Response Ask(const Agency& agency, grpc::Status (Interface::*method)(grpc::ClientContext*, const Request&, Response*),
             const Request& request) {
  Response response;
  const grpc::Status status = agency.Call(method, request, &response);
  EXPECT_TRUE(status.ok()) << "looking failed: " << status.error_message() << " " << DetailOf(status).field();
  return response;
}

bool SameMatches(const std::vector<v1::StatusMatch>& a, const std::vector<v1::StatusMatch>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i].SerializeAsString() != b[i].SerializeAsString()) return false;
  }
  return true;
}

}  // namespace

bool NodeView::SameRecords(const NodeView& other) const {
  return inbox == other.inbox && cases == other.cases && pending == other.pending && outcome == other.outcome &&
         SameMatches(matches, other.matches);
}

HostileStage::HostileStage(FederationOptions options)
    : federation_(std::move(options)),
      peer_(std::make_unique<HostilePeer>(federation_, kPeer, kTarget)),
      observers_(std::make_unique<Observers>(
          Observers{federation_.Dial(kTarget, "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, kObserver),
                    federation_.Dial(kTarget, "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK, kObserver),
                    federation_.Dial(kTarget, "overseer", v1::ACCESS_PURPOSE_AUDIT, kObserver)})) {}

NodeView HostileStage::Look(const SamplePerson& person) const {
  NodeView view;
  v1::ListInboxRequest inbox;
  do {
    const auto page = Ask(observers_->body, &Cases::ListInbox, inbox);
    for (const v1::InboxItem& item : page.items()) view.inbox.push_back(item.SerializeAsString());
    inbox.set_page_token(page.next_page_token());
  } while (!inbox.page_token().empty());
  const auto cases = Ask(observers_->body, &Cases::ListCases, {});
  for (const v1::CaseSummary& found : cases.cases()) view.cases.push_back(found.SerializeAsString());
  const auto outbox = Ask(observers_->overseer, &Admin::GetOutboxStatus, {});
  for (const v1::OutboxPartyStatus& party : outbox.parties()) view.pending += party.pending();
  const auto check = Ask(observers_->desk, &Status::CheckStatus, CheckBeforeRemoval(person.ByDocument()));
  view.outcome = check.outcome();
  view.matches = {check.matches().begin(), check.matches().end()};
  for (const v1::Advice& advice : check.advice()) view.advice.push_back(advice.code());
  view.audit = ReadAudit();
  return view;
}

std::vector<std::string> HostileStage::ReadAudit() const {
  std::vector<std::string> audit;
  v1::ReadAuditRequest request;
  uint64_t last = 0;  // reading is itself an entry: what this reading adds is not read
  do {
    const auto page = Ask(observers_->overseer, &Monitoring::ReadAudit, request);
    if (last == 0) last = page.head_number();
    if (page.records_size() == 0) break;
    for (const v1::AuditRecord& record : page.records()) {
      request.set_after_number(record.number());
      v1::AuditEntry entry;
      EXPECT_TRUE(entry.ParseFromString(record.body()));
      const bool looking = entry.caller().ends_with(std::string("/") + kObserver);
      if (!looking) audit.push_back(entry.method() + " " + entry.outcome());
    }
  } while (request.after_number() < last);
  return audit;
}

SamplePerson HostileStage::NextPerson() {
  ++people_;
  SamplePerson person = SamplePerson::Number(people_);
  person.name = std::string(kMarkedName) + " " + person.name;
  person.document_state = kTarget;
  person.document_number = kMarkedNumber + std::to_string(1000 + people_);
  person.birth_date = kMarkedBirthDate;
  return person;
}

std::string HostileStage::Log() const {
  std::string log;
  for (const auto& file : std::filesystem::directory_iterator(federation_.PartyFolder(kTarget))) {
    const std::string name = file.path().filename();
    // Rotated ones too: node.log, node.1.log, and node.out.
    if (name.ends_with(".log") || name.ends_with(".out")) log += Federation::ReadFile(file.path());
  }
  return log;
}

std::shared_ptr<const Agency> HostileStage::Officer(const std::string& kind, v1::AccessPurpose purpose) {
  return std::make_shared<const Agency>(federation_.Dial(kTarget, kind, purpose, "hostile-post"));
}

}  // namespace vsx::test
