#include "node/domain/party_uri.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"

namespace vsx::domain {
namespace {

constexpr std::string_view kScheme = "vsx://";
constexpr size_t kMaxName = 64;

// Cuts what stands before the next slash off `rest`, the slash too; false if there is no slash.
bool TakeSegment(std::string_view* rest, std::string_view* segment) {
  const size_t slash = rest->find('/');
  if (slash == std::string_view::npos) return false;
  *segment = rest->substr(0, slash);
  rest->remove_prefix(slash + 1);
  return true;
}

bool IsName(std::string_view text) {
  return !text.empty() && text.size() <= kMaxName && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

absl::Status Malformed() {
  return absl::InvalidArgumentError("the URI is not vsx://<PARTY>/node/<name> or vsx://<PARTY>/agency/<kind>/<name>");
}

}  // namespace

PartyUri::PartyUri(PartyCode party, AgencyKind kind, std::string_view name, std::string_view text)
    : party_(std::move(party)), kind_(kind), name_(name), text_(text) {}

absl::StatusOr<PartyUri> PartyUri::Parse(std::string_view text) {
  if (text.substr(0, kScheme.size()) != kScheme) return Malformed();
  std::string_view rest = text.substr(kScheme.size());
  std::string_view party_text;
  std::string_view type;
  if (!TakeSegment(&rest, &party_text) || !TakeSegment(&rest, &type)) return Malformed();
  absl::StatusOr<PartyCode> party = PartyCode::Create(party_text);
  if (!party.ok()) return Malformed();

  AgencyKind kind = AgencyKind::kUnknown;
  if (type == "agency") {
    std::string_view kind_text;
    if (!TakeSegment(&rest, &kind_text)) return Malformed();
    kind = AgencyKindFromName(kind_text);
    if (kind == AgencyKind::kUnknown) return Malformed();
  } else if (type != "node") {
    return Malformed();
  }
  if (!IsName(rest)) return Malformed();
  return PartyUri(*std::move(party), kind, rest, text);
}

}  // namespace vsx::domain
