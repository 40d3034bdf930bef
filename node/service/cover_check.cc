#include "node/service/cover_check.h"

#include <string>
#include <vector>

#include "crypto/encoding.h"
#include "crypto/hash.h"
#include "node/domain/cover_inputs.h"
#include "node/domain/status_decision.h"
#include "node/service/check_evidence.h"
#include "node/service/draw.h"
#include "node/service/known_matches.h"

namespace vsx::service {
namespace {

constexpr size_t kCoverSaltSize = 32;

// As long as a handle of a document.
std::vector<std::string> InputsOfNobody(crypto::RandomSource& random, domain::Purpose cls) {
  constexpr size_t kRandomBytes = 32;
  std::vector<std::string> inputs(domain::CoverInputs(Draw(random), cls));
  for (std::string& input : inputs) input = "vsx-cover-v1|" + random.Bytes(kRandomBytes);
  return inputs;
}

// Looks as any intent's does: nobody but the auditor, who finds it in the audit log, can tell.
std::string CoverIntentHash(crypto::RandomSource& random) {
  return crypto::Sha256Hasher()
      .Update(crypto::LengthPrefixed("vsx/cover-intent/v1"))
      .Update(random.Bytes(kCoverSaltSize))
      .Finish();
}

}  // namespace

CoverCheck::CoverCheck(const NodeContext& node, domain::Purpose cls, std::chrono::seconds patience)
    : node_(node),
      cls_(cls),
      wanted_until_{node.clock.Now().seconds + patience.count()},
      inputs_(InputsOfNobody(node.random, cls)),
      tries_(node, cls) {}

absl::Status CoverCheck::Try() {
  next_try_at_.reset();
  if (const std::vector<domain::PartyCode> parties = tries_.Begin(); !parties.empty()) {
    const std::string intent_hash = CoverIntentHash(node_.random);
    if (absl::Status recorded = node_.audit.RecordCoverIntent(intent_hash); !recorded.ok()) return recorded;
    tries_.AskAboutNobody(inputs_, parties, intent_hash);
  }
  // Decided as a real one is: what else keeps that open, such as a clock that is wrong, keeps this open too.
  const domain::UnixTime now = node_.clock.Now();
  CheckInput nobody;
  nobody.purpose = cls_;
  KnownMatches none;
  std::vector<BlindAnswer> answers = tries_.CopyAnswers();
  next_try_at_ = tries_.NextAt(domain::DecideStatus(GatherEvidence(node_, nobody, none, answers, now)), now);
  if (next_try_at_.has_value() && wanted_until_ < domain::SecondOf(*next_try_at_)) next_try_at_.reset();
  return absl::OkStatus();
}

}  // namespace vsx::service
