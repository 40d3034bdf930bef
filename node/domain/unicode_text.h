#ifndef VSX_NODE_DOMAIN_UNICODE_TEXT_H_
#define VSX_NODE_DOMAIN_UNICODE_TEXT_H_

#include <unicode/unistr.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace vsx::domain {

// Small steps on Unicode text that the name files share; for this folder's .cc files only.

// Longest name, in bytes of UTF-8, that is read or kept.
inline constexpr size_t kMaxNameBytes = 1024;

// INVALID_ARGUMENT ("name: …") unless `utf8` is UTF-8 of at most kMaxNameBytes bytes.
absl::StatusOr<icu::UnicodeString> ReadName(std::string_view utf8);
std::string ToUtf8(const icu::UnicodeString& text);

// Normalisation forms. INTERNAL if ICU's data cannot be loaded.
absl::StatusOr<icu::UnicodeString> ToNfkc(const icu::UnicodeString& text);
absl::StatusOr<icu::UnicodeString> ToNfkd(const icu::UnicodeString& text);

// Steps 1 to 3 of the key procedure: without apostrophes, in NFKC, without Default_Ignorable_Code_Point.
absl::StatusOr<icu::UnicodeString> CleanName(const icu::UnicodeString& name);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_UNICODE_TEXT_H_
