#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/sample_person.h"

// No plaintext of a case lies in any byte of the data folders, logs or process arguments after the whole story was
// played: every synthetic name, number and code is searched for as UTF-8, UTF-16 (both orders), hex (both cases) and
// base64 (all three alignments), after the nodes flushed and stopped. First a value planted on purpose must be found in
// each form, so that the search itself is known to see.
namespace vsx::test {
namespace {

namespace fs = std::filesystem;

// UTF-16 of ASCII and Latin text; the samples hold no other.
std::string Utf16(const std::string& ascii, bool big_endian) {
  std::string wide;
  for (const char c : ascii) {
    if (big_endian) wide.push_back('\0');
    wide.push_back(c);
    if (!big_endian) wide.push_back('\0');
  }
  return wide;
}

// The part of base64 that does not depend on what stands around the text, for each place it can start at.
std::vector<std::string> Base64Forms(const std::string& text) {
  std::vector<std::string> forms;
  for (size_t shift = 0; shift < 3; ++shift) {
    const std::string encoded = absl::Base64Escape(std::string(shift, 'x') + text);
    const size_t first = (shift * 8 + 5) / 6;
    const size_t last = (shift + text.size()) * 8 / 6;
    forms.push_back(encoded.substr(first, last - first));
  }
  return forms;
}

std::map<std::string, std::string> FormsOf(const std::string& text) {
  std::map<std::string, std::string> forms = {{"UTF-8", text},
                                              {"UTF-16LE", Utf16(text, false)},
                                              {"UTF-16BE", Utf16(text, true)},
                                              {"hex", absl::BytesToHexString(text)}};
  std::string upper = absl::BytesToHexString(text);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
  forms["HEX"] = upper;
  int i = 0;
  for (const std::string& form : Base64Forms(text)) forms[absl::StrCat("base64/", i++)] = form;
  return forms;
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream all;
  all << file.rdbuf();
  return all.str();
}

struct Leak {
  std::string where;
  std::string form;
};

std::vector<Leak> Search(const std::vector<std::pair<std::string, std::string>>& places, const std::string& text) {
  std::vector<Leak> leaks;
  for (const auto& [where, bytes] : places) {
    for (const auto& [form, needle] : FormsOf(text)) {
      if (bytes.find(needle) != std::string::npos) leaks.push_back({where, form});
    }
  }
  return leaks;
}

// Everything that a node wrote, and file names too.
void AddFiles(const fs::path& folder, std::vector<std::pair<std::string, std::string>>& places) {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    places.emplace_back("name of " + entry.path().string(), entry.path().filename().string());
    if (entry.is_regular_file()) places.emplace_back(entry.path().string(), ReadAll(entry.path()));
  }
}

class LeakScanTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(federation_.StartAll()); }

  Federation federation_;
};

TEST_F(LeakScanTest, SearchFindsWhatIsPlanted) {
  const std::string planted = "Ditanam Fictitious 1234";
  const fs::path file = fs::path(federation_.DataFolder("THA")) / "planted";
  for (const auto& [form, needle] : FormsOf(planted)) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << "before" << needle << "after";
    std::vector<std::pair<std::string, std::string>> places;
    AddFiles(federation_.DataFolder("THA"), places);
    EXPECT_FALSE(Search(places, planted).empty()) << form;
  }
  fs::remove(file);
}

