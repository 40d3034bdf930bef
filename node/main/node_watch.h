#ifndef VSX_NODE_MAIN_NODE_WATCH_H_
#define VSX_NODE_MAIN_NODE_WATCH_H_

#include "node/main/assembly.h"
#include "node/main/node_log.h"

namespace vsx::main {

// What an operator should hear of before it hurts, as counts and days, nothing of a case: notices past their bound,
// trust documents and keys that end within 90, 30 or 7 days or have ended, the own certificate's last 7 days, Parties
// without record. Written as warnings; called at start and once an hour.
void WarnOfTrouble(const Node& node, NodeLog& log);

// Finishes erasures that were interrupted (service::FinishErasures); called before a port is open, and once an hour.
// What cannot be finished is an error in the log and keeps nobody from being protected.
void FinishWhatWasInterrupted(const Node& node, NodeLog& log);

// Notes what an earlier version did not (service::NoteCopyOwners); called at start, with the ports open.
void NoteWhatEarlierVersionsDidNot(const Node& node, NodeLog& log);

// Lets lapse what lapses at 18 (service::ReconsiderComeOfAge); called at start and once an hour.
void ReconsiderWhatTimeChanges(const Node& node, NodeLog& log);

// Erases exercises of screening that are long over (service::ForgetOldScreenings); called at start and once an hour.
void ForgetWhatIsOver(const Node& node, NodeLog& log);

}  // namespace vsx::main

#endif  // VSX_NODE_MAIN_NODE_WATCH_H_
