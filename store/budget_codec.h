#ifndef VSX_STORE_BUDGET_CODEC_H_
#define VSX_STORE_BUDGET_CODEC_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/screening_days.h"
#include "node/domain/token_bucket.h"
#include "node/domain/usage_alarm.h"

// The values of Table::kBudget. Decoders answer DATA_LOSS to bytes that no encoder wrote.
namespace vsx::store {

// A budget as it stands in the store: what no process has reserved, and what was used, by hour, ascending.
struct StoredBudget {
  domain::TokenBucket bucket;
  std::vector<domain::HourlyUsage> usage;
};
std::string EncodeBudget(const StoredBudget& budget);
absl::StatusOr<StoredBudget> DecodeBudget(std::string_view value);

// Days that were declared, ascending, each once.
std::string EncodeDeclaredDays(const std::vector<domain::CivilDate>& days);
absl::StatusOr<std::vector<domain::CivilDate>> DecodeDeclaredDays(std::string_view value);

std::string EncodeScreeningMonth(const domain::ScreeningMonth& month);
absl::StatusOr<domain::ScreeningMonth> DecodeScreeningMonth(std::string_view value);

}  // namespace vsx::store

#endif  // VSX_STORE_BUDGET_CODEC_H_
