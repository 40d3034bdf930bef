#include "node/domain/handle.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/domain/document_number.h"
#include "node/domain/error.h"

namespace vsx::domain {
namespace {

constexpr absl::string_view kPrefix = "vsx-handle-v1";

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

absl::Status NotAHandle() { return InvalidField("HANDLE_NOT_CANONICAL", "", "handle: not in its canonical form"); }

bool IsStateForm(const std::string& code) {
  return code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

std::string_view HandleClassName(HandleClass cls) {
  switch (cls) {
    case HandleClass::kDocument:
      return "document";
    case HandleClass::kBiographic:
      return "biographic";
    case HandleClass::kReference:
      return "reference";
  }
  return "";
}

Handle::Handle(HandleClass cls, std::string_view rest)
    : cls_(cls), canonical_(absl::StrCat(kPrefix, "|", View(HandleClassName(cls)), "|", View(rest))) {}

absl::StatusOr<Handle> Handle::FromDocument(std::string_view document_code, std::string_view issuing_state,
                                            std::string_view number) {
  const absl::StatusOr<char> type = DocumentTypeLetter(document_code);
  if (!type.ok()) return type.status();
  const absl::StatusOr<std::string> state = IssuingStateCode(issuing_state);
  if (!state.ok()) return state.status();
  const absl::StatusOr<std::string> compact = DocumentNumber(number);
  if (!compact.ok()) return compact.status();
  return Handle(HandleClass::kDocument, absl::StrCat(std::string(1, *type), "|", *state, "|", *compact));
}

Handle Handle::FromBiographic(const NameKey& name, const PartialDate& birth_date) {
  return Handle(HandleClass::kBiographic, absl::StrCat(name.value(), "|", birth_date.ToString()));
}

Handle Handle::FromReference(const ReferenceCode& code) { return Handle(HandleClass::kReference, code.symbols()); }

absl::StatusOr<Handle> Handle::FromCanonical(std::string_view canonical) {
  const std::vector<std::string> parts = absl::StrSplit(View(canonical), '|');
  if (parts.size() < 3 || parts[0] != kPrefix) return NotAHandle();
  if (parts[1] == "document" && parts.size() == 5) {
    const bool sound_type = parts[2] == "P" || parts[2] == "V" || parts[2] == "I";
    const absl::StatusOr<std::string> number = DocumentNumber(parts[4]);
    if (!sound_type || !IsStateForm(parts[3]) || !number.ok() || *number != parts[4]) return NotAHandle();
    return Handle(HandleClass::kDocument, absl::StrCat(parts[2], "|", parts[3], "|", parts[4]));
  }
  if (parts[1] == "biographic" && parts.size() == 4) {
    const absl::StatusOr<NameKey> name = NameKey::FromKey(parts[2]);
    const absl::StatusOr<PartialDate> date = PartialDate::Parse(parts[3]);
    if (!name.ok() || !date.ok()) return NotAHandle();
    return FromBiographic(*name, *date);
  }
  if (parts[1] == "reference" && parts.size() == 3) {
    const absl::StatusOr<ReferenceCode> code = ReferenceCode::FromSymbols(parts[2]);
    if (!code.ok()) return NotAHandle();
    return FromReference(*code);
  }
  return NotAHandle();
}

}  // namespace vsx::domain
