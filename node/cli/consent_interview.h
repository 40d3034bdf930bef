#ifndef VSX_NODE_CLI_CONSENT_INTERVIEW_H_
#define VSX_NODE_CLI_CONSENT_INTERVIEW_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "node/cli/terminal.h"
#include "vsx/v1/case.pb.h"

namespace vsx::cli {

// What answers would mean, as the node says (PreviewConsent).
using ConsentPreview = std::function<absl::StatusOr<v1::PreviewConsentResponse>(const v1::ConsentInput&)>;

// What the interview has to know beforehand.
struct InterviewCase {
  std::string own_party;
  std::vector<std::string> sending_parties;
  bool child = false;       // a child or presumed child
  bool answered = false;    // she has answered before: this is the whole interview again
  v1::ConsentInput before;  // the record in force; empty where she was not asked
  int64_t now = 0;
};

// Leads the consent interview (system.md, flow 2): rights first, then Party by Party and purpose by purpose, then the
// effect of every answer in the node's words, then a confirmation. Nothing is recorded here; the result is what the
// caller records. What she refused before stands: it is shown first, and not asked again. What was not answered is left
// out, which withholds where the policy says so; no question has "yes" as its default. Errors: those of `preview`;
// WrongInput where the interview was broken off.
absl::StatusOr<v1::ConsentInput> LeadConsentInterview(const InterviewCase& about, const ConsentPreview& preview,
                                                      Terminal& terminal);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_CONSENT_INTERVIEW_H_
