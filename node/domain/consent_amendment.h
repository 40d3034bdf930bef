#ifndef VSX_NODE_DOMAIN_CONSENT_AMENDMENT_H_
#define VSX_NODE_DOMAIN_CONSENT_AMENDMENT_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "node/domain/consent_record.h"

namespace vsx::domain {

// A change of consent. `additions` says who changes it, when and how; its directives, feared Parties and Parties put to
// her add to what stands. Its state kNotAsked leaves the state as it is.
struct Amendment {
  ConsentRecord additions;
  // Denies that are expressly lifted: a directive that stands, or one cell of a wider deny that stands.
  std::vector<Directive> lifted;
  std::vector<PartyCode> no_longer_feared;
  // The whole interview was held again: earlier allows, doubt and Parties put to her end; denies and fears stay.
  bool asked_again = false;
  // Made by WithdrawalFrom: never refused for want of room.
  bool objection = false;
};

// What a record may grow to by amendments, so that an objection to every Party that it names still fits into what a
// store reads back.
inline constexpr size_t kMostStandingDirectives = 2048;
inline constexpr size_t kMostPartiesOfARecord = 128;

// One cell that directives decide otherwise than before; no effect is silence, no party every Party not named.
struct ConsentDifference {
  std::optional<PartyCode> party;
  Purpose purpose = Purpose::kUnknown;
  std::optional<Effect> before;
  std::optional<Effect> after;

  friend bool operator==(const ConsentDifference&, const ConsentDifference&) = default;
};

struct AmendedConsent {
  ConsentRecord record;
  std::vector<ConsentDifference> differences;  // what to show before it is saved
};

// The record after the amendment. A deny or a fear ends only where it is expressly lifted by who may allow (§2); so
// does the choice that no consulate is told, which ends allows of consular help.
// INVALID_ARGUMENT naming the field: a suspected guardian, an allow or a lifting by who may not allow, a lifting of
// what does not stand, an allow where a deny stands unlifted. FAILED_PRECONDITION: allows from somebody of another age
// class than the record's, or a first answer, without the whole interview (`asked_again`). TOO_MANY: the record would
// grow past the bounds above.
absl::StatusOr<AmendedConsent> AmendConsent(const ConsentRecord& previous, const Amendment& amendment,
                                            const PartyCode& own_party);

// The amendment by which the person objects to all sharing with `parties` from now on, whatever she allowed before. The
// own Party, if named, keeps its protective checks. Who and when stands in `interview`, of which the directives are
// replaced.
Amendment WithdrawalFrom(std::span<const PartyCode> parties, bool reference_code_too, const ConsentRecord& interview,
                         const PartyCode& own_party);

// OK if `next` may follow `previous`: no deny or fear ended that `next` does not list as lifted, times do not run
// backwards, who was asked stays asked. FAILED_PRECONDITION otherwise.
absl::Status CheckSuccession(const ConsentRecord& previous, const ConsentRecord& next);

// ConsentChain is the consent records of a case, oldest first, each with the hash of the one before (computed by who
// stores them; 32 bytes, empty for the first). A chain that exists lifts nothing silently.
class ConsentChain {
 public:
  struct Link {
    ConsentRecord record;
    std::string previous_hash;
  };

  // FAILED_PRECONDITION for an empty chain, a hash of the wrong size, or what CheckSuccession refuses.
  static absl::StatusOr<ConsentChain> Create(std::vector<Link> links);

  const std::vector<Link>& links() const { return links_; }
  const ConsentRecord& head() const { return links_.back().record; }

 private:
  explicit ConsentChain(std::vector<Link> links) : links_(std::move(links)) {}

  std::vector<Link> links_;
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_CONSENT_AMENDMENT_H_
