#include <set>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/cli/cli_fixture.h"

namespace vsx::test {
namespace {

using testing::HasSubstr;

// The first words of the lines under the heading, to the next empty line: names of commands, options, arguments.
std::vector<std::string> HelpEntries(const std::string& help, const std::string& heading) {
  std::vector<std::string> entries;
  bool inside = false;
  for (const absl::string_view line : absl::StrSplit(help, '\n')) {
    if (line == heading) {
      inside = true;
    } else if (line.empty()) {
      inside = false;
    } else if (inside && line.size() > 2 && line[2] != ' ') {  // a line that goes on is indented further
      entries.emplace_back(line.substr(2, line.find(' ', 2) - 2));
    }
  }
  return entries;
}

class HelpTest : public CliTest {
 protected:
  std::string HelpOf(std::vector<std::string> command) {
    command.emplace_back("--help");
    const auto result = RunBare(command);
    EXPECT_EQ(result.code, 0) << absl::StrJoin(command, " ");
    return result.out;
  }

  // The words of `vsx`, then of every command below it, as their own help lists them.
  std::vector<std::vector<std::string>> EveryCommand() {
    std::vector<std::vector<std::string>> commands = {{}};
    for (size_t i = 0; i < commands.size(); ++i) {
      const std::vector<std::string> words = commands[i];
      for (const std::string& name : HelpEntries(HelpOf(words), "Subcommands:")) {
        commands.push_back(words);
        commands.back().push_back(name);
      }
    }
    return commands;
  }
};

TEST_F(HelpTest, EveryCommandHasAnExample) {
  const auto commands = EveryCommand();
  EXPECT_EQ(commands.size(), 1U + 41U);
  for (const std::vector<std::string>& command : commands) {
    if (command.empty()) continue;
    const std::string name = "vsx " + absl::StrJoin(command, " ");
    EXPECT_THAT(HelpOf(command), HasSubstr("Example:\n  " + name)) << name;
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

// All that a command line may hold. Whoever adds an option asks first whether a name, a document number, a date of
// birth or a code could be typed behind it; where a file is read, the option says so (…-from, …-file, FILE).
TEST_F(HelpTest, NoOptionAsksForPersonalData) {
  const std::set<std::string> allowed = {
      "--absent",
      "--appeal-ended-at",
      "--authority",
      "--ca",
      "--case",
      "--cert",
      "--checks-at-once",
      "--checks-per-day",
      "--code-from",
      "--code-too",
      "--codes-at-once",
      "--codes-per-day",
      "--config",
      "--date-identified",
      "--day",
      "--desk",
      "--document-from",
      "--document-version",
      "--endpoint",
      "--entries",
      "--epoch-seconds",
      "--exercise",
      "--expect-head",
      "--file-number",
      "--format",
      "--from",
      "--handle-from",
      "--index-capacity-step",
      "--json",
      "--key",
      "--keys",
      "--lift",
      "--limit",
      "--manifest",
      "--measure",
      "--member-state",
      "--mrz-from",
      "--name-from",
      "--node",
      "--not-feared",
      "--officer",
      "--out",
      "--overdue",
      "--party",
      "--passphrase-file",
      "--persons",
      "--present",
      "--preview",
      "--reason",
      "--receipt",
      "--receipts",
      "--record",
      "--request-id",
      "--results",
      "--results-format",
      "--retry-incomplete",
      "--roles",
      "--root",
      "--root-keys",
      "--root-passphrase-file",
      "--screened-per-day",
      "--screening-days",
      "--sealing-days",
      "--second-officer",
      "--sha256",
      "--stage",
      "--status",
      "--threshold",
      "--timeout",
      "--valid-days",
      "--version",
      "--wait",
      "--write-head",
      "--yes",
      "-h,--help",
      "CASE",
      "FILE",
  };
  std::set<std::string> seen;
  for (const std::vector<std::string>& command : EveryCommand()) {
    const std::string help = HelpOf(command);
    for (const char* heading : {"Options:", "Positionals:", "Connection and output:"}) {
      for (const std::string& entry : HelpEntries(help, heading)) {
        EXPECT_TRUE(allowed.contains(entry)) << "vsx " << absl::StrJoin(command, " ") << " takes " << entry;
        seen.insert(entry);
      }
    }
  }
  EXPECT_EQ(seen, allowed) << "an option that is gone leaves the list too";
}

TEST_F(HelpTest, VersionIsTold) { EXPECT_THAT(RunBare({"--version"}).out, testing::StartsWith("vsx ")); }

TEST_F(HelpTest, WrongUsageIsExitCode1AndPointsToHelp) {
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {}, {"case"}, {"case", "list", "--limit", "many"}, {"case", "show"}, {"nonsense"}}) {
    const auto result = RunBare(wrong);
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("--help"));
  }
}

TEST_F(HelpTest, WrongNumbersAreToldWhatIsWanted) {
  for (const char* wrong : {"0", "-3", "4711x", "100001"}) {
    EXPECT_THAT(RunBare({"case", "list", "--limit", wrong}).err,
                HasSubstr("--limit: a whole number from 1 to 100000 is wanted"))
        << wrong;
  }
  for (const char* wrong : {"0", "-3", "many", "3601"}) {
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"--timeout", wrong, "check"}, {"check", "--timeout", wrong}}) {
      const auto result = RunBare(words);
      EXPECT_EQ(result.code, 1) << wrong;
      EXPECT_THAT(result.err, HasSubstr("--timeout: a whole number from 1 to 3600 is wanted")) << wrong;
    }
  }
  EXPECT_THAT(RunBare({"check", "--wait", "0"}).err, HasSubstr("--wait: a whole number from 1 to 1440 is wanted"));
  for (const char* wrong : {"0", "many"}) {
    EXPECT_THAT(RunBare({"federation", "manifest", "new", "--threshold", wrong}).err,
                HasSubstr("--threshold: a whole number from 1 to 64 is wanted"))
        << wrong;
  }
}

TEST_F(HelpTest, UnknownCommandIsToldWhichThereAre) {
  struct Row {
    std::vector<std::string> words;
    std::string message;
  };
  const std::string all =
      "there are: check, screen, case, consent, inbox, outbox, receipt, node, audit, keys, federation\n";
  const std::string keys = "there are: init, show\n";
  for (const Row& row : std::vector<Row>{{{}, "error: a command is missing; " + all},
                                         {{"bogus"}, "error: unknown command; " + all},
                                         {{"bogus", "--json-not"}, "error: there is no option --json-not."},
                                         {{"keys"}, "error: a command is missing; " + keys},
                                         {{"keys", "bogus"}, "error: unknown command; " + keys}}) {
    const auto result = RunBare(row.words);
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, testing::StartsWith(row.message));
    EXPECT_THAT(result.err, testing::Not(HasSubstr("bogus"))) << "it may be a name";
  }
}

}  // namespace
}  // namespace vsx::test
