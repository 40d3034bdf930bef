#ifndef VSX_NODE_DOMAIN_COVER_PATIENCE_H_
#define VSX_NODE_DOMAIN_COVER_PATIENCE_H_

#include <cstdint>

namespace vsx::domain {

// For how long, in seconds, a cover check in which Parties are missing is tried again (check_retry.h), from `draw`,
// which is uniformly random. Half of all are asked once (0), as real checks mostly are; a tenth for the whole time. Of
// the others, patience + `first_seconds` is log-uniform from 2 · `first_seconds` to `longest_seconds` +
// `first_seconds`: since tries come `first_seconds` · (2^k - 1) after the first one, every number of them for which a
// stream has time is about equally likely. With 30 s and half an hour: 1 try 50 %, 2 to 5 tries 8.1 % each, 6
// tries 17.5 %.
//
// Why so: a Party that refuses on purpose counts how often it is asked again, and may name the time from which it says
// it can answer, so that it is asked then and not before. How long officers wait is theirs to decide and known to
// nobody, so neither a number of tries nor a late one may be rare among cover checks. Being asked once then speaks for
// a real check by a factor of 2 at most, being asked at whatever moment a Party names by 10, and no number of tries by
// more than 13, whatever officers do.
// `first_seconds`: from 1 to `longest_seconds`.
int64_t CoverPatienceSeconds(uint64_t draw, int64_t first_seconds, int64_t longest_seconds);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_COVER_PATIENCE_H_
