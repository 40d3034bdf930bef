#ifndef VSX_NODE_CLI_ENUM_WORDS_H_
#define VSX_NODE_CLI_ENUM_WORDS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "node/cli/exit_code.h"

// Enum values of the protocol as an officer reads and types them: CASE_STATUS_UNDER_ASSESSMENT is "under assessment",
// typed as `under-assessment`.
namespace vsx::cli {

// "under assessment"; a number that this version does not know is "unknown (17)"; the zero value is "not given".
std::string EnumWords(const google::protobuf::EnumDescriptor* type, int number);

// Accepts the value with or without its prefix, in any case, with spaces, hyphens or underscores; never the zero value.
std::optional<int> EnumFromWords(const google::protobuf::EnumDescriptor* type, std::string_view words);

// "presumed, under-assessment, identified".
std::string EnumChoices(const google::protobuf::EnumDescriptor* type);

template <typename Enum>
std::string Words(Enum value) {
  return EnumWords(google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

// `option` is named in the error, which lists what may be given. Errors: WrongInput.
template <typename Enum>
absl::StatusOr<Enum> ParseWords(std::string_view option, std::string_view words) {
  const auto* type = google::protobuf::GetEnumDescriptor<Enum>();
  const auto number = EnumFromWords(type, words);
  if (!number) return WrongInput(absl::StrCat(std::string(option), " must be one of ", EnumChoices(type)));
  return static_cast<Enum>(*number);
}

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_ENUM_WORDS_H_
