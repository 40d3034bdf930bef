#include "node/domain/mrz_name.h"

#include <algorithm>

namespace vsx::domain {
namespace {

std::string_view TrimFillers(std::string_view text, bool also_in_front) {
  while (!text.empty() && text.back() == '<') text.remove_suffix(1);
  while (also_in_front && !text.empty() && text.front() == '<') text.remove_prefix(1);
  return text;
}

std::string WithSpaces(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '<', ' ');
  return spaced;
}

}  // namespace

MrzName ParseMrzName(std::string_view field) {
  MrzName name;
  name.possibly_truncated = !field.empty() && field.back() >= 'A' && field.back() <= 'Z';
  name.has_digit = std::any_of(field.begin(), field.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::string_view text = TrimFillers(field, /*also_in_front=*/false);
  const size_t gap = text.find("<<");
  name.primary_identifier = WithSpaces(text.substr(0, gap));
  std::string_view rest = gap == std::string_view::npos ? std::string_view() : text.substr(gap + 2);
  const bool one_gap = rest.empty() || (rest.front() != '<' && rest.find("<<") == std::string_view::npos);
  name.well_structured = !text.empty() && text.front() != '<' && one_gap;
  name.secondary_identifier = WithSpaces(TrimFillers(rest, /*also_in_front=*/true));
  return name;
}

}  // namespace vsx::domain
