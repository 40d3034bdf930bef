#include "crypto/passphrase.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <thread>

#include "tests/crypto/temporary_folder.h"

namespace vsx::crypto {
namespace {

TEST(PassphraseFileTest, LeavesOutOneNewline) {
  const TemporaryFolder folder;
  const std::pair<std::string, std::string> cases[] = {
      {"sample passphrase", "sample passphrase"},
      {"sample passphrase\n", "sample passphrase"},
      {"sample passphrase\n\n", "sample passphrase\n"},
      {" sample passphrase ", " sample passphrase "},
  };
  for (const auto& [contents, expected] : cases) {
    const absl::StatusOr<SecretBytes> passphrase = ReadPassphraseFile(folder.Write("file", contents));
    ASSERT_TRUE(passphrase.ok()) << passphrase.status();
    EXPECT_EQ(passphrase->ExposeSecret(), expected);
  }
}

TEST(PassphraseFileTest, BoundsItsLength) {
  const TemporaryFolder folder;
  EXPECT_TRUE(ReadPassphraseFile(folder.Write("file", "123456789012\n")).ok());
  EXPECT_TRUE(ReadPassphraseFile(folder.Write("file", std::string(kMaxPassphraseSize, 'x') + "\n")).ok());
  for (const std::string& contents :
       {std::string(), std::string("\n"), std::string("12345678901\n"), std::string(kMaxPassphraseSize + 1, 'x')}) {
    EXPECT_EQ(ReadPassphraseFile(folder.Write("file", contents)).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(PassphraseFileTest, RefusesAFileThatOthersMayRead) {
  const TemporaryFolder folder;
  EXPECT_EQ(ReadPassphraseFile(folder.Write("file", "sample passphrase", 0644)).status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST(PassphraseFileTest, MessagesHoldNothingOfTheContents) {
  const TemporaryFolder folder;
  const absl::Status status = ReadPassphraseFile(folder.Write("file", "tooshort")).status();
  EXPECT_EQ(status.message().find("tooshort"), absl::string_view::npos);
}

// A terminal with someone at it who waits for the prompt and then types.
class PromptTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(openpty(&keyboard_, &terminal_, nullptr, nullptr, nullptr), 0); }
  void TearDown() override {
    close(keyboard_);
    close(terminal_);
  }

  absl::StatusOr<SecretBytes> Prompt(const std::string& typed) {
    std::thread typist([this, &typed] {
      while (shown_.find("Passphrase: ") == std::string::npos && ReadShown()) {
      }
      ASSERT_EQ(write(keyboard_, typed.data(), typed.size()), static_cast<ssize_t>(typed.size()));
      while (shown_.find('\n') == std::string::npos && ReadShown()) {
      }
    });
    absl::StatusOr<SecretBytes> passphrase = PromptPassphraseOn(terminal_, "Passphrase: ");
    typist.join();
    return passphrase;
  }

  tcflag_t LocalModes() const {
    termios modes{};
    EXPECT_EQ(tcgetattr(terminal_, &modes), 0);
    return modes.c_lflag;
  }

  std::string shown_;

 private:
  bool ReadShown() {
    char byte = 0;
    if (read(keyboard_, &byte, 1) != 1) return false;
    shown_.push_back(byte);
    return true;
  }

  int keyboard_ = -1;
  int terminal_ = -1;
};

TEST_F(PromptTest, ReadsALineAndShowsNothingOfIt) {
  const tcflag_t before = LocalModes();
  const absl::StatusOr<SecretBytes> passphrase = Prompt("sample passphrase\r");
  ASSERT_TRUE(passphrase.ok()) << passphrase.status();
  EXPECT_EQ(passphrase->ExposeSecret(), "sample passphrase");
  EXPECT_EQ(shown_, "Passphrase: \r\n");
  EXPECT_EQ(LocalModes(), before);
  EXPECT_NE(before & ECHO, 0u);
}

TEST_F(PromptTest, EditsWholeCharactersAndLines) {
  const absl::StatusOr<SecretBytes> passphrase = Prompt(
      "wrong\x15sample pass\xc3\xa9\x7fphrasX\x08"
      "e\n");
  ASSERT_TRUE(passphrase.ok()) << passphrase.status();
  EXPECT_EQ(passphrase->ExposeSecret(), "sample passphrase");
}

TEST_F(PromptTest, CtrlCCancelsAndRestoresTheTerminal) {
  const tcflag_t before = LocalModes();
  EXPECT_EQ(Prompt("sample pass\x03").status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(LocalModes(), before);
}

TEST_F(PromptTest, BoundsTheLength) {
  EXPECT_EQ(Prompt("12345678901\n").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(PromptTest, RefusesAnOverlongLine) {
  EXPECT_EQ(Prompt(std::string(kMaxPassphraseSize + 1, 'x')).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(PromptFailureTest, AsksOnTerminalsOnly) {
  const int null_device = open("/dev/null", O_RDWR);
  EXPECT_EQ(PromptPassphraseOn(null_device, "Passphrase: ").status().code(), absl::StatusCode::kFailedPrecondition);
  close(null_device);
}

}  // namespace
}  // namespace vsx::crypto
