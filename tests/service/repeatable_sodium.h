#ifndef VSX_TESTS_SERVICE_REPEATABLE_SODIUM_H_
#define VSX_TESTS_SERVICE_REPEATABLE_SODIUM_H_

#include <string>

namespace vsx::test {

// While it lives, libsodium's own generator gives the bytes of a label, so that sealed bytes can be compared between
// two runs: the ephemeral key of a sealed box is drawn there, whatever the caller brings. For one thread.
class RepeatableSodium {
 public:
  RepeatableSodium();
  ~RepeatableSodium();
  RepeatableSodium(const RepeatableSodium&) = delete;
  RepeatableSodium& operator=(const RepeatableSodium&) = delete;

  // From now on the bytes of this label, from the first.
  static void Begin(const std::string& label);
};

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_REPEATABLE_SODIUM_H_
