#ifndef VSX_TESTS_SERVICE_SCREENING_FIXTURE_H_
#define VSX_TESTS_SERVICE_SCREENING_FIXTURE_H_

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "node/service/declare_screening.h"
#include "node/service/list_screening_hits.h"
#include "node/service/screening_run.h"
#include "node/statement/audit_entry.h"
#include "store/audit_log.h"
#include "tests/support/blind_federation.h"
#include "tests/support/story.h"

namespace vsx::test {

inline Person PersonNumber(int number) {
  return {.name = "Contoh Nombor " + std::string(1, static_cast<char>('a' + number % 26)) +
                  std::string(1, static_cast<char>('a' + number / 26)),
          .birth_date = "1999-04-05",
          .passport = "XX" + std::to_string(1'000'000 + number)};
}

// Screening in QQC of persons whom QQA identified; real indexes and curve operations, in one process.
class ScreeningFixture : public ::testing::Test {
 protected:
  static BlindOptions Options() {
    BlindOptions options;
    options.timeout = std::chrono::seconds(20);  // nobody is slow, however busy the machine is
    return options;
  }

  TestFederation& base() { return federation_.base(); }
  const service::ScreeningParts& parts() { return base().node("QQC").screening_parts(); }

  domain::CaseId Identify(const Person& person, const std::vector<domain::Directive>& directives) {
    const domain::CaseId id = Register(base(), "QQA", person);
    domain::ConsentRecord record = Interview(base(), {"QQB", "QQC"});
    record.directives = directives;
    Record(base(), "QQA", id, record);
    return id;
  }

  static service::Actor Screener() {
    service::Actor actor = BorderOfficer("QQC");
    actor.purpose = domain::AccessPurpose::kScreening;
    return actor;
  }

  domain::CivilDate Today() { return domain::CivilDate::FromTime(base().clock().Now()); }

  static domain::CivilDate June(int day) { return *domain::CivilDate::Create(2030, 6, day); }

  absl::Status DeclareAt(const std::string& agency, uint32_t persons, const domain::CivilDate& day) {
    service::Actor actor = Screener();
    actor.agency = agency;
    actor.uri = "vsx://QQC/agency/" + agency;
    return service::DeclareScreening(parts(), actor, {"EX-9", persons, day}).status();
  }

  service::Screening Declare(uint32_t persons) {
    auto declared = service::DeclareScreening(parts(), Screener(), {"EX-9", persons, Today()});
    EXPECT_TRUE(declared.ok()) << declared.status();
    auto opened = service::OpenExercise(parts(), Screener(), declared->id);
    EXPECT_TRUE(opened.ok()) << opened.status();
    return {*std::move(opened), service::NewScreeningStream(parts()), domain::Measure::kRemoval, "REMOVAL",
            "IMMIGRATION"};
  }

  static service::ScreeningRow Row(uint32_t number, std::vector<domain::Handle> handles) {
    service::ScreeningRow row;
    row.number = number;
    for (const domain::Handle& handle : handles) row.classes.push_back(handle.cls());
    row.handles = std::move(handles);
    return row;
  }

  // By row number: a batch is delivered as soon as it is done, so a small one may come before a large one.
  std::vector<service::ScreenedRow> Screen(const service::Screening& screening,
                                           const std::vector<service::ScreeningRow>& rows) {
    const service::Actor actor = Screener();
    std::vector<service::ScreenedRow> all;
    service::ScreeningRun run(parts(), actor, screening, [&](const std::vector<service::ScreenedRow>& some) {
      all.insert(all.end(), some.begin(), some.end());
      return absl::OkStatus();
    });
    for (const service::ScreeningRow& row : rows) EXPECT_TRUE(run.Add(row).ok());
    EXPECT_TRUE(run.Finish().ok());
    std::sort(all.begin(), all.end(), [](const service::ScreenedRow& one, const service::ScreenedRow& other) {
      return one.number < other.number;
    });
    return all;
  }

  std::vector<statement::AuditEntry> AuditAt(const std::string& party) {
    std::vector<statement::AuditEntry> entries;
    const auto stored = store::ReadAudit(*base().context(party).engine.TakeSnapshot(), 0, store::kMaxPageRows);
    for (const store::AuditEntry& entry : stored.value()) {
      entries.push_back(statement::DecodeAuditEntry(entry.body).value());
    }
    return entries;
  }

  std::vector<domain::ScreeningHit> HitsAtQQC() {
    auto page = service::ListScreeningHits(parts(), CaseOfficer("QQC"), std::nullopt, "", 100);
    EXPECT_TRUE(page.ok()) << page.status();
    return page->hits;
  }

  BlindFederation federation_{Options()};
};

inline std::vector<domain::CheckOutcome> OutcomesOf(const std::vector<service::ScreenedRow>& rows) {
  std::vector<domain::CheckOutcome> outcomes;
  for (const service::ScreenedRow& row : rows) outcomes.push_back(row.outcome);
  return outcomes;
}

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_SCREENING_FIXTURE_H_
