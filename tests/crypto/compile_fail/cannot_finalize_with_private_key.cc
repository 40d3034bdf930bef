// error: cannot convert .*PrfPrivateKey|no known conversion|no viable conversion
#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"

#include <utility>

void Mixed(vsx::crypto::BlindQuery query, const vsx::crypto::PrfPrivateKey& key,
           const vsx::crypto::Evaluation& answer) {
  (void)std::move(query).Finalize(key, answer.elements, answer.proof);
}
