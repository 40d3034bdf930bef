#include <benchmark/benchmark.h>
#include <sodium.h>
#include <time.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "crypto/blind_prf.h"
#include "crypto/blind_query.h"
#include "crypto/index_entry.h"
#include "crypto/init.h"
#include "crypto/random_source.h"

// The blind PRF beside what bounds it: the scalar multiplications, inversions and hashes to the group that it cannot do
// without, as raw libsodium calls. Each iteration runs both, one after the other, so that a busy machine slows both;
// the counter `of_bound` is the bound's time divided by ours. `with_additions` counts the additions of encoded elements
// too, which a proof needs and which libsodium has no cheaper way for.
namespace vsx {
namespace {

struct Counts {
  size_t multiplications = 0;
  size_t base_multiplications = 0;
  size_t from_hash = 0;
  size_t inversions = 0;
  size_t additions = 0;
  size_t small_seals = 0;  // 81 bytes
};

// Raw libsodium operations on fixed values.
class RawOperations {
 public:
  RawOperations() {
    crypto::Require(crypto::InitCrypto().ok(), "libsodium starts");
    crypto_core_ristretto255_random(element_);
    crypto_core_ristretto255_random(other_);
    crypto_core_ristretto255_scalar_random(scalar_);
    randombytes_buf(uniform_, sizeof uniform_);
  }

  void Run(const Counts& counts) {
    for (size_t i = 0; i < counts.multiplications; ++i) Multiply();
    for (size_t i = 0; i < counts.base_multiplications; ++i) MultiplyBase();
    for (size_t i = 0; i < counts.from_hash; ++i) FromHash();
    for (size_t i = 0; i < counts.inversions; ++i) Invert();
    for (size_t i = 0; i < counts.additions; ++i) Add();
    for (size_t i = 0; i < counts.small_seals; ++i) Seal();
  }

  void Multiply() { benchmark::DoNotOptimize(crypto_scalarmult_ristretto255(out_, scalar_, element_)); }
  void MultiplyBase() { benchmark::DoNotOptimize(crypto_scalarmult_ristretto255_base(out_, scalar_)); }
  void FromHash() { benchmark::DoNotOptimize(crypto_core_ristretto255_from_hash(out_, uniform_)); }
  void Invert() { benchmark::DoNotOptimize(crypto_core_ristretto255_scalar_invert(out_, scalar_)); }
  void Add() { benchmark::DoNotOptimize(crypto_core_ristretto255_add(out_, element_, other_)); }
  void Seal() {
    benchmark::DoNotOptimize(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed_, nullptr, sealed_, 81, uniform_, 60,
                                                                        nullptr, uniform_, scalar_));
  }

 private:
  unsigned char element_[32];
  unsigned char other_[32];
  unsigned char scalar_[32];
  unsigned char uniform_[64];
  unsigned char out_[32];
  unsigned char sealed_[81 + 16] = {};
};

RawOperations& Raw() {
  static auto* const raw = new RawOperations();
  return *raw;
}

template <void (RawOperations::*operation)()>
void BM_Floor(benchmark::State& state) {
  for (auto _ : state) (Raw().*operation)();
}
BENCHMARK(BM_Floor<&RawOperations::Multiply>)->Name("Floor/ScalarTimesElement")->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_Floor<&RawOperations::MultiplyBase>)->Name("Floor/ScalarTimesGenerator")->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_Floor<&RawOperations::FromHash>)->Name("Floor/FromHash")->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_Floor<&RawOperations::Invert>)->Name("Floor/ScalarInverse")->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_Floor<&RawOperations::Add>)->Name("Floor/Addition")->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_Floor<&RawOperations::Seal>)->Name("Floor/Seal81Bytes")->Unit(benchmark::kMicrosecond);

// Of this thread alone, so that other programs count as little as they can.
double CpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double Seconds(absl::FunctionRef<void()> work) {
  const double start = CpuSeconds();
  work();
  return CpuSeconds() - start;
}

// Runs `prepare` outside the clock, then `ours` and its bound. The row's time is ours.
void Compare(benchmark::State& state, const Counts& bound, absl::FunctionRef<void()> prepare,
             absl::FunctionRef<void()> ours) {
  Counts additions;
  additions.additions = bound.additions;
  Counts without = bound;
  without.additions = 0;
  double our_seconds = 0;
  double bound_seconds = 0;
  double addition_seconds = 0;
  for (auto _ : state) {
    prepare();
    const double seconds = Seconds(ours);
    state.SetIterationTime(seconds);
    our_seconds += seconds;
    bound_seconds += Seconds([&] { Raw().Run(without); });
    addition_seconds += Seconds([&] { Raw().Run(additions); });
  }
  state.counters["of_bound"] = bound_seconds / our_seconds;
  if (bound.additions > 0) state.counters["with_additions"] = (bound_seconds + addition_seconds) / our_seconds;
}

