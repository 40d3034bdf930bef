#include "node/domain/unicode_text.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "absl/status/status.h"
#include "node/domain/error.h"

namespace vsx::domain {
namespace {

absl::StatusOr<icu::UnicodeString> Normalise(const icu::Normalizer2* form, const icu::UnicodeString& text,
                                             UErrorCode error) {
  icu::UnicodeString normal;
  if (U_SUCCESS(error)) normal = form->normalize(text, error);
  if (U_FAILURE(error)) return absl::InternalError("Unicode normalisation is not available");
  return normal;
}

bool IsApostrophe(UChar32 c) {
  switch (c) {
    case 0x0027:
    case 0x2019:
    case 0x2018:
    case 0x02BC:
    case 0x02BB:
    case 0x0060:
    case 0x00B4:
      return true;
    default:
      return false;
  }
}

template <typename Drop>
icu::UnicodeString Without(const icu::UnicodeString& text, Drop drop) {
  icu::UnicodeString kept;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (!drop(c)) kept.append(c);
  }
  return kept;
}

}  // namespace

absl::StatusOr<icu::UnicodeString> ReadName(std::string_view utf8) {
  if (utf8.size() > kMaxNameBytes) return InvalidField("NAME_TOO_LONG", "", "name: longer than 1,024 bytes");
  // u_strFromUTF8 refuses ill-formed text, where UnicodeString::fromUTF8 would put U+FFFD.
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString text;
  int32_t length = 0;
  const auto capacity = static_cast<int32_t>(kMaxNameBytes);
  u_strFromUTF8(text.getBuffer(capacity + 1), capacity + 1, &length, utf8.data(), static_cast<int32_t>(utf8.size()),
                &error);
  text.releaseBuffer(U_SUCCESS(error) ? length : 0);
  if (U_FAILURE(error)) return InvalidField("NAME_CHARACTER_INVALID", "", "name: not UTF-8 text");
  return text;
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

absl::StatusOr<icu::UnicodeString> ToNfkc(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFKCInstance(error);
  return Normalise(form, text, error);
}

absl::StatusOr<icu::UnicodeString> ToNfkd(const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFKDInstance(error);
  return Normalise(form, text, error);
}

absl::StatusOr<icu::UnicodeString> CleanName(const icu::UnicodeString& name) {
  absl::StatusOr<icu::UnicodeString> text = ToNfkc(Without(name, IsApostrophe));
  if (!text.ok()) return text.status();
  return Without(*text, [](UChar32 c) { return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0; });
}

}  // namespace vsx::domain
