// error: deleted|call to implicitly-deleted copy constructor
#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"

vsx::crypto::PrfPrivateKey Twice(const vsx::crypto::PrfPrivateKey& key) { return key; }
