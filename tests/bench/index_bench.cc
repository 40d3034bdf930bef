#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/blind_prf.h"
#include "crypto/index_entry.h"
#include "crypto/random_streams.h"
#include "node/service/build_index.h"
#include "node/service/fetch_index.h"
#include "node/service/match_index.h"
#include "tests/bench/cpu_meter.h"
#include "tests/bench/curve_work.h"
#include "tests/bench/goals.h"
#include "tests/bench/samples.h"
#include "tests/support/blind_federation.h"
#include "tests/support/story.h"

// vsx_index_bench [--smoke]: what it takes to build an epoch's indexes, one for each of nine recipients, from a
// populated store (RocksDB, consent of every case, dummies, the files on the medium), beside the curve and AEAD
// operations that they cannot do without; and what a check takes where the index has the largest capacity, beside one
// of the smallest. One thread builds. --smoke: few persons and the second smallest capacity, to see that it works,
// without judging it. A whole run fails where a goal of the blind check is missed.
namespace vsx::bench {
namespace {

using domain::Purpose;

constexpr char kFew[] = "QQA";     // knows persons by two handles each; smallest capacity
constexpr char kAsking[] = "QQB";  // has indexes of both
constexpr char kMany[] = "QQC";    // knows persons by eight handles each; largest capacity
const std::vector<std::string> kParties = {kFew, kAsking, kMany, "QQD", "QQE", "QQF", "QQG", "QQH", "QQI", "QQJ"};

struct Plan {
  size_t persons = 1'000;
  uint32_t largest_step = 3;
  size_t builds = 5;
  size_t checks = 300;
  bool judged = true;  // by the goals
};

Plan SmokePlan() { return {40, 1, 2, 20, false}; }

test::BlindOptions Options(const std::string& folder) {
  test::BlindOptions options;
  options.federation.parties = kParties;
  options.federation.folder = folder;
  options.rates.single = domain::BudgetRate::Create(1'000'000, 1'000'000).value();
  return options;
}

test::Person PersonNumber(size_t i) {
  test::Person person;
  person.name = "Contoh Fictitious";
  for (size_t rest = i + 1; rest > 0; rest /= 26) person.name += static_cast<char>('a' + rest % 26);
  person.passport = "XX" + std::to_string(1'000'000 + i);
  person.nationality = kAsking;
  person.sending_parties = {kAsking};
  return person;
}

// She allows the officers of every Party to see that she is protected, and nothing else.
void Identify(test::TestFederation& federation, const char* at, const test::Person& person, size_t handles) {
  domain::CaseFacts facts = test::FactsOf(person);
  for (size_t i = facts.handles.size(); i < handles; ++i) {
    const std::string number = "Y" + std::to_string(i) + person.passport.substr(2);
    facts.handles.push_back({domain::Handle::FromDocument("P", "UTO", number).value(), domain::HandleMark::kPossible});
  }
  const auto registered = service::RegisterCase(federation.context(at), test::CaseOfficer(at), facts, "");
  crypto::Require(registered.ok(), "a person is registered");
  domain::ConsentRecord consent = test::Interview(federation, kParties);
  for (const std::string& party : kParties) {
    if (party == at) continue;
    consent.directives.push_back(test::DenyAll(party));
    consent.directives.push_back(test::Allow(party, Purpose::kProtectiveCheck));
  }
  test::Record(federation, at, registered->record.id, consent);
}

// A node's own parts, but for randomness: a running node has the system's.
class SystemDraws {
 public:
  service::IndexParts Of(const service::IndexParts& parts) {
    return {parts.trust, parts.clock, parts.engine, parts.catalogue, parts.folder, parts.seeds, random_, streams_};
  }
  crypto::RandomSource& random() { return random_; }

