// Threads that amend, withdraw, check and send on the same cases. Made for ThreadSanitizer; the invariants hold
// without.

#include <atomic>
#include <random>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "node/domain/error.h"
#include "node/service/issue_reference_code.h"
#include "node/service/read_cases.h"
#include "store/audit_log.h"
#include "tests/support/story.h"

namespace vsx::test {
namespace {

using ::testing::IsEmpty;

// What a use case may answer when somebody else was faster or the case does not allow it; never a fault.
bool Expected(const absl::Status& status) {
  if (status.ok()) return true;
  const std::string reason = domain::ErrorReason(status);
  return reason == "CHANGED_MEANWHILE" || reason == "CONSENT_CHANGED" || reason == "NOT_ASKED" ||
         reason == "DENY_STANDS" || reason == "TOO_MANY_HANDLES";
}

class Crowd {
 public:
  Crowd(TestFederation& federation, std::vector<domain::CaseId> ids) : federation_(federation), ids_(std::move(ids)) {}

  void Run(int threads, int rounds) {
    std::vector<std::thread> running;
    for (int t = 0; t < threads; ++t) {
      running.emplace_back([this, t, rounds] { Work(static_cast<uint32_t>(t), rounds); });
    }
    for (std::thread& thread : running) thread.join();
  }

  int unexpected() const { return unexpected_; }

 private:
  void Work(uint32_t seed, int rounds) {
    std::mt19937 draw(seed);
    const service::NodeContext& node = federation_.context("QQA");
    const service::Actor actor = CaseOfficer("QQA", "ct-" + std::to_string(seed));
    InProcessLink::Sender link = federation_.link().From(Party("QQA"));
    for (int i = 0; i < rounds; ++i) {
      const domain::CaseId& id = ids_[draw() % ids_.size()];
      switch (draw() % 6) {
        case 0: {
          const auto view = service::GetCase(node, actor, id);
          Note(view.status());
          if (!view.ok()) break;
          Note(service::RecordConsent(node, actor, id, YesTo(federation_, {"QQB"}), view->record.consent_number)
                   .status());
          break;
        }
        case 1:
          Note(service::WithdrawConsent(node, actor, id, {}, false).status());
          break;
        case 2: {
          domain::Amendment lift;
          lift.additions = YesTo(federation_, {"QQB"});
          for (const domain::Purpose purpose : domain::kPurposes) {
            if (purpose != domain::Purpose::kPresented) lift.lifted.push_back(Deny("QQB", purpose));
          }
          const auto view = service::GetCase(node, actor, id);
          if (!view.ok()) break;
          // Refused where no deny stands: that is no fault either.
          (void)service::AmendConsent(node, actor, id, lift, view->record.consent_number, false);
          break;
        }
        case 3:
          Note(service::FindCases(node, actor, {PassportOf({.passport = "XX0000200"})}).status());
          break;
        default:
          Note(service::DispatchDue(node, link, Party("QQB")).status());
          federation_.clock().Advance(1);
      }
    }
  }

  void Note(const absl::Status& status) {
    if (Expected(status)) return;
    ++unexpected_;
    ADD_FAILURE() << status;
  }

  TestFederation& federation_;
  const std::vector<domain::CaseId> ids_;
  std::atomic<int> unexpected_ = 0;
};

TEST(ConcurrencyTest, InvariantsHoldUnderACrowd) {
  TestFederation federation;
  std::vector<domain::CaseId> ids;
  for (int i = 0; i < 4; ++i) {
    ids.push_back(Register(
        federation, "QQA",
        {.name = std::string("Sample ") + static_cast<char>('A' + i), .passport = "XX000020" + std::to_string(i / 2)}));
  }
  Crowd crowd(federation, ids);
  crowd.Run(8, 30);
  EXPECT_EQ(crowd.unexpected(), 0);

  const service::NodeContext& node = federation.context("QQA");
  const auto snapshot = node.engine.TakeSnapshot();
  EXPECT_FALSE(store::VerifyAuditChain(*snapshot).value().fault.has_value());
  for (const domain::CaseId& id : ids) {
    const store::LoadedCase loaded = node.cases.Load(*snapshot, id).value();
    const auto chain = node.cases.LoadConsentChain(*snapshot, loaded).value();
    ASSERT_EQ(chain.size(), loaded.record.consent_number);
    for (size_t i = 0; i < chain.size(); ++i) {
      EXPECT_EQ(chain[i].number, i + 1);
      EXPECT_EQ(chain[i].previous_hash, i == 0 ? std::string(32, '\0') : chain[i - 1].hash);
    }
    uint64_t sequence = 0;
    for (const domain::OutboxItem& item : DeliveriesOf(federation, "QQA", id)) {
      EXPECT_EQ(item.case_sequence, ++sequence) << "no number twice, none left out";
      EXPECT_NE(item.state, domain::DeliveryState::kRefused) << item.reason;
    }
    EXPECT_EQ(loaded.record.next_delivery, sequence + 1);
  }

  for (const domain::CaseId& id : ids) {
    const auto withdrawn = service::WithdrawConsent(node, CaseOfficer("QQA"), id, {}, false);
    EXPECT_TRUE(withdrawn.ok() || domain::ErrorReason(withdrawn.status()) == "NOT_ASKED") << withdrawn.status();
  }
  federation.clock().Advance(3600);
  federation.RunDispatch();
  EXPECT_THAT(InboxOf(federation, "QQB"), IsEmpty()) << "all withdrew, so nothing is left abroad";
  for (const domain::CaseId& id : ids) {
    for (const domain::OutboxItem& item : DeliveriesOf(federation, "QQA", id)) {
      EXPECT_FALSE(domain::StillToSend(item));
    }
  }
}

TEST(ConcurrencyTest, OneRequestIdMakesOneCase) {
  TestFederation federation;
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::set<domain::CaseId> ids;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      const auto made =
          service::RegisterCase(federation.context("QQA"), CaseOfficer("QQA"), FactsOf({}), std::string(16, 'r'));
      const std::lock_guard lock(mutex);
      ASSERT_TRUE(made.ok()) << made.status();
      ids.insert(made->record.id);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ids.size(), 1u);
}

}  // namespace
}  // namespace vsx::test
