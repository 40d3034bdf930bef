#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/leak_search.h"
#include "tests/end_to_end/sample_person.h"
#include "tests/end_to_end/store_folder.h"

// No plaintext of a case lies in any byte of the data folders, logs or process arguments after the whole story was
// played: every synthetic name, birth date, number and code is searched for as UTF-8, UTF-16 (both orders), hex (both
// cases) and base64 (all three alignments), in the write-ahead logs and then, flushed, in the table files. First a
// value planted on purpose must be found in each form, so that the search itself is known to see.
namespace vsx::test {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kNodes = {"THA", "KHM", "LAO"};

// What another program makes of `Ditanam Nguyễn 1234` (21 bytes of UTF-8), between bytes that are not its own.
constexpr char kPlanted[] = "Ditanam Nguy\xe1\xbb\x85n 1234";
const std::vector<std::pair<std::string, std::string>>& PlantedBytes() {
  using std::string_literals::operator""s;
  static const auto* const planted = new std::vector<std::pair<std::string, std::string>>{
      {"UTF-8", "\x44\x69\x74\x61\x6e\x61\x6d\x20\x4e\x67\x75\x79\xe1\xbb\x85\x6e\x20\x31\x32\x33\x34"s},
      {"UTF-16LE", "D\0i\0t\0a\0n\0a\0m\0 \0N\0g\0u\0y\0\xc5\x1en\0 \0"s + "1\0"s + "2\0"s + "3\0"s + "4\0"s},
      {"UTF-16BE", "\0D\0i\0t\0a\0n\0a\0m\0 \0N\0g\0u\0y\x1e\xc5\0n\0 "s + "\0"s + "1\0"s + "2\0"s + "3\0"s + "4"s},
      {"hex", "446974616e616d204e677579e1bb856e2031323334"},
      {"HEX", "446974616E616D204E677579E1BB856E2031323334"},
      {"base64/0", "RGl0YW5hbSBOZ3V54buFbiAxMjM0"},
      {"base64/1", "/0RpdGFuYW0gTmd1eeG7hW4gMTIzNP//"},  // after one byte ff
      {"base64/2", "AABEaXRhbmFtIE5ndXnhu4VuIDEyMzQA"},  // after two bytes 00
  };
  return *planted;
}

TEST(LeakSearchTest, FindsWhatOthersEncoded) {
  for (const auto& [form, bytes] : PlantedBytes()) {
    const std::vector<Leak> leaks =
        SearchLeaks({{"here", "before " + bytes + " after"}, {"there", "nothing"}}, kPlanted);
    ASSERT_EQ(leaks.size(), 1U) << form;
    EXPECT_EQ(leaks[0].where, "here");
    EXPECT_EQ(leaks[0].form, form);
  }
  EXPECT_EQ(PlantedBytes().size(), LeakForms(kPlanted).size()) << "a form without an example";
}

class LeakScanTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(federation_.StartAll()); }

  void StopAll() {
    for (const std::string& party : kNodes) EXPECT_EQ(federation_.node(party).Stop(), 0) << party;
  }

  // One person's story; every value of hers goes to `secrets_`.
  void Play(const SamplePerson& person, bool withdraws);
  void AddSecrets(const SamplePerson& person, const std::string& reference_code);
  // KHM's border keeps a check on her open, and screens a list with her in it; both also with what is refused.
  void KeepACheckOpen(const SamplePerson& person);
  void ScreenAList(const SamplePerson& person);

  // How each node was started, and with which environment, as any user of the machine could read while it runs.
  std::vector<LeakPlace> Processes() {
    std::vector<LeakPlace> places;
    for (const std::string& party : kNodes) {
      const std::string process = absl::StrCat("/proc/", federation_.node(party).pid());
      places.push_back({party + " arguments", Federation::ReadFile(process + "/cmdline")});
      EXPECT_NE(places.back().bytes.find("vsx-node"), std::string::npos) << "these are not the node's arguments";
      places.push_back({party + " environment", Federation::ReadFile(process + "/environ")});
    }
    return places;
  }

  std::vector<LeakPlace> Disk() const {
    std::vector<LeakPlace> places;
    for (const std::string& party : kNodes) AddPlaces(federation_.PartyFolder(party), places);
    return places;
  }

  void ExpectClean(const std::vector<LeakPlace>& places, const std::string& when) const {
    for (const std::string& secret : secrets_) {
      for (const Leak& leak : SearchLeaks(places, secret)) {
        ADD_FAILURE() << when << ": " << secret << " as " << leak.form << " in " << leak.where;
      }
    }
  }

  Federation federation_;
  Agency body_ = federation_.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, "example-body");
  Agency desk_ = federation_.Dial("KHM", "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  std::vector<std::string> secrets_;
};

