#include "node/domain/agency_kind.h"

#include <array>
#include <utility>

namespace vsx::domain {
namespace {

constexpr std::array<std::pair<AgencyKind, std::string_view>, 12> kNames = {{
    {AgencyKind::kCounterTrafficking, "counter-trafficking"},
    {AgencyKind::kImmigration, "immigration"},
    {AgencyKind::kPolice, "police"},
    {AgencyKind::kLabour, "labour"},
    {AgencyKind::kProsecution, "prosecution"},
    {AgencyKind::kCourt, "court"},
    {AgencyKind::kConsular, "consular"},
    {AgencyKind::kChildProtection, "child-protection"},
    {AgencyKind::kReporting, "reporting"},
    {AgencyKind::kHumanRights, "human-rights"},
    {AgencyKind::kOverseer, "overseer"},
    {AgencyKind::kOperator, "operator"},
}};

}  // namespace

std::string_view AgencyKindName(AgencyKind kind) {
  for (const auto& [known, name] : kNames) {
    if (known == kind) return name;
  }
  return "unknown";
}

AgencyKind AgencyKindFromName(std::string_view name) {
  for (const auto& [kind, known] : kNames) {
    if (known == name) return kind;
  }
  return AgencyKind::kUnknown;
}

}  // namespace vsx::domain
