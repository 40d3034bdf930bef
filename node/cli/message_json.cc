#include "node/cli/message_json.h"

#include <google/protobuf/descriptor.h>

#include <toml++/toml.h>
#include <array>
#include <limits>
#include <sstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "node/cli/enum_words.h"
#include "node/cli/exit_code.h"

namespace vsx::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsHex(const FieldDescriptor* field) {
  static constexpr std::array<const char*, 7> kEndings = {"_id",         "_ids", "_sha256", "_hash",
                                                          "_pseudonyms", "_key", "_keys"};
  for (const char* ending : kEndings) {
    if (absl::EndsWith(field->name(), ending)) return true;
  }
  return field->name() == "hash";
}

std::string BytesAsText(const FieldDescriptor* field, const std::string& bytes) {
  return IsHex(field) ? absl::BytesToHexString(bytes) : absl::Base64Escape(bytes);
}

// Value `index` of a repeated field, or the value of a single one if `index` is -1.
Json ValueToJson(const Message& message, const FieldDescriptor* field, int index) {
  const Reflection* reflection = message.GetReflection();
  const bool many = index >= 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return many ? reflection->GetRepeatedBool(message, field, index) : reflection->GetBool(message, field);
    case FieldDescriptor::CPPTYPE_INT32:
      return many ? reflection->GetRepeatedInt32(message, field, index) : reflection->GetInt32(message, field);
    case FieldDescriptor::CPPTYPE_INT64:
      return many ? reflection->GetRepeatedInt64(message, field, index) : reflection->GetInt64(message, field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return many ? reflection->GetRepeatedUInt32(message, field, index) : reflection->GetUInt32(message, field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return many ? reflection->GetRepeatedUInt64(message, field, index) : reflection->GetUInt64(message, field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return many ? reflection->GetRepeatedDouble(message, field, index) : reflection->GetDouble(message, field);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return many ? reflection->GetRepeatedFloat(message, field, index) : reflection->GetFloat(message, field);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number =
          many ? reflection->GetRepeatedEnumValue(message, field, index) : reflection->GetEnumValue(message, field);
      const auto* value = field->enum_type()->FindValueByNumber(number);
      return value == nullptr ? Json(number) : Json(value->name());
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text =
          many ? reflection->GetRepeatedString(message, field, index) : reflection->GetString(message, field);
      return field->type() == FieldDescriptor::TYPE_BYTES ? BytesAsText(field, text) : text;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ToJson(many ? reflection->GetRepeatedMessage(message, field, index)
                         : reflection->GetMessage(message, field));
  }
  return nullptr;
}

absl::Status At(const std::string& path, std::string_view what) {
  return WrongInput(absl::StrCat("input field ", path.empty() ? "(the whole)" : path, ": ", std::string(what)));
}

template <typename Integer>
absl::StatusOr<Integer> IntegerFrom(const Json& json, const std::string& path) {
  if (json.is_number_unsigned() && json.get<uint64_t>() <= static_cast<uint64_t>(std::numeric_limits<Integer>::max())) {
    return json.get<Integer>();
  }
  if (json.is_number_integer() && !json.is_number_unsigned() && std::numeric_limits<Integer>::is_signed &&
      json.get<int64_t>() >= static_cast<int64_t>(std::numeric_limits<Integer>::min())) {
    return json.get<Integer>();
  }
  return At(path, "a whole number is wanted");
}

absl::StatusOr<std::string> BytesFrom(const FieldDescriptor* field, const std::string& text, const std::string& path) {
  if (IsHex(field)) {
    if (text.size() % 2 != 0 || text.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
      return At(path, "hexadecimal digits are wanted");
    }
    return absl::HexStringToBytes(text);
  }
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes)) return At(path, "Base64 is wanted");
  return bytes;
}

absl::Status FillMessage(const Json& json, const std::string& path, Message* message);

