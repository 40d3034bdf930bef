#ifndef VSX_NODE_CLI_KEPT_RECEIPT_H_
#define VSX_NODE_CLI_KEPT_RECEIPT_H_

#include <string>
#include <utility>

#include "node/cli/terminal.h"
#include "vsx/v1/status.pb.h"

namespace vsx::cli {

// KeptReceipt keeps the receipt of a check's last answer in a file, so that it is there however the program ends: a new
// file with the first answer, never one that was there before; with each further answer its own is replaced as a whole.
class KeptReceipt {
 public:
  // `path`: empty: nothing is kept.
  KeptReceipt(std::string path, Terminal& terminal) : path_(std::move(path)), terminal_(terminal) {}

  // To be called once the answer was shown: it must be seen even if the receipt cannot be written. That is said on
  // err().
  void Keep(const v1::CheckStatusResponse& answer);

  // Whether the file holds the receipt of the last answer.
  bool kept() const { return kept_; }

 private:
  const std::string path_;
  Terminal& terminal_;
  bool own_ = false;  // the file is this one's
  bool kept_ = false;
  std::string told_;  // why it was not, the last time
};

}  // namespace vsx::cli

#endif  // VSX_NODE_CLI_KEPT_RECEIPT_H_
