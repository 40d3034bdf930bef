#ifndef VSX_TESTS_CRYPTO_VECTORS_H_
#define VSX_TESTS_CRYPTO_VECTORS_H_

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace vsx::crypto {

// The parsed file `name` of tests/vectors; ends the program if it is not there.
nlohmann::json LoadVectors(const std::string& name);

// The bytes of a hexadecimal text that is known to be sound.
std::string Bytes(std::string_view hex);
inline std::string Bytes(const char* hex) { return Bytes(std::string_view(hex)); }
std::string Bytes(const nlohmann::json& hex);

}  // namespace vsx::crypto

#endif  // VSX_TESTS_CRYPTO_VECTORS_H_
