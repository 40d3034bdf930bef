#include "crypto/passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

#include "crypto/private_file.h"

namespace vsx::crypto {
namespace {

// Turns echo, line editing and signals off, and everything on again at the end. Signals are off so that Ctrl-C arrives
// as a character and cannot leave the terminal without echo.
class QuietTerminal {
 public:
  explicit QuietTerminal(int terminal) : terminal_(terminal) {
    ok_ = tcgetattr(terminal_, &before_) == 0;
    if (!ok_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG);
    quiet.c_iflag |= ICRNL;
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    ok_ = tcsetattr(terminal_, TCSAFLUSH, &quiet) == 0;
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;
  ~QuietTerminal() {
    if (ok_) tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  bool ok() const { return ok_; }

 private:
  int terminal_;
  bool ok_;
  termios before_{};
};

void Print(int terminal, std::string_view text) {
  // A prompt that does not appear is seen by who sits there.
  [[maybe_unused]] const ssize_t written = write(terminal, text.data(), text.size());
}

enum class LineEnd { kComplete, kCancelled, kTooLong };

bool IsUtf8Continuation(uint8_t byte) { return (byte & 0xc0) == 0x80; }

// Reads a line into `line`, byte by byte, and says how it ended.
LineEnd ReadLine(int terminal, absl::Span<uint8_t> line, size_t& size) {
  constexpr uint8_t kCtrlC = 0x03, kCtrlD = 0x04, kBackspace = 0x08, kCtrlU = 0x15, kDelete = 0x7f;
  for (;;) {
    uint8_t byte = 0;
    const ssize_t got = read(terminal, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || byte == kCtrlC || byte == kCtrlD) return LineEnd::kCancelled;
    if (byte == '\n') return LineEnd::kComplete;
    if (byte == kBackspace || byte == kDelete) {
      while (size > 0 && IsUtf8Continuation(line[--size])) {
      }
    } else if (byte == kCtrlU) {
      size = 0;
    } else if (size == line.size()) {
      return LineEnd::kTooLong;
    } else {
      line[size++] = byte;
    }
  }
}

}  // namespace

absl::Status CheckPassphrase(const SecretBytes& passphrase) {
  if (passphrase.size() < kMinPassphraseSize) {
    return absl::InvalidArgumentError("passphrase is too short: it needs at least 12 characters");
  }
  if (passphrase.size() > kMaxPassphraseSize) {
    return absl::InvalidArgumentError("passphrase is too long: it may have at most 1024 bytes");
  }
  return absl::OkStatus();
}

absl::StatusOr<SecretBytes> ReadPassphraseFile(const std::string& path) {
  absl::StatusOr<SecretBytes> contents = ReadPrivateFile("passphrase file", path, kMaxPassphraseSize + 1);
  if (!contents.ok()) return contents;
  std::string_view line = contents->ExposeSecret();
  if (!line.empty() && line.back() == '\n') line.remove_suffix(1);
  SecretBytes passphrase = SecretBytes::CopyFrom(line);
  if (absl::Status status = CheckPassphrase(passphrase); !status.ok()) return status;
  return passphrase;
}

absl::StatusOr<SecretBytes> PromptPassphrase(std::string_view prompt) {
  const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal < 0) {
    return absl::FailedPreconditionError("no terminal to ask for the passphrase on: give it in a file instead");
  }
  absl::StatusOr<SecretBytes> passphrase = PromptPassphraseOn(terminal, prompt);
  close(terminal);
  return passphrase;
}

absl::StatusOr<SecretBytes> PromptPassphraseOn(int terminal, std::string_view prompt) {
  size_t size = 0;
  LineEnd end = LineEnd::kCancelled;
  bool quiet_ok = false;
  const SecretBytes line = SecretBytes::Build(kMaxPassphraseSize, [&](absl::Span<uint8_t> out) {
    const QuietTerminal quiet(terminal);
    quiet_ok = quiet.ok();
    if (!quiet_ok) return;  // never ask where the answer would be seen
    Print(terminal, prompt);
    end = ReadLine(terminal, out, size);
    Print(terminal, "\n");
  });
  if (!quiet_ok) return absl::FailedPreconditionError("this is no terminal that a passphrase can be asked on");
  if (end == LineEnd::kCancelled) return absl::CancelledError("passphrase: nothing was entered");
  if (end == LineEnd::kTooLong)
    return absl::InvalidArgumentError("passphrase is too long: it may have at most 1024 bytes");
  SecretBytes passphrase = SecretBytes::CopyFrom(line.ExposeSecret().substr(0, size));
  if (absl::Status status = CheckPassphrase(passphrase); !status.ok()) return status;
  return passphrase;
}

}  // namespace vsx::crypto
