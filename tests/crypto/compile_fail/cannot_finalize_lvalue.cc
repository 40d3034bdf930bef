// error: discards qualifiers|has rvalue ref-qualifier
#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"

void Reuse(vsx::crypto::BlindQuery& query, const vsx::crypto::PrfPublicKey& key,
           const vsx::crypto::Evaluation& answer) {
  (void)query.Finalize(key, answer.elements, answer.proof);
}
