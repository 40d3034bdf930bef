#include "node/cli/consent_interview.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "node/cli/case_printing.h"
#include "node/cli/enum_words.h"
#include "node/cli/exit_code.h"
#include "node/cli/standing_answers.h"
#include "node/cli/text_layout.h"

namespace vsx::cli {
namespace {

bool Contains(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

absl::Status BrokenOff() { return WrongInput("the interview was broken off: nothing was recorded"); }

// Whether it has the form of a BCP 47 tag: a language of 2 to 8 letters (or `x` for private use), then parts of 1 to 8
// letters and digits after hyphens.
bool IsLanguageCode(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '-');
  const auto fits = [](const std::string& part) {
    return !part.empty() && part.size() <= 8 && std::all_of(part.begin(), part.end(), absl::ascii_isalnum);
  };
  if (text.size() > 64 || !std::all_of(parts.begin(), parts.end(), fits)) return false;
  if (parts[0] == "x") return parts.size() > 1;
  return parts[0].size() >= 2 && std::all_of(parts[0].begin(), parts[0].end(), absl::ascii_isalpha);
}

// One interview, step by step; each step returns early when the input ends.
class Interview {
 public:
  Interview(const InterviewCase& about, const ConsentPreview& preview, Terminal& terminal)
      : about_(about), standing_(about.before), preview_(preview), terminal_(terminal) {}

  absl::StatusOr<v1::ConsentInput> Lead() {
    consent_.set_informed_at(about_.now);
    for (auto step : {&Interview::AskCircumstances, &Interview::AskRights, &Interview::AskWhoAnswers}) {
      if (auto status = (this->*step)(); !status.ok()) return status;
    }
    if (auto status = FindParties(); !status.ok()) return status;
    if (consent_.state() == v1::CONSENT_STATE_ANSWERED) {
      for (auto step :
           {&Interview::AskFears, &Interview::AskParties, &Interview::AskGeneral, &Interview::AskOwnState}) {
        if (auto status = (this->*step)(); !status.ok()) return status;
      }
    }
    if (auto status = ShowAndConfirm(); !status.ok()) return status;
    return consent_;
  }

 private:
  void Say(std::string_view text) { terminal_.err() << text << "\n"; }

  absl::Status AskText(std::string_view question, std::string* answer) {
    auto text = terminal_.Ask(question);
    if (!text.ok()) return text.status();
    *answer = *std::move(text);
    return absl::OkStatus();
  }

  absl::Status AskFlag(std::string_view question, bool* answer) {
    const auto flag = terminal_.AskYesNo(question, false);
    if (!flag.ok()) return flag.status();
    *answer = *flag;
    return absl::OkStatus();
  }

  absl::Status AskLanguage() {
    while (true) {
      std::string* language = consent_.mutable_language();
      if (auto status = AskText("Language of the interview (for example en, km, th): ", language); !status.ok()) {
        return status;
      }
      if (IsLanguageCode(*language)) return absl::OkStatus();
      Say("  Please give a language code (BCP 47), such as en, km, th or zh-Hant.");
    }
  }

  void ShowWhatStands() {
    if (about_.answered) Say("She has answered before. What she allowed then ends when this interview is recorded.");
    const std::string stands = standing_.Describe();
    if (stands.empty()) return;
    Say("What she refused, and whom she fears, stands and is not asked again. She can expressly take it back with "
        "`vsx consent amend --lift` and `--not-feared`:");
    Say(stands);
  }

  absl::Status AskCircumstances() {
    Say("Consent interview. Ask her alone, in a language that she speaks, without haste. Nothing is recorded until the "
        "end.\n");
    ShowWhatStands();
    if (auto status = AskLanguage(); !status.ok()) return status;
    if (auto status = AskText("Interpreter's reference (empty if none): ", consent_.mutable_interpreter_reference());
        !status.ok()) {
      return status;
    }
    bool present = false;
    if (auto status = AskFlag("Is an adviser of hers present?", &present); !status.ok()) return status;
    consent_.set_adviser_present(present);
    return absl::OkStatus();
  }

  absl::Status AskRights() {
    bool told = false;
    if (auto status = AskFlag("Was she told her rights (ACTIP Art. 14(9)), in words that she understands?", &told);
        !status.ok()) {
      return status;
    }
    if (!told) return WrongInput("tell her her rights first, then ask: nothing was recorded");
    consent_.set_rights_told(true);
    if (auto status = AskFlag("Was she told of consular help (Vienna Convention Art. 36)?", &told); !status.ok())
      return status;
    consent_.set_consular_right_told(told);
    if (!told) return absl::OkStatus();
    while (true) {
      const auto answer = terminal_.Ask("Does she want her consulate told? [yes/no, empty: she did not say] ");
      if (!answer.ok()) return answer.status();
      const std::string word = absl::AsciiStrToLower(*answer);
      if (word.empty()) return absl::OkStatus();
      if (word == "yes" || word == "y") {
        consent_.set_consular_choice(v1::CONSULAR_CHOICE_WANTED);
        return absl::OkStatus();
      }
      if (word == "no" || word == "n") {
        consent_.set_consular_choice(v1::CONSULAR_CHOICE_NOT_WANTED);
        Say("  Then no consular officer of any State is told, and she is not asked about each.");
        return absl::OkStatus();
      }
    }
  }

