// error: no matching function for call|no matching conversion|no matching constructor
#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"

#include "crypto/index_entry.h"

vsx::crypto::IndexEntryKeys Unproved(const vsx::crypto::SecretBytes& bytes) {
  return vsx::crypto::IndexEntryKeys(bytes);
}
