#include "node/service/cover_check.h"

#include <string>
#include <vector>

#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "node/domain/status_decision.h"
#include "node/service/check_evidence.h"
#include "node/service/known_matches.h"

namespace vsx::service {
namespace {

constexpr size_t kCoverSaltSize = 32;

// Looks as any intent's does: nobody but the auditor, who finds it in the audit log, can tell.
std::string CoverIntentHash(crypto::RandomSource& random) {
  return crypto::Sha256Hasher()
      .Update(crypto::LengthPrefixed("vsx/cover-intent/v1"))
      .Update(random.Bytes(kCoverSaltSize))
      .Finish();
}

}  // namespace

absl::Status CoverCheck::Try() {
  next_try_at_.reset();
  if (const std::vector<domain::PartyCode> parties = tries_.Begin(); !parties.empty()) {
    const std::string intent_hash = CoverIntentHash(node_.random);
    if (absl::Status recorded = node_.audit.RecordCoverIntent(intent_hash); !recorded.ok()) return recorded;
    tries_.Ask({}, parties, intent_hash);
  }
  // Decided as a real one is: what else keeps that open, such as a clock that is wrong, keeps this open too.
  const domain::UnixTime now = node_.clock.Now();
  CheckInput nobody;
  nobody.purpose = cls_;
  KnownMatches none;
  std::vector<BlindAnswer> answers = tries_.CopyAnswers();
  next_try_at_ = tries_.NextAt(domain::DecideStatus(GatherEvidence(node_, nobody, none, answers, now)), now);
  if (next_try_at_.has_value() && wanted_until_ < *next_try_at_) next_try_at_.reset();
  return absl::OkStatus();
}

}  // namespace vsx::service
