#include "node/rpc/unknown_fields.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "node/domain/error.h"

namespace vsx::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The path of the first message under `message` (whose own path is `path`) that holds an unknown field. The parser has
// bounded the depth already.
std::optional<std::string> FindUnknown(const Message& message, const std::string& path) {
  const Reflection* reflection = message.GetReflection();
  if (!reflection->GetUnknownFields(message).empty()) return path;
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const std::string below = path.empty() ? field->name() : absl::StrCat(path, ".", field->name());
    if (!field->is_repeated()) {
      if (auto found = FindUnknown(reflection->GetMessage(message, field), below)) return found;
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      const Message& element = reflection->GetRepeatedMessage(message, field, i);
      if (auto found = FindUnknown(element, absl::StrCat(below, "[", i, "]"))) return found;
    }
  }
  return std::nullopt;
}

}  // namespace

absl::Status RefuseUnknownFields(const Message& request) {
  const std::optional<std::string> path = FindUnknown(request, "");
  if (!path.has_value()) return absl::OkStatus();
  return domain::InvalidField(
      "UNKNOWN_FIELD", *path,
      "the request holds a field that this node does not know: use the node's version of the protocol");
}

}  // namespace vsx::rpc
