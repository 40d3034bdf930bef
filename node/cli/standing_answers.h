#ifndef VSX_NODE_CLI_STANDING_ANSWERS_H_
#define VSX_NODE_CLI_STANDING_ANSWERS_H_

#include <string>

#include "node/domain/consent_record.h"
#include "vsx/v1/case.pb.h"

namespace vsx::cli {

// StandingAnswers is what of an earlier record goes on when the whole interview is held again: denies and fears, until
// she expressly takes them back. For showing and for leaving out questions; the node decides.
class StandingAnswers {
 public:
  // `before`: the record in force; an empty one where she was not asked.
  explicit StandingAnswers(const v1::ConsentInput& before);

  // Whether a no decided this cell, so that a yes would be refused. An empty Party: every Party that she did not name.
  bool Refused(const std::string& party, v1::Purpose purpose) const;

  // For the dialogue, a line each: "KHM: protective check"; empty where nothing stands.
  std::string Describe() const;

 private:
  v1::ConsentInput before_;
  domain::ConsentRecord record_;  // the directives alone
};

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_STANDING_ANSWERS_H_
