#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "node/cli/run.h"
#include "node/cli/terminal.h"

namespace {

// Every command sends its one change as one call, so what was not sent when this runs never will be. A call under way
// may still be acted on: the words say so. They fit every command: a check that waits, a list, a change.
extern "C" void OnInterrupt(int) {
  constexpr char kWords[] =
      "\nStopped. An answer above stands. Without one, and on INCOMPLETE, PAUSE the measure: no answer is no "
      "permission.\nA change that was not confirmed above was not recorded, or will show in the case.\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kWords, sizeof kWords - 1);
  ::_exit(130);
}

int64_t Now() { return static_cast<int64_t>(std::time(nullptr)); }

// Looks at the clock again and again, since it may be set meanwhile, or the machine suspended.
void WaitUntil(int64_t time) {
  constexpr int kMomentMs = 500;
  while (Now() < time) ::poll(nullptr, 0, kMomentMs);
}

}  // namespace

int main(int argc, char** argv) {
  ::signal(SIGINT, OnInterrupt);
  ::signal(SIGTERM, OnInterrupt);
  ::signal(SIGPIPE, SIG_IGN);
  // TLS 1.3 alone: gRPC has no setter for the lowest version, and without a pre-shared key no TLS 1.2 suite is left.
  // And errors are told once, by this program.
  // NOLINTBEGIN(concurrency-mt-unsafe): there is no second thread yet
  ::setenv("GRPC_SSL_CIPHER_SUITES", "PSK-AES256-GCM-SHA384", /*overwrite=*/1);
  ::setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  const bool interactive = ::isatty(STDIN_FILENO) != 0;
  const bool colour = ::isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  // NOLINTEND(concurrency-mt-unsafe)
  vsx::cli::Terminal terminal(std::cin, std::cout, std::cerr, interactive, colour);
  return vsx::cli::Run(std::vector<std::string>(argv + 1, argv + argc), terminal, Now, WaitUntil);
}
