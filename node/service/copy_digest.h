#ifndef VSX_NODE_SERVICE_COPY_DIGEST_H_
#define VSX_NODE_SERVICE_COPY_DIGEST_H_

#include <string>

#include "node/domain/permitted_copy.h"

namespace vsx::service {

// SHA-256 over everything that a copy says and commits to, without what is drawn afresh for each copy (ids, salts, day
// of signing). Two permitted copies with the same digest need not be signed twice: a copy is signed once, when first
// allowed or changed (protocol §2). 32 bytes; stays inside the node.
std::string CopyContentDigest(const domain::PermittedCopy& copy);

}  // namespace vsx::service

#endif  // VSX_NODE_SERVICE_COPY_DIGEST_H_