// Single words are searched too: a handle has them sorted, folded and without accents.
void LeakScanTest::AddSecrets(const SamplePerson& person, const std::string& reference_code) {
  const std::string symbols = absl::StrReplaceAll(reference_code, {{"-", ""}});
  secrets_.insert(secrets_.end(), {person.name, person.document_number, person.birth_date,
                                   absl::StrReplaceAll(person.birth_date, {{"-", ""}}), reference_code, symbols,
                                   symbols.substr(0, 20)});
  constexpr size_t kShortestTelling = 6;
  const std::vector<std::string> words = absl::StrSplit(person.name, ' ');
  for (const std::string& word : words) {
    if (word.size() < kShortestTelling) continue;
    for (const std::string& form : {word, absl::AsciiStrToLower(word), absl::AsciiStrToUpper(word)}) {
      secrets_.push_back(form);
    }
  }
}

void LeakScanTest::KeepACheckOpen(const SamplePerson& person) {
  for (const std::string& spoilt : {std::string(), std::string("|")}) {
    const v1::CheckStatusRequest check = CheckBeforeRemoval(person.ByName());
    v1::AwaitStatusRequest request;
    *request.mutable_person() = check.person();
    request.mutable_person()->mutable_biographic()->set_name(person.name + spoilt);
    request.set_measure(check.measure());
    request.set_stage(check.stage());
    request.set_file_number(check.file_number());
    request.set_needed_until(Now() + 60);
    int answers = 0;
    const grpc::Status ended = desk_.Follow(&Status::AwaitStatus, request, std::chrono::seconds(60),
                                            [&](const v1::AwaitStatusResponse&) { ++answers; });
    EXPECT_EQ(ended.ok(), spoilt.empty()) << ended.error_message();
    EXPECT_EQ(answers, spoilt.empty() ? 1 : 0);
    EXPECT_EQ(ended.error_message().find(person.name), std::string::npos);
  }
}

void LeakScanTest::ScreenAList(const SamplePerson& person) {
  const Agency border = federation_.Dial("KHM", "immigration", v1::ACCESS_PURPOSE_SCREENING);
  v1::ScreeningOpening opening;
  ASSERT_TRUE(border.DeclareScreening(10, &opening).ok());
  std::vector<v1::ScreeningRow> rows(3);
  *rows[0].mutable_person() = person.ByDocument();
  *rows[1].mutable_person() = person.ByDocument();
  rows[1].mutable_person()->mutable_document()->set_number(person.document_number + "§");
  *rows[2].mutable_person() = person.ByName();
  rows[2].mutable_person()->mutable_biographic()->set_name(person.name + "|");
  for (size_t i = 0; i < rows.size(); ++i) rows[i].set_row(static_cast<uint32_t>(i + 1));
  std::vector<v1::ScreenResponse> responses;
  ASSERT_TRUE(border.Screen(opening, rows, &responses).ok());
  ASSERT_EQ(responses.size(), 4U);
  EXPECT_EQ(responses.back().summary().hold(), 1U);
  EXPECT_EQ(responses.back().summary().faults(), 2U);
  for (const v1::ScreenResponse& response : responses) {
    for (const std::string& value : {person.document_number, person.name}) {
      EXPECT_EQ(response.SerializeAsString().find(value), std::string::npos);
    }
  }
}

