#ifndef VSX_NODE_CLI_MESSAGE_JSON_H_
#define VSX_NODE_CLI_MESSAGE_JSON_H_

#include <google/protobuf/message.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Messages as JSON, for scripts and for input files. Names are those of the .proto files; every field is always
// printed, so that a script need not ask whether it is there; unset messages are null. Numbers are JSON numbers. Bytes
// are hexadecimal where they are an id, a hash or a key (`…_id`, `…_ids`, `…_sha256`, `…_hash`, `…_pseudonyms`,
// `…_key`, `…_keys`), and Base64 elsewhere.
namespace vsx::cli {

using Json = nlohmann::ordered_json;

Json ToJson(const google::protobuf::Message& message);

// Fills `message`. Enum values may be written without their prefix and in any case (`presumed`, `under-assessment`).
// A field that does not exist, is given twice in a oneof, or has the wrong kind of value is an error with its path; no
// error repeats a value. Errors: WrongInput.
absl::Status FromJson(const Json& json, google::protobuf::Message* message);

// Reads text that is JSON if it begins with "{" and TOML otherwise. Errors: WrongInput, with the line where reading
// failed.
absl::StatusOr<Json> ParseJsonOrToml(std::string_view text);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_MESSAGE_JSON_H_
