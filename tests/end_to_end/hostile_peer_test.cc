#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "tests/end_to_end/hostile_case.h"
#include "tests/end_to_end/hostile_table.h"

// The table of hostile input in proto/README.md, row by row, over real connections to a real node: status, reason and
// effect. A row without a case here, a case without a row, and an effect that nothing here knows how to see, all fail.
namespace vsx::test {
namespace {

// What a row's effect says, as far as the driver sees it.
enum class Effect { kNothing, kUnheard, kStaysProtected, kOneAuditEntryPerCall, kRecordsStay, kTaken, kErased };

const std::map<std::string, Effect>& Effects() {
  static const auto* const effects = new std::map<std::string, Effect>{
      {"nothing", Effect::kNothing},
      {"nothing; it is not opened", Effect::kNothing},
      {"nothing; no handler hears of it", Effect::kUnheard},
      {"nothing; it stays erased", Effect::kNothing},
      {"nothing; it is not read", Effect::kUnheard},
      {"nothing, the notice beside it included", Effect::kNothing},
      {"nothing but an audit entry", Effect::kOneAuditEntryPerCall},
      {"nothing; no budget is taken", Effect::kNothing},
      {"nothing; no budget is taken, and the error names the epoch that the node is in", Effect::kNothing},
      {"nothing; no element of the batch is evaluated", Effect::kNothing},
      {"nothing; the error says when there is budget again, and other kinds of check have theirs", Effect::kNothing},
      {"nothing; the four go on, and there is place again when they end", Effect::kNothing},
      {"the handshake fails", Effect::kUnheard},
      {"same receipt, nothing changes", Effect::kNothing},
      {"what the first erased stays erased, what the second names stays; both hashes are kept as evidence and the "
       "audit "
       "log says so",
       Effect::kRecordsStay},
      {"the first stays; both hashes are kept as evidence and the audit log says so", Effect::kRecordsStay},
      {"nothing; the copies stay and a check answers HOLD", Effect::kStaysProtected},
      {"the other Party's copies stay and a check answers HOLD", Effect::kRecordsStay},
      {"taken; a check answers HOLD", Effect::kTaken},
      {"taken; a check answers HOLD, as of a presumed child", Effect::kTaken},
      {"taken; a check answers HOLD, not as recognised under Art. 14(2)", Effect::kTaken},
      {"taken; a check answers HOLD, qualified STATUS_UNKNOWN", Effect::kTaken},
      {"taken; the fields stay in the signed bytes and are never shown", Effect::kTaken},
      {"taken; the receipt has the recipient's time", Effect::kTaken},
      {"taken; a key past its time still speaks for its Party", Effect::kTaken},
      {"the copies are erased", Effect::kErased},
      {"the copies are erased; the receipt has the recipient's time", Effect::kErased},
  };
  return *effects;
}

HostileTable AllCases() {
  HostileTable cases;
  AddWrongSignatures(cases);
  AddWrongWithdrawals(cases);
  AddWrongConnections(cases);
  AddRepetitions(cases);
  AddBadBytes(cases);
  AddUnknownValues(cases);
  AddTimes(cases);
  AddAgencies(cases);
  AddIndexes(cases);
  return cases;
}

FederationOptions OptionsFor(Documents documents) {
  FederationOptions options;
  options.bend_manifest = [](v1::Manifest& manifest) {
    v1::EvaluationBudgets& budgets = *manifest.mutable_evaluation_budgets();
    budgets.set_single_per_day(kHostileSingleBudget);
    budgets.set_single_burst(kHostileSingleBudget);
    budgets.set_presented_per_day(kHostilePresentedBudget);
    budgets.set_presented_burst(kHostilePresentedBudget);
  };
  if (documents == Documents::kExpired) {
    options.manifest_expires_in_s = -kDay;
    options.records_expire_in_s = -kDay;
  }
  if (documents == Documents::kKeysOutOfTime) {
    // To the node, what a recipient's clock that is wrong either way makes of the documents: attestation keys that are
    // past their time, operations keys whose time has not come.
    options.bend_record = [](v1::PartyRecord& record) {
      for (v1::PartyKey& key : *record.mutable_keys()) {
        if (key.role() == v1::KEY_ROLE_ATTESTATION) {
          key.set_valid_from(Now() - 30 * kDay);
          key.set_valid_until(Now() - kDay);
        } else if (key.role() == v1::KEY_ROLE_OPERATIONS) {
          key.set_valid_from(Now() + kDay);
          key.set_valid_until(Now() + 30 * kDay);
        }
      }
    };
  }
  return options;
}

std::string NameOf(grpc::StatusCode code) {
  static const auto* const names =
      new std::map<grpc::StatusCode, std::string>{{grpc::StatusCode::OK, "OK"},
                                                  {grpc::StatusCode::INVALID_ARGUMENT, "INVALID_ARGUMENT"},
                                                  {grpc::StatusCode::PERMISSION_DENIED, "PERMISSION_DENIED"},
                                                  {grpc::StatusCode::UNAUTHENTICATED, "UNAUTHENTICATED"},
                                                  {grpc::StatusCode::UNAVAILABLE, "UNAVAILABLE"},
                                                  {grpc::StatusCode::ALREADY_EXISTS, "ALREADY_EXISTS"},
                                                  {grpc::StatusCode::NOT_FOUND, "NOT_FOUND"},
                                                  {grpc::StatusCode::OUT_OF_RANGE, "OUT_OF_RANGE"},
                                                  {grpc::StatusCode::FAILED_PRECONDITION, "FAILED_PRECONDITION"},
                                                  {grpc::StatusCode::RESOURCE_EXHAUSTED, "RESOURCE_EXHAUSTED"},
                                                  {grpc::StatusCode::INTERNAL, "INTERNAL"}};
  const auto found = names->find(code);
  return found == names->end() ? "status " + std::to_string(code) : found->second;
}

size_t CountOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

// How the node stands after an attack, against how it stood before.
void ExpectEffect(Effect effect, size_t calls, const NodeView& before, const NodeView& after) {
  switch (effect) {
    case Effect::kNothing:
    case Effect::kUnheard:
      EXPECT_TRUE(after.SameRecords(before));
      EXPECT_EQ(after.audit, before.audit);
      return;
    case Effect::kStaysProtected:
      EXPECT_EQ(before.outcome, v1::CHECK_OUTCOME_HOLD);
      EXPECT_TRUE(after.SameRecords(before));
      EXPECT_EQ(after.audit, before.audit);
      return;
    case Effect::kOneAuditEntryPerCall:
      EXPECT_TRUE(after.SameRecords(before));
      ASSERT_EQ(after.audit.size(), before.audit.size() + calls);
      EXPECT_EQ(after.audit.back(), "CheckStatus ACCESS_DENIED");
      return;
    case Effect::kRecordsStay:
      EXPECT_TRUE(after.SameRecords(before));
      EXPECT_EQ(after.outcome, v1::CHECK_OUTCOME_HOLD);
      return;
    case Effect::kTaken:
      EXPECT_NE(before.outcome, v1::CHECK_OUTCOME_HOLD);
      EXPECT_EQ(after.outcome, v1::CHECK_OUTCOME_HOLD);
      EXPECT_EQ(after.matches.size(), 1U);
      EXPECT_EQ(after.inbox.size(), before.inbox.size() + 1);
      return;
    case Effect::kErased:
      EXPECT_EQ(before.outcome, v1::CHECK_OUTCOME_HOLD);
      EXPECT_NE(after.outcome, v1::CHECK_OUTCOME_HOLD);
      EXPECT_TRUE(after.matches.empty());
      EXPECT_EQ(after.inbox.size() + 1, before.inbox.size());
      return;
  }
}

// What the node logged of it: one line a call that reached the gate, with the reason, and who called once that is
// known.
void ExpectLogged(const HostileRow& row, size_t calls, const std::string& logged) {
  if (row.reason == "-") return;
  EXPECT_EQ(CountOf(logged, "\"reason\":\"" + row.reason + "\""), calls) << logged;
  if (row.status != "UNAUTHENTICATED") {
    EXPECT_EQ(CountOf(logged, row.sender == "agency" ? "/hostile-post\"" : "\"caller\":\"vsx://KHM/node/1\""), calls)
        << logged;
  }
}

// Every call that comes as far as the gate is logged, with its caller once the gate has let it through to the handler.
// Who was not heard stands there as refused by the gate (with a reason) or, if gRPC or TLS refused, not at all.
void ExpectUnheard(const HostileRow& row, size_t calls, const std::string& logged) {
  EXPECT_EQ(CountOf(logged, "\"method\":"), row.reason == "-" ? 0 : calls) << logged;
  EXPECT_EQ(CountOf(logged, "\"caller\":\"\""), CountOf(logged, "\"method\":")) << logged;
}

void Run(const HostileRow& row, const HostileCase& hostile, HostileStage& stage) {
  const Attempt attempt = hostile.prepare(stage);
  const NodeView before = stage.Look(attempt.person);
  const size_t logged_before = stage.Log().size();
  const std::vector<grpc::Status> statuses = attempt.attack();
  const std::string logged = stage.Log().substr(logged_before);
  ASSERT_FALSE(statuses.empty());
  for (const grpc::Status& status : statuses) {
    const std::string reason = DetailOf(status).reason();
    EXPECT_EQ(NameOf(status.error_code()), row.status) << status.error_message();
    EXPECT_EQ(reason.empty() ? "-" : reason, row.reason) << status.error_message();
    EXPECT_EQ(status.error_message().find(kMarkedName), std::string::npos);
  }
  ExpectLogged(row, statuses.size(), logged);
  const auto effect = Effects().find(row.effect);
  ASSERT_NE(effect, Effects().end()) << "no check knows the effect '" << row.effect << "'";
  if (effect->second == Effect::kUnheard) ExpectUnheard(row, statuses.size(), logged);
  ExpectEffect(effect->second, statuses.size(), before, stage.Look(attempt.person));
  attempt.effect();
}

// No marker in what the stopped node leaves behind in its log and its output, as text or in hexadecimal.
void ExpectNoPersonInLog(HostileStage& stage) {
  EXPECT_EQ(stage.Stop(), 0);
  const std::string log = absl::AsciiStrToLower(stage.Log());
  ASSERT_NE(log.find("vsx://tha/agency/immigration/observer"), std::string::npos) << "this is not the node's log";
  for (const std::string marker : {kMarkedName, kMarkedNumber, kMarkedBirthDate}) {
    const std::string text = absl::AsciiStrToLower(marker);
    EXPECT_EQ(log.find(text), std::string::npos) << marker;
    EXPECT_EQ(log.find(absl::BytesToHexString(marker)), std::string::npos) << marker << " in hexadecimal";
  }
}

std::vector<HostileRow> Rows() { return ReadHostileTable(std::string(VSX_SOURCE_DIR) + "/proto/README.md"); }

void RunAll(Documents documents) {
  const HostileTable cases = AllCases();
  HostileStage stage(OptionsFor(documents));
  ASSERT_TRUE(stage.Start());
  for (const HostileRow& row : Rows()) {
    const auto found = cases.find(row.id);
    if (found == cases.end() || found->second.documents != documents) continue;
    SCOPED_TRACE(row.id + ": " + row.what);
    Run(row, found->second, stage);
  }
  ExpectNoPersonInLog(stage);
}

TEST(HostilePeerTest, EveryRowHasACaseAndEveryCaseARow) {
  std::set<std::string> rows;
  for (const HostileRow& row : Rows()) EXPECT_TRUE(rows.insert(row.id).second) << row.id << " stands there twice";
  std::set<std::string> cases;
  for (const auto& [id, hostile] : AllCases()) cases.insert(id);
  EXPECT_EQ(rows, cases);
}

TEST(HostilePeerTest, EveryRowEndsAsTheTableSays) { RunAll(Documents::kInForce); }
TEST(HostilePeerTest, DeliveriesAndWithdrawalsGoOnWhileTrustDocumentsAreExpired) { RunAll(Documents::kExpired); }
TEST(HostilePeerTest, DeliveriesAndWithdrawalsGoOnWhereClockAndKeysDisagree) { RunAll(Documents::kKeysOutOfTime); }

}  // namespace
}  // namespace vsx::test
