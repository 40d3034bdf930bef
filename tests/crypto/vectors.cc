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

std::vector<std::string> EncodingsOfNoElement() {
  const nlohmann::json vectors = LoadVectors("ristretto255/rfc9496.json");
  std::vector<std::string> bad = {"", std::string(32, '\0')};
  for (const auto& test : vectors["invalid_encodings"]) bad.push_back(Bytes(test["encoding"]));
  std::string element;
  for (const auto& multiple : vectors["generator_multiples"]) {
    element = Bytes(multiple);
    bad.push_back(element);
    bad.back().back() = static_cast<char>(element.back() | '\x80');
  }
  bad.push_back(element.substr(1));
  bad.push_back(element + '\0');
  if (bad.size() != 2 + 29 + 16 + 2) std::abort();
  return bad;
}

}  // namespace vsx::crypto
