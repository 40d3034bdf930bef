#ifndef VSX_TESTS_END_TO_END_HOSTILE_CASE_H_
#define VSX_TESTS_END_TO_END_HOSTILE_CASE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "node/statement/receipts.h"
#include "tests/end_to_end/hostile_stage.h"

namespace vsx::test {

constexpr int64_t kDay = 86400;
inline constexpr char kExtraField[] = "Hostilemark in a field of the future";
constexpr int kUnknownValue = 77;  // of any enum
constexpr int kUnknownFieldNumber = 1000;

// What a case does: `attack` makes one or more calls, all of which must end as the row says; `effect` looks at what the
// driver cannot see for itself.
struct Attempt {
  SamplePerson person;
  std::function<std::vector<grpc::Status>()> attack;
  std::function<void()> effect = [] {};
};

// Prepares (so what it sends first is no part of the attack) and gives the attack.
using Prepare = std::function<Attempt(HostileStage&)>;

// Which trust documents the stage has.
enum class Documents { kInForce, kExpired, kKeysOutOfTime };

struct HostileCase {
  Prepare prepare;
  Documents documents = Documents::kInForce;
};

using HostileTable = std::map<std::string, HostileCase>;

// The cases of the table, by group; each in the file hostile_cases_<group>.cc.
void AddWrongSignatures(HostileTable& cases);
void AddWrongWithdrawals(HostileTable& cases);
void AddWrongConnections(HostileTable& cases);
void AddRepetitions(HostileTable& cases);
void AddBadBytes(HostileTable& cases);
void AddUnknownValues(HostileTable& cases);
void AddTimes(HostileTable& cases);
void AddAgencies(HostileTable& cases);
void AddIndexes(HostileTable& cases);

// ---- pieces of cases

// Sends all, one after the other.
std::vector<grpc::Status> SendAll(HostileStage& stage, const std::vector<v1::DeliverRequest>& requests);
// Sends what must be taken, and gives the receipt.
std::string MustBeTaken(HostileStage& stage, const v1::DeliverRequest& request);
statement::Verified<statement::DeliveryReceipt> ReadReceipt(HostileStage& stage, const std::string& envelope);

// Calls that need nothing prepared, about nobody in particular.
Attempt Calls(HostileStage& stage, std::function<std::vector<grpc::Status>()> attack);
// One notification, bent before it is signed.
HostileCase BentNotice(const std::function<void(HostileStage&, NoticeDraft&)>& bend);
// One delivery, bent after it was sealed.
HostileCase BentDelivery(const std::function<void(v1::DeliverRequest&)>& bend);
// A notification that the node takes; `look` sees draft and receipt.
HostileCase TakenNotice(Documents documents, const std::function<void(NoticeDraft&)>& bend,
                        const std::function<void(HostileStage&, const NoticeDraft&, const std::string&)>& look);
// A withdrawal that the node obeys, dated `clock_s` from now by the sender.
HostileCase ObeyedWithdrawal(Documents documents, int64_t clock_s);

}  // namespace vsx::test

#endif  // VSX_TESTS_END_TO_END_HOSTILE_CASE_H_
