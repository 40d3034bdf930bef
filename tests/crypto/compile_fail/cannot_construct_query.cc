// error: is private within this context|calling a private constructor
#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"

vsx::crypto::BlindQuery Empty() { return vsx::crypto::BlindQuery(); }
