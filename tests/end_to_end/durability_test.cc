#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "crypto/audit_chain.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/sample_person.h"
#include "tests/end_to_end/writing_officers.h"

// SIGKILL at random points under load: THA's node, where officers write, and in every third cycle KHM's, which is sent
// the notices. Checked after every restart over all cases of the cycle and a sample of the earlier ones, at the end
// over all:
//   1. every case whose registration was acknowledged is there and its person gets HOLD;
//   2. every acknowledged consent, or a later one that was asked for, stands; an acknowledged withdrawal denies all;
//   3. every registration under way is there as a whole or not at all: whoever is found by document is found by name
//      too, and can be read;
//   4. a case that was asked has its deliveries, one that was not has none, and nothing of a withdrawn one waits;
//   5. KHM has every notice that it acknowledged, and none whose erasure it acknowledged;
//   6. the audit chain has no gap and every hash holds, and no entry once seen is gone or changed.
// In the end every consent has come to KHM, and every withdrawal has erased what it recalls.
// VSX_DURABILITY_CYCLES (20) and VSX_DURABILITY_SEED (random, printed) bend it.
namespace vsx::test {
namespace {

constexpr int kWriters = 4;

int FromEnvironment(const char* name, int fallback) {
  const char* value = std::getenv(name);
  return value == nullptr ? fallback : std::atoi(value);
}

FederationOptions TwoParties() {
  FederationOptions options;
  options.parties = {"THA", "KHM"};
  options.outside = {"LAO", "VNM"};
  return options;
}

// Whether a delivery of the kind was acknowledged.
bool Acknowledged(const v1::GetCaseResponse& found, const std::string& kind) {
  const auto& all = found.deliveries();
  return std::any_of(all.begin(), all.end(), [&](const v1::DeliverySummary& delivery) {
    return delivery.kind().starts_with(kind) && delivery.state() == v1::DELIVERY_STATE_ACKNOWLEDGED;
  });
}

// Things that were asked for when the node was killed, and never answered.
struct Unanswered {
  int present = 0;
  int absent = 0;
  void Count(bool is_there) { ++(is_there ? present : absent); }
};

std::ostream& operator<<(std::ostream& out, const Unanswered& count) {
  return out << count.present + count.absent << " (" << count.present << " present, " << count.absent << " absent)";
}

class DurabilityTest : public ::testing::Test {
 protected:
  struct ChainSeen {
    uint64_t number = 0;
    std::string hash = std::string(32, '\0');
  };

