#ifndef VSX_NODE_DOMAIN_MRZ_LAYOUT_H_
#define VSX_NODE_DOMAIN_MRZ_LAYOUT_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "node/domain/mrz.h"

namespace vsx::domain {

// A stretch of one line of a zone.
struct MrzSpan {
  size_t line = 0;
  size_t at = 0;
  size_t size = 0;
};

// Where the fields of a format stand (Doc 9303-4 to -7). A span of size 0: the format has no such field.
struct MrzLayout {
  MrzFormat format;
  size_t lines;
  size_t width;
  MrzSpan document_code, issuing_state, name, document_number, document_number_check;
  MrzSpan nationality, birth_date, birth_date_check, sex, expiry_date, expiry_date_check;
  MrzSpan optional_data, optional_data_2, optional_data_check, composite_check;
  std::vector<MrzSpan> composite_over;
  // The first letters that a document code may have.
  std::string_view code_letters;
  // A document number that is too long goes on in the optional data (TD1, TD2).
  bool long_numbers;
};

const MrzLayout& LayoutOf(MrzFormat format);

// The format that this number of lines, length of the first line and document code belong to.
std::optional<MrzFormat> RecogniseMrz(size_t lines, size_t first_width, bool starts_with_v);

// The characters of a span; the lines must have the layout's sizes.
std::string_view Cut(std::span<const std::string> lines, const MrzSpan& span);

// ICAO's check digit: weights 7, 3, 1, modulo 10; A is 10 to Z 35, the filler 0.
int MrzCheckDigitOf(std::string_view text);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_MRZ_LAYOUT_H_