  absl::Status AskWhoAnswers() {
    bool answers = false;
    if (auto status = AskFlag("Does she want to answer the questions now?", &answers); !status.ok()) return status;
    if (!answers && about_.answered) {
      return WrongInput(
          "she has answered before, and what she said stands: nothing was recorded. Once she answers, hold the "
          "interview "
          "again, or record it from a file with: vsx consent record");
    }
    if (!answers) {
      consent_.set_state(v1::CONSENT_STATE_ASKED_NO_ANSWER);
    } else {
      consent_.set_state(v1::CONSENT_STATE_ANSWERED);
      consent_.set_answered_by(v1::ANSWERED_BY_PERSON);
      if (about_.child) {
        if (auto status = AskWhoSpeaksForChild(); !status.ok()) return status;
      }
    }
    bool doubt = false;
    if (auto status = AskFlag("Do you doubt that she can speak freely?", &doubt); !status.ok()) return status;
    consent_.set_in_doubt(doubt);
    return absl::OkStatus();
  }

  absl::Status AskWhoSpeaksForChild() {
    Say("She is a child, or treated as one. Who answers?\n  1  the child herself (may refuse, not allow)\n"
        "  2  a best-interests determination\n  3  a guardian (may refuse, not allow)");
    while (true) {
      const auto answer = terminal_.Ask("Who (a guardian under suspicion has no say: ask without him): ");
      if (!answer.ok()) return answer.status();
      if (answer->size() != 1 || (*answer)[0] < '1' || (*answer)[0] > '3') continue;
      consent_.set_answered_by(static_cast<v1::AnsweredBy>((*answer)[0] - '0'));
      break;
    }
    bool view = false;
    if (auto status = AskFlag("Was the child's own view heard and recorded?", &view); !status.ok()) return status;
    consent_.set_childs_view_recorded(view);
    may_allow_ = consent_.answered_by() == v1::ANSWERED_BY_BEST_INTERESTS;
    if (may_allow_ && !view) return WrongInput("hear and record the child's own view first: nothing was recorded");
    return absl::OkStatus();
  }

  // The node's preview names every Party in force; the Parties that she came from come first.
  absl::Status FindParties() {
    const auto lines = preview_(consent_);  // no answer is in it yet
    if (!lines.ok()) return lines.status();
    std::vector<std::string> others;
    for (const auto& line : lines->effects()) {
      if (line.party() == about_.own_party || Contains(parties_, line.party()) || Contains(others, line.party()))
        continue;
      (Contains(about_.sending_parties, line.party()) ? parties_ : others).push_back(line.party());
    }
    parties_.insert(parties_.end(), others.begin(), others.end());
    // With no answer, being asked still means that every Party was put to her.
    for (const auto& party : parties_) consent_.add_parties_put(party);
    return absl::OkStatus();
  }

  absl::Status AskFears() {
    while (true) {
      std::string text;
      if (auto status = AskText(
              absl::StrCat("Which of these States does she fear? (", JoinOrNone(parties_), "; empty: none) "), &text);
          !status.ok()) {
        return status;
      }
      const std::vector<std::string> words =
          absl::StrSplit(absl::AsciiStrToUpper(text), absl::ByAnyChar(" ,;"), absl::SkipEmpty());
      const bool known =
          std::all_of(words.begin(), words.end(), [&](const auto& word) { return Contains(parties_, word); });
      if (!known) {
        Say("  Please use the codes shown.");
        continue;
      }
      for (const auto& word : words) consent_.add_feared_parties(word);
      return absl::OkStatus();
    }
  }

  // Her answer about one Party and purpose: yes and no become directives, an empty line none.
  absl::Status AskDirective(const std::string& party, v1::Purpose purpose, std::string_view question, bool* denied) {
    *denied = standing_.Refused(party, purpose);
    if (*denied) {
      Say(absl::StrCat("  Refused before, and stands: ", Words(purpose)));
      return absl::OkStatus();
    }
    while (true) {
      const auto answer =
          terminal_.Ask(absl::StrCat("  ", std::string(question), " [yes/no, empty: she did not say] "));
      if (!answer.ok()) return answer.status();
      const std::string word = absl::AsciiStrToLower(*answer);
      const bool yes = word == "yes" || word == "y";
      *denied = word == "no" || word == "n";
      if (!yes && !*denied && !word.empty()) continue;
      if (yes && !may_allow_) Say("  Who answers here may refuse, not allow: left open.");
      if (word.empty() || (yes && !may_allow_)) return absl::OkStatus();
      auto* directive = consent_.add_directives();
      directive->set_party(party);
      directive->set_purpose(purpose);
      directive->set_effect(yes ? v1::CONSENT_EFFECT_ALLOW : v1::CONSENT_EFFECT_DENY);
      return absl::OkStatus();
    }
  }

