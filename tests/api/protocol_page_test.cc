#include "tests/api/protocol_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <tuple>

#include "node/domain/access_notice.h"
#include "node/domain/access_policy.h"
#include "node/domain/consent_policy.h"
#include "node/domain/consent_preview.h"
#include "node/domain/screening.h"
#include "node/domain/status_decision.h"
#include "vsx/v1/status.pb.h"

// proto/README.md is what another implementer works from: its tables say what the code does, cell by cell.
namespace vsx::api {
namespace {

using testing::ContainerEq;

using Cell = std::tuple<std::string, std::string, std::string>;  // who, purpose, method

constexpr char kNodes[] = "nodes";

// Who "every agency" is.
std::vector<std::string> Who(const std::string& cell) {
  if (cell != "every agency") return WordsOf(cell);
  std::vector<std::string> kinds;
  for (domain::AgencyKind kind : domain::kAgencyKinds) kinds.emplace_back(domain::AgencyKindName(kind));
  return kinds;
}

std::multiset<Cell> CellsOfThePage() {
  std::multiset<Cell> cells;
  for (const auto& row : ReadTable("access-table")) {
    EXPECT_EQ(row.size(), 3U);
    if (row.size() != 3) continue;
    for (const std::string& method : WordsOf(row[0])) {
      for (const std::string& purpose : WordsOf(row[1])) {
        for (const std::string& who : Who(row[2])) cells.insert({who, purpose, method});
      }
    }
  }
  return cells;
}

TEST(ProtocolPageTest, AccessTableIsThatOfTheAccessPolicy) {
  std::multiset<Cell> allowed;
  for (domain::Method method : domain::kMethods) {
    const std::string name(domain::MethodName(method));
    if (domain::DecideNodeAccess(method, domain::Port::kPeer).allowed) allowed.insert({kNodes, "NONE", name});
    for (domain::AgencyKind kind : domain::kAgencyKinds) {
      for (domain::AccessPurpose purpose : domain::kAccessPurposes) {
        if (!domain::DecideAccess(kind, purpose, method, domain::Port::kAgency).allowed) continue;
        allowed.insert({std::string(domain::AgencyKindName(kind)), std::string(AccessPurposeName(purpose)), name});
      }
    }
  }
  EXPECT_THAT(CellsOfThePage(), ContainerEq(allowed));
}

// The codes of a table, each with a meaning.
std::multiset<std::string> CodesOfThePage(const std::string& table) {
  std::multiset<std::string> codes;
  for (const auto& row : ReadTable("codes:" + table)) {
    EXPECT_EQ(row.size(), 2U) << table;
    if (row.size() != 2) continue;
    EXPECT_FALSE(row[1].empty()) << row[0];
    for (const std::string& code : WordsOf(row[0])) codes.insert(code);
  }
  return codes;
}

// The names of an enum's values, which run from 0; what `name` gives for a number past them is none.
template <typename Enum>
std::multiset<std::string> NamesOf(const std::function<std::string_view(Enum)>& name) {
  constexpr int kPastTheEnd = 200;
  const std::string fallback(name(static_cast<Enum>(kPastTheEnd)));
  std::set<std::string> names;
  for (int number = 0; number < kPastTheEnd; ++number) names.emplace(name(static_cast<Enum>(number)));
  if (fallback == "UNKNOWN") names.erase(fallback);
  return {names.begin(), names.end()};
}

TEST(ProtocolPageTest, ReasonsOfConsentAreThoseOfTheConsentPolicy) {
  EXPECT_THAT(CodesOfThePage("consent-reason"),
              ContainerEq(NamesOf<domain::ConsentReason>(&domain::ConsentReasonName)));
}

TEST(ProtocolPageTest, EffectsOfConsentAreThoseOfThePreview) {
  EXPECT_THAT(CodesOfThePage("consent-effect"),
              ContainerEq(NamesOf<domain::ConsentEffectCode>(&domain::ConsentEffectName)));
}

TEST(ProtocolPageTest, AdviceIsThatOfTheStatusDecision) {
  EXPECT_THAT(CodesOfThePage("advice"), ContainerEq(NamesOf<domain::AdviceCode>(&domain::AdviceName)));
}

TEST(ProtocolPageTest, LimitsOfAccessNoticesAreThoseOfTheirList) {
  EXPECT_THAT(CodesOfThePage("access-notice-limit"),
              ContainerEq(NamesOf<domain::AccessNoticeLimit>(&domain::AccessNoticeLimitName)));
}

TEST(ProtocolPageTest, ConsultationFailuresAreThoseOfTheStatusDecision) {
  std::multiset<std::string> codes;
  for (std::string_view code :
       {domain::kIndexMissing, domain::kNotConsulted, domain::kOwnRecordsUnreadable, domain::kIndexIncomplete,
        domain::kOtherEpoch, domain::kIndexForked, domain::kKeyDistrusted, domain::kRecordUnreadable,
        domain::kProofInvalid, domain::kPeerTooSlow, domain::kPartyRecordExpired, domain::kOfficerBudgetExhausted,
        domain::kAgencyBudgetExhausted, domain::kOwnBudgetUnreadable, domain::kAgencyShareExhausted}) {
    codes.emplace(code);
  }
  EXPECT_THAT(CodesOfThePage("consultation"), ContainerEq(codes));
}

TEST(ProtocolPageTest, ReasonsOfAScreeningAreThoseOfTheDomain) {
  std::multiset<std::string> codes = NamesOf<domain::IncompleteReason>(&domain::IncompleteReasonName);
  codes.erase("");
  for (std::string_view code : {domain::kExerciseUsedUp, domain::kExerciseNotToday}) codes.emplace(code);
  EXPECT_THAT(CodesOfThePage("screening"), ContainerEq(codes));
}

TEST(ProtocolPageTest, QualificationsAreThoseOfTheProto) {
  const std::string prefix = "QUALIFICATION_";
  std::multiset<std::string> names;
  const auto* type = v1::Qualification_descriptor();
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() != 0) names.insert(type->value(i)->name().substr(prefix.size()));
  }
  EXPECT_THAT(CodesOfThePage("qualification"), ContainerEq(names));
}

}  // namespace
}  // namespace vsx::api