// Sets the field, or adds to it if it is repeated.
absl::Status FillValue(const Json& json, const FieldDescriptor* field, const std::string& path, Message* message) {
  const Reflection* reflection = message->GetReflection();
  const bool many = field->is_repeated();
  const auto put_integer = [&](auto parsed, auto set, auto add) -> absl::Status {
    if (!parsed.ok()) return parsed.status();
    many ? (reflection->*add)(message, field, *parsed) : (reflection->*set)(message, field, *parsed);
    return absl::OkStatus();
  };
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!json.is_boolean()) return At(path, "true or false is wanted");
      many ? reflection->AddBool(message, field, json.get<bool>())
           : reflection->SetBool(message, field, json.get<bool>());
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_INT32:
      return put_integer(IntegerFrom<int32_t>(json, path), &Reflection::SetInt32, &Reflection::AddInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return put_integer(IntegerFrom<int64_t>(json, path), &Reflection::SetInt64, &Reflection::AddInt64);
    case FieldDescriptor::CPPTYPE_UINT32:
      return put_integer(IntegerFrom<uint32_t>(json, path), &Reflection::SetUInt32, &Reflection::AddUInt32);
    case FieldDescriptor::CPPTYPE_UINT64:
      return put_integer(IntegerFrom<uint64_t>(json, path), &Reflection::SetUInt64, &Reflection::AddUInt64);
    case FieldDescriptor::CPPTYPE_ENUM: {
      // What ToJson prints for a value that is not set.
      const auto* zero = field->enum_type()->FindValueByNumber(0);
      if (!many && json.is_string() && json.get<std::string>() == zero->name()) return absl::OkStatus();
      const auto number = json.is_string() ? EnumFromWords(field->enum_type(), json.get<std::string>()) : std::nullopt;
      if (!number) return At(path, absl::StrCat("one of ", EnumChoices(field->enum_type()), " is wanted"));
      many ? reflection->AddEnumValue(message, field, *number) : reflection->SetEnumValue(message, field, *number);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      if (!json.is_string()) return At(path, "text in quotes is wanted");
      std::string text = json.get<std::string>();
      if (field->type() == FieldDescriptor::TYPE_BYTES) {
        auto bytes = BytesFrom(field, text, path);
        if (!bytes.ok()) return bytes.status();
        text = *std::move(bytes);
      }
      many ? reflection->AddString(message, field, text) : reflection->SetString(message, field, text);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return FillMessage(json, path,
                         many ? reflection->AddMessage(message, field) : reflection->MutableMessage(message, field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      break;  // no message of the protocol has one
  }
  return At(path, "cannot be given");
}

absl::Status FillMessage(const Json& json, const std::string& path, Message* message) {
  if (!json.is_object()) return At(path, "fields in { } are wanted");
  for (const auto& [name, value] : json.items()) {
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(name);
    // The name is not repeated: whoever puts a person's name on the wrong side of the colon must not find it in a log.
    if (field == nullptr) {
      std::string known;
      for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
        absl::StrAppend(&known, i == 0 ? "" : ", ", message->GetDescriptor()->field(i)->name());
      }
      return At(path, absl::StrCat("has a field that does not exist; those that do: ", known));
    }
    const std::string field_path = path.empty() ? name : absl::StrCat(path, ".", name);
    if (value.is_null()) continue;
    if (const auto* group = field->real_containing_oneof();
        group != nullptr && message->GetReflection()->HasOneof(*message, group)) {
      return At(path, "only one way may be given");
    }
    if (!field->is_repeated()) {
      if (auto status = FillValue(value, field, field_path, message); !status.ok()) return status;
      continue;
    }
    if (!value.is_array()) return At(field_path, "a list in [ ] is wanted");
    for (size_t i = 0; i < value.size(); ++i) {
      if (auto status = FillValue(value[i], field, absl::StrCat(field_path, "[", i, "]"), message); !status.ok()) {
        return status;
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

Json ToJson(const Message& message) {
  Json json = Json::object();
  const auto* type = message.GetDescriptor();
  const Reflection* reflection = message.GetReflection();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->is_repeated()) {
      Json list = Json::array();
      for (int k = 0; k < reflection->FieldSize(message, field); ++k) list.push_back(ValueToJson(message, field, k));
      json[field->name()] = std::move(list);
    } else if (field->has_presence() && !reflection->HasField(message, field)) {
      json[field->name()] = nullptr;
    } else {
      json[field->name()] = ValueToJson(message, field, -1);
    }
  }
  return json;
}

absl::Status FromJson(const Json& json, Message* message) { return FillMessage(json, "", message); }

absl::StatusOr<Json> ParseJsonOrToml(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return WrongInput("the input is empty");
  if (text[first] == '{') {
    Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded())
      return WrongInput("the input is not sound JSON: look for a missing comma, quote or bracket");
    return json;
  }
  std::ostringstream as_json;
  try {
    const toml::table table = toml::parse(text);
    as_json << toml::json_formatter{table};
  } catch (const toml::parse_error& error) {
    return WrongInput(absl::StrCat("the input is neither JSON nor sound TOML: see line ", error.source().begin.line));
  }
  Json json = Json::parse(as_json.str(), nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return WrongInput("the TOML input holds a value that cannot be taken over");
  return json;
}

}  // namespace vsx::cli
