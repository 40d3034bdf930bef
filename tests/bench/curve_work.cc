#include "tests/bench/curve_work.h"

#include <sodium.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "crypto/init.h"

namespace vsx::bench {
namespace {

constexpr size_t CurveWork::*const kFields[] = {
    &CurveWork::multiplications, &CurveWork::base_multiplications, &CurveWork::from_hash,  &CurveWork::inversions,
    &CurveWork::entry_seals,     &CurveWork::record_seals,         &CurveWork::public_sums};

// Keeps what was computed from being optimised away.
void Keep(const unsigned char* bytes) { __asm__ volatile("" : : "r"(bytes) : "memory"); }

}  // namespace

CurveWork& CurveWork::operator+=(const CurveWork& other) {
  for (const auto field : kFields) this->*field += other.*field;
  return *this;
}

CurveWork operator*(CurveWork one, size_t times) {
  for (const auto field : kFields) one.*field *= times;
  return one;
}

CurveWork operator/(CurveWork all, size_t parts) {
  for (const auto field : kFields) all.*field /= parts;
  return all;
}

CurveWork BlindingWork(size_t inputs, size_t size) {
  return {.multiplications = inputs, .base_multiplications = size - inputs, .from_hash = inputs};
}

CurveWork EvaluationWork(size_t size) { return {.multiplications = 2 * size + 2, .base_multiplications = 1}; }

CurveWork EvaluationWorkWithPublicSums(size_t size) {
  return {.multiplications = size + 2, .base_multiplications = 1, .public_sums = (size + 1) / 2};
}

CurveWork FinalizingWork(size_t inputs, size_t size) {
  const size_t unused_sums = inputs < size ? 1 : 0;
  return {.multiplications = inputs + size + 3 + inputs,  // both composites, three of the proof, unblinding
          .base_multiplications = 1 + unused_sums,
          .inversions = inputs == 0 ? size_t{0} : 1};
}

RawOperations::RawOperations() {
  crypto::Require(crypto::InitCrypto().ok(), "libsodium starts");
  crypto_core_ristretto255_random(element_);
  crypto_core_ristretto255_scalar_random(scalar_);
  randombytes_buf(uniform_, sizeof uniform_);
  crypto::Require(decaf_255_point_decode(decaf_element_, element_, DECAF_FALSE) == DECAF_SUCCESS &&
                      decaf_255_scalar_decode(decaf_scalar_, scalar_) == DECAF_SUCCESS,
                  "libdecaf reads what libsodium wrote");
}

void RawOperations::Run(const CurveWork& work) {
  for (size_t i = 0; i < work.multiplications; ++i) Multiply();
  for (size_t i = 0; i < work.base_multiplications; ++i) MultiplyBase();
  for (size_t i = 0; i < work.from_hash; ++i) FromHash();
  for (size_t i = 0; i < work.inversions; ++i) Invert();
  for (size_t i = 0; i < work.entry_seals; ++i) SealEntry();
  for (size_t i = 0; i < work.record_seals; ++i) SealRecord();
  for (size_t i = 0; i < work.public_sums; ++i) SumPublicly();
}

void RawOperations::Multiply() {
  crypto::Require(crypto_scalarmult_ristretto255(out_, scalar_, element_) == 0, "an element");
  Keep(out_);
}

void RawOperations::MultiplyBase() {
  crypto::Require(crypto_scalarmult_ristretto255_base(out_, scalar_) == 0, "an element");
  Keep(out_);
}

void RawOperations::FromHash() {
  crypto_core_ristretto255_from_hash(out_, uniform_);
  Keep(out_);
}

void RawOperations::Invert() {
  crypto::Require(crypto_core_ristretto255_scalar_invert(out_, scalar_) == 0, "a scalar");
  Keep(out_);
}

void RawOperations::SealEntry() {
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed_, nullptr, sealed_, 81, uniform_, 60, nullptr, uniform_, scalar_);
  Keep(sealed_);
}

void RawOperations::SealRecord() {
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed_, nullptr, sealed_, 4'040, uniform_, 60, nullptr, uniform_,
                                             scalar_);
  Keep(sealed_);
}

void RawOperations::SumPublicly() {
  decaf_255_point_double_scalarmul(decaf_sum_, decaf_element_, decaf_scalar_, decaf_element_, decaf_scalar_);
  Keep(reinterpret_cast<unsigned char*>(decaf_sum_));
}

size_t Cores() { return std::max(1U, std::thread::hardware_concurrency()); }

void RunOnCores(const CurveWork& work, size_t cores) {
  std::vector<RawOperations> operations(cores);
  const CurveWork share = work / cores;
  CurveWork rest = work;
  for (const auto field : kFields) rest.*field -= share.*field * (cores - 1);
  std::vector<std::jthread> others;
  for (size_t i = 1; i < cores; ++i) others.emplace_back([&, i] { operations[i].Run(share); });
  operations[0].Run(rest);
}

}  // namespace vsx::bench
