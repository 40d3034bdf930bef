#ifndef VSX_NODE_DOMAIN_HANDLE_H_
#define VSX_NODE_DOMAIN_HANDLE_H_

#include <compare>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "node/domain/calendar.h"
#include "node/domain/name_normaliser.h"
#include "node/domain/reference_code.h"

namespace vsx::domain {

// The kinds of thing by which a person is found (protocol §3).
enum class HandleClass { kDocument, kBiographic, kReference };

// "document", "biographic" or "reference", as it stands in handles and commitments.
std::string_view HandleClassName(HandleClass cls);

// The issuer's mark on a handle of a case; the value is the mark's byte on the wire.
enum class HandleMark { kExact = 0, kPossible = 1 };

// Most handles that a case may have, and elements that a check asks by (protocol §3, §4).
inline constexpr size_t kMaxHandles = 8;

// Handle is one canonical string by which a person is found: equal strings are the same handle, byte for byte, in every
// node. It holds a name, a document number or a code: never log or print it.
class Handle {
 public:
  // `document_code` is a type (P, V, I) or a machine-readable document code; `number` is the whole number, long-number
  // rule applied, without its check digit. INVALID_ARGUMENT as the functions of document_number.h.
  static absl::StatusOr<Handle> FromDocument(std::string_view document_code, std::string_view issuing_state,
                                             std::string_view number);
  static Handle FromBiographic(const NameKey& name, const PartialDate& birth_date);
  static Handle FromReference(const ReferenceCode& code);

  // Takes back canonical(). INVALID_ARGUMENT if no factory makes that string. An issuing State is held to its form
  // only, so that what was stored under a newer table of codes can still be read.
  static absl::StatusOr<Handle> FromCanonical(std::string_view canonical);

  HandleClass cls() const { return cls_; }
  const std::string& canonical() const { return canonical_; }

  friend auto operator<=>(const Handle&, const Handle&) = default;

 private:
  // `rest` is what follows the class and its bar.
  Handle(HandleClass cls, std::string_view rest);

  HandleClass cls_;
  std::string canonical_;
};

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_HANDLE_H_