  // Said now, or before and not taken back.
  bool DoesNotWantConsul() const {
    const auto now = consent_.consular_choice();
    return (now == v1::CONSULAR_CHOICE_UNSPECIFIED ? about_.before.consular_choice() : now) ==
           v1::CONSULAR_CHOICE_NOT_WANTED;
  }

  absl::Status AskParties() {
    for (const auto& party : parties_) {
      const bool sending = Contains(about_.sending_parties, party);
      Say(absl::StrCat("\n", party, sending ? ", the State that she came from" : ""));
      bool denied = false;
      if (sending) {
        if (auto status = AskDirective(
                party, v1::PURPOSE_NOTIFY_LEVEL_1,
                "May its counter-trafficking body be told that somebody was identified, without her name?", &denied);
            !status.ok()) {
          return status;
        }
        if (!denied) {
          if (auto status = AskDirective(party, v1::PURPOSE_NOTIFY_LEVEL_2, "May it also be told who she is?", &denied);
              !status.ok()) {
            return status;
          }
        }
      }
      const std::pair<v1::Purpose, const char*> questions[] = {
          {v1::PURPOSE_PROTECTIVE_CHECK,
           "May its officers see that she is protected, before they arrest or remove her?"},
          {v1::PURPOSE_CONSULAR_ASSISTANCE, "May its consular officers learn of her case and help?"},
          {v1::PURPOSE_PRESENTED, "May its officers read her reference code if she shows it?"},
          {v1::PURPOSE_RECOGNITION_FOLLOW_UP, "May it tell you what it did for her?"},
      };
      for (const auto& [purpose, question] : questions) {
        if (purpose == v1::PURPOSE_CONSULAR_ASSISTANCE && DoesNotWantConsul()) continue;
        if (auto status = AskDirective(party, purpose, question, &denied); !status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status AskGeneral() {
    Say("\nIn general");
    bool denied = false;
    if (auto status = AskDirective("", v1::PURPOSE_ACCESS_NOTICE, "Does she want to be told who looked?", &denied);
        !status.ok()) {
      return status;
    }
    return AskDirective("", v1::PURPOSE_AGGREGATE_STATISTICS,
                        "May her case be counted in published figures, without her name?", &denied);
  }

  absl::Status AskOwnState() {
    if (standing_.Refused(about_.own_party, v1::PURPOSE_PROTECTIVE_CHECK) && about_.before.own_effect_shown()) {
      Say(absl::StrCat("\nShe objected before to officers of ", about_.own_party,
                       " seeing that she is protected, and that stands."));
      return absl::OkStatus();
    }
    bool objects = false;
    if (auto status = AskFlag(
            absl::StrCat("\nOfficers of ", about_.own_party, " see that she is protected. Does she object to that?"),
            &objects);
        !status.ok() || !objects) {
      return status;
    }
    auto* directive = consent_.add_directives();
    directive->set_party(about_.own_party);
    directive->set_purpose(v1::PURPOSE_PROTECTIVE_CHECK);
    directive->set_effect(v1::CONSENT_EFFECT_DENY);
    // True once she confirms below; without her confirmation nothing is recorded at all.
    consent_.set_own_effect_shown(true);
    return absl::OkStatus();
  }

  absl::Status ShowAndConfirm() {
    const auto effects = preview_(consent_);
    if (!effects.ok()) return effects.status();
    Say("\nThis is what it means. Read it to her:");
    PrintEffects(terminal_.err(), effects->effects());
    Say("");
    bool sure = false;
    if (auto status = AskFlag("Was this read back to her, and is it what she wants?", &sure); !status.ok())
      return status;
    if (!sure) return BrokenOff();
    consent_.set_read_back(true);
    if (auto status = AskFlag("Record it now?", &sure); !status.ok()) return status;
    return sure ? absl::OkStatus() : BrokenOff();
  }

  const InterviewCase& about_;
  const StandingAnswers standing_;
  const ConsentPreview& preview_;
  Terminal& terminal_;
  v1::ConsentInput consent_;
  bool may_allow_ = true;
  std::vector<std::string> parties_;
};

}  // namespace

absl::StatusOr<v1::ConsentInput> LeadConsentInterview(const InterviewCase& about, const ConsentPreview& preview,
                                                      Terminal& terminal) {
  return Interview(about, preview, terminal).Lead();
}

}  // namespace vsx::cli
