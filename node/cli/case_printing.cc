#include "node/cli/case_printing.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/cli/enum_words.h"
#include "node/cli/text_layout.h"

namespace vsx::cli {
namespace {

// Whether a directive allows a notice to `party`, which is a Party's code, or empty for every Party.
bool AllowsNotice(const v1::ConsentInput& answers, const std::string& party) {
  return std::any_of(answers.directives().begin(), answers.directives().end(), [&](const auto& directive) {
    const bool notice = directive.purpose() == v1::PURPOSE_NOTIFY_LEVEL_1 ||
                        directive.purpose() == v1::PURPOSE_NOTIFY_LEVEL_2 ||
                        directive.purpose() == v1::PURPOSE_UNSPECIFIED;
    return notice && directive.effect() == v1::CONSENT_EFFECT_ALLOW && directive.party() == party;
  });
}

// Whether the answers want a notice that this line is about. A wildcard, or silence (Art. 14(3)), wants none to Parties
// that did not send her.
bool WantsNotice(const v1::ConsentInput& answers, const v1::ConsentEffectLine& line) {
  if (AllowsNotice(answers, line.party())) return true;
  if (line.reason() == "NOT_A_SENDING_PARTY") return false;
  return answers.state() == v1::CONSENT_STATE_ASKED_NO_ANSWER || AllowsNotice(answers, "");
}

}  // namespace

void PrintJson(Terminal& terminal, const Json& json) {
  // Text of another node that is not UTF-8 is shown with replacement characters, never refused.
  terminal.out() << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

void PrintJson(Terminal& terminal, const google::protobuf::Message& message) { PrintJson(terminal, ToJson(message)); }

std::string Describe(const v1::CaseSummary& summary) {
  std::string text = absl::StrCat(Words(summary.status()), ", ", Words(summary.age_class()), ", ",
                                  Words(summary.capacity()), " Party, consent: ", Words(summary.consent_state()));
  if (summary.consent_version() > 0) absl::StrAppend(&text, " (version ", summary.consent_version(), ")");
  if (summary.asking_overdue()) text += ", ASKING IS OVERDUE";
  if (summary.revoked()) text += ", REVOKED";
  return text;
}

void PrintEffects(std::ostream& out, const google::protobuf::RepeatedPtrField<v1::ConsentEffectLine>& effects) {
  std::string party;
  for (const auto& line : effects) {
    if (line.party() != party) {
      party = line.party();
      out << "\n  " << Printable(party) << "\n";
    }
    out << "    " << (line.allowed() ? "yes" : "no ") << "  " << Words(line.purpose());
    if (!line.effect_text().empty()) out << ": " << Printable(line.effect_text());
    out << "\n";
  }
}

void PrintQueued(std::ostream& out, const v1::ConsentInput& answers, const v1::RecordConsentResponse& recorded) {
  const auto& queued = recorded.queued_for();
  out << "\nNotices are queued for: " << Printable(JoinOrNone(queued)) << "\n";
  for (const auto& line : recorded.effects()) {
    if (line.purpose() != v1::PURPOSE_NOTIFY_LEVEL_1 || !WantsNotice(answers, line)) continue;
    if (std::find(queued.begin(), queued.end(), line.party()) != queued.end()) continue;
    const std::string why =
        line.allowed() ? "nothing new to tell" : absl::StrCat(line.effect_text(), " (", line.reason(), ")");
    out << "  not for " << Printable(line.party()) << ": " << Printable(why) << "\n";
  }
}

void PrintRecall(std::ostream& out, const v1::RecallSummary& recall) {
  if (recall.stopped_before_sending_size() > 0) {
    out << "Stopped before anything left for: " << Printable(JoinOrNone(recall.stopped_before_sending())) << "\n";
  }
  if (recall.recalled_size() > 0) {
    out << "Recalled from (it had arrived, or may have): " << Printable(JoinOrNone(recall.recalled())) << "\n";
  }
}

void PrintDeliveries(std::ostream& out, const google::protobuf::RepeatedPtrField<v1::DeliverySummary>& deliveries) {
  std::vector<std::vector<std::string>> rows = {
      {"TO", "WHAT", "STATE", "QUEUED", "ACKNOWLEDGED", "TRIES", "LAST FAILURE"}};
  for (const auto& delivery : deliveries) {
    rows.push_back({delivery.recipient(), delivery.kind(), Words(delivery.state()), FormatTime(delivery.queued_at()),
                    FormatTime(delivery.acknowledged_at()), absl::StrCat(delivery.attempts()),
                    delivery.reason().empty() ? "-" : delivery.reason()});
  }
  PrintTable(out, rows);
}

void PrintUnreadable(std::ostream& out, uint32_t rows) {
  if (rows == 0) return;
  out << "Not shown: " << rows << " that the node cannot read. Tell its operator now.\n";
}

}  // namespace vsx::cli
