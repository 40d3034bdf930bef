#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/floor_server.h"
#include "tests/bench/load_client.h"
#include "tests/end_to_end/federation_fixture.h"
#include "tests/end_to_end/sample_person.h"

// vsx_load_bench [SECONDS]: how fast a real node registers cases ("issue") and answers checks, at 1 and 32 clients,
// beside two floors measured in the same run: an empty mTLS unary call, and a minimal call that verifies, signs and
// does one synced put. Three rounds, interleaved; the median of each is printed, with its ratio to the minimal floor.
// Clients and servers share the machine.
namespace vsx::bench {
namespace {

constexpr int kMostClients = 32;
constexpr int kRounds = 3;

struct Case {
  std::string name;
  ClientCall call;
};

std::unique_ptr<v1::ExchangeService::Stub> DialFloor(const FloorServer& server, const test::TestCa& ca) {
  return v1::ExchangeService::NewStub(
      test::DialLocalPort(server.port(), ca.certificate_pem(), ca.IssueFor("vsx://THA/agency/police/load")));
}

ClientCall CallFloor(const std::vector<std::unique_ptr<v1::ExchangeService::Stub>>& stubs) {
  return [&stubs](int client) {
    v1::DeliverRequest request;
    request.set_sealed_content(std::string(512, 's'));
    v1::DeliverResponse response;
    grpc::ClientContext context;
    return stubs[static_cast<size_t>(client)]->Deliver(&context, request, &response).ok();
  };
}

LoadResult Median(std::vector<LoadResult> rounds) {
  std::sort(rounds.begin(), rounds.end(),
            [](const LoadResult& a, const LoadResult& b) { return a.per_second < b.per_second; });
  LoadResult median = rounds[rounds.size() / 2];
  for (const LoadResult& round : rounds) median.failures = std::max(median.failures, round.failures);
  return median;
}

int Run(std::chrono::milliseconds time) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("vsx-load-" + std::to_string(::getpid()));
  const test::TestCa ca("floor CA");
  int failures = 0;
  {
    const FloorServer empty(FloorServer::Work::kEmpty, ca, "");
    const FloorServer minimal(FloorServer::Work::kMinimal, ca, folder.string());
    test::FederationOptions options;
    options.parties = {"THA", "KHM"};
    test::Federation federation(options);
    if (!federation.StartAll()) {
      std::fprintf(stderr, "the nodes did not start\n");
      return 1;
    }
    // One connection and one agency a client, for floors and node alike.
    std::vector<std::unique_ptr<v1::ExchangeService::Stub>> empty_stubs;
    std::vector<std::unique_ptr<v1::ExchangeService::Stub>> minimal_stubs;
    std::vector<test::Agency> bodies;
    std::vector<test::Agency> desks;
    for (int i = 0; i < kMostClients; ++i) {
      empty_stubs.push_back(DialFloor(empty, ca));
      minimal_stubs.push_back(DialFloor(minimal, ca));
      const std::string name = "load-" + std::to_string(i);
      bodies.push_back(federation.Dial("THA", "counter-trafficking", v1::ACCESS_PURPOSE_CASE_MANAGEMENT, name));
      desks.push_back(federation.Dial("THA", "immigration", v1::ACCESS_PURPOSE_PROTECTIVE_CHECK, name));
    }
    std::atomic<int> next = 1;
    std::atomic<int> registered = 0;
    const ClientCall issue = [&](int client) {
      const int number = next++;
      v1::RegisterCaseResponse response;
      const bool ok = bodies[static_cast<size_t>(client)]
                          .Call(&test::Cases::RegisterCase,
                                test::RegistrationOf(test::SamplePerson::Number(number), "KHM"), &response)
                          .ok();
      if (ok) registered = std::max(registered.load(), number);
      return ok;
    };
    std::atomic<int> asked = 0;
    const ClientCall check = [&](int client) {
      const int number = 1 + asked++ % std::max(1, registered - kMostClients);
      v1::CheckStatusResponse response;
      return desks[static_cast<size_t>(client)]
          .Call(&test::Status::CheckStatus, test::CheckBeforeRemoval(test::SamplePerson::Number(number).ByDocument()),
                &response)
          .ok();
    };
    const std::vector<Case> cases = {{"floor: empty mTLS unary", CallFloor(empty_stubs)},
                                     {"floor: verify + sign + synced put", CallFloor(minimal_stubs)},
                                     {"issue (RegisterCase)", issue},
                                     {"check (CheckStatus, HOLD)", check}};
    RunLoad(kMostClients, std::chrono::milliseconds(500), issue);  // warm up; somebody to check
    for (const int clients : {1, kMostClients}) {
      std::map<std::string, std::vector<LoadResult>> rounds;
      for (int round = 0; round < kRounds; ++round) {
        for (const Case& one : cases) rounds[one.name].push_back(RunLoad(clients, time, one.call));
      }
      const double floor = Median(rounds[cases[1].name]).per_second;
      std::printf("\n%d client%s\n%-36s %10s %10s %10s %10s\n", clients, clients == 1 ? "" : "s", "", "calls/s",
                  "p50 us", "p99 us", "of floor");
      for (const Case& one : cases) {
        const LoadResult result = Median(rounds[one.name]);
        std::printf("%-36s %10.0f %10.0f %10.0f %9.2f%s\n", one.name.c_str(), result.per_second, result.p50_us,
                    result.p99_us, result.per_second / floor, result.failures == 0 ? "" : "  FAILURES");
        failures += result.failures == 0 ? 0 : 1;
      }
    }
  }
  std::filesystem::remove_all(folder);
  return failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace vsx::bench

int main(int argc, char** argv) {
  const int seconds = argc > 1 ? std::atoi(argv[1]) : 5;
  if (seconds < 1) {
    std::fprintf(stderr, "usage: vsx_load_bench [SECONDS]\n");
    return 1;
  }
  return vsx::bench::Run(std::chrono::seconds(seconds));
}
