#ifndef VSX_TESTS_DOMAIN_CONSENT_ORACLE_COMPARE_H_
#define VSX_TESTS_DOMAIN_CONSENT_ORACLE_COMPARE_H_

#include <cstdint>
#include <vector>

#include "tests/domain/consent_oracle.h"
#include "tests/domain/consent_world.h"

// What the comparisons of the consent policy with its oracle share.
namespace vsx::domain {

// Compares one cell; false (and a failure that describes the world) where policy and oracle differ. `built` is the
// world in the policy's types.
bool Agree(const ConsentWorld& built, const oracle::World& world, char recipient, int purpose);

// Takes a number apart, so that every number below the product of the sizes is one combination.
class Digits {
 public:
  explicit Digits(uint64_t number) : number_(number) {}

  // The next digit, below `size`.
  size_t Next(size_t size) {
    const size_t digit = number_ % size;
    number_ /= size;
    return digit;
  }
  bool Flag() { return Next(2) == 1; }

 private:
  uint64_t number_;
};

// Every combination where the compiler optimises. In builds that look for other faults (sanitizers, no optimisation),
// forty times slower, one combination of so many: a prime, so that each digit still takes every value.
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
inline constexpr uint64_t kStride = 1;
#else
inline constexpr uint64_t kStride = 23;
#endif

// Every kind of nationality and papers that the policy tells apart, seen from Party A, and some that it must not.
const std::vector<oracle::Papers>& EveryKindOfPapers();

}  // namespace vsx::domain

#endif  // VSX_TESTS_DOMAIN_CONSENT_ORACLE_COMPARE_H_
