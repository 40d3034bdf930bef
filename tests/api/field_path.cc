#include "tests/api/field_path.h"

#include <cstdlib>

#include "google/protobuf/descriptor.h"

namespace vsx::api {

bool NamesAField(const google::protobuf::Message& message, const std::string& path) {
  const size_t dot = path.find('.');
  std::string name = path.substr(0, dot);
  const std::string rest = dot == std::string::npos ? "" : path.substr(dot + 1);
  int index = -1;
  if (const size_t bracket = name.find('['); bracket != std::string::npos) {
    index = std::atoi(name.c_str() + bracket + 1);
    name.resize(bracket);
  }
  const google::protobuf::FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) return false;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (index >= 0 && (!field->is_repeated() || index >= reflection.FieldSize(message, field))) return false;
  if (rest.empty()) return true;
  if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) return false;
  if (field->is_repeated()) {
    return index >= 0 && NamesAField(reflection.GetRepeatedMessage(message, field, index), rest);
  }
  return NamesAField(reflection.GetMessage(message, field), rest);
}

}  // namespace vsx::api
