#ifndef VSX_NODE_DOMAIN_DOCUMENT_NUMBER_H_
#define VSX_NODE_DOMAIN_DOCUMENT_NUMBER_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace vsx::domain {

// The three parts of a document handle, brought to their one form (protocol §3). All take typed or machine-read text,
// and all refuse with INVALID_ARGUMENT that names the field and never repeats what was in it.

// P, V or I from a document type or a machine-readable document code of one or two letters ("P<", "pp", "ID", "A"):
// its first letter counts; A and C are kinds of I.
absl::StatusOr<char> DocumentTypeLetter(std::string_view code);

// The issuing State's three letters: any case, without spaces and fillers; D becomes DEU; ICAO's special codes stay. A
// code in no table is refused: it is far more often a slip than a State, and a slip would match nothing, in silence.
absl::StatusOr<std::string> IssuingStateCode(std::string_view code);

// Upper-case letters and digits: spaces, hyphens, full stops, slashes and fillers go, anything else is refused, and
// so is a number of which nothing stays, or more than 64 characters.
absl::StatusOr<std::string> DocumentNumber(std::string_view number);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_DOCUMENT_NUMBER_H_
