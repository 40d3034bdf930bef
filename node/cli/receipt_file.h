#ifndef VSX_NODE_CLI_RECEIPT_FILE_H_
#define VSX_NODE_CLI_RECEIPT_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace vsx::cli {

// A signed receipt as it is kept in a file: JSON with `format`, `receipt_envelope` (Base64 of a serialised v1.Envelope)
// and, for a check, `handle_salts` (index and Base64 of 32 bytes), which show that the receipt is about a given
// document. Who holds the file and a document can tell whether they belong together: keep it as the case file is kept.
struct ReceiptFile {
  std::string envelope;
  std::vector<std::pair<uint32_t, std::string>> handle_salts;
};

std::string EncodeReceiptFile(const ReceiptFile& receipt);

// Errors: WrongInput.
absl::StatusOr<ReceiptFile> DecodeReceiptFile(std::string_view text);

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_RECEIPT_FILE_H_
