#ifndef VSX_NODE_DOMAIN_PARTY_URI_H_
#define VSX_NODE_DOMAIN_PARTY_URI_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "node/domain/agency_kind.h"
#include "node/domain/party_code.h"

namespace vsx::domain {

// PartyUri names a node or an agency of a Party, as its certificate does (protocol §8):
// `vsx://<PARTY>/node/<name>` or `vsx://<PARTY>/agency/<kind>/<name>`, compared byte for byte.
class PartyUri {
 public:
  // INVALID_ARGUMENT unless the Party is three letters A–Z, the kind one of the known ones, and the name 1 to 64 of
  // a–z, 0–9 and hyphen, with nothing before, between or after.
  static absl::StatusOr<PartyUri> Parse(std::string_view text);

  const PartyCode& party() const { return party_; }
  bool is_node() const { return kind_ == AgencyKind::kUnknown; }
  // kUnknown for a node.
  AgencyKind agency_kind() const { return kind_; }
  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }

 private:
  PartyUri(PartyCode party, AgencyKind kind, std::string_view name, std::string_view text);

  PartyCode party_;
  AgencyKind kind_;
  std::string name_;
  std::string text_;
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_PARTY_URI_H_
