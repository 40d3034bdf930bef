#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>

#include "tests/cli/cli_fixture.h"

// The program itself, as a process of its own on a terminal of its own.
namespace vsx::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ProgramTest : public CliTest {
 protected:
  void Start(const std::vector<std::string>& arguments) {
    std::vector<std::string> words = {VSX_PROGRAM, "--config", Path("officer.toml")};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    child_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (child_ == 0) {
      ::unsetenv("NO_COLOR");
      ::unsetenv("GRPC_VERBOSITY");
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ASSERT_GT(child_, 0);
    // So that Ctrl-C does not throw away what the program answers to it.
    termios settings{};
    ASSERT_EQ(::tcgetattr(terminal_, &settings), 0);
    settings.c_lflag |= NOFLSH;
    ASSERT_EQ(::tcsetattr(terminal_, TCSANOW, &settings), 0);
  }

  void Type(const std::string& text) {
    ASSERT_EQ(::write(terminal_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  // Reads until `text` has appeared; false if the program ended without it.
  bool ReadUntil(const std::string& text) {
    while (screen_.find(text) == std::string::npos) {
      if (!ReadSome()) return false;
    }
    return true;
  }

  // Reads to the end and gives the exit status.
  int Finish() {
    while (ReadSome()) {
    }
    int status = 0;
    ::waitpid(child_, &status, 0);
    ::close(terminal_);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  bool ReadSome() {
    std::array<char, 4096> buffer{};
    const ssize_t got = ::read(terminal_, buffer.data(), buffer.size());
    if (got <= 0) return false;
    screen_.append(buffer.data(), static_cast<size_t>(got));
    return true;
  }

  std::string screen_;

 private:
  int terminal_ = -1;
  pid_t child_ = -1;
};

TEST_F(ProgramTest, CheckIsAskedAtTheTerminalAndAnsweredInColour) {
  v1::CheckStatusResponse response;
  response.set_outcome(v1::CHECK_OUTCOME_HOLD);
  node_->status.CheckStatus_method.Answer(response);
  Start({"check", "--measure", "removal", "--stage", "immigration", "--file-number", "F-17"});
  ASSERT_TRUE(ReadUntil("Does the person stand before you")) << screen_;
  Type("y\n");
  ASSERT_TRUE(ReadUntil("Way [1]: ")) << screen_;
  Type("2\n\nXXA\n");
  ASSERT_TRUE(ReadUntil("Number: ")) << screen_;
  Type("XX0000001\n");
  ASSERT_TRUE(ReadUntil("empty: none): ")) << screen_;
  Type("\n");
  EXPECT_EQ(Finish(), 10) << screen_;
  EXPECT_THAT(screen_, HasSubstr("\033[1;97;41m HOLD \033[0m"));
  EXPECT_THAT(screen_, Not(HasSubstr("ssl_transport_security"))) << "the libraries' own logs stay away from officers";
  EXPECT_EQ(node_->status.CheckStatus_method.requests().at(0).person().document().number(), "XX0000001");
}

TEST_F(ProgramTest, CtrlCEndsCleanlyAndNothingIsRecorded) {
  v1::GetCaseResponse known;
  known.mutable_summary()->set_age_class(v1::AGE_CLASS_ADULT);
  node_->cases.GetCase_method.Answer(known);
  Start({"consent", "interview", kCaseId});
  ASSERT_TRUE(ReadUntil("Language of the interview")) << screen_;
  Type("\x03");
  EXPECT_EQ(Finish(), 130) << screen_;
  EXPECT_THAT(screen_, HasSubstr("Stopped."));
  EXPECT_TRUE(node_->cases.RecordConsent_method.requests().empty());
}

// What the program itself offers while a check stays open: what was answered is there, and said to be no permission.
TEST_F(ProgramTest, CtrlCWhileACheckStaysOpenLeavesTheReceiptAndSaysToPause) {
  v1::AwaitStatusResponse first;
  first.mutable_answer()->set_outcome(v1::CHECK_OUTCOME_INCOMPLETE);
  first.mutable_answer()->set_receipt_envelope("an envelope");
  first.set_next_try_at(4'000'000'000);
  node_->status.streams = {{{first}, grpc::Status::OK}};
  Start({"check", "--wait", "1440", "--measure", "removal", "--stage", "immigration", "--file-number", "F-17",
         "--present", "--receipt", Path("receipt"), "--document-from", File("document", "P XXA XX0000001\n")});
  ASSERT_TRUE(ReadUntil("Ctrl-C stops waiting")) << screen_;
  Type("\x03");
  EXPECT_EQ(Finish(), 130) << screen_;
  EXPECT_THAT(screen_, HasSubstr("Stopped. An answer above stands."));
  EXPECT_THAT(screen_, HasSubstr("PAUSE the measure: no answer is no permission."));
  EXPECT_THAT(Read("receipt"), HasSubstr("YW4gZW52ZWxvcGU"));
}

TEST_F(ProgramTest, PassphraseIsAskedTwiceWithoutEcho) {
  Start({"keys", "init", "--party", "XXA", "--out", Path("node.keys")});
  ASSERT_TRUE(ReadUntil("Passphrase of ")) << screen_;
  Type("an example passphrase\n");
  ASSERT_TRUE(ReadUntil("The same again: ")) << screen_;
  Type("another passphrase\n");
  EXPECT_EQ(Finish(), 1);
  EXPECT_THAT(screen_, HasSubstr("the two passphrases differ"));
  EXPECT_THAT(screen_, Not(HasSubstr("an example passphrase")));
  EXPECT_FALSE(std::filesystem::exists(Path("node.keys")));
}

}  // namespace
}  // namespace vsx::test
