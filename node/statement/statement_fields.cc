#include "node/statement/statement_fields.h"

#include <algorithm>

#include "crypto/hash.h"
#include "node/statement/withdrawal.h"

namespace vsx::statement {

absl::Status MalformedField(std::string_view field, std::string_view message) {
  return domain::InvalidField("STATEMENT_MALFORMED", field, message);
}

absl::StatusOr<domain::PartyCode> ReadParty(std::string_view field, std::string_view value) {
  absl::StatusOr<domain::PartyCode> party = domain::PartyCode::Create(value);
  if (!party.ok()) return MalformedField(field, "a Party is named by three upper-case letters");
  return party;
}

absl::StatusOr<domain::UnixTime> ReadTime(std::string_view field, int64_t value) {
  if (value <= 0) return MalformedField(field, "a time is given in seconds since 1970");
  return domain::UnixTime{value};
}

absl::StatusOr<std::optional<domain::CivilDate>> ReadDay(std::string_view field, std::string_view value) {
  if (value.empty()) return std::nullopt;
  absl::StatusOr<domain::CivilDate> day = domain::CivilDate::Parse(value);
  if (!day.ok()) return MalformedField(field, "a day is written YYYY-MM-DD");
  return *day;
}

absl::StatusOr<std::optional<domain::Code>> ReadCode(std::string_view field, std::string_view value) {
  if (value.empty()) return std::nullopt;
  absl::StatusOr<domain::Code> code = domain::Code::Create(value);
  if (!code.ok()) return MalformedField(field, "a code is one word of 1 to 64 characters");
  return *std::move(code);
}

absl::Status CheckSha256(std::string_view field, std::string_view value) {
  return value.size() == crypto::kSha256Size ? absl::OkStatus() : MalformedField(field, "a SHA-256 has 32 bytes");
}

absl::StatusOr<std::vector<domain::CopyId>> ReadCopyIds(const google::protobuf::RepeatedPtrField<std::string>& values) {
  if (values.empty() || values.size() > static_cast<int>(kMostCopiesOfAStatement))
    return MalformedField("copy_ids", "1 to 64 copies can be named");
  std::vector<domain::CopyId> ids;
  for (const std::string& value : values) {
    absl::StatusOr<domain::CopyId> id = ReadId<domain::CopyId>("copy_ids", value);
    if (!id.ok()) return id.status();
    if (std::find(ids.begin(), ids.end(), *id) != ids.end()) return MalformedField("copy_ids", "a copy stands twice");
    ids.push_back(*id);
  }
  return ids;
}

}  // namespace vsx::statement
