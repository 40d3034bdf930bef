#include <gtest/gtest.h>

#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/node_traces.h"
#include "tests/end_to_end/sample_person.h"

// A Party that a person excluded cannot tell from anything at its own node whether there is a case at all. The same
// calls are made in worlds of their own, in which THA has no case of the person, has one that excludes LAO, or has one
// that informs LAO: LAO's node holds, logs and answers the same in the first two, and not in the third.
namespace vsx::test {
namespace {

enum class World { kNoCase, kLaoExcluded, kLaoInformed };

// All that somebody finds at LAO's node, but what is random or time.
struct Traces {
  RowSizesByTable rows;
  std::vector<std::string> audit;
  std::vector<std::string> log;
  std::vector<std::string> answers;  // to LAO's own officers
};

void ExpectSame(const Traces& a, const Traces& b) {
  EXPECT_EQ(a.answers, b.answers);
  EXPECT_EQ(a.audit, b.audit);
  EXPECT_EQ(a.log, b.log);
  ASSERT_EQ(a.rows.size(), b.rows.size());
  for (const auto& [table, sizes] : a.rows) {
    ASSERT_TRUE(b.rows.contains(table)) << table;
    EXPECT_EQ(sizes.size(), b.rows.at(table).size()) << "rows of " << table;
    EXPECT_TRUE(sizes == b.rows.at(table)) << "sizes of rows of " << table;
  }
}

// The answer without what is drawn afresh or tells the time; of what is signed or random, the size.
std::string Described(v1::CheckStatusResponse answer) {
  std::string sizes = absl::StrCat("receipt of ", answer.receipt_envelope().size(), " bytes; ");
  for (const v1::CheckHandleSalt& salt : answer.handle_salts()) {
    absl::StrAppend(&sizes, "salt ", salt.index(), " of ", salt.salt().size(), " bytes; ");
  }
  answer.clear_receipt_envelope();
  answer.clear_handle_salts();
  answer.clear_checked_at();
  answer.clear_valid_until();
  for (v1::PartyConsultation& consultation : *answer.mutable_consultations()) {
    absl::StrAppend(&sizes, "header hash of ", consultation.header_sha256().size(), " bytes; ");
    consultation.clear_as_of();
    consultation.clear_epoch();
    consultation.clear_header_sha256();
  }
  return sizes + answer.ShortDebugString();
}

// THA registers a person who came from KHM and LAO, and was put both; KHM may be told.
std::string RegisterAndAsk(const Agency& body, const SamplePerson& person, bool inform_lao) {
  v1::RegisterCaseRequest registration = RegistrationOf(person, "KHM");
  registration.mutable_person()->add_sending_parties("LAO");
  v1::RegisterCaseResponse registered;
  EXPECT_TRUE(body.Call(&Cases::RegisterCase, registration, &registered).ok());
  v1::RecordConsentRequest consent;
  consent.set_case_id(registered.summary().case_id());
  *consent.mutable_consent() = DenyByDefault({"KHM", "LAO"});
  for (const std::string party : {"KHM", "LAO"}) {
    if (party == "LAO" && !inform_lao) continue;
    for (const v1::Purpose purpose :
         {v1::PURPOSE_NOTIFY_LEVEL_1, v1::PURPOSE_NOTIFY_LEVEL_2, v1::PURPOSE_PROTECTIVE_CHECK}) {
      Allow(*consent.mutable_consent(), party, purpose);
    }
  }
  v1::RecordConsentResponse recorded;
  EXPECT_TRUE(body.Call(&Cases::RecordConsent, consent, &recorded).ok());
  return registered.summary().case_id();
}

v1::CheckStatusResponse Check(const Agency& desk, const v1::PersonQuery& query) {
  v1::CheckStatusResponse answer;
  const grpc::Status status = desk.Call(&Status::CheckStatus, CheckBeforeRemoval(query), &answer);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return answer;
}

void WithdrawAll(const Agency& body, const std::string& case_id) {
  v1::WithdrawConsentRequest withdraw;
  withdraw.set_case_id(case_id);
  v1::WithdrawConsentResponse withdrawn;
  EXPECT_TRUE(body.Call(&Cases::WithdrawConsent, withdraw, &withdrawn).ok());
}

bool NothingPending(const Agency& operator_post) {
  v1::GetOutboxStatusResponse outbox;
  if (!operator_post.Call(&Admin::GetOutboxStatus, v1::GetOutboxStatusRequest(), &outbox).ok()) return false;
  for (const v1::OutboxPartyStatus& party : outbox.parties()) {
    if (party.pending() > 0) return false;
  }
  return outbox.parties_size() == 2;
}

// Plays one world to its end. `person` is whom it is about; somebody else's notice goes from THA to KHM in each.
Traces Play(World world, const SamplePerson& person) {
  Traces traces;
  Federation federation;
  EXPECT_TRUE(federation.StartAll());
  const Agency body = federation.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  const Agency khm_desk = federation.Dial("KHM", "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  const Agency operator_post = federation.Dial("THA", "operator", v1::ACCESS_PURPOSE_ADMIN);
  const Agency desk = federation.Dial("LAO", "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
  const auto look = [&] {
    EXPECT_TRUE(Eventually([&] { return NothingPending(operator_post); }));
    for (const v1::PersonQuery& query : {person.ByDocument(), person.ByName()}) {
      traces.answers.push_back(Described(Check(desk, query)));
    }
  };

  // When every node has the indexes of every other, nothing more comes of the clock.
  const SamplePerson stranger = SamplePerson::Number(999);
  for (const std::string party : {"THA", "KHM", "LAO"}) {
    const Agency post = federation.Dial(party, "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK);
    v1::CheckStatusResponse settled;
    // LAO's own checks stand in what is compared: it is asked once, when it has two Parties' indexes of three classes.
    EXPECT_TRUE(party != "LAO" || Eventually([&] {
                  const std::vector<std::string> parts =
                      absl::StrSplit(Federation::ReadFile(federation.LogFile("LAO")), "index fetched");
                  return parts.size() > 6;
                }));
    EXPECT_TRUE(Eventually([&] {
      return post.Call(&Status::CheckStatus, CheckBeforeRemoval(stranger.ByDocument()), &settled).ok() &&
             settled.outcome() == v1::CHECK_OUTCOME_NO_RECORD;
    })) << party;
  }

  const size_t log_until_then = Federation::ReadFile(federation.LogFile("LAO")).size();

  const SamplePerson other = SamplePerson::Number(901);
  RegisterAndAsk(body, other, false);
  const std::string case_id = world == World::kNoCase ? "" : RegisterAndAsk(body, person, world == World::kLaoInformed);
  look();
  EXPECT_EQ(Check(khm_desk, other.ByDocument()).outcome(), v1::CHECK_OUTCOME_HOLD);
  EXPECT_EQ(Check(khm_desk, person.ByDocument()).outcome() == v1::CHECK_OUTCOME_HOLD, world != World::kNoCase);
  // A withdrawal goes to nobody who has nothing.
  if (!case_id.empty()) WithdrawAll(body, case_id);
  look();

  const Agency lao_body = federation.Dial("LAO", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT);
  v1::ListInboxResponse inbox;
  EXPECT_TRUE(lao_body.Call(&Cases::ListInbox, v1::ListInboxRequest(), &inbox).ok());
  traces.answers.push_back(absl::StrCat(inbox.items_size(), " notices"));
  traces.audit = AuditEntries(federation.Dial("LAO", "overseer", v1::ACCESS_PURPOSE_AUDIT));
  for (const std::string party : {"THA", "KHM", "LAO"}) EXPECT_EQ(federation.node(party).Stop(), 0) << party;
  traces.log = LogLines(Federation::ReadFile(federation.LogFile("LAO")).substr(log_until_then));
  traces.rows = RowSizesOf(federation.DataFolder("LAO"));
  return traces;
}

TEST(ExcludedPartyTest, NodeOfTheExcludedPartyIsTheSameWithAndWithoutTheCase) {
  const SamplePerson person = SamplePerson::Number(902);
  const Traces without = Play(World::kNoCase, person);
  ASSERT_EQ(without.answers.size(), 5U);
  EXPECT_GE(without.audit.size(), 6U);
  EXPECT_GE(without.log.size(), 6U);
  EXPECT_GE(without.rows.at("store/audit").size(), without.audit.size());
  EXPECT_TRUE(without.rows.at("store/inbox").empty());
  ExpectSame(without, Play(World::kLaoExcluded, person));

  // That these traces do tell: with a notice, every one of them is another.
  const Traces informed = Play(World::kLaoInformed, person);
  EXPECT_NE(without.answers, informed.answers);
  EXPECT_NE(without.audit, informed.audit);
  EXPECT_NE(without.log, informed.log);
  EXPECT_FALSE(informed.rows.at("store/inbox").empty());
  EXPECT_FALSE(without.rows.at("store/inbox") == informed.rows.at("store/inbox"));
}

}  // namespace
}  // namespace vsx::test
