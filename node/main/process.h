#ifndef VSX_NODE_MAIN_PROCESS_H_
#define VSX_NODE_MAIN_PROCESS_H_

#include <chrono>

namespace vsx::main {

// What a node owes the machine that it runs on. Call before any thread is made: files are made for their owner alone
// (umask 077), no core dump is ever written (it would hold keys and cases), a broken connection or a file past its
// limit is an error and no signal, and the signals below wait to be asked for.
void PrepareProcess();

enum class Wake { kTimeout, kStop, kReload, kAttention };

// Waits until SIGTERM or SIGINT (kStop), SIGHUP (kReload), CallAttention (kAttention), or the time is over.
Wake WaitForSignal(std::chrono::seconds longest);

// Wakes WaitForSignal, from any thread.
void CallAttention();

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_PROCESS_H_
