#include "node/service/screen_persons.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/encoding.h"
#include "node/domain/error.h"
#include "node/domain/evaluation.h"
#include "node/domain/screening_days.h"
#include "node/service/check_evidence.h"
#include "node/service/queue_access_notices.h"
#include "node/statement/check_receipt.h"
#include "store/write_batch.h"

namespace vsx::service {
namespace {

const std::string_view kMethod = domain::MethodName(domain::Method::kScreen);

// One row on its way through a batch.
struct Asked {
  const ScreeningRow* row;
  CheckInput input;
  std::vector<BlindAnswer> answers;
};

// Whether a batch that leaves now counts for the exercise's day wherever it arrives. A Party whose clock is behind or
// ahead would count it for the day before or after, and take one more of the month's days; it may, where the State
// declared that day too.
absl::StatusOr<bool> IsItsDay(const ScreeningParts& parts, const domain::ScreeningExercise& exercise,
                              domain::UnixTime now) {
  constexpr int64_t kUnderWaySeconds = 60;
  if (exercise.day != domain::CivilDate::FromTime(now)) return false;
  const int64_t skew = parts.node.trust.epoch_plan().Skew();
  const std::unique_ptr<store::Snapshot> snapshot = parts.node.engine.TakeSnapshot();
  for (const int64_t there : {now.seconds - skew, now.seconds + skew + kUnderWaySeconds}) {
    const auto day = domain::CivilDate::FromTime({there});
    if (day == exercise.day) continue;
    const absl::StatusOr<store::LoadedScreeningMonth> declared = parts.store.LoadMonth(*snapshot, day);
    if (!declared.ok()) return declared.status();
    if (std::ranges::find(declared->month, day, &domain::ScreeningDay::day) == declared->month.end()) return false;
  }
  return true;
}

// Takes so many persons out of the exercise, or as many as it still has; how many.
absl::StatusOr<size_t> TakePersons(const ScreeningParts& parts, const domain::ScreeningExercise& exercise,
                                   size_t wanted, domain::UnixTime now) {
  const absl::StatusOr<domain::BudgetRate> persons = domain::BudgetRate::Create(exercise.persons, 0);
  if (!persons.ok()) return persons.status();
  const std::string key = absl::StrCat("own|exercise|", exercise.id.ToHex());
  for (; wanted > 0; --wanted) {
    absl::StatusOr<store::Taken> taken = parts.ledger.Take(key, *persons, wanted, now);
    if (!taken.ok()) return taken.status();
    if (taken->granted) break;
  }
  return wanted;
}

// Takes what other Parties count for asking about so many, unused places of a batch included, out of what this agency
// may use of the State's day; false if it has used that up. A few batches beyond its share are for lists that end in a
// batch half full, or were broken off.
absl::StatusOr<bool> TakeFromTheDay(const ScreeningParts& parts, const Actor& actor,
                                    const domain::ScreeningExercise& exercise, size_t persons, domain::UnixTime now) {
  constexpr uint64_t kBatchesBeyond = 8;
  const auto bounds = domain::MakeScreeningBounds(parts.node.trust.evaluation_budgets(), parts.agency_limits);
  const absl::StatusOr<domain::BudgetRate> share =
      domain::BudgetRate::Create(bounds.agency_persons_per_day + kBatchesBeyond * domain::kMostPersonsOfABatch, 0);
  if (!share.ok()) return share.status();
  const std::string key = absl::StrCat("own|screened|", crypto::ToHex(parts.node.audit.AgencyHash(actor.uri)), "|",
                                       exercise.day.ToString());
  const size_t counted = domain::BatchSizeFor(domain::EvaluationKind::kScreening, persons) / domain::kElementsPerPerson;
  absl::StatusOr<store::Taken> taken = parts.ledger.Take(key, *share, counted, now);
  if (!taken.ok()) return taken.status();
  return taken->granted;
}

CheckInput InputOf(const Screening& screening, const ScreeningRow& row) {
  CheckInput input;
  input.purpose = domain::Purpose::kProtectiveCheck;
  input.handles = row.handles;
  input.classes = row.classes;
  input.partial_date_only = row.partial_date_only;
  input.measure = screening.measure;
  input.measure_code = screening.measure_code;
  input.stage_code = screening.stage_code;
  input.file_number = screening.exercise.exercise.file_number;
  return input;
}

// As of a single check, with the exercise's id in the place of the check's.
std::string IntentHash(const NodeContext& node, const Actor& actor, const Screening& screening) {
  const domain::ScreeningExercise& exercise = screening.exercise.exercise;
  statement::CheckReceipt intent{.party = node.own_party(),
                                 .check_id = *domain::CheckId::FromBytes(exercise.id.bytes()),
                                 .agency = actor.uri,
                                 .officer = actor.officer,
                                 .measure = screening.measure_code,
                                 .stage = screening.stage_code,
                                 .file_number = exercise.file_number};
  intent.intent_salt = node.random.Bytes(statement::kCheckSaltSize);
  return statement::CheckIntentHash(intent);
}

absl::Status AskOthers(const NodeContext& node, const Actor& actor, const Screening& screening,
                       std::vector<Asked>& asked) {
  BlindQuestions questions{domain::Purpose::kProtectiveCheck, domain::EvaluationKind::kScreening, {}, {}, {}};
  questions.parties = OthersInForce(node);
  if (questions.parties.empty()) return absl::OkStatus();
  for (const Asked& one : asked) questions.persons.push_back(one.input.handles);
  questions.intent_hash = IntentHash(node, actor, screening);
  absl::Status recorded = node.audit.RecordIntent(actor, kMethod, questions.intent_hash);
  if (!recorded.ok()) return recorded;
  std::vector<std::vector<BlindAnswer>> answers = node.blind_checker.AskAbout(questions);
  for (size_t i = 0; i < asked.size(); ++i) asked[i].answers = std::move(answers[i]);
  return absl::OkStatus();
}

// Where they changed too often while they were read, something is there that cannot be read.
absl::StatusOr<KnownMatches> ReadOwn(const NodeContext& node, const Actor& actor, const CheckInput& input,
                                     const domain::CivilDate& today) {
  absl::StatusOr<KnownMatches> matches = ReadKnownMatches(node, actor, input, today);
  if (!absl::IsAborted(matches.status())) return matches;
  KnownMatches unreadable;
  unreadable.unreadable = 1;
  return unreadable;
}

// What who screens learns of the decision.
ScreenedRow Say(const domain::StatusDecision& decision, const std::vector<BlindAnswer>& answers) {
  ScreenedRow said{.outcome = decision.outcome};
  if (decision.outcome == domain::CheckOutcome::kHold) said.advice = domain::AdviceForARow(decision);
  if (decision.outcome != domain::CheckOutcome::kIncomplete) return said;
  said.can_pass_by_itself = true;
  for (const domain::ConsultedParty& party : decision.consultations) {
    if (party.status == domain::ConsultationStatus::kConsulted) continue;
    said.can_pass_by_itself = said.can_pass_by_itself && party.status == domain::ConsultationStatus::kTransient;
    said.not_consulted.push_back(party);
  }
  for (const domain::IncompleteReason reason : decision.incomplete_reasons) {
    if (const std::string_view name = domain::IncompleteReasonName(reason); !name.empty()) {
      said.reasons.emplace_back(name);
      said.can_pass_by_itself = said.can_pass_by_itself && reason == domain::IncompleteReason::kOwnClock;
    }
  }
  for (const BlindAnswer& answer : answers) {
    said.next_capacity_at = std::max(said.next_capacity_at, answer.consultation.next_capacity_at);
  }
  return said;
}

// Decides one row; adds to the batch its lines of the audit log and, of a HOLD, what was found.
absl::StatusOr<ScreenedRow> Decide(const ScreeningParts& parts, const Actor& actor, const Screening& screening,
                                   Asked& asked, domain::UnixTime now, store::WriteBatch& batch) {
  const NodeContext& node = parts.node;
  absl::StatusOr<KnownMatches> matches = ReadOwn(node, actor, asked.input, domain::CivilDate::FromTime(now));
  if (!matches.ok()) return matches.status();
  const domain::StatusDecision decision =
      domain::DecideStatus(GatherEvidence(node, asked.input, *matches, asked.answers, now));
  for (const BlindAnswer& one : asked.answers) {
    if (one.failures == 0) continue;
    node.audit.AppendExchange(batch, "", one.consultation.party, kMethod, domain::kRecordUnreadable, {});
  }
  node.audit.Append(batch, actor, kMethod, domain::CheckOutcomeName(decision.outcome), matches->pseudonyms);
  if (matches->unreadable > 0) node.audit.Append(batch, actor, kMethod, domain::kOwnRecordsUnreadable, {});
  if (decision.outcome == domain::CheckOutcome::kHold) {
    const domain::ScreeningExercise& exercise = screening.exercise.exercise;
    if (std::vector<domain::DecidedMatch> kept = domain::MatchesToKeep(decision); !kept.empty()) {
      parts.store.PutHit(batch,
                         {exercise.id, screening.stream, asked.row->number, actor.uri, actor.officer,
                          exercise.file_number, screening.measure_code, now, std::move(kept)},
                         screening.exercise.key);
    }
    QueueAccessNotices(node, actor, domain::Method::kScreen, decision.matches, now, batch);
  }
  return Say(decision, asked.answers);
}

ScreenedRow NotAsked(std::string_view reason) {
  ScreenedRow row;
  row.reasons.emplace_back(reason);
  return row;
}

}  // namespace

absl::StatusOr<store::LoadedExercise> OpenExercise(const ScreeningParts& parts, const Actor& actor,
                                                   const domain::ExerciseId& id) {
  absl::StatusOr<store::LoadedExercise> loaded = parts.store.LoadExercise(*parts.node.engine.TakeSnapshot(), id);
  if (absl::IsNotFound(loaded.status()) || (loaded.ok() && loaded->exercise.agency != actor.uri)) {
    return domain::Error(absl::StatusCode::kNotFound, "EXERCISE_UNKNOWN", "exercise_id",
                         "this agency has declared no such exercise");
  }
  if (!loaded.ok()) return loaded.status();
  const absl::StatusOr<bool> its_day = IsItsDay(parts, loaded->exercise, parts.node.clock.Now());
  if (!its_day.ok()) return its_day.status();
  if (!*its_day) {
    return domain::Precondition("EXERCISE_NOT_TODAY",
                                "an exercise is open on its own day alone, in UTC, from 2 minutes after midnight to 3 "
                                "minutes before, unless the day beside it is declared too");
  }
  return loaded;
}

domain::ScreeningStreamId NewScreeningStream(const ScreeningParts& parts) {
  return *domain::ScreeningStreamId::FromBytes(parts.node.random.Bytes(domain::ScreeningStreamId::kSize));
}

absl::StatusOr<std::vector<ScreenedRow>> ScreenPersons(const ScreeningParts& parts, const Actor& actor,
                                                       const Screening& screening,
                                                       absl::Span<const ScreeningRow> rows) {
  const NodeContext& node = parts.node;
  const domain::ScreeningExercise& exercise = screening.exercise.exercise;
  const domain::UnixTime asked_at = node.clock.Now();
  const absl::StatusOr<bool> its_day = IsItsDay(parts, exercise, asked_at);
  if (!its_day.ok()) return its_day.status();
  const std::string_view why_not = *its_day ? domain::kExerciseUsedUp : domain::kExerciseNotToday;
  std::vector<Asked> asked;
  std::vector<ScreenedRow> screened(rows.size(), NotAsked(why_not));
  absl::StatusOr<size_t> granted = TakePersons(parts, exercise, *its_day ? rows.size() : 0, asked_at);
  if (!granted.ok()) return granted.status();
  if (*granted > 0) {
    const absl::StatusOr<bool> of_the_day = TakeFromTheDay(parts, actor, exercise, *granted, asked_at);
    if (!of_the_day.ok()) return of_the_day.status();
    if (!*of_the_day) granted = 0;
  }
  for (const ScreeningRow& row : rows.subspan(0, *granted)) asked.push_back({&row, InputOf(screening, row), {}});
  if (!asked.empty()) {
    if (absl::Status others = AskOthers(node, actor, screening, asked); !others.ok()) return others;
  }

  // The own records are read last, so that they are the newest that the answers say.
  const domain::UnixTime now = node.clock.Now();
  store::WriteBatch batch;
  batch.UseHalfOfReservedSpace();  // a full disk must not silence the check of somebody who is known
  for (Asked& one : asked) {
    absl::StatusOr<ScreenedRow> row = Decide(parts, actor, screening, one, now, batch);
    if (!row.ok()) return row.status();
    screened[static_cast<size_t>(one.row - rows.data())] = *std::move(row);
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    screened[i].number = rows[i].number;
    screened[i].checked_at = now;
    screened[i].valid_until = {now.seconds + node.limits.answer_valid_seconds};
  }
  for (size_t i = asked.size(); i < rows.size(); ++i) {
    node.audit.Append(batch, actor, kMethod, why_not, {});
  }
  if (absl::Status audited = node.engine.Commit(batch); !audited.ok()) return audited;
  return screened;
}

}  // namespace vsx::service