void LeakScanTest::Play(const SamplePerson& person, bool withdraws) {
  v1::RegisterCaseResponse registered;
  ASSERT_TRUE(body_.Call(&Cases::RegisterCase, RegistrationOf(person, "KHM"), &registered).ok());
  const std::string& id = registered.summary().case_id();
  v1::RecordConsentRequest consent;
  consent.set_case_id(id);
  *consent.mutable_consent() = DenyByDefault({"KHM", "LAO"});
  const std::string interpreter = "INTERPRETER-" + person.document_number;
  consent.mutable_consent()->set_interpreter_reference(interpreter);
  for (const v1::Purpose purpose : {v1::PURPOSE_NOTIFY_LEVEL_1, v1::PURPOSE_NOTIFY_LEVEL_2,
                                    v1::PURPOSE_PROTECTIVE_CHECK, v1::PURPOSE_ACCESS_NOTICE}) {
    Allow(*consent.mutable_consent(), "KHM", purpose);
  }
  v1::RecordConsentResponse recorded;
  ASSERT_TRUE(body_.Call(&Cases::RecordConsent, consent, &recorded).ok());
  v1::IssueReferenceCodeRequest wants_code;
  wants_code.set_case_id(id);
  v1::IssueReferenceCodeResponse code;
  ASSERT_TRUE(body_.Call(&Cases::IssueReferenceCode, wants_code, &code).ok());
  ASSERT_EQ(code.reference_code().size(), 26U);
  AddSecrets(person, code.reference_code());
  secrets_.push_back(interpreter);

  for (const v1::PersonQuery& query : {person.ByDocument(), person.ByName()}) {
    EXPECT_TRUE(Eventually([&] {
      v1::CheckStatusResponse answer;
      return desk_.Call(&Status::CheckStatus, CheckBeforeRemoval(query), &answer).ok() &&
             answer.outcome() == v1::CHECK_OUTCOME_HOLD;
    })) << person.name;
  }
  KeepACheckOpen(person);
  ScreenAList(person);
  EXPECT_TRUE(Eventually([&] {
    v1::ListAccessNoticesRequest request;
    request.set_case_id(id);
    v1::ListAccessNoticesResponse looked;
    return body_.Call(&Cases::ListAccessNotices, request, &looked).ok() && looked.notices_size() > 0;
  })) << "who looked";
  const Agency kept = federation_.Dial("KHM", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  v1::ListInboxResponse inbox;
  ASSERT_TRUE(kept.Call(&Cases::ListInbox, v1::ListInboxRequest(), &inbox).ok());
  EXPECT_GT(inbox.items_size(), 0);
  v1::FindCasesRequest find;
  *find.mutable_person() = person.ByName();
  v1::FindCasesResponse found;
  ASSERT_TRUE(body_.Call(&Cases::FindCases, find, &found).ok());
  EXPECT_EQ(found.cases_size(), 1);
  if (withdraws) {
    v1::WithdrawConsentRequest withdraw;
    withdraw.set_case_id(id);
    v1::WithdrawConsentResponse withdrawn;
    ASSERT_TRUE(body_.Call(&Cases::WithdrawConsent, withdraw, &withdrawn).ok());
  }
  // Errors are where values like to escape to: a number, a name and a birth date that are refused.
  std::vector<v1::CheckStatusRequest> wrong = {CheckBeforeRemoval(person.ByDocument()),
                                               CheckBeforeRemoval(person.ByName()),
                                               CheckBeforeRemoval(person.ByName())};
  wrong[0].mutable_person()->mutable_document()->set_number(person.document_number + "§");
  wrong[1].mutable_person()->mutable_biographic()->set_name(person.name + "|");
  wrong[2].mutable_person()->mutable_biographic()->set_birth_date(person.birth_date + "x");
  for (const v1::CheckStatusRequest& request : wrong) {
    v1::CheckStatusResponse ignored;
    const grpc::Status refused = desk_.Call(&Status::CheckStatus, request, &ignored);
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    for (const std::string& value : {person.document_number, person.name, person.birth_date}) {
      EXPECT_EQ(refused.error_message().find(value), std::string::npos);
    }
  }
}

TEST_F(LeakScanTest, PlantedFileAndPlantedRowAreFound) {
  const fs::path file = fs::path(federation_.DataFolder("THA")) / "planted";
  for (const auto& [form, bytes] : PlantedBytes()) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << "before" << bytes << "after";
    const std::vector<Leak> leaks = SearchLeaks(Disk(), kPlanted);
    ASSERT_EQ(leaks.size(), 1U) << form;
    EXPECT_EQ(leaks[0].where, file.string());
  }
  fs::remove(file);
  StopAll();

  // A row that was not sealed: first in the write-ahead log, then in a table file.
  StoreFolder store(federation_.DataFolder("THA") + "/store");
  store.Put("case", "planted", kPlanted);
  std::vector<Leak> leaks = SearchLeaks(Disk(), kPlanted);
  ASSERT_EQ(leaks.size(), 1U);
  EXPECT_TRUE(leaks[0].where.ends_with(".log")) << leaks[0].where;
  const std::vector<std::string> tables = store.Flush().at("case");
  leaks = SearchLeaks(Disk(), kPlanted);
  EXPECT_TRUE(std::any_of(leaks.begin(), leaks.end(), [&](const Leak& leak) {
    return std::find(tables.begin(), tables.end(), leak.where) != tables.end();
  }));
}

