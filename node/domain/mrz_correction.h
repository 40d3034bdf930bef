#ifndef VSX_NODE_DOMAIN_MRZ_CORRECTION_H_
#define VSX_NODE_DOMAIN_MRZ_CORRECTION_H_

#include <span>
#include <string>

#include "node/domain/mrz.h"

namespace vsx::domain {

// ParseMrz without the suggestions.
MrzResult ReadMrz(std::span<const std::string> lines);

// Fills class_correction and document_number_candidates of a well-formed zone that has failures; changes nothing else.
void SuggestCorrections(std::span<const std::string> lines, MrzResult& result);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_MRZ_CORRECTION_H_
