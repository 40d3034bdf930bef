#include "node/service/known_parties.h"

#include <algorithm>
#include <optional>
#include <string>

#include "node/domain/error.h"

namespace vsx::service {
namespace {

bool IsIn(const std::vector<domain::PartyCode>& parties, const domain::PartyCode& party) {
  return std::find(parties.begin(), parties.end(), party) != parties.end();
}

bool Names(const domain::ConsentRecord& record, const domain::PartyCode& party) {
  return IsIn(record.parties_put_to_her, party) || IsIn(record.feared_parties, party) ||
         std::any_of(record.directives.begin(), record.directives.end(),
                     [&](const domain::Directive& directive) { return directive.party == party; });
}

absl::Status Unknown(const std::string& field) {
  return domain::InvalidField("PARTY_UNKNOWN", field,
                              "no Party or Member State of the manifest has this code: look at the code again");
}

}  // namespace

bool KnownParties::Contains(const domain::PartyCode& party) const {
  if (party == trust_.own_party() || trust_.StateOf(party).has_value()) return true;
  if (IsIn(trust_.MemberStatesOutside(), party)) return true;
  return standing_ != nullptr && Names(*standing_, party);
}

absl::Status KnownParties::Check(const std::vector<domain::PartyCode>& parties, std::string_view field) const {
  for (size_t i = 0; i < parties.size(); ++i) {
    if (!Contains(parties[i])) return Unknown(domain::Indexed(field, static_cast<int>(i)));
  }
  return absl::OkStatus();
}

absl::Status KnownParties::Check(const std::vector<domain::Directive>& directives, std::string_view field) const {
  for (size_t i = 0; i < directives.size(); ++i) {
    const std::optional<domain::PartyCode>& party = directives[i].party;
    if (party.has_value() && !Contains(*party)) {
      return Unknown(domain::Indexed(field, static_cast<int>(i)) + ".party");
    }
  }
  return absl::OkStatus();
}

absl::Status KnownParties::Check(const domain::ConsentRecord& said) const {
  if (absl::Status known = Check(said.parties_put_to_her, "parties_put"); !known.ok()) return known;
  if (absl::Status known = Check(said.feared_parties, "feared_parties"); !known.ok()) return known;
  return Check(said.directives, "directives");
}

}  // namespace vsx::service
