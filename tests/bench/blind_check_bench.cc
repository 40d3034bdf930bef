#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "tests/bench/asking_party.h"
#include "tests/bench/cpu_meter.h"
#include "tests/bench/curve_work.h"
#include "tests/bench/empty_fan_out.h"
#include "tests/bench/goals.h"
#include "tests/bench/samples.h"
#include "tests/bench/screening_desk.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/sample_person.h"

// vsx_blind_check_bench [--smoke] [--persons N]: the blind check over a federation of ten real nodes on this machine,
// who share its processors with who asks. Beside each case stands what must be paid anyway, measured in the same run
// and by turns with it: the raw curve operations of all nodes together, divided among the processors, and an empty mTLS
// call to each of the nine others at once. Other programs lengthen what a clock on the wall shows, and of several
// processes less than of one: beside it stands the processor time of all nodes together. --smoke: three nodes and few
// rounds, to see that it works, without judging it. --persons: how many a screened list has (640). A whole run fails
// where a goal of the blind check is missed.
namespace vsx::bench {
namespace {

struct Plan {
  std::vector<std::string> parties = {"THA", "BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "VNM"};
  size_t turns = 15;
  size_t windows = 5;
  size_t checks_in_window = 25;
  size_t persons = 640;
  bool judged = true;  // by the goals
};

Plan SmokePlan() { return {{"THA", "KHM", "LAO"}, 5, 2, 8, 64, false}; }

constexpr char kAsking[] = "THA";
constexpr size_t kInARow = 10;
// A list that is screened once, and not by turns.
constexpr size_t kPersonsOfALongList = 2'000;

// So long an epoch that the present one has begun lately: nothing is built or fetched while this runs.
uint32_t QuietEpochSeconds(int64_t now) {
  constexpr uint32_t kLongest = 86'400;
  uint32_t quietest = kLongest;
  for (uint32_t length = kLongest; length > kLongest / 2; --length) {
    if (now % length < now % quietest) quietest = length;
  }
  return quietest;
}

test::FederationOptions Options(const Plan& plan) {
  test::FederationOptions options;
  options.parties = plan.parties;
  options.outside = {"TLS"};
  options.epoch_seconds = QuietEpochSeconds(test::Now());
  options.bend_manifest = [](v1::Manifest& manifest) {
    manifest.mutable_evaluation_budgets()->set_screening_per_day(100'000'000);
    manifest.mutable_evaluation_budgets()->set_screening_days_per_month(31);
  };
  return options;
}

// Whether everything went well; the first thing that did not is said.
class Verdict {
 public:
  void Require(bool ok, const char* what) {
    if (!ok) std::fprintf(stderr, "FAILED: %s\n", what);
    ok_ = ok_ && ok;
  }
  // A program that is much faster than its bound, or a thousand times slower, measures something else.
  void RequireSense(double ratio, const char* what) { Require(ratio > 0.5 && ratio < 1'000, what); }
  bool ok() const { return ok_; }

 private:
  bool ok_ = true;
};

// What must be paid anyway: on the wall, and of processors. The curve operations' share on the wall is their processor
// time divided by the processors: threads that other programs hold up would make the floor too easy.
struct Floor {
  double wall = 0;
  double cpu = 0;
};

Floor FloorOf(const Samples& curve, const Samples& fan_out) {
  return {curve.MedianCpu() / static_cast<double>(Cores()) + fan_out.Median(), curve.MedianCpu() + fan_out.MedianCpu()};
}

void PrintHead(const char* what) {
  std::printf("%-46s %9s %9s %9s %9s %9s\n", what, "p50 ms", "p90 ms", "of floor", "CPU ms", "of floor");
}

void PrintRow(const char* name, const Samples& ours, Floor floor = {}) {
  std::printf("%-46s %9.2f %9.2f", name, 1e3 * ours.Median(), 1e3 * ours.NinetiethPercentile());
  if (floor.wall > 0) {
    std::printf(" %9.2f %9.2f %9.2f\n", ours.Median() / floor.wall, 1e3 * ours.MedianCpu(),
                ours.MedianCpu() / floor.cpu);
  } else {
    std::printf(" %9s %9.2f\n", "", 1e3 * ours.MedianCpu());
  }
  std::fflush(stdout);
}

// All curve operations of a check that asks by `handles` handles: of who asks, and of `peers` peers.
CurveWork CheckWork(size_t handles, size_t peers) {
  return (BlindingWork(handles, domain::kElementsPerPerson) + EvaluationWork(domain::kElementsPerPerson) +
          FinalizingWork(handles, domain::kElementsPerPerson)) *
         peers;
}

// What the medium takes for a write that is there for good: a whole check has two, of its intent and its outcome.
class SyncedAppend {
 public:
  explicit SyncedAppend(const std::string& path)
      : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}
  ~SyncedAppend() { ::close(file_); }
  SyncedAppend(const SyncedAppend&) = delete;
  SyncedAppend& operator=(const SyncedAppend&) = delete;

  bool Run() const {
    const std::string bytes(512, 'a');
    return ::write(file_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fdatasync(file_) == 0;
  }

 private:
  const int file_;
};

// `count` handles of people who do not exist.
std::vector<domain::Handle> ExampleHandles(size_t count) {
  std::vector<domain::Handle> handles;
  handles.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    handles.push_back(domain::Handle::FromDocument("P", "XXA", "XX" + std::to_string(1'000'000 + i)).value());
  }
  return handles;
}

// Whether the desk's check of the sample person of this number ends in NO_RECORD.
bool Clears(const test::Agency& desk, int number) {
  v1::CheckStatusResponse response;
  const auto question = test::CheckBeforeRemoval(test::SamplePerson::Number(number).ByDocument());
  return desk.Call(&test::Status::CheckStatus, question, &response).ok() &&
         response.outcome() == v1::CHECK_OUTCOME_NO_RECORD;
}

// A federation that runs, and who asks it.
struct Stage {
  test::Federation& federation;
  AskingParty& asking;
  const test::Agency& desk;
  const ScreeningDesk& border;
  const CpuMeter& meter;  // of all nodes and this process
  Verdict& verdict;
  Goals& goals;
};

void CompareChecks(const Plan& plan, const Stage& stage) {
  const size_t peers = stage.asking.others().size();
  const std::vector<domain::Handle> one = ExampleHandles(1);
  const std::vector<domain::Handle> eight = ExampleHandles(domain::kElementsPerPerson);
  EmptyFanOut fan_out(stage.federation, kAsking, plan.parties);
  SyncedAppend append(stage.federation.folder() + "/append");
  Samples fan_outs, appends, curve_one, curve_eight, ask_one, ask_eight, whole;
  // Each case a few times in a row: nodes that were woken just now, as on a day with work.
  const auto started = std::chrono::steady_clock::now();
  const double others_before = MachineCpuSeconds() - stage.meter.Seconds();
  const auto time = [&stage](Samples& samples, const char* what, absl::FunctionRef<bool()> work) {
    for (size_t i = 0; i < kInARow; ++i) {
      samples.Time(stage.meter, [&] { stage.verdict.Require(work(), what); });
    }
  };
  int number = 0;
  const auto curve = [peers](size_t handles) {
    RunOnCores(CheckWork(handles, peers), Cores());
    return true;
  };
  for (size_t i = 0; i < plan.turns; ++i) {
    time(fan_outs, "an empty call", [&] { return fan_out.Run(); });
    time(appends, "a synced append", [&] { return append.Run(); });
    time(curve_one, "curve operations", [&] { return curve(one.size()); });
    time(ask_one, "a check by one handle", [&] { return stage.asking.Ask(one); });
    time(whole, "a whole check", [&] { return Clears(stage.desk, ++number); });
    time(curve_eight, "curve operations", [&] { return curve(eight.size()); });
    time(ask_eight, "a check by eight handles", [&] { return stage.asking.Ask(eight); });
  }
  const double others = MachineCpuSeconds() - stage.meter.Seconds() - others_before;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  const Floor floor_one = FloorOf(curve_one, fan_outs);
  const Floor floor_eight = FloorOf(curve_eight, fan_outs);
  std::printf("\nOne person over %zu peers, %zu processors, %zu of each by turns\n", peers, Cores(), ask_one.size());
  std::printf("other programs took %.0f %% of the processors meanwhile\n",
              100 * others / (took.count() * static_cast<double>(Cores())));
  PrintHead("");
  PrintRow("floor: empty mTLS call to each", fan_outs);
  PrintRow("beside it: a synced append of 512 bytes", appends);
  PrintRow("floor: curve operations, 1 handle", curve_one);
  PrintRow("floor: curve operations, 8 handles", curve_eight);
  PrintRow("all Parties asked, 1 handle", ask_one, floor_one);
  PrintRow("all Parties asked, 8 handles", ask_eight, floor_eight);
  PrintRow("CheckStatus by document, from the desk", whole, floor_one);
  stage.goals.AtMost("one person, 1 handle, of the floor, p50", ask_one.Median() / floor_one.wall, 1.3);
  stage.goals.AtMost("one person, 8 handles, of the floor, p50", ask_eight.Median() / floor_eight.wall, 1.3);
  stage.goals.AtMost("one person, CheckStatus from the desk, of the floor, p50", whole.Median() / floor_one.wall, 1.3);
  stage.goals.AtMost("one person, CheckStatus from the desk, p50 in ms", 1e3 * whole.Median(), 25);
  stage.verdict.RequireSense(ask_one.MedianCpu() / floor_one.cpu, "a check by 1 handle beside its floor");
  stage.verdict.RequireSense(ask_eight.MedianCpu() / floor_eight.cpu, "a check by 8 handles beside its floor");
}

// A whole list, from the declaration to the last answer, between two runs of its bound.
void CompareScreening(const Plan& plan, const Stage& stage) {
  const size_t peers = stage.asking.others().size();
  const CurveWork work = CurveWorkOfList(plan.persons, peers);
  const auto persons = static_cast<double>(plan.persons);
  const size_t turns = plan.persons < kPersonsOfALongList ? 5 : 1;
  Samples ours, bound;
  const auto run_bound = [&] { bound.Time(stage.meter, [&] { RunOnCores(work, Cores()); }); };
  run_bound();
  for (size_t i = 0; i < turns; ++i) {
    ours.Time(stage.meter, [&] { stage.verdict.Require(stage.border.Screen(plan.persons), "screening"); });
    run_bound();
  }
  std::printf("\nA whole screening, from the desk: %zu times %zu persons over %zu peers, %.1f handles a person\n",
              turns, plan.persons, peers, static_cast<double>(HandlesOfList(plan.persons)) / persons);
  std::printf("%.0f persons/s, 10,000 in %.0f s; of the curve bound %.2f, by CPU time %.2f\n", persons / ours.Median(),
              1e4 * ours.Median() / persons, bound.Median() / ours.Median(), bound.MedianCpu() / ours.MedianCpu());
  std::fflush(stdout);
  stage.goals.AtLeast("screening, of its curve bound", bound.Median() / ours.Median(), 0.75);
  stage.verdict.RequireSense(ours.MedianCpu() / bound.MedianCpu(), "screening beside its bound");
}

// One officer's check, with nothing else under way and while a list is screened at the same node.
void CompareBesideScreening(const Plan& plan, const Stage& stage) {
  int number = 0;
  const auto window = [&](Samples& samples) {
    for (size_t i = 0; i < plan.checks_in_window; ++i) {
      samples.Time(stage.meter,
                   [&] { stage.verdict.Require(Clears(stage.desk, ++number), "a check beside a screening"); });
    }
  };
  Samples idle, loaded;
  for (size_t i = 0; i < plan.windows; ++i) {
    window(idle);
    ScreeningLoad load(stage.border);
    window(loaded);
    stage.verdict.Require(load.End(), "screening beside checks");
  }
  std::printf(
      "\nCheckStatus by document, from the desk, idle and while the same node screens a list; %zu of each by turns\n",
      idle.size());
  std::printf("idle p50 %.2f ms, p90 %.2f ms; beside a screening p50 %.2f ms, p90 %.2f ms; p50 %.2f × idle\n",
              1e3 * idle.Median(), 1e3 * idle.NinetiethPercentile(), 1e3 * loaded.Median(),
              1e3 * loaded.NinetiethPercentile(), loaded.Median() / idle.Median());
  stage.goals.AtMost("a check beside a screening, of idle, p50", loaded.Median() / idle.Median(), 2);
}

// Nodes go on fetching indexes from each other for a while, each after its own pauses.
bool BecomesQuiet(const CpuMeter& meter) {
  constexpr std::chrono::seconds kWindow(3);
  constexpr double kQuietShare = 0.03;
  const auto is_quiet = [&meter, kWindow] {
    const double before = meter.Seconds();
    (void)test::Eventually([] { return false; }, kWindow);
    return meter.Seconds() - before < kQuietShare * static_cast<double>(kWindow.count());
  };
  return test::Eventually(is_quiet, std::chrono::seconds(600));
}

int Run(const Plan& plan) {
  Verdict verdict;
  test::Federation federation(Options(plan));
  if (!federation.StartAll()) return 1;
  std::fprintf(stderr, "%zu nodes run; waiting for their indexes\n", plan.parties.size());
  AskingParty asking(federation, kAsking, Cores());
  const test::Agency desk =
      federation.Dial(kAsking, "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK, "example-airport");
  verdict.Require(asking.FetchIndexes(), "the indexes of all Parties");
  verdict.Require(test::Eventually([&desk] { return Clears(desk, 0); }, std::chrono::seconds(600)),
                  "a first whole check");
  if (!verdict.ok()) return 1;
  std::vector<pid_t> nodes;
  for (const std::string& code : plan.parties) nodes.push_back(federation.node(code).pid());
  const CpuMeter meter(nodes);
  verdict.Require(BecomesQuiet(meter), "nodes that rest");
  std::fprintf(stderr, "measuring\n");
  const ScreeningDesk border(federation, kAsking);
  Goals goals;
  const Stage stage{federation, asking, desk, border, meter, verdict, goals};
  CompareChecks(plan, stage);
  CompareScreening(plan, stage);
  CompareBesideScreening(plan, stage);
  const bool reached = !plan.judged || goals.Report();
  return verdict.ok() && reached ? 0 : 1;
}

}  // namespace
}  // namespace vsx::bench

int main(int argc, char** argv) {
  vsx::bench::Plan plan;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--smoke") {
      plan = vsx::bench::SmokePlan();
    } else if (argument == "--persons" && i + 1 < argc && std::atoi(argv[i + 1]) > 0) {
      plan.persons = static_cast<size_t>(std::atoi(argv[++i]));
    } else {
      std::fprintf(stderr, "usage: vsx_blind_check_bench [--smoke] [--persons N]\n");
      return 1;
    }
  }
  return vsx::bench::Run(plan);
}
