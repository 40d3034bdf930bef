// error: invalid initialization of reference|no matching function|no known conversion
#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"

void Mixed(const vsx::crypto::PrfPublicKey& key) { (void)vsx::crypto::Evaluate(key, "input"); }
