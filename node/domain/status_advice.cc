#include <array>

#include "node/domain/status_decision.h"

// The words that the officer reads: the one table of them.
namespace vsx::domain {
namespace {

struct AdviceRow {
  AdviceCode code;
  std::string_view name;
  std::string_view text;
};

using enum AdviceCode;

constexpr std::array<AdviceRow, 15> kAdvice = {{
    {kPauseRemoval, "PAUSE_REMOVAL", "Pause the removal and call the desk named here before anything else."},
    {kReleaseFromDetentionAndRefer, "RELEASE_FROM_DETENTION_AND_REFER",
     "Release the person from detention and refer her to the competent national body."},
    {kDoNotArrestAndRefer, "DO_NOT_ARREST_AND_REFER",
     "Do not arrest on this ground; refer the person to the competent national body."},
    {kNoChargeBeforeAssessment, "NO_CHARGE_BEFORE_ASSESSMENT", "No charge before a qualified assessment."},
    {kNoFineBeforeAssessment, "NO_FINE_BEFORE_ASSESSMENT", "No fine before a qualified assessment."},
    {kNoEntryBanBeforeAssessment, "NO_ENTRY_BAN_BEFORE_ASSESSMENT", "No entry ban before a qualified assessment."},
    {kReviewPastConviction, "REVIEW_PAST_CONVICTION",
     "Have the past conviction reviewed: relief may be due for acts directly related to what was done to the person."},
    {kPauseMeasure, "PAUSE_MEASURE", "Pause the measure and call the desk named here."},
    {kChildUrgent, "CHILD_URGENT", "The person is or may be a child: call child protection at once."},
    {kConfirmWithIssuer, "CONFIRM_WITH_ISSUER",
     "Confirm with the issuing authority. Until it has answered, this hold stands."},
    {kPauseUntilComplete, "PAUSE_UNTIL_COMPLETE",
     "This check is not complete: pause the measure, and do what stands beside each reason why."},
    {kCallCounterTraffickingBody, "CALL_NATIONAL_BODY", "Call the competent national body, at the desk named here."},
    {kScreenWithIndicators, "SCREEN_WITH_INDICATORS", "Screen the person with the national indicators in any case."},
    {kAbsenceIsNoEvidence, "ABSENCE_IS_NO_EVIDENCE",
     "That no record is found is no evidence: protection does not depend on formal identification."},
    {kNoImmunity, "NO_IMMUNITY", "This is no immunity; the decision stays with the authority under its law."},
}};

}  // namespace

std::string_view CheckOutcomeName(CheckOutcome outcome) {
  switch (outcome) {
    case CheckOutcome::kHold:
      return "HOLD";
    case CheckOutcome::kNoRecord:
      return "NO_RECORD";
    case CheckOutcome::kIncomplete:
      break;
  }
  return "INCOMPLETE";
}

std::string_view AdviceName(AdviceCode code) {
  for (const AdviceRow& row : kAdvice) {
    if (row.code == code) return row.name;
  }
  return "PAUSE_MEASURE";
}

std::string_view AdviceText(AdviceCode code) {
  for (const AdviceRow& row : kAdvice) {
    if (row.code == code) return row.text;
  }
  return AdviceText(kPauseMeasure);
}

}  // namespace vsx::domain
