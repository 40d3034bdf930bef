#ifndef VSX_NODE_DOMAIN_COVER_INPUTS_H_
#define VSX_NODE_DOMAIN_COVER_INPUTS_H_

#include <cstddef>
#include <cstdint>

#include "node/domain/consent_record.h"

namespace vsx::domain {

// By how many inputs a cover check of that class asks, as a real one does by its handles, from `draw`, which is
// uniformly random. A presented code is one handle. Otherwise a quarter of all ask by one, a quarter by kMaxHandles,
// and each number between by a twelfth.
//
// Why so: from the time that blinding takes a Party may see by about how many inputs it was asked. A document alone is
// one handle, a name with its full date six to eight, with a partial one two to five, beside a document one more
// (HANDLES.md; eight at most); how often officers ask in which way is known to nobody, so no number may be rare among
// cover checks. One and eight then speak for a real check by a factor of 4 at most, any other number by 12, whatever
// officers do.
size_t CoverInputs(uint64_t draw, Purpose cls);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_COVER_INPUTS_H_
