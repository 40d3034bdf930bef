#include "node/domain/biographic_query.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "node/domain/error.h"
#include "node/domain/name_variants.h"

namespace vsx::domain {
namespace {

using Precision = PartialDate::Precision;

// What is asked of a name, first things first (HANDLES.md). A coarse kind with a coarse date would find strangers.
struct Question {
  VariantKind kind;
  Precision precision;
};

constexpr auto kQuestions = std::to_array<Question>({
    {VariantKind::kOwnKey, Precision::kDay},
    {VariantKind::kOwnKey, Precision::kMonth},
    {VariantKind::kOwnKey, Precision::kYear},
    {VariantKind::kSpelling, Precision::kDay},
    {VariantKind::kLetters, Precision::kDay},
    {VariantKind::kFewer, Precision::kDay},
    {VariantKind::kSounds, Precision::kDay},
    {VariantKind::kLetters, Precision::kYear},
    {VariantKind::kMore, Precision::kDay},
    {VariantKind::kLetters, Precision::kMonth},
    {VariantKind::kSpelling, Precision::kYear},
    {VariantKind::kSpelling, Precision::kMonth},
});

bool NeedsTheDay(VariantKind kind) { return kind == VariantKind::kFewer || kind == VariantKind::kSounds; }

void AddNew(const Handle& handle, std::vector<Handle>& into) {
  if (into.size() < kMaxHandles && std::find(into.begin(), into.end(), handle) == into.end()) into.push_back(handle);
}

absl::Status TooMany(std::string_view field) {
  return InvalidField("TOO_MANY", field, absl::StrCat("at most ", kMaxHandles, " are taken here"));
}

NameComparability LeastOf(const NameComparability& a, const NameComparability& b) {
  return {std::max(a.latin, b.latin), a.mixed_scripts || b.mixed_scripts};
}

}  // namespace

absl::StatusOr<HandlesToAsk> AskFor(const PersonSought& person) {
  if (person.documents.size() > kMaxHandles) return TooMany("documents");
  HandlesToAsk asked;
  for (const Handle& document : person.documents) AddNew(document, asked.handles);

  std::vector<std::vector<NameVariant>> names;
  for (const std::string& name : person.names) {
    absl::StatusOr<std::vector<NameVariant>> variants = VariantsToAsk(name);
    if (!variants.ok()) return variants.status();
    names.push_back(*std::move(variants));
    const absl::StatusOr<NameComparability> comparability = ComparabilityOf(name);
    if (!comparability.ok()) return comparability.status();
    asked.comparability = LeastOf(asked.comparability, *comparability);
  }

  if (person.birth_date.has_value()) {
    const PartialDate& date = *person.birth_date;
    asked.partial_date_only = person.documents.empty() && date.precision() != Precision::kDay;
    for (const Question& question : kQuestions) {
      if (question.precision > date.precision()) continue;
      for (const std::vector<NameVariant>& variants : names) {
        for (const NameVariant& variant : variants) {
          if (variant.kind != question.kind) continue;
          AddNew(Handle::FromBiographic(variant.key, date.Truncate(question.precision)), asked.handles);
        }
      }
    }
  }
  if (asked.handles.empty()) {
    return InvalidField("PERSON_MISSING", "", "say about whom: a document, or a name and birth date");
  }
  return asked;
}

absl::StatusOr<std::vector<MarkedHandle>> HandlesToRegister(const std::vector<IdentityDocument>& documents,
                                                            const std::vector<PersonName>& names,
                                                            const std::optional<PartialDate>& birth_date) {
  std::vector<MarkedHandle> handles;
  const auto add = [&](Handle handle, HandleMark mark) {
    for (MarkedHandle& present : handles) {
      if (present.handle != handle) continue;
      present.mark = std::min(present.mark, mark);
      return;
    }
    handles.push_back({std::move(handle), mark});
  };
  for (size_t i = 0; i < documents.size(); ++i) {
    const IdentityDocument& document = documents[i];
    absl::StatusOr<Handle> handle = Handle::FromDocument(document.code, document.issuing_state, document.number);
    if (!handle.ok()) return AtField(handle.status(), Indexed("documents", static_cast<int>(i)));
    add(*std::move(handle), document.mark);
  }
  std::vector<NameVariant> variants;
  for (size_t i = 0; i < names.size(); ++i) {
    absl::StatusOr<std::vector<NameVariant>> of_name = VariantsToRegister(names[i].text);
    if (!of_name.ok()) return AtField(of_name.status(), Indexed("names", static_cast<int>(i)) + ".text");
    if (!birth_date.has_value()) continue;
    add(Handle::FromBiographic(of_name->front().key, *birth_date), names[i].mark);
    variants.insert(variants.end(), of_name->begin() + 1, of_name->end());
  }
  if (handles.size() > kMaxHandles) return TooMany("documents");

  // Of several names the same kind first, in the order of the names.
  std::stable_sort(variants.begin(), variants.end(),
                   [](const NameVariant& a, const NameVariant& b) { return a.kind < b.kind; });
  for (const NameVariant& variant : variants) {
    if (handles.size() + kPlacesForCodes >= kMaxHandles) break;
    if (NeedsTheDay(variant.kind) && birth_date->precision() != Precision::kDay) continue;
    add(Handle::FromBiographic(variant.key, *birth_date), HandleMark::kPossible);
  }
  return handles;
}

}  // namespace vsx::domain
