#include "tests/support/in_process_index_link.h"

#include <memory>

#include "node/domain/error.h"

namespace vsx::test {
namespace {

absl::Status NotReached() {
  return domain::Error(absl::StatusCode::kUnavailable, "PEER_NOT_REACHED", "", "nobody is there");
}

template <typename Hooks>
auto HookOf(Hooks& hooks, const domain::PartyCode& party) -> typename Hooks::mapped_type* {
  const auto found = hooks.find(party);
  return found == hooks.end() || !found->second ? nullptr : &found->second;
}

}  // namespace

absl::StatusOr<service::PublishedHeader> InProcessIndexLink::Asker::GetHeader(const domain::IndexName& name) {
  service::IndexServer* server = link_.find_server_(name.issuer);
  absl::StatusOr<service::PublishedHeader> header = NotReached();
  if (server != nullptr) header = server->Header({asker_, "vsx://" + asker_.value() + "/node/1"}, name);
  if (auto* bend = HookOf(link_.bend_header, name.issuer)) (*bend)(header);
  return header;
}

absl::Status InProcessIndexLink::Asker::FetchChunks(const domain::IndexName& name, uint32_t first_chunk,
                                                    service::IndexReceiver& receiver) {
  service::IndexServer* server = link_.find_server_(name.issuer);
  if (server == nullptr) return NotReached();
  const auto file = server->Open({asker_, "vsx://" + asker_.value() + "/node/1"}, name);
  if (!file.ok()) return file.status();
  std::vector<std::string> hashes((*file)->chunk_hashes().begin(), (*file)->chunk_hashes().end());
  if (auto* bend = HookOf(link_.bend_hashes, name.issuer)) (*bend)(hashes);
  const size_t count = hashes.size();
  if (absl::Status taken = receiver.OnChunkHashes(std::move(hashes)); !taken.ok()) return taken;
  for (uint32_t i = first_chunk; i < count; ++i) {
    absl::StatusOr<std::string_view> bytes = (*file)->Chunk(i);
    if (!bytes.ok()) return bytes.status();
    std::string chunk(*bytes);
    if (auto* bend = HookOf(link_.bend_chunk, name.issuer)) {
      if (absl::Status bent = (*bend)(i, chunk); !bent.ok()) return bent;
    }
    if (absl::Status taken = receiver.OnChunk(i, chunk); !taken.ok()) return taken;
  }
  return absl::OkStatus();
}

void InProcessIndexLink::Asker::StartEvaluate(const domain::IndexName& name, const service::BlindedBatch& batch,
                                              std::chrono::milliseconds timeout, EvaluateDone done) {
  const auto theirs = link_.lives_in.find(name.issuer);
  const bool elsewhere = theirs != link_.lives_in.end() && theirs->second != name.epoch;
  {
    const std::lock_guard lock(link_.mutex_);
    link_.seen_[name.issuer].push_back({asker_, name, batch, timeout});
    if (!elsewhere && link_.hang[name.issuer]) {
      link_.hanging_.push_back(std::move(done));
      return;
    }
  }
  if (elsewhere) return done(domain::WrongEpoch(theirs->second));
  if (const auto refused = link_.refuse.find(name.issuer); refused != link_.refuse.end()) return done(refused->second);
  service::IndexServer* server = link_.find_server_(name.issuer);
  absl::StatusOr<service::Evaluation> evaluation = NotReached();
  if (server != nullptr) evaluation = server->Evaluate({asker_, "vsx://" + asker_.value() + "/node/1"}, name, batch);
  if (auto* bend = HookOf(link_.bend_evaluation, name.issuer)) (*bend)(evaluation);
  done(std::move(evaluation));
}

std::vector<SeenEvaluation> InProcessIndexLink::SeenBy(const domain::PartyCode& issuer) const {
  const std::lock_guard lock(mutex_);
  const auto found = seen_.find(issuer);
  return found == seen_.end() ? std::vector<SeenEvaluation>() : found->second;
}

SeenEvaluation InProcessIndexLink::LastSeenBy(const domain::PartyCode& issuer) const {
  const std::lock_guard lock(mutex_);
  return seen_.at(issuer).back();
}

void InProcessIndexLink::ForgetSeen() {
  const std::lock_guard lock(mutex_);
  seen_.clear();
}

void InProcessIndexLink::ReleaseHanging() {
  std::vector<service::IndexLink::EvaluateDone> hanging;
  {
    const std::lock_guard lock(mutex_);
    hanging.swap(hanging_);
  }
  for (const auto& done : hanging) done(NotReached());
}

}  // namespace vsx::test