std::vector<std::string> Inputs(size_t count) {
  std::vector<std::string> inputs;
  inputs.reserve(count);
  for (size_t i = 0; i < count; ++i) inputs.push_back("vsx-handle-v1|document|P|UTO|XX" + std::to_string(1000000 + i));
  return inputs;
}

const crypto::PrfPrivateKey& Key() {
  static const auto* const key =
      new crypto::PrfPrivateKey(*crypto::PrfPrivateKey::Derive(crypto::SecretBytes::Random(32), "bench"));
  return *key;
}

void BM_Blind(benchmark::State& state) {
  const auto size = static_cast<size_t>(state.range(0));
  const std::vector<std::string> inputs = Inputs(size);
  crypto::SystemRandomSource random;
  Compare(
      state, {.multiplications = size, .from_hash = size}, [] {},
      [&] { benchmark::DoNotOptimize(crypto::BlindQuery::Create(inputs, size, random)); });
}
BENCHMARK(BM_Blind)->Name("Blind")->Arg(8)->Arg(64)->Arg(256)->UseManualTime()->Unit(benchmark::kMicrosecond);

void BM_EvaluateAndProve(benchmark::State& state) {
  const auto size = static_cast<size_t>(state.range(0));
  crypto::SystemRandomSource random;
  std::vector<std::string> elements = crypto::BlindQuery::Create({}, size < 8 ? 8 : size, random)->elements();
  elements.resize(size);
  Compare(
      state, {.multiplications = 2 * size + 2, .base_multiplications = 1, .additions = size - 1}, [] {},
      [&] { benchmark::DoNotOptimize(crypto::BlindEvaluate(Key(), elements, random)); });
}
BENCHMARK(BM_EvaluateAndProve)
    ->Name("EvaluateAndProve")
    ->Arg(1)
    ->Arg(8)
    ->Arg(64)
    ->Arg(256)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

void BM_VerifyAndFinalize(benchmark::State& state) {
  const auto size = static_cast<size_t>(state.range(0));
  const std::vector<std::string> inputs = Inputs(size);
  crypto::SystemRandomSource random;
  absl::StatusOr<crypto::BlindQuery> query;
  absl::StatusOr<crypto::Evaluation> answer;
  Compare(
      state, {.multiplications = 3 * size + 3, .base_multiplications = 1, .inversions = 1, .additions = 2 * size},
      [&] {
        query = crypto::BlindQuery::Create(inputs, size, random);
        answer = crypto::BlindEvaluate(Key(), query->elements(), random);
      },
      [&] {
        const auto outputs = (*std::move(query)).Finalize(Key().public_key(), answer->elements, answer->proof);
        crypto::Require(outputs.ok(), "an honest evaluation");
      });
}
BENCHMARK(BM_VerifyAndFinalize)
    ->Name("VerifyAndFinalize")
    ->Arg(8)
    ->Arg(64)
    ->Arg(256)
    ->UseManualTime()
    ->Unit(benchmark::kMicrosecond);

void BM_EvaluateForBuilding(benchmark::State& state) {
  const std::string input = Inputs(1).front();
  Compare(
      state, {.multiplications = 1, .from_hash = 1}, [] {},
      [&] { benchmark::DoNotOptimize(crypto::Evaluate(Key(), input)); });
}
BENCHMARK(BM_EvaluateForBuilding)->Name("EvaluateForBuilding")->UseManualTime()->Unit(benchmark::kMicrosecond);

void BM_BuildEntry(benchmark::State& state) {
  const std::string input = Inputs(1).front();
  const std::string context(40, 'c');
  crypto::SystemRandomSource random;
  const crypto::IndexEntryContent content = {.record_id = std::string(16, 'i'),
                                             .record_key = crypto::IndexRecordKey::Generate(random),
                                             .slot = 1,
                                             .mark = 0,
                                             .handle_salt = std::string(32, 's')};
  Compare(
      state, {.multiplications = 1, .from_hash = 1, .small_seals = 1}, [] {},
      [&] {
        const crypto::IndexEntryKeys keys(*crypto::Evaluate(Key(), input));
        benchmark::DoNotOptimize(crypto::SealIndexEntry(keys, 0, context, content, random));
      });
}
BENCHMARK(BM_BuildEntry)->Name("BuildEntry")->UseManualTime()->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace vsx
