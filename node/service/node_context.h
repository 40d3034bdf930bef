#ifndef VSX_NODE_SERVICE_NODE_CONTEXT_H_
#define VSX_NODE_SERVICE_NODE_CONTEXT_H_

#include <cstdint>

#include "crypto/random_source.h"
#include "crypto/random_streams.h"
#include "crypto/sealing_key.h"
#include "crypto/signer.h"
#include "node/domain/party_code.h"
#include "node/service/audit_recorder.h"
#include "node/service/blind_check.h"
#include "node/service/clock.h"
#include "node/service/officer_budgets.h"
#include "node/statement/trust_store.h"
#include "store/access_notice_outbox.h"
#include "store/access_notice_store.h"
#include "store/case_store.h"
#include "store/engine.h"
#include "store/inbox_store.h"
#include "store/outbox_store.h"

namespace vsx::service {

// OutboxSignal wakes whoever sends deliveries. Threads: safe concurrently; returns at once.
class OutboxSignal {
 public:
  virtual ~OutboxSignal() = default;
  virtual void Wake(const domain::PartyCode& recipient) = 0;
};

// Local bounds (protocol §11); main fills them from the configuration.
struct ServiceLimits {
  int64_t ask_for_consent_seconds = 72 * 3600;
  int64_t notification_seconds = 24 * 3600;
  int64_t answer_valid_seconds = 60 * 60;
  int64_t check_retry_seconds = 30;  // after the first try of a check that stays open
  int64_t outbox_first_delay_ms = 1000;
  int64_t outbox_longest_delay_ms = 15 * 60 * 1000;
  int64_t access_notice_longest_delay_seconds = 86'400;  // the delay is uniformly random up to it
};

// What the use cases of one node stand on; plain references, all of which outlive every use case. Assembled in main,
// and in tests from doubles.
struct NodeContext {
  const statement::TrustStore& trust;
  const Clock& clock;
  crypto::RandomSource& random;
  crypto::RandomStreams& streams;  // of what leaves the node of a case (outward_streams.h)
  store::Engine& engine;
  store::CaseStore& cases;
  store::OutboxStore& outbox;
  store::InboxStore& inbox;
  store::AccessNoticeStore& access_notices;
  const store::AccessNoticeOutbox& access_notice_outbox;
  const crypto::Signer& attestation_signer;
  const crypto::Signer& operations_signer;
  const crypto::SealingKeyPair& sealing_keys;
  AuditRecorder& audit;
  OutboxSignal& outbox_signal;
  BlindChecker& blind_checker;
  OfficerBudgets& officer_budgets;
  ServiceLimits limits;

  const domain::PartyCode& own_party() const { return trust.own_party(); }
};

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_NODE_CONTEXT_H_
