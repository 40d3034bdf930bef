#ifndef VSX_NODE_SERVICE_FEDERATION_BLIND_CHECKER_H_
#define VSX_NODE_SERVICE_FEDERATION_BLIND_CHECKER_H_

#include <chrono>

#include "node/service/blind_check.h"
#include "node/service/crypto_pool.h"
#include "node/service/index_link.h"
#include "node/service/index_parts.h"
#include "node/service/index_shelf.h"
#include "node/service/party_watch.h"
#include "node/service/turns.h"

namespace vsx::service {

// FederationBlindChecker asks all Parties at once: each with 8 elements, or in a screening 64 or 256, under fresh
// blinds, in random order, unused ones random; the proof is held against the key of the verified header of the epoch,
// then the index is searched here. A Party that is in the epoch before or after is asked once more, with fresh blinds,
// by that epoch's index, if the own clock may be in it.
class FederationBlindChecker final : public BlindChecker {
 public:
  static constexpr int kBatchesAtOnce = 4;

  // All must outlive this. `timeout`: of the whole of one Party's answer, a second try included; of a batch of a
  // screening ten times that, since it waits behind whoever stands at a desk.
  FederationBlindChecker(const IndexParts& parts, IndexLink& link, const IndexShelf& shelf, PartyWatch& watch,
                         CryptoPool& pool, std::chrono::milliseconds timeout)
      : parts_(parts), link_(link), shelf_(shelf), watch_(watch), pool_(pool), timeout_(timeout) {}

  std::vector<std::vector<BlindAnswer>> AskAbout(const BlindQuestions& questions) override;
  void Rejudge(domain::Purpose cls, domain::ConsultationEvidence& said) const override;
  bool OwnClockSane() const override;

 private:
  const IndexParts parts_;
  IndexLink& link_;
  const IndexShelf& shelf_;
  PartyWatch& watch_;
  CryptoPool& pool_;
  const std::chrono::milliseconds timeout_;
  // Batches of screenings under way, of all exercises: each holds a thread at every Party that evaluates it.
  Turns batches_{kBatchesAtOnce};
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_FEDERATION_BLIND_CHECKER_H_
