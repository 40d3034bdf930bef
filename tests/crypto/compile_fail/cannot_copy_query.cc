// error: deleted function|call to deleted constructor
#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"

vsx::crypto::BlindQuery Twice(const vsx::crypto::BlindQuery& query) { return query; }
