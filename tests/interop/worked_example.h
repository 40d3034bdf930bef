#ifndef VSX_TESTS_INTEROP_WORKED_EXAMPLE_H_
#define VSX_TESTS_INTEROP_WORKED_EXAMPLE_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace vsx::test {

// WorkedExample is the worked example of a blind check in proto/README.md: lines of a name, two spaces or more, and a
// value, with a remark after two more. A value that is not there fails the test, and is empty.
class WorkedExample {
 public:
  // Reads it from a file.
  explicit WorkedExample(const std::string& path);

  std::string Text(const std::string& name) const;
  std::string Bytes(const std::string& name) const;  // of hexadecimal digits
  int Number(const std::string& name) const;
  std::vector<std::string> List(const std::string& name, size_t count) const;  // `<name> 0`, `<name> 1`, …

 private:
  std::map<std::string, std::string> values_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_INTEROP_WORKED_EXAMPLE_H_
