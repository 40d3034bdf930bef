#include "store/budget_codec.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "store/byte_codec.h"
#include "store/value_codec.h"

namespace vsx::store {
namespace {

constexpr uint8_t kBudgetLayout = 1;
constexpr uint8_t kDaysLayout = 1;
constexpr uint8_t kMonthLayout = 1;

void WriteDeclared(ByteWriter& out, const domain::DeclaredPersons& declared) {
  out.LpBytes(declared.agency_hash).U64(declared.persons);
}

domain::DeclaredPersons ReadDeclared(ByteReader& in) {
  std::string agency_hash = in.LpBytes(kMaxTextBytes);
  return {std::move(agency_hash), in.U64()};
}

void WriteScreeningDay(ByteWriter& out, const domain::ScreeningDay& day) {
  WriteDay(out, day.day);
  out.Repeated(day.agencies, WriteDeclared);
}

domain::ScreeningDay ReadScreeningDay(ByteReader& in) {
  const domain::CivilDate day = ReadDay(in);
  domain::ScreeningDay read{day, in.Repeated(domain::kMostAgenciesOfADay, ReadDeclared)};
  if (read.agencies.empty()) in.Fail();  // somebody opened it
  return read;
}

}  // namespace

std::string EncodeBudget(const StoredBudget& budget) {
  ByteWriter out;
  out.U8(kBudgetLayout).U64(budget.bucket.shares);
  WriteTime(out, budget.bucket.at);
  out.Repeated(budget.usage,
               [](ByteWriter& writer, const domain::HourlyUsage& usage) { writer.I64(usage.hour).U64(usage.used); });
  return out.Take();
}

absl::StatusOr<StoredBudget> DecodeBudget(std::string_view value) {
  ByteReader in(value);
  ReadLayout(in, kBudgetLayout);
  StoredBudget budget;
  budget.bucket.shares = in.U64();
  budget.bucket.at = ReadTime(in);
  budget.usage = in.Repeated(kMaxListEntries, [](ByteReader& reader) {
    domain::HourlyUsage usage;
    usage.hour = reader.I64();
    usage.used = reader.U64();
    return usage;
  });
  if (std::ranges::adjacent_find(budget.usage, std::ranges::greater_equal(), &domain::HourlyUsage::hour) !=
      budget.usage.end()) {
    in.Fail();
  }
  if (absl::Status status = in.Finish(); !status.ok()) return status;
  return budget;
}

std::string EncodeDeclaredDays(const std::vector<domain::CivilDate>& days) {
  ByteWriter out;
  out.U8(kDaysLayout).Repeated(days, WriteDay);
  return out.Take();
}

absl::StatusOr<std::vector<domain::CivilDate>> DecodeDeclaredDays(std::string_view value) {
  ByteReader in(value);
  ReadLayout(in, kDaysLayout);
  std::vector<domain::CivilDate> days = in.Repeated(kMaxListEntries, ReadDay);
  if (std::ranges::adjacent_find(days, std::ranges::greater_equal()) != days.end()) in.Fail();
  if (absl::Status status = in.Finish(); !status.ok()) return status;
  return days;
}

std::string EncodeScreeningMonth(const domain::ScreeningMonth& month) {
  ByteWriter out;
  out.U8(kMonthLayout).Repeated(month, WriteScreeningDay);
  return out.Take();
}

absl::StatusOr<domain::ScreeningMonth> DecodeScreeningMonth(std::string_view value) {
  ByteReader in(value);
  ReadLayout(in, kMonthLayout);
  domain::ScreeningMonth month = in.Repeated(kMaxListEntries, ReadScreeningDay);
  if (std::ranges::adjacent_find(month, std::ranges::greater_equal(), &domain::ScreeningDay::day) != month.end()) {
    in.Fail();
  }
  if (absl::Status status = in.Finish(); !status.ok()) return status;
  return month;
}

}  // namespace vsx::store
