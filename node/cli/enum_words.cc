#include "node/cli/enum_words.h"

#include <cctype>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace vsx::cli {
namespace {

using google::protobuf::EnumDescriptor;

// CaseStatus → "CASE_STATUS_", the prefix that every value of the enum carries.
std::string Prefix(const EnumDescriptor* type) {
  std::string prefix;
  for (const char c : type->name()) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  return prefix + "_";
}

std::string ShortName(const EnumDescriptor* type, int index) {
  const std::string& name = type->value(index)->name();
  const std::string prefix = Prefix(type);
  return name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : name;
}

}  // namespace

std::string EnumWords(const EnumDescriptor* type, int number) {
  const auto* value = type->FindValueByNumber(number);
  if (value == nullptr) return absl::StrCat("unknown (", number, ")");
  if (number == 0) return "not given";
  return absl::AsciiStrToLower(absl::StrReplaceAll(ShortName(type, value->index()), {{"_", " "}}));
}

std::optional<int> EnumFromWords(const EnumDescriptor* type, std::string_view words) {
  const std::string wanted = absl::AsciiStrToUpper(absl::StrReplaceAll(std::string(words), {{" ", "_"}, {"-", "_"}}));
  for (int i = 0; i < type->value_count(); ++i) {
    const auto* value = type->value(i);
    if (value->number() != 0 && (wanted == value->name() || wanted == ShortName(type, i))) return value->number();
  }
  return std::nullopt;
}

std::string EnumChoices(const EnumDescriptor* type) {
  std::string choices;
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() == 0) continue;
    if (!choices.empty()) choices += ", ";
    choices += absl::AsciiStrToLower(absl::StrReplaceAll(ShortName(type, i), {{"_", "-"}}));
  }
  return choices;
}

}  // namespace vsx::cli
