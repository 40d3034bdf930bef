#include <memory>

#include "tests/end_to_end/hostile_case.h"

// Deliveries that come again, contradict what came before, or are no deliveries.
namespace vsx::test {
namespace {

// `first` again, under a delivery id and sealing of its own and as the very same bytes: the first receipt comes back.
Attempt Replay(HostileStage& stage, const SamplePerson& person, const v1::DeliverRequest& first,
               const std::vector<v1::DeliverRequest>& again) {
  const std::string first_receipt = MustBeTaken(stage, first);
  const auto receipts = std::make_shared<std::vector<std::string>>();
  return {person,
          [&stage, again, receipts] {
            std::vector<grpc::Status> statuses;
            for (const v1::DeliverRequest& request : again) {
              const DeliveryAnswer answer = stage.peer().Send(request);
              receipts->push_back(answer.receipt);
              statuses.push_back(answer.status);
            }
            return statuses;
          },
          [first_receipt, receipts] {
            for (const std::string& receipt : *receipts) EXPECT_EQ(receipt, first_receipt);
          }};
}

}  // namespace

void AddRepetitions(HostileTable& cases) {
  cases["replay-notification"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft draft = stage.peer().Draft(person);
    const v1::DeliverRequest first = stage.peer().Notification(draft);
    return Replay(stage, person, first, {first, stage.peer().Notification(draft)});
  }};
  cases["replay-withdrawal"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft draft = stage.peer().Draft(person);
    MustBeTaken(stage, stage.peer().Notification(draft));
    const std::string id = RandomBytes(16);
    const int64_t now = Now();
    const v1::DeliverRequest first = stage.peer().Withdrawal(draft, id, now);
    return Replay(stage, person, first, {first, stage.peer().Withdrawal(draft, id, now)});
  }};
  cases["conflicting-content"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft draft = stage.peer().Draft(person);
    MustBeTaken(stage, stage.peer().Notification(draft));
    NoticeDraft other = draft;
    other.notice.set_date_identified("2020-01-01");
    const v1::DeliverRequest request = stage.peer().Notification(other);
    const size_t before = stage.Look(person).audit.size();
    return Attempt{person, [&stage, request] { return std::vector{stage.peer().Send(request).status}; },
                   [&stage, person, before] {
                     const NodeView view = stage.Look(person);
                     ASSERT_EQ(view.audit.size(), before + 1);
                     EXPECT_EQ(view.audit.back(), "Deliver STATEMENT_CONFLICT");
                     EXPECT_EQ(view.outcome, v1::CHECK_OUTCOME_HOLD);
                   }};
  }};
  cases["conflicting-withdrawal"] = {[](HostileStage& stage) {
    const SamplePerson erased = stage.NextPerson();
    const NoticeDraft first = stage.peer().Draft(erased);
    MustBeTaken(stage, stage.peer().Notification(first));
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft second = stage.peer().Draft(person);
    MustBeTaken(stage, stage.peer().Notification(second));
    const std::string id = RandomBytes(16);
    MustBeTaken(stage, stage.peer().Withdrawal(first, id, Now()));
    const v1::DeliverRequest request = stage.peer().Withdrawal(second, id, Now());
    const size_t before = stage.Look(person).audit.size();
    return Attempt{person, [&stage, request] { return std::vector{stage.peer().Send(request).status}; },
                   [&stage, person, erased, before] {
                     const NodeView view = stage.Look(person);
                     ASSERT_EQ(view.audit.size(), before + 1);
                     EXPECT_EQ(view.audit.back(), "Deliver STATEMENT_CONFLICT");
                     EXPECT_EQ(view.outcome, v1::CHECK_OUTCOME_HOLD);
                     EXPECT_TRUE(stage.Look(erased).matches.empty());
                   }};
  }};
  cases["withdrawn-then-redelivered"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const NoticeDraft draft = stage.peer().Draft(person);
    MustBeTaken(stage, stage.peer().Notification(draft));
    MustBeTaken(stage, stage.peer().Withdrawal(draft, RandomBytes(16), Now()));
    const v1::DeliverRequest again = stage.peer().Notification(draft);
    return Attempt{person, [&stage, again] { return std::vector{stage.peer().Send(again).status}; },
                   [&stage, person] {
                     EXPECT_NE(stage.Look(person).outcome, v1::CHECK_OUTCOME_HOLD);
                     EXPECT_TRUE(stage.Look(person).matches.empty());
                   }};
  }};
}

void AddBadBytes(HostileTable& cases) {
  cases["oversized-message"] = BentDelivery([](v1::DeliverRequest& request) {
    request.set_sealed_content(std::string(kMarkedName) + RandomBytes(size_t{256} * 1024));
  });
  // Rightly sealed, so that size alone is wrong.
  cases["oversized-sealed"] = {[](HostileStage& stage) {
    const std::string content = kMarkedName + std::string(size_t{64} * 1024, 'x');
    const v1::DeliverRequest request = stage.peer().Sealed(v1::DELIVERY_TYPE_NOTIFICATION, content);
    return Calls(stage, [&stage, request] { return std::vector{stage.peer().Send(request).status}; });
  }};
  cases["truncated-sealed"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const v1::DeliverRequest whole = stage.peer().Notification(stage.peer().Draft(person));
    return Attempt{person, [&stage, whole] {
                     std::vector<grpc::Status> statuses;
                     const size_t size = whole.sealed_content().size();
                     for (const size_t kept : {size_t{0}, size_t{1}, size_t{5}, size_t{85}, size_t{109}, size_t{124},
                                               size_t{125}, size / 2, size - 16, size - 1}) {
                       v1::DeliverRequest cut = whole;
                       cut.mutable_sealed_content()->resize(kept);
                       statuses.push_back(stage.peer().Send(cut).status);
                     }
                     return statuses;
                   }};
  }};
  cases["random-sealed"] = {[](HostileStage& stage) {
    return Calls(stage, [&stage] {
      std::vector<grpc::Status> statuses;
      for (const size_t size : {16, 125, 126, 1000, 65536}) {
        v1::DeliverRequest request = stage.peer().Sealed(v1::DELIVERY_TYPE_WITHDRAWAL, kMarkedName);
        request.set_sealed_content(RandomBytes(size));
        statuses.push_back(stage.peer().Send(request).status);
      }
      return statuses;
    });
  }};
  // What begins with an endless number is no message, whatever follows.
  cases["random-bytes-as-message"] = {[](HostileStage& stage) {
    return Calls(stage, [&stage] {
      std::vector<grpc::Status> statuses;
      for (const size_t size : {0, 40, 100000}) {
        statuses.push_back(stage.peer().SendBytes(std::string(11, '\xff') + kMarkedName + RandomBytes(size)));
      }
      return statuses;
    });
  }};
  cases["unknown-delivery-type"] =
      BentDelivery([](v1::DeliverRequest& request) { request.set_type(static_cast<v1::DeliveryType>(kUnknownValue)); });
  cases["bad-id-length"] = {[](HostileStage& stage) {
    const SamplePerson person = stage.NextPerson();
    const v1::DeliverRequest request = stage.peer().Notification(stage.peer().Draft(person));
    return Attempt{person, [&stage, request] {
                     std::vector<grpc::Status> statuses;
                     for (const std::string& id : {std::string(), std::string(kMarkedName), RandomBytes(17)}) {
                       v1::DeliverRequest bent = request;
                       bent.set_delivery_id(id);
                       statuses.push_back(stage.peer().Send(bent).status);
                     }
                     return statuses;
                   }};
  }};
}

}  // namespace vsx::test
