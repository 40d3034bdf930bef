#ifndef VSX_TESTS_SERVICE_INDEX_KEEPER_FIXTURE_H_
#define VSX_TESTS_SERVICE_INDEX_KEEPER_FIXTURE_H_

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "crypto/blind_query.h"
#include "tests/service/clearance_world.h"

namespace vsx::test {

// QQA issues, QQC receives; in the middle of an epoch.
class IndexKeeperTest : public ::testing::Test {
 protected:
  IndexKeeperTest() { clock().Set({plan().Start(federation_.epoch().Next()).seconds + 600}); }

  TestFederation& base() { return federation_.base(); }
  FakeClock& clock() { return base().clock(); }
  domain::EpochPlan plan() { return federation_.plan(); }
  BlindNode& issuer() { return federation_.blind("QQA"); }
  BlindNode& recipient() { return federation_.blind("QQC"); }
  domain::IndexName Name(domain::Epoch epoch, domain::Purpose cls = kProtective) {
    return {Party("QQA"), Party("QQC"), cls, epoch};
  }
  domain::IndexName Name() { return Name(federation_.epoch()); }

  void Identify() {
    const domain::CaseId id = Register(base(), "QQA", person_);
    domain::ConsentRecord record = Interview(base(), {"QQC"});
    record.directives = {Allow("QQC", kProtective)};
    Record(base(), "QQA", id, record);
  }

  std::string PublishedHeader(const domain::IndexName& name) {
    const service::IndexParts& parts = issuer().parts();
    const auto header = parts.catalogue.FindPublished(*parts.engine.TakeSnapshot(), name);
    EXPECT_TRUE(header.ok()) << header.status();
    return header->has_value() ? (*header)->envelope : "";
  }
  std::string OwnPath(const domain::IndexName& name) { return issuer().folder().OwnPath(name).value(); }
  std::string PeerPath(const domain::IndexName& name) { return recipient().folder().PeerPath(name).value(); }

  // What a restarted node of the issuer says of its index: nothing of the process before is there.
  absl::Status OpensAfterRestart(const domain::IndexName& name) {
    service::IssuedIndexes restarted(issuer().parts(), issuer().budgets(), issuer().pool());
    return restarted.Open({Party("QQC"), "vsx://QQC/node/1"}, name).status();
  }
  absl::StatusOr<service::Evaluation> EvaluatesAfterRestart(const domain::IndexName& name) {
    service::IssuedIndexes restarted(issuer().parts(), issuer().budgets(), issuer().pool());
    return restarted.Evaluate({Party("QQC"), "vsx://QQC/node/1"}, name, Question());
  }
  service::BlindedBatch Question() {
    const auto query = crypto::BlindQuery::Create({"vsx"}, 8, recipient().parts().random).value();
    return {domain::EvaluationKind::kSingle, std::string(32, 'i'), query.elements()};
  }

  domain::CheckOutcome Outcome(const Person& person) { return OutcomeAt(base(), "QQC", person); }
  std::string ReasonOfIssuer() {
    return ClearanceWorld::LineOf(Check(base(), "QQC", {PassportOf({.passport = "XX0000777"})}).decision, "QQA").reason;
  }

  BlindFederation federation_;
  const Person person_;
};

inline void Overwrite(const std::string& path, size_t at, char with) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  ASSERT_TRUE(file.is_open()) << path;
  file.seekp(static_cast<std::streamoff>(at));
  file.put(with);
}

}  // namespace vsx::test

#endif  // VSX_TESTS_SERVICE_INDEX_KEEPER_FIXTURE_H_
