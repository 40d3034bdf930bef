#include "node/main/process.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>

namespace vsx::main {
namespace {

sigset_t AwaitedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) sigaddset(&signals, number);
  return signals;
}

}  // namespace

void PrepareProcess() {
  umask(S_IRWXG | S_IRWXO);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  for (const int number : {SIGPIPE, SIGXFSZ}) signal(number, SIG_IGN);
  const sigset_t signals = AwaitedSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

Wake WaitForSignal(std::chrono::seconds longest) {
  const sigset_t signals = AwaitedSignals();
  const timespec limit{longest.count(), 0};
  switch (sigtimedwait(&signals, nullptr, &limit)) {
    case SIGTERM:
    case SIGINT:
      return Wake::kStop;
    case SIGHUP:
      return Wake::kReload;
    case SIGUSR1:
      return Wake::kAttention;
    default:
      return Wake::kTimeout;
  }
}

void CallAttention() { kill(getpid(), SIGUSR1); }

}  // namespace vsx::main
