#ifndef VSX_NODE_SERVICE_CHECK_TRIES_H_
#define VSX_NODE_SERVICE_CHECK_TRIES_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/domain/calendar.h"
#include "node/domain/consent_record.h"
#include "node/domain/handle.h"
#include "node/domain/party_code.h"
#include "node/domain/status_decision.h"
#include "node/service/blind_check.h"
#include "node/service/clock.h"
#include "node/service/node_context.h"

namespace vsx::service {

// CheckTries is what the other Parties see of one check, and of its further tries while it stays open (protocol §4):
// whom it asks, and when again. Real checks and cover checks ask by this alone, so that no Party can tell them apart by
// whether, when or beside whom it is asked again. Threads: one at a time.
class CheckTries {
 public:
  // `node` outlives this.
  CheckTries(const NodeContext& node, domain::Purpose cls) : node_(node), cls_(cls) {}

  // Begins a try. Whom it asks: the Parties that are still missing and those whose answer was for an epoch that is
  // over, none before the time that it named when it refused.
  std::vector<domain::PartyCode> Begin();

  // Asks those Parties, with fresh blinds. The intent stands in the audit log, synced, before this.
  void Ask(const std::vector<domain::Handle>& handles, const std::vector<domain::PartyCode>& parties,
           const std::string& intent_hash) {
    Ask({cls_, handles, parties, intent_hash});
  }
  // The same by inputs that are no handles.
  void AskAboutNobody(const std::vector<std::string>& inputs, const std::vector<domain::PartyCode>& parties,
                      const std::string& intent_hash) {
    Ask({cls_, {}, parties, intent_hash, inputs});
  }

  // In the place of a first try: puts down why those Parties are not asked yet, and when they can be.
  void LeaveOut(const std::vector<domain::PartyCode>& parties, std::string_view reason,
                std::optional<domain::UnixTime> next_capacity_at);

  size_t count() const { return count_; }
  // Of each Party the last one.
  const std::map<domain::PartyCode, BlindAnswer>& answers() const { return answers_; }
  std::vector<BlindAnswer> CopyAnswers() const;

  // When, after the try that came to `decision` at `now`, the next one could tell more; nullopt where none would.
  std::optional<domain::FineTime> NextAt(const domain::StatusDecision& decision, domain::UnixTime now) const;
  // A random moment of that second, another one each time.
  domain::FineTime Within(domain::UnixTime second) const;

 private:
  void Ask(const BlindQuestion& question);
  domain::UnixTime SecondOfNext(domain::UnixTime now) const;
  bool StillCounts(domain::ConsultationEvidence said, domain::UnixTime now) const;

  const NodeContext& node_;
  const domain::Purpose cls_;
  size_t count_ = 0;
  std::map<domain::PartyCode, BlindAnswer> answers_;
};

// Waits until `moment`, which is a try's, in pauses, one at least: `pause` returns true after that time; false, as soon
// as that is known, if nobody waits any more, and then so does this. The last pause ends at the moment itself, so that
// no try shows when its waiting began. For real checks and cover checks alike.
bool WaitForTry(const Clock& clock, domain::FineTime moment,
                const std::function<bool(std::chrono::microseconds)>& pause);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_CHECK_TRIES_H_
