#ifndef VSX_NODE_STATEMENT_PARTY_STATE_H_
#define VSX_NODE_STATEMENT_PARTY_STATE_H_

namespace vsx::statement {

// Whether a Party takes part (protocol §7). What a suspended Party, or one that left, had delivered still holds.
enum class PartyState { kJoining, kActive, kSuspended, kLeft };

}  // namespace vsx::statement

#endif  // VSX_NODE_STATEMENT_PARTY_STATE_H_
