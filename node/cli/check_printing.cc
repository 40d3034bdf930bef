#include "node/cli/check_printing.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "node/cli/case_printing.h"
#include "node/cli/enum_words.h"
#include "node/cli/text_layout.h"

namespace vsx::cli {
namespace {

std::string DeskText(const v1::ContactDesk& desk) {
  std::string text = absl::StrCat(desk.name(), ", ", desk.telephone());
  if (desk.languages_size() > 0) absl::StrAppend(&text, " (", JoinOrNone(desk.languages()), ")");
  return Printable(text);
}

bool EverybodyWasConsulted(const v1::CheckStatusResponse& response) {
  return response.consultations_size() > 0 &&
         std::ranges::all_of(response.consultations(), [](const v1::PartyConsultation& line) {
           return line.status() == v1::CONSULTATION_STATUS_CONSULTED;
         });
}

// What stands against an answer, and what to do about it.
std::string IncompleteText(const std::string& reason) {
  if (reason == "PARTIAL_DATE") {
    return "Only a part of the birth date was given: ask again with the full date, or by a document.";
  }
  if (reason == "OWN_CLOCK")
    return "The other Parties did not confirm your node's clock: tell its operator if that stays so.";
  if (reason == "TRUST_DOCUMENTS") {
    return "What says at your State's node who is in the federation has expired: tell its operator.";
  }
  return "Also: " + absl::AsciiStrToLower(absl::StrReplaceAll(Printable(reason), {{"_", " "}}));
}

void PrintHeadline(const v1::CheckStatusResponse& response, Terminal& terminal) {
  std::ostream& out = terminal.out();
  switch (response.outcome()) {
    case v1::CHECK_OUTCOME_HOLD:
      out << terminal.Styled(Style::kAlarm, " HOLD ") << "  STOP. Do not go on with the measure.\n";
      return;
    case v1::CHECK_OUTCOME_NO_RECORD:
      out << terminal.Styled(Style::kBold, " NO RECORD ") << "  Every Party was asked and none has a record.\n";
      return;
    default:
      // An outcome that this version does not know must not read as a permission.
      out << terminal.Styled(Style::kCaution, " INCOMPLETE ") << "  PAUSE. "
          << (EverybodyWasConsulted(response) ? "Everybody was asked, and still: " : "Not everybody could be asked: ")
          << "this is not a permission to go on.\n";
  }
  for (const std::string& reason : response.incomplete_reasons()) out << "  " << IncompleteText(reason) << "\n";
}

// How far a receiving Party has come whose identification the node does not answer as recognised.
std::string ProgressText(v1::CaseStatus status) {
  switch (status) {
    case v1::CASE_STATUS_PRESUMED:
    case v1::CASE_STATUS_UNDER_ASSESSMENT:
      return "not yet formally identified there";
    case v1::CASE_STATUS_IDENTIFIED:
      return "confirm the identification with it";
    default:
      return "whether it has formally identified is not known here";
  }
}

// What the match is worth in law. Nothing here is ever less than HOLD.
std::string StandingText(const v1::StatusMatch& match) {
  if (match.own_case()) return "your own State's record; HOLD stands";
  if (match.recognised_under_14_2()) return "to be respected and recognised under ACTIP Art. 14(2)";
  switch (match.capacity()) {
    case v1::CAPACITY_RECEIVING:
      return absl::StrCat("receiving Party; ", ProgressText(match.status()), "; HOLD stands");
    case v1::CAPACITY_TRANSIT:
    case v1::CAPACITY_SENDING:
      return Words(match.capacity()) + " Party, not the receiving Party of ACTIP Art. 14(2); HOLD stands all the same";
    default:
      return "in which capacity that Party acts is not known here; HOLD stands all the same";
  }
}

std::string_view FoundWhere(const v1::StatusMatch& match) {
  if (match.own_case()) return "; a case of your own State";
  // What a delivered copy says stands in its index too; a source that this version does not know is not explained.
  switch (match.source()) {
    case v1::MATCH_SOURCE_DELIVERED_COPY:
      return "; notified by that Party";
    case v1::MATCH_SOURCE_BLIND_INDEX:
      return "; found in that Party's index, which does not tell it whom you asked about";
    default:
      return "";
  }
}

std::string ClassText(v1::HandleClass cls) {
  switch (cls) {
    case v1::HANDLE_CLASS_BIOGRAPHIC:
      return "name and date of birth";
    case v1::HANDLE_CLASS_REFERENCE:
      return "reference code";
    default:
      return Words(cls);
  }
}

void PrintMatch(const v1::StatusMatch& match, Terminal& terminal) {
  std::ostream& out = terminal.out();
  std::string by;
  for (const int cls : match.handle_classes())
    absl::StrAppend(&by, by.empty() ? "" : " and ", ClassText(static_cast<v1::HandleClass>(cls)));
  out << "\n"
      << terminal.Styled(Style::kBold, "Match: " + Printable(match.issuing_party())) << "  " << Words(match.status())
      << ", " << Words(match.age_class()) << ", "
      << (match.date_identified().empty() ? "date not given" : Printable(match.date_identified())) << "\n  "
      << (match.mark() == v1::HANDLE_MARK_EXACT ? "exact match" : "POSSIBLE match") << " by " << by << FoundWhere(match)
      << "\n  " << StandingText(match) << "\n";
  for (const int qualification : match.qualifications()) {
    out << "  mind: " << Words(static_cast<v1::Qualification>(qualification))
        << "; confirm with the issuing authority. HOLD stands.\n";
  }
}

// Why a Party was not consulted, in words (proto/README.md, Codes); a code that this version does not know, as it is.
std::string ReasonText(const std::string& reason) {
  static const std::map<std::string_view, std::string_view> kTexts = {
      {"INDEX_MISSING", "its list of this hour is not here yet"},
      {"INDEX_FORKED", "it gave out two lists for one hour: found counts, not found does not"},
      {"INDEX_INCOMPLETE", "its list is not complete: found counts, not found does not"},
      {"KEY_DISTRUSTED", "its key is trusted no more: found counts, not found does not"},
      {"RECORD_UNREADABLE", "it has something about this person that cannot be opened"},
      {"PROOF_INVALID", "its answer does not verify"},
      {"OTHER_EPOCH", "it answered for another hour"},
      {"PEER_TOO_SLOW", "it did not answer in time"},
      {"PEER_NOT_REACHED", "it was not reached"},
      {"PEER_REFUSED", "it refused"},
      {"SEED_UNAVAILABLE", "it cannot answer before its next list"},
      {"NOT_CONSULTED", "it was not asked"},
      {"OWN_RECORDS_UNREADABLE", "records here about this person are damaged: tell your node's operator"},
      {"OWN_BUDGET_UNREADABLE", "what may still be asked here is damaged: tell your node's operator"},
      {"PARTY_RECORD_EXPIRED", "what says who it is has expired: tell your node's operator"},
      {"OFFICER_BUDGET_EXHAUSTED", "your own checks of the day are used up"},
      {"AGENCY_BUDGET_EXHAUSTED", "your agency's checks of the minute are used up"},
      {"AGENCY_SHARE_EXHAUSTED", "your agency's share of questions to other States is used up"},
      {"BUDGET_EXHAUSTED", "your State's questions to it are used up"},
  };
  const auto found = kTexts.find(reason);
  if (found != kTexts.end()) return std::string(found->second);
  return absl::AsciiStrToLower(absl::StrReplaceAll(reason, {{"_", " "}}));
}

// By what was asked: an answer by a document alone says nothing of the name.
std::string AskedByText(const v1::CheckStatusResponse& response) {
  std::string by;
  bool document = false;
  bool name = false;
  for (const int cls : response.handle_classes()) {
    document |= cls == v1::HANDLE_CLASS_DOCUMENT;
    name |= cls == v1::HANDLE_CLASS_BIOGRAPHIC;
    absl::StrAppend(&by, by.empty() ? "" : " and ", ClassText(static_cast<v1::HandleClass>(cls)));
  }
  if (document && !name) absl::StrAppend(&by, "; NOT by name and date of birth");
  if (name && !document) absl::StrAppend(&by, "; NOT by a document");
  return by;
}

// Whether it is worth while to ask that Party again, and when.
std::string PassingText(const v1::PartyConsultation& line) {
  if (line.next_capacity_at() > 0) return "ask again after " + FormatLocalTimeUp(line.next_capacity_at());
  return line.status() == v1::CONSULTATION_STATUS_TRANSIENT ? "perhaps: ask again" : "no";
}

}  // namespace

void PrintCheckAnswer(const v1::CheckStatusResponse& response, Terminal& terminal) {
  std::ostream& out = terminal.out();
  PrintHeadline(response, terminal);
  std::set<std::string> desks;
  for (const auto& match : response.matches()) {
    if (!match.has_desk() || !desks.insert(match.issuing_party() + match.desk().desk_id()).second) continue;
    out << "  Call now: " << Printable(match.issuing_party()) << "  " << DeskText(match.desk()) << "\n";
  }
  for (const auto& to_call : response.desks_to_call()) {
    if (!desks.insert(to_call.party() + to_call.desk().desk_id()).second) continue;
    out << "  Desk day and night: " << Printable(to_call.party()) << "  " << DeskText(to_call.desk()) << "\n";
  }
  if (response.advice_size() > 0) out << "\nWhat to do\n";
  for (const auto& advice : response.advice()) out << "  - " << Printable(advice.text()) << "\n";
  for (const auto& match : response.matches()) PrintMatch(match, terminal);

  if (response.handle_classes_size() > 0) out << "\nAsked by: " << AskedByText(response) << "\n";
  std::vector<std::vector<std::string>> rows = {{"PARTY", "WILL IT PASS BY ITSELF", "WHY"}};
  for (const auto& line : response.consultations()) {
    if (line.status() == v1::CONSULTATION_STATUS_CONSULTED) {
      out << "\nConsulted: " << Printable(line.party()) << ", as of " << FormatTime(line.as_of());
      continue;
    }
    rows.push_back({line.party(), PassingText(line), ReasonText(line.reason())});
  }
  out << "\n";
  if (rows.size() > 1) {
    out << "Not consulted\n";
    PrintTable(out, rows);
  }
  if (response.member_states_outside_size() > 0) {
    out << "Not in the federation: " << Printable(JoinOrNone(response.member_states_outside())) << "\n";
  }
  out << "\nValid until " << FormatLocalTime(response.valid_until()) << "; ask again after that.\n"
      << "Absence of a record is no evidence. Screen with indicators.\n";
}

}  // namespace vsx::cli
