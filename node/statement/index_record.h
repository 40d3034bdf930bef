#ifndef VSX_NODE_STATEMENT_INDEX_RECORD_H_
#define VSX_NODE_STATEMENT_INDEX_RECORD_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace vsx::statement {

// What a record of an index holds, once opened (protocol §4).
struct IndexRecord {
  std::string copy_envelope;  // an attestation copy for the recipient and class of the index; at most 2,048 bytes

  friend bool operator==(const IndexRecord&, const IndexRecord&) = default;
};

// A serialised v1.IndexRecord. Deterministic.
std::string EncodeIndexRecord(const IndexRecord& record);

// INVALID_ARGUMENT, reason RECORD_UNREADABLE, for other bytes and for a copy that is missing or too large. Nothing
// inside is verified here.
absl::StatusOr<IndexRecord> DecodeIndexRecord(std::string_view message_bytes);

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_INDEX_RECORD_H_