  Agency Body(const std::string& party) {
    return federation_.Dial(party, "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, "example-body");
  }
  Agency Desk(const std::string& party) {
    return federation_.Dial(party, "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  }

  static v1::CheckOutcome Check(const Agency& desk, const SamplePerson& person) {
    v1::CheckStatusResponse answer;
    const grpc::Status status = desk.Call(&Status::CheckStatus, CheckBeforeRemoval(person.ByDocument()), &answer);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return answer.outcome();
  }

  static v1::GetCaseResponse Read(const Agency& body, const std::string& id) {
    v1::GetCaseRequest request;
    request.set_case_id(id);
    v1::GetCaseResponse found;
    const grpc::Status status = body.Call(&Cases::GetCase, request, &found);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return found;
  }

  // The case at THA; gives it as found.
  static v1::GetCaseResponse CheckCase(const Agency& body, const Agency& desk, const WrittenCase& written) {
    EXPECT_EQ(Check(desk, written.person), v1::CHECK_OUTCOME_HOLD);
    v1::GetCaseResponse found = Read(body, written.id);
    const uint32_t consent = found.summary().consent_version();
    EXPECT_GE(consent, written.acknowledged);
    EXPECT_LE(consent, written.sent);
    EXPECT_EQ(found.deliveries_size() > 0, consent > 0);
    for (const v1::ConsentEffectLine& line : found.effects()) {
      if (line.party() == "KHM" && line.purpose() == v1::PURPOSE_NOTIFY_LEVEL_2) {
        EXPECT_EQ(line.allowed(), consent == 1);
      }
      if (line.party() == "KHM" && consent == 2) {
        EXPECT_FALSE(line.allowed()) << line.purpose();
      }
    }
    for (const v1::DeliverySummary& delivery : found.deliveries()) {
      const bool waits = delivery.state() == v1::DELIVERY_STATE_QUEUED && delivery.kind() != "withdrawal";
      EXPECT_FALSE(consent == 2 && waits) << delivery.kind();
      EXPECT_FALSE(consent == 1 && delivery.kind() == "withdrawal");
    }
    return found;
  }

  // What KHM has of it, as far as THA holds receipts.
  void CheckAbroad(const Agency& desk, const WrittenCase& written, const v1::GetCaseResponse& found) {
    if (Acknowledged(found, "withdrawal")) {
      EXPECT_NE(Check(desk, written.person), v1::CHECK_OUTCOME_HOLD) << "an erased copy is there";
      ++erasures_checked_;
    } else if (found.summary().consent_version() == 1 && Acknowledged(found, "notification")) {
      EXPECT_EQ(Check(desk, written.person), v1::CHECK_OUTCOME_HOLD) << "an acknowledged notice is gone";
      ++notices_checked_;
    }
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
    registrations_.Count(document.cases_size() > 0);
    if (document.cases_size() == 0) return;
    EXPECT_EQ(Read(body, document.cases(0).summary().case_id()).summary().consent_version(), 0U);
  }

  // Walks the chain from what was verified before.
  void CheckAudit(const std::string& party) {
    const Agency overseer = federation_.Dial(party, "overseer", v1::ACCESS_PURPOSE_AUDIT);
    ChainSeen& seen = chains_[party];
    uint64_t last = seen.number + 1;  // reading is itself an entry: what this reading adds is not read
    for (bool first = true; seen.number < last; first = false) {
      v1::ReadAuditRequest request;
      request.set_after_number(seen.number);
      request.set_page_size(500);
      v1::ReadAuditResponse page;
      ASSERT_TRUE(overseer.Call(&Monitoring::ReadAudit, request, &page).ok());
      ASSERT_GE(page.head_number(), seen.number) << "entries seen before the kill are gone";
      if (first) last = page.head_number();
      if (page.records_size() == 0) return;
      for (const v1::AuditRecord& record : page.records()) {
        ASSERT_EQ(record.number(), seen.number + 1);
        ASSERT_EQ(record.previous_hash(), seen.hash);
        seen.hash = crypto::AuditChainHash(page.chain_id(), record.number(), record.previous_hash(), record.body());
        ASSERT_EQ(record.hash(), seen.hash);
        ++seen.number;
      }
    }
  }

  // Writes until a random number of registrations is acknowledged, kills `victim` while the writing goes on, and starts
  // it again. The cases written are the last of cases_.
  void WriteAndKill(const std::string& victim, int registrations) {
    std::vector<Agency> bodies;
    for (int i = 0; i < kWriters; ++i) bodies.push_back(Body("THA"));
    WritingOfficers officers(std::move(bodies), next_person_);
    EXPECT_TRUE(Eventually([&] { return officers.registered() >= registrations; }));
    if (victim == "THA") officers.BeforeKill();
    if (officers.in_flight() > 0) ++kills_with_open_calls_;
    federation_.node(victim).Kill();
    const WrittenCases written = officers.Finish();
    if (written.calls_cut_off > 0) ++kills_with_calls_cut_off_;
    ASSERT_TRUE(federation_.Start(victim));

    cases_.insert(cases_.end(), written.cases.begin(), written.cases.end());
    const Agency body = Body("THA");
    for (const SamplePerson& person : written.unanswered) CheckUncertain(body, person);
  }

  void CheckCases(size_t all_from, size_t step_before) {
    const Agency body = Body("THA");
    const Agency desk = Desk("THA");
    const Agency abroad = Desk("KHM");
    for (size_t i = 0; i < cases_.size(); i += i < all_from ? std::min(step_before, all_from - i) : 1) {
      const v1::GetCaseResponse found = CheckCase(body, desk, cases_[i]);
      CheckAbroad(abroad, cases_[i], found);
      if (i >= all_from && cases_[i].sent > cases_[i].acknowledged) {
        (cases_[i].sent == 2 ? withdrawals_ : consents_).Count(found.summary().consent_version() == cases_[i].sent);
      }
    }
  }

  // Everything that waited has gone, and KHM has what was allowed and nothing else.
  void CheckEnd() {
    const Agency body = Body("THA");
    const Agency abroad = Desk("KHM");
    for (const WrittenCase& written : cases_) {
      if (written.sent == 0) continue;
      const uint32_t consent = Read(body, written.id).summary().consent_version();
      EXPECT_TRUE(Eventually([&] {
        return (Check(abroad, written.person) == v1::CHECK_OUTCOME_HOLD) == (consent == 1);
      })) << "consent number "
          << consent;
      if (consent == 2) ++withdrawn_;
    }
  }

  Federation federation_{TwoParties()};
  std::atomic<int> next_person_ = 1;
  std::vector<WrittenCase> cases_;
  std::map<std::string, ChainSeen> chains_;
  Unanswered registrations_;
  Unanswered consents_;
  Unanswered withdrawals_;
  int kills_with_open_calls_ = 0;
  int kills_with_calls_cut_off_ = 0;
  int withdrawn_ = 0;
  int erasures_checked_ = 0;
  int notices_checked_ = 0;
};

TEST_F(DurabilityTest, WhatWasAcknowledgedSurvivesKillAndNothingIsHalfDone) {
  const int cycles = FromEnvironment("VSX_DURABILITY_CYCLES", 20);
  const int seed = FromEnvironment("VSX_DURABILITY_SEED", static_cast<int>(std::random_device{}() % 1000000));
  std::cout << "seed " << seed << " (VSX_DURABILITY_SEED repeats it)\n";
  std::mt19937 random(static_cast<unsigned>(seed));
  std::uniform_int_distribution<int> writes_before_kill(1, 30);
  ASSERT_TRUE(federation_.StartAll());
  int abroad = 0;
  for (int cycle = 0; cycle < cycles; ++cycle) {
    const std::string victim = cycle % 3 == 2 ? "KHM" : "THA";
    if (victim == "KHM") ++abroad;
    const size_t known = cases_.size();
    WriteAndKill(victim, writes_before_kill(random));
    if (HasFatalFailure()) return;
    constexpr size_t kSampleStep = 13;
    CheckCases(known, cycle + 1 == cycles ? 1 : kSampleStep);
    for (const std::string party : {"THA", "KHM"}) CheckAudit(party);
    if (HasFailure()) return;
  }
  CheckEnd();
  std::cout << cycles << " kills, " << abroad << " of them of the receiving node; " << kills_with_open_calls_
            << " with a call open, " << kills_with_calls_cut_off_ << " cut one off; " << cases_.size()
            << " acknowledged registrations, " << withdrawn_ << " withdrawn; never answered: registrations "
            << registrations_ << ", consents " << consents_ << ", withdrawals " << withdrawals_
            << "; checked at KHM after a kill: " << notices_checked_ << " notices, " << erasures_checked_
            << " erasures; " << chains_["THA"].number << " and " << chains_["KHM"].number << " audit entries\n";
  EXPECT_GE(kills_with_calls_cut_off_, cycles / 2);
  EXPECT_GT(withdrawn_, 0);
  EXPECT_GT(notices_checked_, 0);
  EXPECT_GT(erasures_checked_, 0);
}

}  // namespace
}  // namespace vsx::test
