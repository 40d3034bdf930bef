#include <array>

#include "absl/strings/str_replace.h"
#include "node/domain/consent_preview.h"

// The words that the person hears: the one table of them. $0 stands for the Party's code.
namespace vsx::domain {
namespace {

struct EffectRow {
  ConsentEffectCode code;
  std::string_view name;
  std::string_view text;
};

using enum ConsentEffectCode;

constexpr std::array<EffectRow, 28> kEffects = {{
    {kOwnOfficersProtect, "OWN_OFFICERS_PROTECT",
     "Officers here in $0 who check before arrest, detention or removal see that you are protected."},
    {kOwnOfficersDoNotSee, "OWN_OFFICERS_DO_NOT_SEE",
     "Officers here in $0 will not see that you are protected. They may arrest, detain or remove you without knowing."},
    {kOwnNamedOfficersOnly, "OWN_NAMED_OFFICERS_ONLY",
     "Here in $0 only the authorities that were named for your protection see that you are protected."},
    {kNoticeWithoutIdentity, "NOTICE_WITHOUT_IDENTITY",
     "$0 is told that a person was identified, without your name, documents or date of birth."},
    {kNoNotice, "NO_NOTICE", "$0 is not told anything about you."},
    {kNotASendingParty, "NOT_A_SENDING_PARTY", "$0 gets no notice: only the State that you came from does."},
    {kNoticeWithIdentity, "NOTICE_WITH_IDENTITY",
     "The authorities of $0 are told your name, date of birth and documents. What they have read cannot be unread."},
    {kNoIdentityInNotice, "NO_IDENTITY_IN_NOTICE", "$0 is not told who you are by any notice."},
    {kOfficersSeeProtection, "OFFICERS_SEE_PROTECTION",
     "Officers of $0 who check you before arrest, detention or removal see that you are protected."},
    {kOfficersCannotSeeYet, "OFFICERS_CANNOT_SEE_YET",
     "You allow it; officers of $0 cannot see it yet. They may arrest, detain or remove you without knowing."},
    {kOfficersDoNotSeeCodeWorks, "OFFICERS_DO_NOT_SEE_CODE_WORKS",
     "If you say no, border officers of $0 will not see that you are protected. Your reference code still works "
     "there."},
    {kOfficersDoNotSeeNoCode, "OFFICERS_DO_NOT_SEE_NO_CODE",
     "If you say no, border officers of $0 will not see that you are protected. No reference code of yours works "
     "there."},
    {kConsulateMayHelp, "CONSULATE_MAY_HELP", "The consular officers of $0 may learn of your case and help you."},
    {kConsulateCannotLearnYet, "CONSULATE_CANNOT_LEARN_YET",
     "You allow it; the consular officers of $0 cannot look your case up yet. You may go to them yourself."},
    {kConsulateIsNotTold, "CONSULATE_IS_NOT_TOLD",
     "The consular officers of $0 do not learn of your case. You may still go to them yourself."},
    {kCodeWorks, "CODE_WORKS",
     "If you show your reference code to an officer in $0, the officer sees that you are protected."},
    {kCodeDoesNotWorkYet, "CODE_DOES_NOT_WORK_YET",
     "You allow it; officers of $0 cannot read your reference code yet."},
    {kCodeDoesNotWork, "CODE_DOES_NOT_WORK",
     "Your reference code shows nothing to an officer in $0, not even if you present it yourself."},
    {kNoCodeYet, "NO_CODE_YET", "You have no reference code yet that you could show in $0."},
    {kMeasuresAreReported, "MEASURES_ARE_REPORTED",
     "We may hear from $0 what its authorities did for you, never where you are."},
    {kMeasuresAreNotReportedYet, "MEASURES_ARE_NOT_REPORTED_YET",
     "You allow it; we cannot hear from $0 yet what its authorities did for you."},
    {kMeasuresAreNotReported, "MEASURES_ARE_NOT_REPORTED", "We do not hear what the authorities of $0 did."},
    {kYouAreToldWhoLooked, "YOU_ARE_TOLD_WHO_LOOKED", "You can learn that an authority of $0 found your record."},
    {kYouAreNotToldYetWhoLooked, "YOU_ARE_NOT_TOLD_YET_WHO_LOOKED",
     "You want it; you cannot learn yet that an authority of $0 found your record."},
    {kYouAreNotToldWhoLooked, "YOU_ARE_NOT_TOLD_WHO_LOOKED",
     "You will not learn from $0 that an authority there found your record."},
    {kCountedWithoutName, "COUNTED_WITHOUT_NAME", "Your case is counted in figures for $0 that name nobody."},
    {kNotCountedYet, "NOT_COUNTED_YET", "You allow it; no figures are made for $0 yet."},
    {kNotCounted, "NOT_COUNTED", "Your case is not counted in figures for $0."},
}};

const EffectRow& RowOf(ConsentEffectCode code) {
  for (const EffectRow& row : kEffects) {
    if (row.code == code) return row;
  }
  return kEffects.back();
}

}  // namespace

std::string_view ConsentEffectName(ConsentEffectCode code) { return RowOf(code).name; }

std::string ConsentEffectText(ConsentEffectCode code, const PartyCode& party) {
  const std::string_view text = RowOf(code).text;
  return absl::StrReplaceAll(absl::string_view(text.data(), text.size()), {{"$0", party.value()}});
}

std::string_view ConsentReasonText(ConsentReason reason) {
  switch (reason) {
    case ConsentReason::kNotAsked:
      return "You were not asked yet; until then nothing leaves this State.";
    case ConsentReason::kSuspectedGuardian:
      return "The answer came from somebody who may not speak for you.";
    case ConsentReason::kPartyNotPut:
      return "You were not asked about this State.";
    case ConsentReason::kLapsedAtEighteen:
      return "You have come of age and will be asked again yourself.";
    case ConsentReason::kInDoubt:
      return "There is doubt whether you could answer freely; you will be asked again.";
    case ConsentReason::kFearedParty:
      return "You fear this State; only a yes that names it and this purpose changes that.";
    case ConsentReason::kProtectionSought:
      return "You seek protection from this State; only a yes that names it and this purpose changes that.";
    case ConsentReason::kNationalityUncertain:
      return "Your nationality is uncertain; only a yes that names this State and this purpose changes that.";
    case ConsentReason::kConsularNotWanted:
      return "You said that you do not want consular help.";
    case ConsentReason::kNoAnswer:
      return "You did not say yes to this.";
    case ConsentReason::kNoExplicitYes:
      return "Your name is given only after a yes that names this State and says so.";
    case ConsentReason::kObjectionInLinkedCase:
      return "You objected to this in another case, and that holds here too.";
    case ConsentReason::kSilenceNotifies:
      return "You did not object, so the Convention has us tell it (ACTIP Art. 14(3)).";
    default:
      return "";
  }
}

}  // namespace vsx::domain
