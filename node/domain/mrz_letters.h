#ifndef VSX_NODE_DOMAIN_MRZ_LETTERS_H_
#define VSX_NODE_DOMAIN_MRZ_LETTERS_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace vsx::domain {

// A name in Latin script as a passport's machine-readable zone spells it (ICAO Doc 9303-3 section 6): A–Z, components
// separated by spaces, with the usual form of each national character (Ä is AE, Ø is OE, Ñ is N), apostrophes dropped,
// other marks stripped. Nothing for a name with letters of another script: the State supplies its own romanisation.
// INVALID_ARGUMENT as NameKey::FromName for text that cannot be read.
absl::StatusOr<std::optional<std::string>> MrzLetters(std::string_view utf8);

// Undoes the rarer forms NXX (Ñ) and UXX (Ü) of an upper-case name as it stands in a zone.
std::string UndoXx(std::string_view utf8);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_MRZ_LETTERS_H_
