#include "tests/end_to_end/writing_officers.h"

#include <gtest/gtest.h>

#include <iterator>
#include <utility>

namespace vsx::test {

WritingOfficers::WritingOfficers(std::vector<Agency> bodies, std::atomic<int>& next_person)
    : bodies_(std::move(bodies)), next_person_(next_person), written_(bodies_.size()) {
  for (size_t i = 0; i < bodies_.size(); ++i) threads_.emplace_back([this, i] { Write(bodies_[i], written_[i]); });
}

WritingOfficers::~WritingOfficers() { Finish(); }

WrittenCases WritingOfficers::Finish() {
  stop_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  WrittenCases all;
  for (WrittenCases& written : written_) {
    std::move(written.cases.begin(), written.cases.end(), std::back_inserter(all.cases));
    std::move(written.unanswered.begin(), written.unanswered.end(), std::back_inserter(all.unanswered));
    all.calls_cut_off += written.calls_cut_off;
    written = {};
  }
  return all;
}

template <typename Method, typename Request, typename Response>
bool WritingOfficers::Send(const Agency& body, Method method, const Request& request, Response* response,
                           int& cut_off) {
  const bool begun_before_kill = !killed_;
  ++in_flight_;
  const grpc::Status status = body.Call(method, request, response);
  --in_flight_;
  if (status.ok()) return true;
  EXPECT_TRUE(killed_) << status.error_code() << " " << status.error_message();
  if (begun_before_kill) ++cut_off;
  return false;
}

void WritingOfficers::Write(const Agency& body, WrittenCases& written) {
  std::vector<WrittenCase>& cases = written.cases;
  while (!stop_) {
    WrittenCase next;
    next.person = SamplePerson::Number(next_person_++);
    v1::RegisterCaseResponse registered;
    if (!Send(body, &Cases::RegisterCase, RegistrationOf(next.person, "KHM"), &registered, written.calls_cut_off)) {
      written.unanswered.push_back(next.person);
      return;
    }
    ++registered_;
    next.id = registered.summary().case_id();
    cases.push_back(std::move(next));
    const size_t count = cases.size();
    if (count % 2 == 1 && !Ask(body, cases.back(), written.calls_cut_off)) return;
    if (count % 4 == 0 && !Withdraw(body, cases[count - 4], written.calls_cut_off)) return;
  }
}

bool WritingOfficers::Ask(const Agency& body, WrittenCase& written, int& cut_off) {
  v1::RecordConsentRequest request;
  request.set_case_id(written.id);
  *request.mutable_consent() = DenyByDefault({"KHM"});
  for (const v1::Purpose purpose :
       {v1::PURPOSE_NOTIFY_LEVEL_1, v1::PURPOSE_NOTIFY_LEVEL_2, v1::PURPOSE_PROTECTIVE_CHECK}) {
    Allow(*request.mutable_consent(), "KHM", purpose);
  }
  v1::RecordConsentResponse response;
  written.sent = 1;
  if (!Send(body, &Cases::RecordConsent, request, &response, cut_off)) return false;
  written.acknowledged = response.consent_version();
  return true;
}

bool WritingOfficers::Withdraw(const Agency& body, WrittenCase& written, int& cut_off) {
  v1::WithdrawConsentRequest request;
  request.set_case_id(written.id);
  v1::WithdrawConsentResponse response;
  written.sent = 2;
  if (!Send(body, &Cases::WithdrawConsent, request, &response, cut_off)) return false;
  written.acknowledged = response.consent_version();
  return true;
}

}  // namespace vsx::test
