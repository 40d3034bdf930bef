#include "node/cli/receipt_file.h"

#include <limits>
#include <string>

#include "absl/strings/escaping.h"
#include "node/cli/exit_code.h"
#include "node/cli/message_json.h"

namespace vsx::cli {
namespace {

constexpr char kFormat[] = "vsx-receipt-v1";
constexpr size_t kSaltSize = 32;

}  // namespace

std::string EncodeReceiptFile(const ReceiptFile& receipt) {
  Json salts = Json::array();
  for (const auto& [index, salt] : receipt.handle_salts) {
    salts.push_back({{"index", index}, {"salt", absl::Base64Escape(salt)}});
  }
  const Json json = {
      {"format", kFormat}, {"receipt_envelope", absl::Base64Escape(receipt.envelope)}, {"handle_salts", salts}};
  return json.dump(2) + "\n";
}

absl::StatusOr<ReceiptFile> DecodeReceiptFile(std::string_view text) {
  const absl::Status wrong = WrongInput("this is no receipt file of vsx");
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || json.value("format", Json()) != kFormat) return wrong;
  const Json envelope = json.value("receipt_envelope", Json());
  const Json salts = json.value("handle_salts", Json::array());
  ReceiptFile receipt;
  if (!envelope.is_string() || !absl::Base64Unescape(envelope.get<std::string>(), &receipt.envelope)) return wrong;
  if (!salts.is_array()) return wrong;
  for (const Json& entry : salts) {
    if (!entry.is_object()) return wrong;
    const Json index = entry.value("index", Json());
    const Json salt = entry.value("salt", Json());
    std::string bytes;
    if (!index.is_number_unsigned() || index.get<uint64_t>() > std::numeric_limits<uint32_t>::max() ||
        !salt.is_string() || !absl::Base64Unescape(salt.get<std::string>(), &bytes) || bytes.size() != kSaltSize) {
      return wrong;
    }
    receipt.handle_salts.emplace_back(index.get<uint32_t>(), bytes);
  }
  return receipt;
}

}  // namespace vsx::cli
