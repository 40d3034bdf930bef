#ifndef VSX_TESTS_CRYPTO_SECRET_TYPE_H_
#define VSX_TESTS_CRYPTO_SECRET_TYPE_H_

#include <ostream>
#include <type_traits>

namespace vsx::crypto {

template <typename T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

template <typename T>
constexpr bool kMoveOnly = !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
                           std::is_nothrow_move_constructible_v<T> && std::is_move_assignable_v<T>;

}  // namespace vsx::crypto

#endif  // VSX_TESTS_CRYPTO_SECRET_TYPE_H_
