#include "tests/cli/cli_fixture.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "node/cli/run.h"
#include "node/cli/terminal.h"
#include "tests/support/file_bytes.h"

namespace vsx::test {

namespace {

// Before gRPC starts: refused connections are part of the tests, their logs are not.
[[maybe_unused]] const int quiet = ::setenv("GRPC_VERBOSITY", "NONE", 1);

}  // namespace

std::string CaseIdBytes() { return absl::HexStringToBytes(kCaseId); }

CliTest::CliTest() : ca_("Example CA of XXA") {
  std::string pattern = (std::filesystem::temp_directory_path() / "vsx-cli-test-XXXXXX").string();
  folder_ = ::mkdtemp(pattern.data());
  File("ca.pem", ca_.certificate_pem());
  BecomeAgency("counter-trafficking");
  const auto server = ca_.IssueFor("vsx://XXA/node/1");
  node_ = std::make_unique<FakeNode>(server.key_pem, server.certificate_pem, ca_.certificate_pem());
  UseNode(node_->address());
}

CliTest::~CliTest() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void CliTest::BecomeAgency(const std::string& kind) {
  const auto officer = ca_.IssueFor("vsx://XXA/agency/" + kind + "/desk");
  File("officer.pem", officer.certificate_pem);
  File("officer.key", officer.key_pem);
}

void CliTest::UseNode(const std::string& address) {
  File("officer.toml", "node = \"" + address +
                           "\"\ncert = \"officer.pem\"\nkey = \"officer.key\"\nca = \"ca.pem\"\nofficer = \"B-17\"\n"
                           "timeout_seconds = 60\n");
}

CliResult CliTest::RunBare(const std::vector<std::string>& arguments, const std::string& input, bool interactive) {
  std::istringstream in(input);
  std::ostringstream out, err;
  cli::Terminal terminal(in, out, err, interactive, /*colour=*/false);
  CliResult result;
  result.code = cli::Run(
      arguments, terminal, [this] { return now_; }, [this](int64_t time) { now_ = std::max(now_, time); });
  result.out = out.str();
  result.err = err.str();
  return result;
}

CliResult CliTest::Run(std::vector<std::string> arguments, const std::string& input, bool interactive) {
  arguments.insert(arguments.begin(), {"--config", Path("officer.toml")});
  return RunBare(arguments, input, interactive);
}

std::string CliTest::File(const std::string& name, const std::string& content, bool is_private) const {
  const std::string path = Path(name);
  std::ofstream(path, std::ios::binary) << content;
  if (is_private)
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return path;
}

std::string CliTest::Read(const std::string& name) const { return FileBytes(Path(name)); }

}  // namespace vsx::test
