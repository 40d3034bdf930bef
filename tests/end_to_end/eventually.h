#ifndef VSX_TESTS_END_TO_END_EVENTUALLY_H_
#define VSX_TESTS_END_TO_END_EVENTUALLY_H_

#include <chrono>
#include <functional>

namespace vsx::test {

// Waits until `condition` holds, asking again every few milliseconds. False if it does not within `longest`.
bool Eventually(const std::function<bool()>& condition, std::chrono::seconds longest = std::chrono::seconds(30));

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_EVENTUALLY_H_