 private:
  crypto::SystemRandomSource random_;
  crypto::SystemRandomStreams streams_;
};

struct Stage {
  const Plan& plan;
  test::BlindFederation& federation;
  SystemDraws draws;
  const CpuMeter meter{{}};
  Goals goals{};
  bool ok = true;
};

// Each must be new and complete, of `records` cases.
void Build(Stage& stage, const std::vector<domain::IndexName>& names, size_t records) {
  const std::string& issuer = names.front().issuer.value();
  const service::IndexParts& parts = stage.federation.blind(issuer).parts();
  const service::BuiltIndexes all =
      service::BuildIndexes(stage.federation.base().context(issuer), stage.draws.Of(parts), names, parts.clock.Now());
  for (const absl::StatusOr<service::BuiltIndex>& built : all) {
    if (built.ok() && built->is_new && built->complete && built->records == records) continue;
    std::fprintf(stderr, "FAILED: an index of %s: %s\n", issuer.c_str(), built.status().ToString().c_str());
    std::exit(1);
  }
}

std::vector<domain::IndexName> NamesAt(Stage& stage, const char* at, Purpose cls) {
  std::vector<domain::IndexName> names;
  for (const std::string& party : kParties) {
    if (party != at) names.push_back(stage.federation.Name(at, party, cls));
  }
  return names;
}

void PrintBuilding(const std::string& what, size_t handles, const Samples& bound, const Samples& ours, size_t indexes) {
  const double each = 1e3 / static_cast<double>(indexes);
  std::printf("%5s persons, %zu handles each %14.1f %10.1f %10.1f %9.2f %9.2f\n", what.c_str(), handles,
              each * bound.Median(), each * ours.Median(), each * ours.MedianCpu(), bound.Median() / ours.Median(),
              bound.MedianCpu() / ours.MedianCpu());
  std::fflush(stdout);
}

// Builds for epochs to come, one after the other, by turns with the raw operations.
void CompareBuilding(Stage& stage, const char* at, size_t handles) {
  std::vector<domain::IndexName> names = NamesAt(stage, at, Purpose::kProtectiveCheck);
  const CurveWork entry{.multiplications = 1, .from_hash = 1, .entry_seals = 1};
  const CurveWork one = entry * (stage.plan.persons * handles) + CurveWork{.record_seals = stage.plan.persons};
  Samples ours, bound;
  for (size_t i = 0; i < stage.plan.builds; ++i) {
    for (domain::IndexName& name : names) name.epoch = name.epoch.Next();
    bound.Time(stage.meter, [&] { RunOnCores(one * names.size(), 1); });
    ours.Time(stage.meter, [&] { Build(stage, names, stage.plan.persons); });
  }
  PrintBuilding(std::to_string(stage.plan.persons), handles, bound, ours, names.size());
  stage.goals.AtLeast("building, " + std::to_string(handles) + " handles each, of its curve and AEAD bound",
                      bound.Median() / ours.Median(), 0.75);
  if (bound.MedianCpu() / ours.MedianCpu() > 1.2) {
    std::fprintf(stderr, "FAILED: indexes of all persons beside their bound\n");
    stage.ok = false;
  }
}

// Indexes in which nobody is, of a class that she did not allow: what dummies and files cost.
void BuildEmpty(Stage& stage, const char* at) {
  std::vector<domain::IndexName> names = NamesAt(stage, at, Purpose::kConsularAssistance);
  Samples ours;
  for (size_t i = 0; i < stage.plan.builds; ++i) {
    for (domain::IndexName& name : names) name.epoch = name.epoch.Next();
    ours.Time(stage.meter, [&] { Build(stage, names, 0); });
  }
  std::printf("   no persons among so many                  %10.1f %10.1f\n",
              1e3 * ours.Median() / static_cast<double>(names.size()),
              1e3 * ours.MedianCpu() / static_cast<double>(names.size()));
}

void BuildAndFetch(Stage& stage, const char* issuer) {
  const domain::IndexName name = stage.federation.Name(issuer, kAsking, Purpose::kProtectiveCheck);
  Build(stage, {name}, stage.plan.persons);
  test::BlindNode& asking = stage.federation.blind(kAsking);
  const auto fetched = service::FetchIndex(asking.parts(), asking.link(), asking.shelf(), asking.watch(), name);
  if (fetched.ok()) return;
  std::fprintf(stderr, "FAILED: fetching the index of %s: %s\n", issuer, fetched.status().ToString().c_str());
  std::exit(1);
}

// A whole question to one Party, without transport: blinds, evaluation, proof, search, and what was found verified.
size_t AskOne(Stage& stage, const char* issuer, const std::vector<domain::Handle>& handles) {
  const auto answers = stage.federation.blind(kAsking).checker().Ask(
      {Purpose::kProtectiveCheck, handles, {test::Party(issuer)}, stage.draws.random().Bytes(32)});
  const bool whole = answers.size() == 1 && answers[0].consultation.complete;
  if (!whole) std::fprintf(stderr, "FAILED: a question to %s\n", issuer);
  stage.ok = stage.ok && whole;
  return whole ? answers[0].matches.size() : 0;
}

// Searching alone: eight handles that the index does not have, elsewhere in the file each time.
class Search {
 public:
  Search(Stage& stage, const char* issuer)
      : stage_(stage),
        index_(stage.federation.blind(kAsking).shelf().Find(
            stage.federation.Name(issuer, kAsking, Purpose::kProtectiveCheck))) {
    for (size_t i = 0; i < domain::kElementsPerPerson; ++i) {
      handles_.push_back(domain::Handle::FromDocument("P", "UTO", "YY" + std::to_string(i)).value());
    }
  }
  void Time(Samples& samples) {
    const auto key = crypto::PrfPrivateKey::Derive(crypto::SecretBytes::Random(32), "another key").value();
    std::vector<crypto::PrfOutput> outputs;
    for (const domain::Handle& handle : handles_) outputs.push_back(*crypto::Evaluate(key, handle.canonical()));
    samples.Time(stage_.meter, [&] {
      const auto found = service::MatchIndex(stage_.federation.blind(kAsking).parts().trust, *index_, handles_, outputs,
                                             stage_.federation.base().clock().Now());
      stage_.ok = stage_.ok && found.matches.empty() && found.failures == 0;
    });
  }

