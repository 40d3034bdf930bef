#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "tests/end_to_end/hostile_case.h"
#include "tests/end_to_end/index_asker.h"

// What is wrong to ask of IndexService: indexes that there are none of, elements that are none, and too much.
namespace vsx::test {
namespace {

constexpr v1::Purpose kClass = v1::PURPOSE_PROTECTIVE_CHECK;
constexpr uint32_t kChunks = 82;  // of an index of capacity step 0
constexpr int kStreams = 4;       // of one Party at once
constexpr std::chrono::seconds kNoDeadline(0);

using Asker = std::shared_ptr<const IndexAsker>;
using Statuses = std::vector<grpc::Status>;
using Bend = std::function<void(v1::EvaluateRequest&)>;

Asker ReadyAsker(HostileStage& stage, v1::Purpose cls = kClass) {
  const auto asker = std::make_shared<const IndexAsker>(stage);
  EXPECT_TRUE(asker->WaitForIndex(cls));
  return asker;
}

HostileCase Asked(const std::function<Statuses(const IndexAsker&)>& attack) {
  return {[attack](HostileStage& stage) {
    const Asker asker = ReadyAsker(stage);
    return Calls(stage, [asker, attack] { return attack(*asker); });
  }};
}

grpc::Status EvaluateBent(const IndexAsker& asker, const Bend& bend) {
  v1::EvaluateRequest request = IndexAsker::Sound();
  bend(request);
  return asker.Evaluate(request);
}

HostileCase BentEvaluations(const std::vector<Bend>& bends) {
  return Asked([bends](const IndexAsker& asker) {
    Statuses statuses;
    for (const Bend& bend : bends) statuses.push_back(EvaluateBent(asker, bend));
    return statuses;
  });
}

// The same again and again, so that nothing would be left if one of them took of the budget.
HostileCase UncountedEvaluations(const std::vector<Bend>& bends) {
  return {[bends](HostileStage& stage) {
    const Asker asker = ReadyAsker(stage);
    Attempt attempt = Calls(stage, [asker, bends] {
      Statuses statuses;
      for (size_t i = 0; i <= kHostileSingleBudget; ++i) {
        statuses.push_back(EvaluateBent(*asker, bends[i % bends.size()]));
        const uint64_t epoch = DetailOf(statuses.back()).current_epoch();
        EXPECT_EQ(epoch, DetailOf(statuses.back()).reason() == "WRONG_EPOCH" ? IndexEpoch() : 0);
      }
      return statuses;
    });
    attempt.effect = [asker] {
      const grpc::Status sound = asker->Evaluate(IndexAsker::Sound());
      EXPECT_TRUE(sound.ok()) << DetailOf(sound).reason();
    };
    return attempt;
  }};
}

Bend WithClass(int cls) {
  return [cls](v1::EvaluateRequest& request) { request.set_index_class(static_cast<v1::Purpose>(cls)); };
}
Bend WithEpoch(uint64_t epoch) {
  return [epoch](v1::EvaluateRequest& request) { request.set_epoch(epoch); };
}
Bend WithKind(int kind) {
  return [kind](v1::EvaluateRequest& request) { request.set_kind(static_cast<v1::EvaluationKind>(kind)); };
}
Bend WithCount(v1::EvaluationKind kind, size_t count) {
  return [kind, count](v1::EvaluateRequest& request) {
    request.set_kind(kind);
    IndexAsker::SetElements(request, count);
  };
}
Bend WithIntentOf(size_t size) {
  return [size](v1::EvaluateRequest& request) { request.set_intent_hash(RandomBytes(size)); };
}
Bend WithElement(const std::string& element) {
  return [element](v1::EvaluateRequest& request) { request.set_blinded_elements(kIndexElements - 1, element); };
}

void AddNoSuchIndex(HostileTable& cases) {
  const std::vector<int> classes = {v1::PURPOSE_UNSPECIFIED, v1::PURPOSE_NOTIFY_LEVEL_2, v1::PURPOSE_ACCESS_NOTICE,
                                    kUnknownValue};
  cases["index-class-unknown"] = Asked([classes](const IndexAsker& asker) {
    Statuses statuses;
    for (const int cls : classes) {
      statuses.push_back(asker.Header(static_cast<v1::Purpose>(cls), IndexEpoch()));
      statuses.push_back(asker.Open(static_cast<v1::Purpose>(cls), IndexEpoch(), 0).Finish());
    }
    return statuses;
  });
  std::vector<Bend> bends;
  for (const int cls : classes) bends.push_back(WithClass(cls));
  cases["evaluation-class-unknown"] = UncountedEvaluations(bends);

  constexpr uint64_t kLast = std::numeric_limits<uint64_t>::max();
  const uint64_t now = IndexEpoch();
  // The next one may be published already, a day being an epoch.
  const std::vector<uint64_t> epochs = {0, now - 2, now + 2, now + 1000, kLast / 2, kLast / 86'400, kLast};
  cases["index-not-published"] = Asked([epochs](const IndexAsker& asker) {
    Statuses statuses;
    for (const uint64_t epoch : epochs) {
      statuses.push_back(asker.Header(kClass, epoch));
      statuses.push_back(asker.Open(kClass, epoch, 0).Finish());
    }
    return statuses;
  });
  bends = {WithEpoch(now - 1), WithEpoch(now + 1)};
  for (const uint64_t epoch : epochs) bends.push_back(WithEpoch(epoch));
  cases["evaluation-other-epoch"] = UncountedEvaluations(bends);
}

void AddFiles(HostileTable& cases) {
  cases["chunk-beyond-the-end"] = {[](HostileStage& stage) {
    const Asker asker = ReadyAsker(stage);
    EXPECT_TRUE(asker->Open(kClass, IndexEpoch(), kChunks).Finish().ok()) << "that is the hashes alone";
    return Calls(stage, [asker] {
      return Statuses{asker->Open(kClass, IndexEpoch(), kChunks + 1).Finish(),
                      asker->Open(kClass, IndexEpoch(), std::numeric_limits<uint32_t>::max()).Finish()};
    });
  }};
  cases["file-without-deadline"] = Asked([](const IndexAsker& asker) {
    return Statuses{asker.Open(kClass, IndexEpoch(), 0, kNoDeadline).Finish(),
                    asker.Open(kClass, IndexEpoch(), 0, std::chrono::minutes(11)).Finish()};
  });
  // A stream whose first message has come and the rest of which nobody reads holds its place.
  cases["too-many-streams"] = {[](HostileStage& stage) {
    const Asker asker = ReadyAsker(stage);
    const auto streams = std::make_shared<std::vector<IndexAsker::Stream>>();
    for (int i = 0; i < kStreams; ++i) {
      streams->push_back(asker->Open(kClass, IndexEpoch(), 0));
      v1::FetchIndexResponse hashes;
      EXPECT_TRUE(streams->back().reader->Read(&hashes));
    }
    Attempt attempt = Calls(stage, [asker] {
      return Statuses{asker->Open(kClass, IndexEpoch(), 0).Finish(), asker->Open(kClass, IndexEpoch(), 0).Finish()};
    });
    attempt.effect = [asker, streams] {
      for (const IndexAsker::Stream& stream : *streams) EXPECT_TRUE(stream.Finish().ok()) << "nothing is lost of these";
      EXPECT_TRUE(Eventually([&] { return asker->Open(kClass, IndexEpoch(), kChunks).Finish().ok(); }));
    };
    return attempt;
  }};
}

void AddBadEvaluations(HostileTable& cases) {
  cases["evaluation-kind-unknown"] =
      UncountedEvaluations({WithKind(v1::EVALUATION_KIND_UNSPECIFIED), WithKind(kUnknownValue)});
  std::vector<Bend> bends;
  for (const size_t count : {0, 1, 7, 9, 16, 64}) bends.push_back(WithCount(v1::EVALUATION_KIND_SINGLE, count));
  for (const size_t count : {0, 8, 63, 65, 128, 264}) bends.push_back(WithCount(v1::EVALUATION_KIND_SCREENING, count));
  cases["evaluation-wrong-count"] = UncountedEvaluations(bends);
  cases["evaluation-intent-hash"] = UncountedEvaluations({WithIntentOf(0), WithIntentOf(31), WithIntentOf(33)});
  cases["evaluation-element-size"] =
      UncountedEvaluations({WithElement(""), WithElement(std::string(31, '\0')), WithElement(std::string(33, '\0'))});
  cases["evaluation-identity-element"] = UncountedEvaluations({WithElement(std::string(32, '\0'))});
  // RFC 9496, A.2: not canonical field elements, a negative one, and one that is no square.
  bends.clear();
  for (const char* const element : {"00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                                    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                                    "0100000000000000000000000000000000000000000000000000000000000000",
                                    "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"}) {
    bends.push_back(WithElement(absl::HexStringToBytes(element)));
  }
  cases["evaluation-element-invalid"] = UncountedEvaluations(bends);
  cases["evaluation-oversized"] = BentEvaluations({WithCount(v1::EVALUATION_KIND_SCREENING, 8192)});
  cases["evaluation-over-budget"] = {[](HostileStage& stage) {
    const Asker asker = ReadyAsker(stage, v1::PURPOSE_PRESENTED);  // takes the first
    for (size_t i = 1; i < kHostilePresentedBudget; ++i) {
      EXPECT_TRUE(asker->Evaluate(IndexAsker::Sound(v1::PURPOSE_PRESENTED)).ok()) << i;
    }
    const auto statuses = std::make_shared<Statuses>();
    Attempt attempt = Calls(stage, [asker, statuses] {
      for (int i = 0; i < 3; ++i) statuses->push_back(asker->Evaluate(IndexAsker::Sound(v1::PURPOSE_PRESENTED)));
      return *statuses;
    });
    attempt.effect = [asker, statuses] {
      for (const grpc::Status& status : *statuses) {
        EXPECT_GT(DetailOf(status).next_capacity_at(), Now());
        EXPECT_LE(DetailOf(status).next_capacity_at(), Now() + kDay);
      }
      EXPECT_TRUE(asker->Evaluate(IndexAsker::Sound()).ok());
    };
    return attempt;
  }};
}

void AddStrangers(HostileTable& cases) {
  const auto all_methods = [](const Asker& asker) {
    return [asker] {
      return Statuses{asker->Header(kClass, IndexEpoch()), asker->Open(kClass, IndexEpoch(), 0).Finish(),
                      asker->Evaluate(IndexAsker::Sound())};
    };
  };
  cases["agency-cert-on-index-service"] = {[all_methods](HostileStage& stage) {
    const KeyAndCertificate agency =
        stage.federation().AgencyCertificate(HostileStage::kPeer, "counter-trafficking", "hostile-post");
    return Calls(stage, all_methods(std::make_shared<const IndexAsker>(stage, agency)));
  }};
  cases["ca-claims-other-party-on-index-service"] = {[all_methods](HostileStage& stage) {
    const KeyAndCertificate claimed = stage.federation()
                                          .party(HostileStage::kThird)
                                          .ca.IssueFor(std::string("vsx://") + HostileStage::kPeer + "/node/1");
    return Calls(stage, all_methods(std::make_shared<const IndexAsker>(stage, claimed)));
  }};
}

}  // namespace

void AddIndexes(HostileTable& cases) {
  AddNoSuchIndex(cases);
  AddFiles(cases);
  AddBadEvaluations(cases);
  AddStrangers(cases);
}

}  // namespace vsx::test
