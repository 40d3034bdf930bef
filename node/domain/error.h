#ifndef VSX_NODE_DOMAIN_ERROR_H_
#define VSX_NODE_DOMAIN_ERROR_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "node/domain/calendar.h"
#include "node/domain/epoch.h"

namespace vsx::domain {

// An error that reaches a client is an absl::Status with two payloads beside code and message: a stable reason in upper
// snake case (`CHECK_DIGIT_WRONG`) and the path of the field at fault (`person.documents[0].number`). Neither they nor
// the message ever hold a value that was sent.
absl::Status Error(absl::StatusCode code, std::string_view reason, std::string_view field, std::string_view message);

// Short forms for the two most usual codes.
absl::Status InvalidField(std::string_view reason, std::string_view field, std::string_view message);
absl::Status Precondition(std::string_view reason, std::string_view message);

// Refusals of the blind check that say when it can go on. FAILED_PRECONDITION, WRONG_EPOCH, field `epoch`: the
// issuer's clock is in `current`. RESOURCE_EXHAUSTED, BUDGET_EXHAUSTED: there is capacity again at `next_capacity`.
absl::Status WrongEpoch(Epoch current);
absl::Status BudgetExhausted(UnixTime next_capacity);

// What these two carry; nothing where `status` has none.
std::optional<Epoch> ErrorEpoch(const absl::Status& status);
std::optional<UnixTime> ErrorNextCapacity(const absl::Status& status);

// The payloads of `status`; empty where there are none.
std::string ErrorReason(const absl::Status& status);
std::string ErrorField(const absl::Status& status);

// `status` with `prefix` put before its field path, joined by a full stop ("person" + "names[0]" → "person.names[0]");
// a status without a field gets `prefix` as its field. OK stays OK.
absl::Status AtField(const absl::Status& status, std::string_view prefix);

// The path of a list's element: "names", 0 → "names[0]".
std::string Indexed(std::string_view list, int index);

}  // namespace vsx::domain

#endif  // VSX_NODE_DOMAIN_ERROR_H_
