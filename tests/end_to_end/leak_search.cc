#include "tests/end_to_end/leak_search.h"

#include <unicode/unistr.h>

#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/end_to_end/federation_fixture.h"

namespace vsx::test {
namespace {

namespace fs = std::filesystem;

std::string Utf16(const std::string& text, bool big_endian) {
  const icu::UnicodeString units = icu::UnicodeString::fromUTF8(text);
  std::string bytes;
  for (int32_t i = 0; i < units.length(); ++i) {
    const auto high = static_cast<char>(units.charAt(i) >> 8);
    const auto low = static_cast<char>(units.charAt(i) & 0xff);
    bytes.push_back(big_endian ? high : low);
    bytes.push_back(big_endian ? low : high);
  }
  return bytes;
}

// The part of base64 that does not depend on what stands before and after the text.
std::string Base64(const std::string& text, size_t shift) {
  const std::string encoded = absl::Base64Escape(std::string(shift, 'x') + text);
  const size_t first = (shift * 8 + 5) / 6;
  const size_t last = (shift + text.size()) * 8 / 6;
  return encoded.substr(first, last - first);
}

}  // namespace

std::map<std::string, std::string> LeakForms(const std::string& text) {
  const std::string hex = absl::BytesToHexString(text);
  std::map<std::string, std::string> forms = {{"UTF-8", text},
                                              {"UTF-16LE", Utf16(text, false)},
                                              {"UTF-16BE", Utf16(text, true)},
                                              {"hex", hex},
                                              {"HEX", absl::AsciiStrToUpper(hex)}};
  for (size_t shift = 0; shift < 3; ++shift) forms[absl::StrCat("base64/", shift)] = Base64(text, shift);
  return forms;
}

std::vector<Leak> SearchLeaks(const std::vector<LeakPlace>& places, const std::string& text) {
  std::vector<Leak> leaks;
  const std::map<std::string, std::string> forms = LeakForms(text);
  for (const LeakPlace& place : places) {
    for (const auto& [form, needle] : forms) {
      // Not std::string::find, which stops at every first byte: folders are large, and this is looked for often.
      const void* found = memmem(place.bytes.data(), place.bytes.size(), needle.data(), needle.size());
      if (found != nullptr) leaks.push_back({place.where, form});
    }
  }
  return leaks;
}

void AddPlaces(const fs::path& folder, std::vector<LeakPlace>& places) {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    places.push_back({absl::StrCat("name of ", entry.path().string()), entry.path().filename().string()});
    if (entry.is_regular_file()) places.push_back({entry.path().string(), Federation::ReadFile(entry.path().string())});
  }
}

}  // namespace vsx::test
