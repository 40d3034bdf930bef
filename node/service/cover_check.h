#ifndef VSX_NODE_SERVICE_COVER_CHECK_H_
#define VSX_NODE_SERVICE_COVER_CHECK_H_

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "node/domain/calendar.h"
#include "node/domain/consent_record.h"
#include "node/domain/party_code.h"
#include "node/service/check_tries.h"
#include "node/service/node_context.h"

namespace vsx::service {

// CoverCheck is one check about nobody, as StatusCheck is one about somebody whom nobody knows: the same tries, each
// with an intent of its own in the audit log, synced, before any Party is asked. It asks by 1 to 8 inputs, the same in
// each try, as a real one does by its handles (CoverInputs, which says why): they are blinded as handles are, so that
// the moments of its questions are those of a real one's. The inputs are random under a label that no handle has, and
// can match nothing. What comes out is nobody's, and is not kept. Threads: one at a time.
class CoverCheck {
 public:
  // `node` outlives this. `patience`: for so long from now there are further tries, as there are until `needed_until`
  // in AwaitStatus.
  CoverCheck(const NodeContext& node, domain::Purpose cls, std::chrono::seconds patience);

  // Asks whom CheckTries says; blocks as BlindChecker::Ask does. An error: the intent did not come to stand in the
  // audit log, nobody was asked, and there is no further try.
  absl::Status Try();

  // After a try: when the next one is due; nullopt where it could tell no more, or nobody would wait for it.
  std::optional<domain::FineTime> NextTryAt() const { return next_try_at_; }
  const std::map<domain::PartyCode, BlindAnswer>& answers() const { return tries_.answers(); }

 private:
  const NodeContext& node_;
  const domain::Purpose cls_;
  const domain::UnixTime wanted_until_;
  const std::vector<std::string> inputs_;
  CheckTries tries_;
  std::optional<domain::FineTime> next_try_at_;
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_COVER_CHECK_H_
