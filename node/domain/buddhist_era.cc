#include "node/domain/buddhist_era.h"

namespace vsx::domain {
namespace {

constexpr int kYearsAhead = 543;
constexpr int kOldestAge = 130;

}  // namespace

std::optional<int> RecogniseBuddhistEra(int year, int current_year) {
  if (year <= current_year) return std::nullopt;
  const int gregorian = year - kYearsAhead;
  if (gregorian > current_year || gregorian < current_year - kOldestAge) return std::nullopt;
  return gregorian;
}

}  // namespace vsx::domain
