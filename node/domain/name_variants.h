#ifndef VSX_NODE_DOMAIN_NAME_VARIANTS_H_
#define VSX_NODE_DOMAIN_NAME_VARIANTS_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "node/domain/name_normaliser.h"

namespace vsx::domain {

// Equal keys are all that a blind check can compare, so what two desks write differently must be made equal by each on
// its own: a variant is a further key of a name, of a kind that forgives one kind of difference. The key of a variant
// stands where a name key stands in a handle and begins with "~", which keeps kinds apart (HANDLES.md; what each kind
// is worth: MATCHING.md).
enum class VariantKind {
  kOwnKey,    // the key of the shared procedure
  kSpelling,  // an own key as others may spell the name: romanised by ICU, as in a passport (Ä as AE), NXX undone
  kLetters,   // the same letters, however spaced and ordered, without titles
  kFewer,     // the issuer has fewer words: no middle name, no patronymic
  kSounds,    // the same consonants: another romanisation, or another script
  kMore,      // the issuer has more words
};

struct NameVariant {
  VariantKind kind;
  NameKey key;

  friend bool operator==(const NameVariant&, const NameVariant&) = default;
};

// What an issuer enters for a name and what a checker asks by, own key first, kinds in the order of VariantKind, no key
// twice. Two names match if a key that one side asks is one that the other entered; a name always matches itself.
// Errors as NameKey::FromName.
absl::StatusOr<std::vector<NameVariant>> VariantsToRegister(std::string_view name);
absl::StatusOr<std::vector<NameVariant>> VariantsToAsk(std::string_view name);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_NAME_VARIANTS_H_
