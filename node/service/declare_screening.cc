#include "node/service/declare_screening.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/domain/error.h"
#include "node/domain/screening_days.h"
#include "node/service/request_id.h"
#include "node/service/retry.h"

namespace vsx::service {
namespace {

constexpr int64_t kSecondsOfADay = 86'400;

absl::Status CheckExercise(const ExerciseInput& input, const domain::ScreeningBounds& bounds, domain::UnixTime now) {
  if (input.persons == 0 || input.persons > bounds.agency_persons_per_day) {
    return domain::InvalidField("PERSONS_OUT_OF_BOUNDS", "persons",
                                absl::StrCat("an exercise has 1 to ", bounds.agency_persons_per_day, " persons"));
  }
  const auto last = domain::CivilDate::FromTime({now.seconds + domain::kDaysToDeclareAhead * kSecondsOfADay});
  if (input.day < domain::CivilDate::FromTime(now) || input.day > last) {
    return domain::InvalidField("DAY_OUT_OF_BOUNDS", "day",
                                "the day is today or one of the next seven, in UTC, as YYYY-MM-DD");
  }
  return absl::OkStatus();
}

// What stands in the audit log before it is answered.
absl::Status Refused(const NodeContext& node, const Actor& actor, const absl::Status& refusal) {
  const std::string_view method = domain::MethodName(domain::Method::kDeclareScreening);
  absl::Status audited = node.audit.Record(actor, method, domain::ErrorReason(refusal), {});
  return audited.ok() ? refusal : audited;
}

// A repeated request: the exercise as it stands, if it was this one.
absl::StatusOr<domain::ScreeningExercise> Repeated(const NodeContext& node, const Actor& actor,
                                                   const ExerciseInput& input,
                                                   const domain::ScreeningExercise& present) {
  if (present.file_number != input.file_number || present.persons != input.persons || present.day != input.day) {
    return Refused(node, actor, RequestIdReused("exercise"));
  }
  absl::Status audited = node.audit.Record(actor, domain::MethodName(domain::Method::kDeclareScreening), "OK", {});
  if (!audited.ok()) return audited;
  return present;
}

absl::StatusOr<domain::ScreeningExercise> DeclareOnce(const ScreeningParts& parts, const Actor& actor,
                                                      const ExerciseInput& input, const domain::ExerciseId& id) {
  const NodeContext& node = parts.node;
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  absl::StatusOr<store::LoadedExercise> present = parts.store.LoadExercise(*snapshot, id);
  if (present.ok()) return Repeated(node, actor, input, present->exercise);
  if (!absl::IsNotFound(present.status())) return present.status();
  const domain::UnixTime now = node.clock.Now();
  const auto bounds = domain::MakeScreeningBounds(node.trust.evaluation_budgets(), parts.agency_limits);
  if (absl::Status sound = CheckExercise(input, bounds, now); !sound.ok()) return sound;
  absl::StatusOr<store::LoadedScreeningMonth> before = parts.store.LoadMonth(*snapshot, input.day);
  if (!before.ok()) return before.status();
  domain::ScreeningMonth after = before->month;
  absl::Status granted =
      domain::DeclarePersons(bounds, input.day, node.audit.AgencyHash(actor.uri), input.persons, after);
  if (!granted.ok()) return Refused(node, actor, granted);
  absl::StatusOr<store::CaseKey> key = parts.store.NewKey();
  if (!key.ok()) return key.status();
  domain::ScreeningExercise exercise{id, actor.uri, actor.officer, input.file_number, input.persons, input.day, now};
  store::WriteBatch batch;
  parts.store.PutMonth(batch, input.day, *before, after);
  parts.store.PutExercise(batch, exercise, *key);
  node.audit.Append(batch, actor, domain::MethodName(domain::Method::kDeclareScreening), "OK", {});
  if (absl::Status stored = node.engine.Commit(batch); !stored.ok()) return stored;
  return exercise;
}

}  // namespace

absl::StatusOr<domain::ScreeningExercise> DeclareScreening(const ScreeningParts& parts, const Actor& actor,
                                                           const ExerciseInput& input) {
  const auto id = IdOfRequest<domain::ExerciseId>(parts.node, actor, "exercise", input.request_id);
  return RetryAborted([&] { return DeclareOnce(parts, actor, input, id); });
}

absl::StatusOr<int> ForgetOldScreenings(const ScreeningParts& parts) {
  const NodeContext& node = parts.node;
  const auto first_kept =
      domain::CivilDate::FromTime({node.clock.Now().seconds - domain::kDaysScreeningIsKept * kSecondsOfADay});
  const std::unique_ptr<store::Snapshot> snapshot = node.engine.TakeSnapshot();
  int forgotten = 0;
  std::string page;
  do {
    absl::StatusOr<store::OldExercises> old = parts.store.FindBefore(*snapshot, first_kept, page, store::kMaxPageRows);
    if (!old.ok()) return old.status();
    page = std::move(old->next_page);
    if (!old->keys.empty()) {
      if (absl::Status gone = parts.store.DestroyKeys(old->keys); !gone.ok()) return gone;
    }
    for (const domain::ExerciseId& id : old->ids) {
      store::WriteBatch batch;
      batch.UseReservedSpace();
      if (absl::Status listed = parts.store.Delete(*snapshot, batch, id); !listed.ok()) return listed;
      if (absl::Status deleted = node.engine.Commit(batch); !deleted.ok()) return deleted;
      ++forgotten;
    }
  } while (!page.empty());
  return forgotten;
}

}  // namespace vsx::service
