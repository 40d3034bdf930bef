#ifndef VSX_NODE_STATEMENT_STATEMENT_FIELDS_H_
#define VSX_NODE_STATEMENT_STATEMENT_FIELDS_H_

#include <google/protobuf/repeated_field.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/signer.h"
#include "node/domain/calendar.h"
#include "node/domain/code.h"
#include "node/domain/error.h"
#include "node/domain/id.h"
#include "node/domain/party_code.h"
#include "node/statement/statement_type.h"
#include "node/statement/wire.h"

// What reading one statement has in common with reading another; for this folder's .cc files only. Every error is
// INVALID_ARGUMENT, reason STATEMENT_MALFORMED, with the field.

namespace vsx::statement {

absl::Status MalformedField(std::string_view field, std::string_view message);

absl::StatusOr<domain::PartyCode> ReadParty(std::string_view field, std::string_view value);
// Unix seconds after 1970.
absl::StatusOr<domain::UnixTime> ReadTime(std::string_view field, int64_t value);
// YYYY-MM-DD, or nothing if empty.
absl::StatusOr<std::optional<domain::CivilDate>> ReadDay(std::string_view field, std::string_view value);
// A code, or nothing if empty.
absl::StatusOr<std::optional<domain::Code>> ReadCode(std::string_view field, std::string_view value);
absl::Status CheckSha256(std::string_view field, std::string_view value);
// The copies that a withdrawal or a revocation names: 1 to 64, each once.
absl::StatusOr<std::vector<domain::CopyId>> ReadCopyIds(const google::protobuf::RepeatedPtrField<std::string>& values);

template <typename IdType>
absl::StatusOr<IdType> ReadId(std::string_view field, std::string_view value) {
  absl::StatusOr<IdType> id = IdType::FromBytes(value);
  if (!id.ok()) return MalformedField(field, "an id has 16 bytes");
  return id;
}

// Parses `payload` into `message` and checks layout version and algorithms. Reason VERSION_UNKNOWN for those.
template <typename Message>
absl::Status ReadFrame(std::string_view payload, Message& message, std::string_view algorithms = kStatementAlgorithms) {
  if (!Parse(payload, message)) return MalformedField("", "the payload cannot be read");
  if (message.version() != kStatementVersion || message.algorithms() != algorithms) {
    return domain::InvalidField("VERSION_UNKNOWN", "version",
                                "the statement has a layout or algorithms that this release does not know");
  }
  return absl::OkStatus();
}

template <typename Message>
void WriteFrame(Message& message, std::string_view algorithms = kStatementAlgorithms) {
  message.set_version(kStatementVersion);
  message.set_algorithms(std::string(algorithms));
}

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_STATEMENT_FIELDS_H_
