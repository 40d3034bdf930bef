// error: deleted function|overload resolution selected deleted operator
#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"

void Twice(const vsx::crypto::BlindQuery& query, vsx::crypto::BlindQuery& other) { other = query; }
