#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "crypto/audit_chain.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/sample_person.h"

// SIGKILL at random points under load. The invariants, checked after every restart over everything acknowledged so far:
//   1. every case whose registration was acknowledged is there and its person gets HOLD;
//   2. every acknowledged consent version, or a later one that was asked for, stands;
//   3. every registration under way is there as a whole or not at all: whoever is found by document is found by name
//   too,
//      and can be read;
//   4. a case that was asked has its deliveries, one that was not has none;
//   5. the audit chain has no gap and every hash holds, and no entry once seen is gone or changed.
// VSX_DURABILITY_CYCLES (20) and VSX_DURABILITY_SEED (random, printed) bend it.
namespace vsx::test {
namespace {

constexpr int kWriters = 4;

int FromEnvironment(const char* name, int fallback) {
  const char* value = std::getenv(name);
  return value == nullptr ? fallback : std::atoi(value);
}

struct KnownCase {
  SamplePerson person;
  std::string id;
  uint32_t acknowledged_consent = 0;
  bool consent_asked_for = false;  // a consent was sent whose answer never came
};

FederationOptions TwoParties() {
  FederationOptions options;
  options.parties = {"THA", "KHM"};
  options.outside = {"LAO", "VNM"};
  return options;
}

class DurabilityTest : public ::testing::Test {
 protected:
  Agency Body() {
    return federation_.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, "example-body");
  }

  // Writes until a call fails: the node is gone.
  void Write(const Agency& body) {
    while (!stop_) {
      KnownCase known;
      known.person = SamplePerson::Number(next_person_++);
      v1::RegisterCaseResponse registered;
      ++in_flight_;
      const grpc::Status status = body.Call(&Cases::RegisterCase, RegistrationOf(known.person, "KHM"), &registered);
      --in_flight_;
      const std::lock_guard lock(mutex_);
      if (!status.ok()) {
        uncertain_.push_back(known.person);
        return;
      }
      known.id = registered.summary().case_id();
      cases_.push_back(known);
      const size_t index = cases_.size() - 1;
      if (index % 2 != 0) continue;
      if (!Ask(body, index)) return;
    }
  }

  // Records consent for a case; false if the node is gone. The lock is held: one consent at a time is load enough.
  bool Ask(const Agency& body, size_t index) {
    v1::RecordConsentRequest request;
    request.set_case_id(cases_[index].id);
    *request.mutable_consent() = DenyByDefault({"KHM"});
    Allow(*request.mutable_consent(), "KHM", v1::PURPOSE_NOTIFY_LEVEL_1);
    v1::RecordConsentResponse response;
    cases_[index].consent_asked_for = true;
    ++in_flight_;
    const grpc::Status status = body.Call(&Cases::RecordConsent, request, &response);
    --in_flight_;
    if (!status.ok()) return false;
    cases_[index].acknowledged_consent = response.consent_version();
    return true;
  }

  void CheckCase(const Agency& body, const Agency& desk, const KnownCase& known) {
    v1::CheckStatusResponse answer;
    ASSERT_TRUE(desk.Call(&Status::CheckStatus, CheckBeforeRemoval(known.person.ByDocument()), &answer).ok());
    EXPECT_EQ(answer.outcome(), v1::CHECK_OUTCOME_HOLD);
    v1::GetCaseRequest request;
    request.set_case_id(known.id);
    v1::GetCaseResponse found;
    ASSERT_TRUE(body.Call(&Cases::GetCase, request, &found).ok());
    EXPECT_GE(found.summary().consent_version(), known.acknowledged_consent);
    EXPECT_LE(found.summary().consent_version(), known.consent_asked_for ? 1U : 0U);
    EXPECT_EQ(found.deliveries_size(), static_cast<int>(found.summary().consent_version()));
  }

  // Whole or absent.
  void CheckUncertain(const Agency& body, const SamplePerson& person) {
    v1::FindCasesRequest by_document;
    *by_document.mutable_person() = person.ByDocument();
    v1::FindCasesRequest by_name;
    *by_name.mutable_person() = person.ByName();
    v1::FindCasesResponse document;
    v1::FindCasesResponse name;
    ASSERT_TRUE(body.Call(&Cases::FindCases, by_document, &document).ok());
    ASSERT_TRUE(body.Call(&Cases::FindCases, by_name, &name).ok());
    EXPECT_LE(document.cases_size(), 1);
    ASSERT_EQ(document.cases_size(), name.cases_size());
    if (document.cases_size() == 0) return;
    v1::GetCaseRequest request;
    request.set_case_id(document.cases(0).summary().case_id());
    v1::GetCaseResponse found;
    EXPECT_TRUE(body.Call(&Cases::GetCase, request, &found).ok());
  }