TEST_F(LeakScanTest, NothingOfAPersonLiesOnDiskInLogsOrArguments) {
  std::vector<SamplePerson> people = {SamplePerson::Number(1), SamplePerson::Number(2), SamplePerson::Number(3)};
  // A name that UTF-16 and base64 do not spell byte by byte: in Vietnamese, a family name and "example".
  people[1].name = "Nguyễn Thí Dụ";
  for (size_t i = 0; i < people.size(); ++i) {
    Play(people[i], i + 1 == people.size());
    if (HasFatalFailure()) return;
    ExpectClean(Processes(), "while running");
  }
  secrets_.insert(secrets_.end(), {"nguyen", "NGUYEN", "trained_identifier", "forced_labour", "EXAMPLE-17"});

  ExpectClean(Processes(), "while running");
  StopAll();
  const std::vector<LeakPlace> before = Disk();
  for (const std::string& party : kNodes) {
    const std::string store = federation_.DataFolder(party) + "/store/";
    EXPECT_TRUE(std::any_of(before.begin(), before.end(),
                            [&](const LeakPlace& place) {
                              return place.where.starts_with(store) && place.where.ends_with(".log") &&
                                     !place.bytes.empty();
                            }))
        << "no write-ahead log of " << party;
  }
  ExpectClean(before, "write-ahead logs");

  // What the tables hold of people: own cases here, delivered notices there.
  std::vector<std::string> table_files;
  for (const auto& [party, tables] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"THA", {"case", "handle_lookup", "outbox", "audit"}},
           {"KHM", {"inbox", "handle_lookup", "statement", "audit"}},
           {"LAO", {"audit"}}}) {
    const auto flushed = StoreFolder(federation_.DataFolder(party) + "/store").Flush();
    for (const std::string& table : tables) {
      ASSERT_TRUE(flushed.contains(table)) << party << " has nothing in " << table;
      table_files.insert(table_files.end(), flushed.at(table).begin(), flushed.at(table).end());
    }
    EXPECT_TRUE(StoreFolder(federation_.DataFolder(party) + "/keys").Flush().contains("case_key")) << party;
  }
  const std::vector<LeakPlace> after = Disk();
  for (const std::string& table : table_files) {
    EXPECT_TRUE(std::any_of(after.begin(), after.end(),
                            [&](const LeakPlace& place) { return place.where == table && !place.bytes.empty(); }))
        << table << " was not read";
  }
  ExpectClean(after, "table files");
}

}  // namespace
}  // namespace vsx::test
