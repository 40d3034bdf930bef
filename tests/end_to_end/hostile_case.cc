#include "tests/end_to_end/hostile_case.h"

#include <memory>
#include <utility>

namespace vsx::test {

std::vector<grpc::Status> SendAll(HostileStage& stage, const std::vector<v1::DeliverRequest>& requests) {
  std::vector<grpc::Status> statuses;
  for (const v1::DeliverRequest& request : requests) statuses.push_back(stage.peer().Send(request).status);
  return statuses;
}

std::string MustBeTaken(HostileStage& stage, const v1::DeliverRequest& request) {
  DeliveryAnswer answer = stage.peer().Send(request);
  EXPECT_TRUE(answer.status.ok()) << "preparation: " << DetailOf(answer.status).reason();
  return answer.receipt;
}

statement::Verified<statement::DeliveryReceipt> ReadReceipt(HostileStage& stage, const std::string& envelope) {
  auto receipt = statement::VerifyDeliveryReceipt(stage.peer().trust(), envelope, Code(HostileStage::kTarget),
                                                  Code(HostileStage::kPeer), {Now()});
  EXPECT_TRUE(receipt.ok()) << receipt.status();
  return *std::move(receipt);
}

Attempt Calls(HostileStage& stage, std::function<std::vector<grpc::Status>()> attack) {
  return {stage.NextPerson(), std::move(attack)};
}

HostileCase BentNotice(const std::function<void(HostileStage&, NoticeDraft&)>& bend) {
  return {[bend](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    NoticeDraft draft = stage.peer().Draft(person);
    bend(stage, draft);
    const v1::DeliverRequest request = stage.peer().Notification(draft);
    return Attempt{person, [&stage, request] { return std::vector{stage.peer().Send(request).status}; }};
  }};
}

HostileCase BentDelivery(const std::function<void(v1::DeliverRequest&)>& bend) {
  return {[bend](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    v1::DeliverRequest request = stage.peer().Notification(stage.peer().Draft(person));
    bend(request);
    return Attempt{person, [&stage, request] { return std::vector{stage.peer().Send(request).status}; }};
  }};
}

HostileCase TakenNotice(Documents documents, const std::function<void(NoticeDraft&)>& bend,
                        const std::function<void(HostileStage&, const NoticeDraft&, const std::string&)>& look) {
  const auto prepare = [bend, look](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    NoticeDraft draft = stage.peer().Draft(person);
    bend(draft);
    const v1::DeliverRequest request = stage.peer().Notification(draft);
    const auto receipt = std::make_shared<std::string>();
    return Attempt{person,
                   [&stage, request, receipt] {
                     const DeliveryAnswer answer = stage.peer().Send(request);
                     *receipt = answer.receipt;
                     return std::vector{answer.status};
                   },
                   [&stage, draft, receipt, look] { look(stage, draft, *receipt); }};
  };
  return {prepare, documents};
}

HostileCase ObeyedWithdrawal(Documents documents, int64_t clock_s) {
  const auto prepare = [clock_s](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft draft = stage.peer().Draft(person);
    MustBeTaken(stage, stage.peer().Notification(draft));
    const v1::DeliverRequest request = stage.peer().Withdrawal(draft, RandomBytes(16), Now() + clock_s);
    const auto receipt = std::make_shared<std::string>();
    return Attempt{
        person,
        [&stage, request, receipt] {
          const DeliveryAnswer answer = stage.peer().Send(request);
          *receipt = answer.receipt;
          return std::vector{answer.status};
        },
        [&stage, receipt] {
          const auto erased = statement::VerifyErasureReceipt(
              stage.peer().trust(), *receipt, Code(HostileStage::kTarget), Code(HostileStage::kPeer), {Now()});
          ASSERT_TRUE(erased.ok()) << erased.status();
          EXPECT_NEAR(static_cast<double>(erased->content.erased_at.seconds), static_cast<double>(Now()), 60);
        }};
  };
  return {prepare, documents};
}

}  // namespace vsx::test
