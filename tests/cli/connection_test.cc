#include <cstdlib>
#include <future>

#include "tests/cli/cli_fixture.h"

namespace vsx::test {
namespace {

using testing::HasSubstr;

class ConnectionTest : public CliTest {
 protected:
  // What an officer sees who meets a server with this certificate.
  CliResult Meet(const KeyAndCertificate& server) {
    node_ = std::make_unique<FakeNode>(server.key_pem, server.certificate_pem, ca_.certificate_pem());
    UseNode(node_->address());
    return Run({"case", "list"});
  }
};

TEST_F(ConnectionTest, HostNameOfTheNodeDoesNotMatter) {
  LeafSpec leaf;
  leaf.uris = {"vsx://XXA/node/elsewhere"};
  EXPECT_EQ(Meet(ca_.Issue(leaf)).code, 0);
}

TEST_F(ConnectionTest, ServersThatAreNoNodeOfTheOwnPartyAreNotSpokenTo) {
  LeafSpec two_names;
  two_names.uris = {"vsx://XXA/node/1", "vsx://XXA/node/2"};
  LeafSpec expired;
  expired.uris = {"vsx://XXA/node/1"};
  expired.not_after_s = -60;
  const TestCa other("Example CA of XXB");
  for (const auto& server : {ca_.IssueFor("vsx://XXB/node/1"), ca_.IssueFor("vsx://XXA/agency/police/1"),
                             ca_.IssueFor("https://node.example"), ca_.Issue(two_names), ca_.Issue(expired),
                             other.IssueFor("vsx://XXA/node/1"),
                             ca_.IssueIntermediate("Example intermediate").IssueFor("vsx://XXA/node/1")}) {
    const auto result = Meet(server);
    EXPECT_EQ(result.code, 3) << result.out << result.err;
    EXPECT_TRUE(node_->cases.ListCases_method.requests().empty());
  }
}

TEST_F(ConnectionTest, DeadNodeIsExitCode3) {
  const std::string address = node_->address();
  node_.reset();
  const auto result = Run({"case", "list", "--timeout", "2"});
  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.err, HasSubstr("no connection to the node at " + address));
}

TEST_F(ConnectionTest, SlowNodeIsExitCode3) {
  std::promise<void> finish;
  auto finished = finish.get_future().share();
  node_->cases.ListCases_method.answer = [finished](const v1::ListCasesRequest&, v1::ListCasesResponse*) {
    finished.wait();
    return grpc::Status::OK;
  };
  const auto result = Run({"case", "list", "--timeout", "1"});
  finish.set_value();
  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.err, HasSubstr("did not answer in time; it may still have acted"));
}

TEST_F(ConnectionTest, RefusalByTheNodeItselfIsExitCode2WhateverTheCode) {
  node_->cases.ListCases_method.Refuse(
      NodeError(grpc::StatusCode::UNAVAILABLE, "STORE_READ_ONLY", "", "the store takes no writes"));
  EXPECT_EQ(Run({"case", "list"}).code, 2);
  node_->cases.ListCases_method.Refuse(grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "no"));
  EXPECT_EQ(Run({"case", "list"}).code, 2);
}

TEST_F(ConnectionTest, OwnCertificateOfAnotherCaIsNamed) {
  const TestCa other("Example CA of XXB");
  File("ca.pem", other.certificate_pem());
  const auto result = Run({"case", "list"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("officer.pem does not hold against"));
}

TEST_F(ConnectionTest, WhatIsMissingIsNamedWithItsRemedy) {
  const auto result = RunBare({"--node", "127.0.0.1:1", "case", "list"});
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.err,
            "error: --cert is missing: your agency's certificate. Give it, or put it in a client profile (--config "
            "FILE, or VSX_CONFIG)\n");
}

TEST_F(ConnectionTest, OptionsWinOverTheProfile) {
  ASSERT_EQ(Run({"case", "list", "--officer", "B-18"}).code, 0);
  EXPECT_EQ(node_->cases.ListCases_method.requests().at(0).context().officer(), "B-18");
}

TEST_F(ConnectionTest, ProfileErrorsNameFileAndKey) {
  auto result = RunBare({"--config", File("bad.toml", "nodes = \"x\"\n"), "case", "list"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("bad.toml: the key nodes does not exist"));
  result = RunBare({"--config", File("bad.toml", "node = \n"), "case", "list"});
  EXPECT_THAT(result.err, HasSubstr("line 1"));
  result = RunBare({"--config", Path("absent.toml"), "case", "list"});
  EXPECT_EQ(result.code, 1);
}

TEST_F(ConnectionTest, ProfileMayComeFromTheEnvironment) {
  ASSERT_EQ(::setenv("VSX_CONFIG", Path("officer.toml").c_str(), 1), 0);
  const auto result = RunBare({"case", "list"});
  ::unsetenv("VSX_CONFIG");
  EXPECT_EQ(result.code, 0) << result.err;
}

}  // namespace
}  // namespace vsx::test
