#include "node/api/screening_handlers.h"

#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "node/api/access_check.h"
#include "node/api/case_conversion.h"
#include "node/api/page_token.h"
#include "node/api/person_query.h"
#include "node/api/status_conversion.h"
#include "node/domain/error.h"
#include "node/service/declare_screening.h"
#include "node/service/list_screening_hits.h"
#include "node/service/screening_run.h"
#include "node/statement/enums.h"

namespace vsx::api {
namespace {

using domain::InvalidField;

constexpr uint32_t kUsualHits = 50;
constexpr uint32_t kMostHits = 200;

absl::StatusOr<domain::ExerciseId> ToExerciseId(const std::string& bytes) {
  absl::StatusOr<domain::ExerciseId> id = domain::ExerciseId::FromBytes(bytes);
  if (!id.ok()) return InvalidField("ID_MALFORMED", "exercise_id", "an id has 16 bytes");
  return id;
}

absl::Status OutOfOrder() {
  return InvalidField("STREAM_OUT_OF_ORDER", "", "a stream is an opening, once and first, and then rows");
}

absl::StatusOr<service::ScreeningRow> ToRow(const v1::ScreeningRow& row, const domain::CivilDate& today) {
  absl::StatusOr<PersonHandles> person =
      ToHandles(row.person(), row.has_also_named() ? &row.also_named() : nullptr, today);
  if (!person.ok()) return person.status();
  if (person->reference_code) {
    return InvalidField("PURPOSE_DOES_NOT_FIT", "person", "a reference code is for a single check");
  }
  return service::ScreeningRow{row.row(), std::move(person->handles), std::move(person->classes),
                               person->partial_date_only};
}

v1::ScreeningAnswer FaultOf(uint32_t row, const absl::Status& status) {
  v1::ScreeningAnswer answer;
  answer.set_row(row);
  answer.set_fault_reason(domain::ErrorReason(status));
  answer.set_fault_field(domain::ErrorField(status));
  return answer;
}

v1::ScreeningAnswer ToAnswer(const service::ScreenedRow& row) {
  v1::ScreeningAnswer answer;
  answer.set_row(row.number);
  answer.set_outcome(statement::ToProto(row.outcome));
  answer.set_can_pass_by_itself(row.can_pass_by_itself);
  for (const domain::ConsultedParty& party : row.not_consulted) {
    v1::PartyNotConsulted* out = answer.add_not_consulted();
    out->set_party(party.party.value());
    out->set_reason(party.reason);
  }
  for (const std::string& reason : row.reasons) answer.add_reasons(reason);
  answer.set_next_capacity_at(row.next_capacity_at.has_value() ? row.next_capacity_at->seconds : 0);
  for (const domain::AdviceCode code : row.advice) answer.add_advice_codes(std::string(domain::AdviceName(code)));
  answer.set_checked_at(row.checked_at.seconds);
  answer.set_valid_until(row.valid_until.seconds);
  return answer;
}

// Writes the answers of the stream `id`, and counts them.
class Answers {
 public:
  Answers(RowStream& stream, const domain::ScreeningStreamId& id) : stream_(stream), id_(id) {}

  absl::Status Write(v1::ScreeningAnswer answer) {
    const std::lock_guard lock(mutex_);
    Count(answer.outcome());
    answer.set_stream_id(std::string(id_.bytes()));
    v1::ScreenResponse message;
    *message.mutable_answer() = std::move(answer);
    return stream_.Write(message);
  }

  absl::Status WriteAll(const std::vector<service::ScreenedRow>& rows) {
    for (const service::ScreenedRow& row : rows) {
      if (absl::Status written = Write(ToAnswer(row)); !written.ok()) return written;
    }
    return absl::OkStatus();
  }

  absl::Status WriteSummary() {
    const std::lock_guard lock(mutex_);
    v1::ScreenResponse message;
    *message.mutable_summary() = summary_;
    return stream_.Write(message);
  }

 private:
  void Count(v1::CheckOutcome outcome) {
    summary_.set_rows(summary_.rows() + 1);
    switch (outcome) {
      case v1::CHECK_OUTCOME_HOLD:
        return summary_.set_hold(summary_.hold() + 1);
      case v1::CHECK_OUTCOME_NO_RECORD:
        return summary_.set_no_record(summary_.no_record() + 1);
      case v1::CHECK_OUTCOME_INCOMPLETE:
        return summary_.set_incomplete(summary_.incomplete() + 1);
      default:
        return summary_.set_faults(summary_.faults() + 1);
    }
  }

