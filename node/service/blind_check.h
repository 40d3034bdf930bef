#ifndef VSX_NODE_SERVICE_BLIND_CHECK_H_
#define VSX_NODE_SERVICE_BLIND_CHECK_H_

#include <string>
#include <vector>

#include "node/domain/consent_record.h"
#include "node/domain/evaluation.h"
#include "node/domain/handle.h"
#include "node/domain/party_code.h"
#include "node/domain/status_decision.h"

namespace vsx::service {

// One person, asked about at other Parties; or nobody, and they cannot tell.
struct BlindQuestion {
  domain::Purpose cls = domain::Purpose::kProtectiveCheck;
  std::vector<domain::Handle> handles;     // at most 8, of the class; none to ask about nobody
  std::vector<domain::PartyCode> parties;  // whom to ask; none of them the own one
  std::string intent_hash;                 // 32 bytes: what stands in the audit log, synced, before this
  std::vector<std::string> nobody{};       // as BlindQuestions has them
};

// Several persons, asked about at other Parties in one batch; nothing in it says how many they are.
struct BlindQuestions {
  domain::Purpose cls = domain::Purpose::kProtectiveCheck;
  domain::EvaluationKind kind = domain::EvaluationKind::kSingle;
  std::vector<std::vector<domain::Handle>> persons;  // 1, or 1 to 32 in a screening, each of at most 8 handles
  std::vector<domain::PartyCode> parties;
  std::string intent_hash;
  // Inputs that are nobody's, for which there is room beside the handles: blinded, verified and finalized as a handle
  // is, so that Parties see no other moments than of one, then dropped. The index is searched after the last byte that
  // a Party sees, and would hold nothing for them.
  std::vector<std::string> nobody{};
};

// What one Party's index said about one person.
struct BlindAnswer {
  domain::ConsultationEvidence consultation;
  std::vector<domain::MatchEvidence> matches;
  size_t failures = 0;  // tags that led to nothing that verifies: an alarm where there is a match beside them
};

// BlindChecker asks other Parties about persons without telling them whom (protocol §4). Threads: safe concurrently.
class BlindChecker {
 public:
  virtual ~BlindChecker() = default;
  // For each person, in order, one answer for each Party asked, in order. Always answers: what went wrong with a Party
  // stands in its answers. Blocks until all have answered, or for the deadline of an evaluation; a screening's is
  // longer, and its work comes after that of single checks.
  virtual std::vector<std::vector<BlindAnswer>> AskAbout(const BlindQuestions& questions) = 0;

  // The same about one person.
  std::vector<BlindAnswer> Ask(const BlindQuestion& question) {
    return AskAbout({question.cls,
                     domain::EvaluationKind::kSingle,
                     {question.handles},
                     question.parties,
                     question.intent_hash,
                     question.nobody})
        .front();
  }

  // Judges again, for the moment, what AskAbout said of that class: since then the epoch may be over, a second header
  // have been seen, or the key behind the header be trusted no more. Matches stand whatever comes of it.
  virtual void Rejudge(domain::Purpose cls, domain::ConsultationEvidence& said) const = 0;

  // Whether the own clock agrees with those of the Parties heard.
  virtual bool OwnClockSane() const = 0;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_BLIND_CHECK_H_
