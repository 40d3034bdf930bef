#ifndef VSX_NODE_SERVICE_SCREEN_PERSONS_H_
#define VSX_NODE_SERVICE_SCREEN_PERSONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "node/domain/screening.h"
#include "node/domain/status_decision.h"
#include "node/service/actor.h"
#include "node/service/check_status.h"
#include "node/service/screening_parts.h"

namespace vsx::service {

// A declared exercise on its day, and what is considered for everybody of one stream.
struct Screening {
  store::LoadedExercise exercise;
  domain::ScreeningStreamId stream;  // drawn when it opens
  domain::Measure measure = domain::Measure::kOther;
  std::string measure_code;
  std::string stage_code;
};

struct ScreeningRow {
  uint32_t number = 0;
  std::vector<domain::Handle> handles;  // 1 to 8, document and biographic ones
  std::vector<domain::HandleClass> classes;
  bool partial_date_only = false;
};

// What who screens learns about a row. Nothing of it depends on what was found but the outcome.
struct ScreenedRow {
  uint32_t number = 0;
  domain::CheckOutcome outcome = domain::CheckOutcome::kIncomplete;
  // Of an INCOMPLETE:
  bool can_pass_by_itself = false;
  std::vector<domain::ConsultedParty> not_consulted{};
  std::vector<std::string> reasons{};  // beside these, as codes
  std::optional<domain::UnixTime> next_capacity_at{};
  // Of a HOLD:
  std::vector<domain::AdviceCode> advice{};
  domain::UnixTime checked_at{};
  domain::UnixTime valid_until{};
};

// Opens the exercise for the agency that declared it, on its day: from the allowed difference of clocks after midnight
// UTC to that and a minute before, since other Parties count by their own clocks; until midnight and from it on where
// the State declared the day beside it too. Errors: NOT_FOUND EXERCISE_UNKNOWN, also where it is
// another agency's; FAILED_PRECONDITION EXERCISE_NOT_TODAY; those of the stores.
absl::StatusOr<store::LoadedExercise> OpenExercise(const ScreeningParts& parts, const Actor& actor,
                                                   const domain::ExerciseId& id);

domain::ScreeningStreamId NewScreeningStream(const ScreeningParts& parts);

// One batch of a screening, 1 to domain::kMostPersonsOfABatch rows: each is decided as a single protective check would
// be, over own cases, delivered copies and every other Party, all asked at once in one batch that does not say how many
// they are. Each row counts in the exercise; past its number, and past its day, nobody is asked and nothing looked up.
// The intent stands in the audit log, synced, before any Party is asked, and the outcomes, a line for each row, before
// they are given, with what the counter-trafficking body gets of each HOLD. A row whose own records changed too often
// while they were read counts them as unreadable. Errors: those of the stores and of Engine::Commit; then nothing of
// the batch is given.
absl::StatusOr<std::vector<ScreenedRow>> ScreenPersons(const ScreeningParts& parts, const Actor& actor,
                                                       const Screening& screening, absl::Span<const ScreeningRow> rows);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_SCREEN_PERSONS_H_