TEST_F(LeakScanTest, NothingOfAPersonLiesOnDiskInLogsOrArguments) {
  const Agency body =
      federation_.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, "example-body");
  const Agency desk = federation_.Dial("KHM", "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  const Agency kept = federation_.Dial("KHM", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  std::vector<std::string> secrets;
  for (int n = 1; n <= 3; ++n) {
    const SamplePerson person = SamplePerson::Number(n);
    v1::RegisterCaseResponse registered;
    ASSERT_TRUE(body.Call(&Cases::RegisterCase, RegistrationOf(person, "KHM"), &registered).ok());
    v1::RecordConsentRequest consent;
    consent.set_case_id(registered.summary().case_id());
    *consent.mutable_consent() = DenyByDefault({"KHM", "LAO"});
    consent.mutable_consent()->set_interpreter_reference(absl::StrCat("INTERPRETER-EXAMPLE-", n));
    for (const v1::Purpose purpose :
         {v1::PURPOSE_NOTIFY_LEVEL_1, v1::PURPOSE_NOTIFY_LEVEL_2, v1::PURPOSE_PROTECTIVE_CHECK}) {
      Allow(*consent.mutable_consent(), "KHM", purpose);
    }
    v1::RecordConsentResponse recorded;
    ASSERT_TRUE(body.Call(&Cases::RecordConsent, consent, &recorded).ok());
    v1::IssueReferenceCodeRequest wants_code;
    wants_code.set_case_id(registered.summary().case_id());
    v1::IssueReferenceCodeResponse code;
    ASSERT_TRUE(body.Call(&Cases::IssueReferenceCode, wants_code, &code).ok());
    std::string symbols = code.reference_code();
    symbols.erase(std::remove(symbols.begin(), symbols.end(), '-'), symbols.end());

    EXPECT_TRUE(Eventually([&] {
      v1::CheckStatusResponse answer;
      return desk.Call(&Status::CheckStatus, CheckBeforeRemoval(person.ByDocument()), &answer).ok() &&
             answer.outcome() == v1::CHECK_OUTCOME_HOLD;
    }));
    v1::ListInboxResponse inbox;
    ASSERT_TRUE(kept.Call(&Cases::ListInbox, v1::ListInboxRequest(), &inbox).ok());
    if (n == 3) {
      v1::WithdrawConsentRequest withdraw;
      withdraw.set_case_id(registered.summary().case_id());
      v1::WithdrawConsentResponse withdrawn;
      ASSERT_TRUE(body.Call(&Cases::WithdrawConsent, withdraw, &withdrawn).ok());
    }
    // Errors are where values like to escape to: a wrong code, and a document number with a forbidden character.
    v1::CheckStatusRequest wrong = CheckBeforeRemoval(person.ByDocument());
    wrong.mutable_person()->mutable_document()->set_number(person.document_number + "§");
    v1::CheckStatusResponse ignored;
    const grpc::Status refused = desk.Call(&Status::CheckStatus, wrong, &ignored);
    EXPECT_FALSE(refused.ok());
    EXPECT_EQ(refused.error_message().find(person.document_number), std::string::npos);

    secrets.push_back(person.name);
    secrets.push_back(person.document_number);
    secrets.push_back(symbols.substr(0, 20));
    secrets.push_back(code.reference_code());
    secrets.push_back(absl::StrCat("INTERPRETER-EXAMPLE-", n));
    // Single words of a name would hide in nothing; the folded key has them sorted.
    std::string folded = person.name;
    std::transform(folded.begin(), folded.end(), folded.begin(), [](unsigned char c) { return std::tolower(c); });
    for (size_t at = 0; at < folded.size();) {
      const size_t end = std::min(folded.find(' ', at), folded.size());
      if (end - at >= 6 && folded.substr(at, end - at) != "example") secrets.push_back(folded.substr(at, end - at));
      at = end + 1;
    }
  }

  std::vector<std::pair<std::string, std::string>> places;
  for (const std::string party : {"THA", "KHM", "LAO"}) {
    const std::string process = absl::StrCat("/proc/", federation_.node(party).pid());
    places.emplace_back(party + " arguments", ReadAll(process + "/cmdline"));
    places.emplace_back(party + " environment", ReadAll(process + "/environ"));
  }
  for (const std::string party : {"THA", "KHM", "LAO"}) EXPECT_EQ(federation_.node(party).Stop(), 0) << party;
  size_t bytes = 0;
  for (const std::string party : {"THA", "KHM", "LAO"}) AddFiles(federation_.PartyFolder(party), places);
  for (const auto& [where, content] : places) bytes += content.size();
  EXPECT_GT(bytes, size_t{100} * 1024);
  for (const std::string& secret : secrets) {
    for (const Leak& leak : Search(places, secret))
      ADD_FAILURE() << "a planted value as " << leak.form << " in " << leak.where;
  }
}

}  // namespace
}  // namespace vsx::test
