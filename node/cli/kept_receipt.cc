#include "node/cli/kept_receipt.h"

#include "node/cli/files.h"
#include "node/cli/receipt_file.h"

namespace vsx::cli {

void KeptReceipt::Keep(const v1::CheckStatusResponse& answer) {
  if (path_.empty()) return;
  ReceiptFile receipt;
  receipt.envelope = answer.receipt_envelope();
  for (const auto& salt : answer.handle_salts()) receipt.handle_salts.emplace_back(salt.index(), salt.salt());
  const absl::Status written = WriteFile(path_, EncodeReceiptFile(receipt), /*replace=*/own_);
  kept_ = written.ok();
  own_ = own_ || kept_;
  if (kept_ || written.message() == told_) return;
  told_ = std::string(written.message());
  terminal_.err() << "The answer stands, but its receipt was not saved: " << told_ << "\n";
}

}  // namespace vsx::cli
