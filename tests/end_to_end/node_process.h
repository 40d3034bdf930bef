#ifndef VSX_TESTS_END_TO_END_NODE_PROCESS_H_
#define VSX_TESTS_END_TO_END_NODE_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace vsx::test {

// How a program that was run to its end went.
struct ProgramResult {
  int exit_code = -1;  // 128 + signal if one ended it
  std::string output;  // standard output and standard error
};

// Runs a program to its end, for at most `longest`.
ProgramResult RunProgram(const std::vector<std::string>& arguments,
                         std::chrono::seconds longest = std::chrono::seconds(60));

// NodeProcess is one vsx-node in a process of its own, killed at the latest when this is destroyed, or when the thread
// that started it ends.
class NodeProcess {
 public:
  // `output_path` gets what the process says on standard output and standard error, appended across starts.
  NodeProcess(std::string config_path, std::string port_file, std::string output_path);
  ~NodeProcess();
  NodeProcess(const NodeProcess&) = delete;
  NodeProcess& operator=(const NodeProcess&) = delete;

  // Starts the node and waits until it serves. False if it ended instead, or took longer than a minute.
  bool Start();
  // SIGTERM; waits for the end and gives the exit code (128 + signal if one ended it). −1 if it does not run.
  int Stop();
  // SIGKILL, as power loss would: nothing is flushed, nobody is told.
  void Kill();
  void Signal(int number) const;
  // Waits until it ends of itself, and gives the exit code.
  int WaitForEnd();

  bool running() const { return pid_ > 0; }
  pid_t pid() const { return pid_; }
  // Valid once Start returned true.
  int agency_port() const { return agency_port_; }
  int peer_port() const { return peer_port_; }

 private:
  bool ReadPorts();

  const std::string config_path_;
  const std::string port_file_;
  const std::string output_path_;
  pid_t pid_ = -1;
  int agency_port_ = 0;
  int peer_port_ = 0;
};

// A port of this machine that stays taken for others, but not for a server that listens on it: it outlives restarts.
class ReservedPort {
 public:
  ReservedPort();
  ~ReservedPort();
  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;

  int number() const { return number_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(number_); }

 private:
  int socket_ = -1;
  int number_ = 0;
};

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_NODE_PROCESS_H_
