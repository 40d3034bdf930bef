#include "tests/end_to_end/node_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "tests/end_to_end/eventually.h"
#include "tests/support/file_bytes.h"

namespace vsx::test {
namespace {

constexpr std::chrono::seconds kStartDeadline(60);

void Check(bool good, const char* what) {
  if (good) return;
  std::perror(what);
  std::abort();
}

// Without a shell; standard input empty, both outputs to `output_path`.
pid_t Spawn(const std::vector<std::string>& arguments, const std::string& output_path) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output_path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, argv[0], &files, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  return error == 0 ? pid : -1;
}

int ExitCodeOf(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

int WaitFor(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return ExitCodeOf(status);
}

}  // namespace

ProgramResult RunProgram(const std::vector<std::string>& arguments, std::chrono::seconds longest) {
  std::string output_path = (std::filesystem::temp_directory_path() / "vsx-program-XXXXXX").string();
  close(mkstemp(output_path.data()));
  const pid_t pid = Spawn(arguments, output_path);
  ProgramResult result;
  int status = 0;
  if (pid > 0 && Eventually([&] { return waitpid(pid, &status, WNOHANG) == pid; }, longest)) {
    result.exit_code = ExitCodeOf(status);
  } else if (pid > 0) {
    kill(pid, SIGKILL);
    WaitFor(pid);
  }
  result.output = FileBytes(output_path);
  std::filesystem::remove(output_path);
  return result;
}

NodeProcess::NodeProcess(std::string config_path, std::string port_file, std::string output_path)
    : config_path_(std::move(config_path)), port_file_(std::move(port_file)), output_path_(std::move(output_path)) {}

NodeProcess::~NodeProcess() { Kill(); }

bool NodeProcess::Start() {
  Kill();
  std::filesystem::remove(port_file_);
  // setpriv lets the node end with the test, also when that is killed; it becomes the node, with the same pid.
  pid_ = Spawn(
      {"/usr/bin/setpriv", "--pdeathsig", "KILL", VSX_NODE_BINARY, "--config", config_path_, "--port-file", port_file_},
      output_path_);
  if (pid_ <= 0) return false;
  bool ended = false;
  Eventually(
      [&] {
        int status = 0;
        ended = waitpid(pid_, &status, WNOHANG) == pid_;
        return ended || ReadPorts();
      },
      kStartDeadline);
  if (ended) pid_ = -1;
  return running() && ReadPorts();
}

bool NodeProcess::ReadPorts() {
  const nlohmann::json ports = nlohmann::json::parse(FileBytes(port_file_), nullptr, /*allow_exceptions=*/false);
  if (!ports.is_object()) return false;
  agency_port_ = ports.value("agency", 0);
  peer_port_ = ports.value("peer", 0);
  return true;
}

int NodeProcess::Stop() {
  if (!running()) return -1;
  Signal(SIGTERM);
  return WaitForEnd();
}

int NodeProcess::WaitForEnd() {
  if (!running()) return -1;
  return WaitFor(std::exchange(pid_, -1));
}

void NodeProcess::Kill() {
  if (!running()) return;
  Signal(SIGKILL);
  WaitForEnd();
}

void NodeProcess::Signal(int number) const {
  if (running()) kill(pid_, number);
}

ReservedPort::ReservedPort() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  Check(socket_ >= 0, "socket");
  // Both this socket and the server's say so; then Linux lets the server listen while this one only holds the number.
  const int yes = 1;
  Check(setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0, "setsockopt");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  Check(bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) == 0, "bind");
  Check(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
  number_ = ntohs(address.sin_port);
}

ReservedPort::~ReservedPort() { close(socket_); }

}  // namespace vsx::test
