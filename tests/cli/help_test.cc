#include "tests/cli/cli_fixture.h"

namespace vsx::test {
namespace {

using testing::HasSubstr;

class HelpTest : public CliTest {};

TEST_F(HelpTest, EveryCommandHasAnExample) {
  const std::vector<std::vector<std::string>> commands = {{"check"},
                                                          {"case"},
                                                          {"case", "register"},
                                                          {"case", "show"},
                                                          {"case", "list"},
                                                          {"case", "find"},
                                                          {"case", "upgrade"},
                                                          {"case", "revoke"},
                                                          {"case", "code"},
                                                          {"consent"},
                                                          {"consent", "interview"},
                                                          {"consent", "preview"},
                                                          {"consent", "record"},
                                                          {"consent", "amend"},
                                                          {"consent", "withdraw"},
                                                          {"inbox"},
                                                          {"inbox", "list"},
                                                          {"outbox"},
                                                          {"outbox", "list"},
                                                          {"receipt"},
                                                          {"receipt", "verify"},
                                                          {"receipt", "show"},
                                                          {"node"},
                                                          {"node", "status"},
                                                          {"node", "deliveries"},
                                                          {"audit"},
                                                          {"audit", "verify"},
                                                          {"keys"},
                                                          {"keys", "init"},
                                                          {"keys", "show"},
                                                          {"federation"},
                                                          {"federation", "record"},
                                                          {"federation", "manifest"},
                                                          {"federation", "manifest", "new"},
                                                          {"federation", "manifest", "sign"},
                                                          {"federation", "verify"},
                                                          {"federation", "show"}};
  for (std::vector<std::string> command : commands) {
    std::string name = "vsx";
    for (const auto& word : command) name += " " + word;
    command.push_back("--help");
    const auto result = RunBare(command);
    EXPECT_EQ(result.code, 0) << name;
    EXPECT_THAT(result.out, HasSubstr("Example:\n  " + name)) << name;
  }
}

TEST_F(HelpTest, RootHelpTellsExitCodesAndWherePersonalDataGoes) {
  const auto result = RunBare({"--help"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, HasSubstr("check: 10 HOLD, 11 INCOMPLETE"));
  EXPECT_THAT(result.out, HasSubstr("are never arguments"));
  for (const char* area :
       {"check", "case", "consent", "inbox", "outbox", "receipt", "node", "audit", "keys", "federation"}) {
    EXPECT_THAT(result.out, HasSubstr(std::string("\n  ") + area + " ")) << area;
  }
}

TEST_F(HelpTest, NoOptionAsksForPersonalData) {
  for (const char* command : {"check", "case find", "case register", "receipt verify"}) {
    std::vector<std::string> words = {command};
    if (const auto space = std::string(command).find(' '); space != std::string::npos) {
      words = {std::string(command).substr(0, space), std::string(command).substr(space + 1)};
    }
    words.push_back("--help");
    const auto help = RunBare(words).out;
    for (const char* option : {"--document ", "--name ", "--mrz ", "--code ", "--number ", "--birth"}) {
      EXPECT_THAT(help, testing::Not(HasSubstr(option))) << command;
    }
  }
}

TEST_F(HelpTest, VersionIsTold) { EXPECT_THAT(RunBare({"--version"}).out, testing::StartsWith("vsx ")); }

TEST_F(HelpTest, WrongUsageIsExitCode1AndPointsToHelp) {
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {}, {"case"}, {"case", "list", "--limit", "many"}, {"case", "show"}, {"nonsense"}}) {
    const auto result = RunBare(wrong);
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("--help"));
  }
  EXPECT_THAT(RunBare({"case", "list", "--limit", "4711x"}).err,
              HasSubstr("--limit: a value of another kind is wanted"));
}

}  // namespace
}  // namespace vsx::test
