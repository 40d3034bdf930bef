// error: deleted|call to implicitly-deleted copy constructor
#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"

vsx::crypto::PrfOutput Twice(const vsx::crypto::PrfOutput& output) { return output; }
