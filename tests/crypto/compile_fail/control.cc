#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"

#include <utility>

using namespace vsx::crypto;  // NOLINT(google-build-using-namespace): an example

// Compiles: what everybody may do with a query and with keys.
absl::StatusOr<std::vector<PrfOutput>> Ask(BlindQuery query, const PrfPrivateKey& key, const Evaluation& answer) {
  return std::move(query).Finalize(key.public_key(), answer.elements, answer.proof);
}
