#ifndef VSX_TESTS_CRYPTO_VECTORS_H_
#define VSX_TESTS_CRYPTO_VECTORS_H_

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace vsx::crypto {

// The parsed file `name` of tests/vectors; ends the program if it is not there.
nlohmann::json LoadVectors(const std::string& name);

// The bytes of a hexadecimal text that is known to be sound.
std::string Bytes(std::string_view hex);
inline std::string Bytes(const char* hex) { return Bytes(std::string_view(hex)); }
std::string Bytes(const nlohmann::json& hex);

// What must not pass for a ristretto255 element: RFC 9496's 29 encodings to refuse, the identity, a byte too few or too
// many, and sound elements with the topmost bit set, which the RFC's list lacks and libsodium before 1.0.19 accepts.
std::vector<std::string> EncodingsOfNoElement();

}  // namespace vsx::crypto

#endif  // VSX_TESTS_CRYPTO_VECTORS_H_
