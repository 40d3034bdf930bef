#include "tests/crypto/vectors.h"

#include <fstream>

#include "crypto/encoding.h"
#include "crypto/init.h"

namespace vsx::crypto {

nlohmann::json LoadVectors(const std::string& name) {
  std::ifstream file(std::string(VSX_VECTORS_DIR) + "/" + name);
  Require(file.good(), "a vector file is missing");
  return nlohmann::json::parse(file);
}

std::string Bytes(std::string_view hex) {
  const absl::StatusOr<std::string> bytes = FromHex(hex);
  Require(bytes.ok(), "a vector is not hexadecimal");
  return *bytes;
}

std::string Bytes(const nlohmann::json& hex) { return Bytes(std::string_view(hex.get_ref<const std::string&>())); }

}  // namespace vsx::crypto
