#ifndef VSX_NODE_STATEMENT_TRUST_FIELDS_H_
#define VSX_NODE_STATEMENT_TRUST_FIELDS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "node/domain/error.h"
#include "node/statement/statement_type.h"

// What reading a manifest and reading a Party record have in common; for this folder's .cc files only.

namespace vsx::statement {

// Most entries of any list in a trust document, and bytes of a text in it.
inline constexpr int kMaxListed = 64;
inline constexpr size_t kMaxTrustText = 256;

inline absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }

// Faults of one kind of document, named alike: "<document>: <what>; <fix>".
class Faults {
 public:
  Faults(std::string_view reason, std::string_view document) : reason_(reason), document_(document) {}

  absl::Status At(std::string_view field, std::string_view what) const {
    return domain::InvalidField(reason_, field, absl::StrCat(Absl(document_), ": ", Absl(what)));
  }

 private:
  std::string_view reason_;
  std::string document_;
};

// What both documents begin and end with.
template <typename Document>
absl::Status CheckFrame(const Document& document, const Faults& faults) {
  if (document.format_version() != kStatementVersion) {
    return faults.At("format_version", "its layout is not version 1; this release reads no other");
  }
  if (document.algorithms() != kStatementAlgorithms) {
    return faults.At("algorithms", "it names other algorithms than `ed25519 sha256`");
  }
  if (document.version() == 0) return faults.At("version", "the document version must be 1 or more");
  if (document.issued_at() <= 0 || document.expires_at() <= document.issued_at()) {
    return faults.At("expires_at", "it must be issued at a time after 1970 and expire after that");
  }
  return absl::OkStatus();
}

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_TRUST_FIELDS_H_
