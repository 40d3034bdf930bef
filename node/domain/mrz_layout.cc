#include "node/domain/mrz_layout.h"

namespace vsx::domain {
namespace {

// The second line that all two-line formats share; the optional data reach to `optional_size`.
MrzLayout TwoLines(MrzFormat format, size_t width, size_t optional_size, std::string_view code_letters) {
  MrzLayout layout{};
  layout.format = format;
  layout.lines = 2;
  layout.width = width;
  layout.document_code = {0, 0, 2};
  layout.issuing_state = {0, 2, 3};
  layout.name = {0, 5, width - 5};
  layout.document_number = {1, 0, 9};
  layout.document_number_check = {1, 9, 1};
  layout.nationality = {1, 10, 3};
  layout.birth_date = {1, 13, 6};
  layout.birth_date_check = {1, 19, 1};
  layout.sex = {1, 20, 1};
  layout.expiry_date = {1, 21, 6};
  layout.expiry_date_check = {1, 27, 1};
  layout.optional_data = {1, 28, optional_size};
  layout.code_letters = code_letters;
  return layout;
}

MrzLayout MakeTd1() {
  MrzLayout layout{};
  layout.format = MrzFormat::kTd1;
  layout.lines = 3;
  layout.width = 30;
  layout.document_code = {0, 0, 2};
  layout.issuing_state = {0, 2, 3};
  layout.document_number = {0, 5, 9};
  layout.document_number_check = {0, 14, 1};
  layout.optional_data = {0, 15, 15};
  layout.birth_date = {1, 0, 6};
  layout.birth_date_check = {1, 6, 1};
  layout.sex = {1, 7, 1};
  layout.expiry_date = {1, 8, 6};
  layout.expiry_date_check = {1, 14, 1};
  layout.nationality = {1, 15, 3};
  layout.optional_data_2 = {1, 18, 11};
  layout.composite_check = {1, 29, 1};
  layout.composite_over = {{0, 5, 25}, {1, 0, 7}, {1, 8, 7}, {1, 18, 11}};
  layout.name = {2, 0, 30};
  layout.code_letters = "ACI";
  layout.long_numbers = true;
  return layout;
}

MrzLayout MakeTd2() {
  MrzLayout layout = TwoLines(MrzFormat::kTd2, 36, 7, "ACI");
  layout.composite_check = {1, 35, 1};
  layout.composite_over = {{1, 0, 10}, {1, 13, 7}, {1, 21, 14}};
  layout.long_numbers = true;
  return layout;
}

MrzLayout MakeTd3() {
  MrzLayout layout = TwoLines(MrzFormat::kTd3, 44, 14, "P");
  layout.optional_data_check = {1, 42, 1};
  layout.composite_check = {1, 43, 1};
  layout.composite_over = {{1, 0, 10}, {1, 13, 7}, {1, 21, 22}};
  return layout;
}

int ValueOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0;
}

}  // namespace

const MrzLayout& LayoutOf(MrzFormat format) {
  static const auto* const td1 = new MrzLayout(MakeTd1());
  static const auto* const td2 = new MrzLayout(MakeTd2());
  static const auto* const td3 = new MrzLayout(MakeTd3());
  static const auto* const mrva = new MrzLayout(TwoLines(MrzFormat::kMrva, 44, 16, "V"));
  static const auto* const mrvb = new MrzLayout(TwoLines(MrzFormat::kMrvb, 36, 8, "V"));
  switch (format) {
    case MrzFormat::kTd1:
      return *td1;
    case MrzFormat::kTd2:
      return *td2;
    case MrzFormat::kTd3:
      return *td3;
    case MrzFormat::kMrva:
      return *mrva;
    case MrzFormat::kMrvb:
      break;
  }
  return *mrvb;
}

std::optional<MrzFormat> RecogniseMrz(size_t lines, size_t first_width, bool starts_with_v) {
  if (lines == 3 && first_width == 30) return MrzFormat::kTd1;
  if (lines == 2 && first_width == 36) return starts_with_v ? MrzFormat::kMrvb : MrzFormat::kTd2;
  if (lines == 2 && first_width == 44) return starts_with_v ? MrzFormat::kMrva : MrzFormat::kTd3;
  return std::nullopt;
}

std::string_view Cut(std::span<const std::string> lines, const MrzSpan& span) {
  return std::string_view(lines[span.line]).substr(span.at, span.size);
}

int MrzCheckDigitOf(std::string_view text) {
  constexpr int kWeights[] = {7, 3, 1};
  int sum = 0;
  for (size_t i = 0; i < text.size(); ++i) sum = (sum + ValueOf(text[i]) * kWeights[i % 3]) % 10;
  return sum;
}

}  // namespace vsx::domain
