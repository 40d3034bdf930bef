#ifndef VSX_TESTS_SERVICE_REPEATABLE_SODIUM_H_
#define VSX_TESTS_SERVICE_REPEATABLE_SODIUM_H_

#include <string>

namespace vsx::test {

// While it lives, libsodium's own generator (which seals deliveries) gives the bytes of a label, so that sealed bytes
// can be compared between two runs. For one thread.
class RepeatableSodium {
 public:
  RepeatableSodium();
  ~RepeatableSodium();
  RepeatableSodium(const RepeatableSodium&) = delete;
  RepeatableSodium& operator=(const RepeatableSodium&) = delete;

  static void Begin(const std::string& label);
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_REPEATABLE_SODIUM_H_
