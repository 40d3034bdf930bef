#include "node/statement/index_record.h"

#include "node/domain/error.h"
#include "node/statement/envelope_codec.h"
#include "node/statement/wire.h"
#include "vsx/v1/statement.pb.h"

namespace vsx::statement {

std::string EncodeIndexRecord(const IndexRecord& record) {
  v1::IndexRecord message;
  message.set_copy_envelope(record.copy_envelope);
  return Serialise(message);
}

absl::StatusOr<IndexRecord> DecodeIndexRecord(std::string_view message_bytes) {
  v1::IndexRecord message;
  if (!Parse(message_bytes, message)) {
    return domain::InvalidField("RECORD_UNREADABLE", "", "the record's message cannot be read");
  }
  if (message.copy_envelope().empty() || message.copy_envelope().size() > kMaxCopyEnvelopeBytes) {
    return domain::InvalidField("RECORD_UNREADABLE", "copy_envelope", "a record holds a copy of at most 2,048 bytes");
  }
  return IndexRecord{message.copy_envelope()};
}

}  // namespace vsx::statement
