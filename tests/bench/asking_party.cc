#include "tests/bench/asking_party.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "node/service/fetch_index.h"

namespace vsx::bench {
namespace {

using std::chrono::seconds;

constexpr seconds kLongestBuild(900);
constexpr seconds kCheckTimeout(10);

std::vector<domain::PartyCode> OthersOf(const statement::TrustStore& trust) {
  std::vector<domain::PartyCode> others = trust.ActiveParties();
  std::erase(others, trust.own_party());
  return others;
}

}  // namespace

AskingParty::AskingParty(const test::Federation& federation, const std::string& code, size_t threads)
    : trust_(federation.Trust(code)),
      others_(OthersOf(trust_)),
      engine_(random_),
      catalogue_(trust_.own_party()),
      folder_(store::IndexFolder::Open(temporary_.Path("index")).value()),
      seeds_(random_),
      parts_{trust_, clock_, engine_, catalogue_, folder_, seeds_, random_, streams_},
      directory_(trust_),
      channels_(directory_, {.key_path = federation.PartyFolder(code) + "/node.key",
                             .certificate_path = federation.PartyFolder(code) + "/node.crt",
                             .clock = [this] { return clock_.Now(); },
                             .denied = [](const domain::PartyCertificate&) { return false; }}),
      link_(channels_),
      pool_(threads),
      checker_(parts_, link_, shelf_, watch_, pool_, kCheckTimeout) {}

domain::IndexName AskingParty::NameOf(const domain::PartyCode& issuer) const {
  return {issuer, trust_.own_party(), domain::Purpose::kProtectiveCheck, trust_.epoch_plan().At(clock_.Now())};
}

bool AskingParty::FetchIndexes() {
  return std::all_of(others_.begin(), others_.end(), [this](const domain::PartyCode& issuer) {
    const domain::IndexName name = NameOf(issuer);
    return test::Eventually([&] { return service::FetchIndex(parts_, link_, shelf_, watch_, name).ok(); },
                            kLongestBuild);
  });
}

bool AskingParty::Ask(const std::vector<domain::Handle>& handles) {
  const std::vector<service::BlindAnswer> answers =
      checker_.Ask({domain::Purpose::kProtectiveCheck, handles, others_, random_.Bytes(domain::kIntentHashSize)});
  bool whole = !answers.empty();
  for (const service::BlindAnswer& answer : answers) {
    if (answer.consultation.complete) continue;
    std::fprintf(stderr, "%s: %s\n", answer.consultation.party.value().c_str(), answer.consultation.failure.c_str());
    whole = false;
  }
  return whole;
}

}  // namespace vsx::bench