  RowStream& stream_;
  const domain::ScreeningStreamId id_;
  std::mutex mutex_;  // batches and the reader of rows both write; guards what follows and stream_.Write
  v1::ScreeningSummary summary_;
};

absl::StatusOr<service::Screening> OpenScreening(const service::ScreeningParts& parts, const service::Actor& actor,
                                                 const v1::ScreeningOpening& opening) {
  absl::StatusOr<domain::ExerciseId> id = ToExerciseId(opening.exercise_id());
  if (!id.ok()) return id.status();
  absl::StatusOr<MeasureAndStage> what = ToMeasureAndStage(opening.measure(), opening.stage());
  if (!what.ok()) return what.status();
  absl::StatusOr<store::LoadedExercise> exercise = service::OpenExercise(parts, actor, *id);
  if (!exercise.ok()) return exercise.status();
  return service::Screening{*std::move(exercise), service::NewScreeningStream(parts), what->measure,
                            std::move(what->measure_code), std::move(what->stage_code)};
}

}  // namespace

absl::Status NodeScreeningHandlers::DeclareScreening(const AgencyCaller& caller,
                                                     const v1::DeclareScreeningRequest& request,
                                                     v1::DeclareScreeningResponse* response) {
  absl::StatusOr<service::Actor> actor =
      CheckAccess(caller, request.context(), domain::Method::kDeclareScreening, parts_.node.audit);
  if (!actor.ok()) return actor.status();
  if (absl::Status sound = CheckRequestId(request.request_id()); !sound.ok()) return sound;
  if (absl::Status sound = CheckFileNumber(request.file_number()); !sound.ok()) return sound;
  const absl::StatusOr<domain::CivilDate> day = domain::CivilDate::Parse(request.day());
  if (!day.ok()) return InvalidField("DATE_MALFORMED", "day", "write the day as YYYY-MM-DD");
  absl::StatusOr<domain::ScreeningExercise> exercise =
      service::DeclareScreening(parts_, *actor, {request.file_number(), request.persons(), *day, request.request_id()});
  if (!exercise.ok()) return exercise.status();
  response->set_exercise_id(std::string(exercise->id.bytes()));
  response->set_persons(exercise->persons);
  response->set_day(exercise->day.ToString());
  return absl::OkStatus();
}

absl::Status NodeScreeningHandlers::Screen(const AgencyCaller& caller, RowStream& stream) {
  absl::StatusOr<std::optional<v1::ScreenRequest>> message = stream.Read();
  if (!message.ok()) return message.status();
  if (!message->has_value() || !(*message)->has_opening()) return OutOfOrder();
  const v1::ScreeningOpening opening = (*message)->opening();
  absl::StatusOr<service::Actor> actor =
      CheckAccess(caller, opening.context(), domain::Method::kScreen, parts_.node.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<service::Screening> screening = OpenScreening(parts_, *actor, opening);
  if (!screening.ok()) return screening.status();

  Answers answers(stream, screening->stream);
  service::ScreeningRun run(parts_, *actor, *screening,
                            [&](const std::vector<service::ScreenedRow>& rows) { return answers.WriteAll(rows); });
  while (true) {
    message = stream.Read();
    if (!message.ok()) return message.status();
    if (!message->has_value()) break;
    if (!(*message)->has_row()) return OutOfOrder();
    const v1::ScreeningRow& row = (*message)->row();
    absl::StatusOr<service::ScreeningRow> sound = ToRow(row, domain::CivilDate::FromTime(parts_.node.clock.Now()));
    absl::Status taken = sound.ok() ? run.Add(*std::move(sound)) : answers.Write(FaultOf(row.row(), sound.status()));
    if (!taken.ok()) return taken;
  }
  if (absl::Status finished = run.Finish(); !finished.ok()) return finished;
  return answers.WriteSummary();
}

absl::Status NodeScreeningHandlers::ListScreeningHits(const AgencyCaller& caller,
                                                      const v1::ListScreeningHitsRequest& request,
                                                      v1::ListScreeningHitsResponse* response) {
  absl::StatusOr<service::Actor> actor =
      CheckAccess(caller, request.context(), domain::Method::kListScreeningHits, parts_.node.audit);
  if (!actor.ok()) return actor.status();
  absl::StatusOr<size_t> size = ToPageSize(request.page_size(), kUsualHits, kMostHits);
  if (!size.ok()) return size.status();
  absl::StatusOr<std::string> token = FromPageToken(request.page_token());
  if (!token.ok()) return token.status();
  std::optional<domain::ExerciseId> exercise;
  if (!request.exercise_id().empty()) {
    absl::StatusOr<domain::ExerciseId> id = ToExerciseId(request.exercise_id());
    if (!id.ok()) return id.status();
    exercise = *id;
  }
  absl::StatusOr<store::ScreeningHitPage> page = service::ListScreeningHits(parts_, *actor, exercise, *token, *size);
  if (!page.ok()) return page.status();
  for (const domain::ScreeningHit& hit : page->hits) {
    v1::ScreeningHit* out = response->add_hits();
    out->set_exercise_id(std::string(hit.exercise.bytes()));
    out->set_stream_id(std::string(hit.stream.bytes()));
    out->set_row(hit.row);
    out->set_agency(hit.agency);
    out->set_officer(hit.officer);
    out->set_file_number(hit.file_number);
    out->set_measure(hit.measure);
    out->set_checked_at(hit.checked_at.seconds);
    for (const domain::DecidedMatch& match : hit.matches) *out->add_matches() = ToMatch(match, parts_.node.trust);
  }
  response->set_next_page_token(ToPageToken(page->next_page));
  response->set_unreadable_rows(static_cast<uint32_t>(page->damaged));
  return absl::OkStatus();
}

}  // namespace vsx::api
