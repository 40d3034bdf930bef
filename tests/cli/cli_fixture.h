#ifndef VSX_TESTS_CLI_CLI_FIXTURE_H_
#define VSX_TESTS_CLI_CLI_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/cli/fake_node.h"
#include "tests/support/test_certificates.h"

namespace vsx::test {

// What a run of the program gave.
struct CliResult {
  int code = -1;
  std::string out;
  std::string err;
};

inline constexpr int64_t kTestNow = 1'767'225'600;  // 2026-01-01 00:00 UTC
inline constexpr char kCaseId[] = "00112233445566778899aabbccddeeff";

// The bytes of `kCaseId`.
std::string CaseIdBytes();

// A temporary folder, the CA of Party XXA, a fake node of it, and a client profile for an officer of its
// counter-trafficking body.
class CliTest : public testing::Test {
 protected:
  CliTest();
  ~CliTest() override;

  // Runs the program in this process, without any connection.
  CliResult RunBare(const std::vector<std::string>& arguments, const std::string& input = "", bool interactive = false);
  // The same with the client profile.
  CliResult Run(std::vector<std::string> arguments, const std::string& input = "", bool interactive = false);

  // Gives the officer a certificate of another kind of agency.
  void BecomeAgency(const std::string& kind);
  void UseNode(const std::string& address);

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  // Writes a file and gives its path.
  std::string File(const std::string& name, const std::string& content, bool is_private = false) const;
  std::string Read(const std::string& name) const;

  int64_t now_ = kTestNow;
  TestCa ca_;
  std::unique_ptr<FakeNode> node_;

 private:
  std::filesystem::path folder_;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_CLI_CLI_FIXTURE_H_
