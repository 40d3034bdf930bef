#ifndef VSX_NODE_DOMAIN_SCREENING_H_
#define VSX_NODE_DOMAIN_SCREENING_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "node/domain/calendar.h"
#include "node/domain/id.h"
#include "node/domain/status_decision.h"

// Checks of many persons in one declared exercise (protocol §4, §11): what is declared, what its answers may say, and
// what is kept of them.
namespace vsx::domain {

using ExerciseId = Id<struct ExerciseTag>;
// One stream of rows: row numbers are the client's, and begin anew in each list that is screened in an exercise.
using ScreeningStreamId = Id<struct ScreeningStreamTag>;

// An exercise is for one day, since the budgets that other Parties grant for screening are of days.
struct ScreeningExercise {
  ExerciseId id;
  std::string agency;       // URI of the agency that declared it: nobody else screens in it
  std::string officer;      // who declared it
  std::string file_number;  // the agency's; no name
  uint32_t persons = 0;
  CivilDate day;
  UnixTime declared_at;
};

inline constexpr uint32_t kDaysToDeclareAhead = 7;

// For how many days after its own an exercise and what was found in it are kept.
inline constexpr int64_t kDaysScreeningIsKept = 30;

// What was found about a person for whom a row was answered HOLD. It has no name, handle or attestation: whose row it
// is knows the agency that asked.
struct ScreeningHit {
  ExerciseId exercise;
  ScreeningStreamId stream;
  uint32_t row = 0;
  std::string agency{};
  std::string officer{};
  std::string file_number{};
  std::string measure{};  // code
  UnixTime checked_at{};
  std::vector<DecidedMatch> matches{};
};

// Why a row of an exercise is INCOMPLETE without anybody having been asked.
inline constexpr std::string_view kExerciseUsedUp =
    "EXERCISE_USED_UP";  // more than were declared, or than batches allow
inline constexpr std::string_view kExerciseNotToday =
    "EXERCISE_NOT_TODAY";  // its day has not come, is over, or another is near

// "OWN_CLOCK", "TRUST_DOCUMENTS", "PARTIAL_DATE"; empty where the Parties that were not consulted say why.
std::string_view IncompleteReasonName(IncompleteReason reason);

// The decision's advice less what depends on what was found: who screens a list learns whom to stop, and no more.
std::vector<AdviceCode> AdviceForARow(const StatusDecision& decision);

inline constexpr size_t kMostMatchesKept = 64;

// What the counter-trafficking body gets of the decision's matches, the best kMostMatchesKept. Of an own case only that
// it is one, and of one that is for named authorities alone nothing. No attestation is named.
std::vector<DecidedMatch> MatchesToKeep(const StatusDecision& decision);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_SCREENING_H_
