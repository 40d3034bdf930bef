#include "node/domain/biographic_query.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "node/domain/mrz_letters.h"

namespace vsx::domain {
namespace {

void AddNew(std::vector<NameKey>& keys, const NameKey& key) {
  if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
}

// The keys to ask by, the name's own first.
absl::StatusOr<std::vector<NameKey>> KeysOf(std::string_view name) {
  const absl::StatusOr<NameKey> own = NameKey::FromName(name);
  if (!own.ok()) return own.status();
  std::vector<NameKey> keys = {*own};

  const absl::StatusOr<std::optional<NameKey>> romanised = TransliterationKey(name);
  if (!romanised.ok()) return romanised.status();
  if (romanised->has_value()) AddNew(keys, **romanised);

  const absl::StatusOr<std::optional<std::string>> passport = MrzLetters(name);
  if (!passport.ok()) return passport.status();
  if (passport->has_value()) {
    const absl::StatusOr<NameKey> spelled = NameKey::FromName(**passport);
    if (spelled.ok()) AddNew(keys, *spelled);
  }

  const absl::StatusOr<NameKey> undone = NameKey::FromName(UndoXx(name));
  if (undone.ok()) AddNew(keys, *undone);
  return keys;
}

// The date and its coarser forms, finest first.
std::vector<PartialDate> DatesOf(const PartialDate& date) {
  std::vector<PartialDate> dates;
  for (const auto precision :
       {PartialDate::Precision::kDay, PartialDate::Precision::kMonth, PartialDate::Precision::kYear}) {
    if (precision <= date.precision()) dates.push_back(date.Truncate(precision));
  }
  return dates;
}

}  // namespace

absl::StatusOr<BiographicQueries> MakeBiographicQueries(std::string_view name, const PartialDate& birth_date) {
  absl::StatusOr<std::vector<NameKey>> keys = KeysOf(name);
  if (!keys.ok()) return keys.status();
  absl::StatusOr<NameComparability> comparability = ComparabilityOf(name);
  if (!comparability.ok()) return comparability.status();

  BiographicQueries queries;
  queries.partial_date_only = birth_date.precision() != PartialDate::Precision::kDay;
  queries.comparability = *comparability;
  for (const NameKey& key : *keys) {
    for (const PartialDate& date : DatesOf(birth_date)) {
      if (queries.handles.size() < kMaxBiographicQueries) queries.handles.push_back(Handle::FromBiographic(key, date));
    }
  }
  return queries;
}

absl::StatusOr<Handle> BiographicHandleForIssuer(std::string_view name, const PartialDate& birth_date) {
  const absl::StatusOr<NameKey> key = NameKey::FromName(name);
  if (!key.ok()) return key.status();
  return Handle::FromBiographic(*key, birth_date);
}

}  // namespace vsx::domain