  // Walks the chain from what was verified before.
  void CheckAudit() {
    const Agency overseer = federation_.Dial("THA", "overseer", v1::ACCESS_PURPOSE_AUDIT);
    uint64_t last = audit_number_ + 1;  // reading is itself an entry: what this reading adds is not read
    for (bool first = true; audit_number_ < last; first = false) {
      v1::ReadAuditRequest request;
      request.set_after_number(audit_number_);
      request.set_page_size(500);
      v1::ReadAuditResponse page;
      ASSERT_TRUE(overseer.Call(&Monitoring::ReadAudit, request, &page).ok());
      ASSERT_GE(page.head_number(), audit_number_) << "entries seen before the kill are gone";
      if (first) last = page.head_number();
      if (page.records_size() == 0) return;
      for (const v1::AuditRecord& record : page.records()) {
        ASSERT_EQ(record.number(), audit_number_ + 1);
        ASSERT_EQ(record.previous_hash(), audit_hash_);
        audit_hash_ = crypto::AuditChainHash(page.chain_id(), record.number(), record.previous_hash(), record.body());
        ASSERT_EQ(record.hash(), audit_hash_);
        ++audit_number_;
      }
    }
  }

  Federation federation_{TwoParties()};
  std::mutex mutex_;
  std::vector<KnownCase> cases_;
  std::vector<SamplePerson> uncertain_;
  std::atomic<int> next_person_ = 1;
  std::atomic<int> in_flight_ = 0;
  std::atomic<bool> stop_ = false;
  uint64_t audit_number_ = 0;
  std::string audit_hash_ = std::string(32, '\0');
};

TEST_F(DurabilityTest, WhatWasAcknowledgedSurvivesKillAndNothingIsHalfDone) {
  const int cycles = FromEnvironment("VSX_DURABILITY_CYCLES", 20);
  const int seed = FromEnvironment("VSX_DURABILITY_SEED", static_cast<int>(std::random_device{}() % 1000000));
  std::cout << "seed " << seed << " (VSX_DURABILITY_SEED repeats it)\n";
  std::mt19937 random(static_cast<unsigned>(seed));
  std::uniform_int_distribution<int> writes_before_kill(1, 60);
  ASSERT_TRUE(federation_.StartAll());
  int kills_with_writes = 0;
  for (int cycle = 0; cycle < cycles; ++cycle) {
    // The kill comes after a random number of acknowledged registrations, while the writers go on.
    size_t kill_at = 0;
    {
      const std::lock_guard lock(mutex_);
      kill_at = cases_.size() + static_cast<size_t>(writes_before_kill(random));
    }
    std::vector<Agency> bodies;
    for (int i = 0; i < kWriters; ++i) bodies.push_back(Body());
    std::vector<std::thread> writers;
    for (const Agency& body : bodies) writers.emplace_back([this, &body] { Write(body); });
    const bool reached = Eventually([&] {
      const std::lock_guard lock(mutex_);
      return cases_.size() >= kill_at;
    });
    EXPECT_TRUE(reached);
    // Waiting for a moment with a write under way does not slow the writers; at random it nearly always is one.
    if (in_flight_ > 0) ++kills_with_writes;
    federation_.node("THA").Kill();
    for (std::thread& writer : writers) writer.join();
    ASSERT_TRUE(federation_.Start("THA"));

    const Agency body = Body();
    const Agency desk = federation_.Dial("THA", "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
    // All of this cycle's cases, and a sample of the earlier ones; the last cycle checks all.
    const size_t step = cycle + 1 == cycles ? 1 : 7;
    for (size_t i = 0; i < cases_.size(); i += step) CheckCase(body, desk, cases_[i]);
    for (const SamplePerson& person : uncertain_) CheckUncertain(body, person);
    uncertain_.clear();
    CheckAudit();
    if (HasFatalFailure()) return;
  }
  std::cout << cycles << " kills, " << kills_with_writes << " with a write under way, " << cases_.size()
            << " acknowledged registrations, " << audit_number_ << " audit entries\n";
  EXPECT_GE(kills_with_writes, cycles / 2);
}

}  // namespace
}  // namespace vsx::test