 private:
  Stage& stage_;
  const std::shared_ptr<const service::ShelvedIndex> index_;
  std::vector<domain::Handle> handles_;
};

void ComparePair(Stage& stage, const char* what, const Samples& smallest, const Samples& largest) {
  const double ratio = largest.Median() / smallest.Median();
  std::printf("%-40s %10.1f %10.1f %10.2f\n", what, 1e6 * smallest.Median(), 1e6 * largest.Median(), ratio);
  stage.goals.AtMost(std::string("largest capacity, ") + what, ratio, 1.3);
}

void CompareCapacities(Stage& stage) {
  BuildAndFetch(stage, kFew);
  BuildAndFetch(stage, kMany);
  const std::vector<domain::Handle> nobody = {test::PassportOf(PersonNumber(stage.plan.persons + 1))};
  const std::vector<domain::Handle> somebody = {test::PassportOf(PersonNumber(0))};
  Search search_smallest(stage, kFew);
  Search search_largest(stage, kMany);
  Samples searches[2], misses[2], hits[2];
  for (size_t i = 0; i < stage.plan.checks; ++i) {
    search_smallest.Time(searches[0]);
    search_largest.Time(searches[1]);
    misses[0].Time(stage.meter, [&] { stage.ok = AskOne(stage, kFew, nobody) == 0 && stage.ok; });
    misses[1].Time(stage.meter, [&] { stage.ok = AskOne(stage, kMany, nobody) == 0 && stage.ok; });
    hits[0].Time(stage.meter, [&] { stage.ok = AskOne(stage, kFew, somebody) == 1 && stage.ok; });
    hits[1].Time(stage.meter, [&] { stage.ok = AskOne(stage, kMany, somebody) == 1 && stage.ok; });
  }
  std::printf("\nA question to one Party, p50 in us, %zu rounds by turns\n%-40s %10s %7s %2u %10s\n", stage.plan.checks,
              "", "step 0", "step", stage.plan.largest_step, "ratio");
  ComparePair(stage, "searching for 8 handles that are absent", searches[0], searches[1]);
  ComparePair(stage, "nobody is there, 1 handle", misses[0], misses[1]);
  ComparePair(stage, "somebody is there, 1 handle", hits[0], hits[1]);
}

int Run(const Plan& plan) {
  const crypto::TemporaryFolder folder;
  test::BlindFederation federation(Options(folder.Path("stores")));
  std::fprintf(stderr, "registering %zu persons at two nodes\n", plan.persons);
  for (size_t i = 0; i < plan.persons; ++i) {
    Identify(federation.base(), kFew, PersonNumber(i), 2);
    Identify(federation.base(), kMany, PersonNumber(i), domain::kMaxHandles);
  }
  Stage stage{plan, federation, {}};
  std::printf("\nBuilding an epoch's indexes for %zu recipients, %zu times by turns with their bound; of one index\n",
              kParties.size() - 1, plan.builds);
  std::printf("%43s %10s %10s %9s %9s\n", "bound ms", "wall ms", "CPU ms", "wall", "CPU");
  CompareBuilding(stage, kFew, 2);
  CompareBuilding(stage, kMany, domain::kMaxHandles);
  BuildEmpty(stage, kFew);
  federation.base().records[kMany].set_index_capacity_step(plan.largest_step);
  federation.base().ReloadTrust();
  CompareCapacities(stage);
  const bool reached = !plan.judged || stage.goals.Report();
  return stage.ok && reached ? 0 : 1;
}

}  // namespace
}  // namespace vsx::bench

int main(int argc, char** argv) {
  const bool smoke = argc == 2 && std::string_view(argv[1]) == "--smoke";
  if (argc > 1 && !smoke) {
    std::fprintf(stderr, "usage: vsx_index_bench [--smoke]\n");
    return 1;
  }
  return vsx::bench::Run(smoke ? vsx::bench::SmokePlan() : vsx::bench::Plan());
}
