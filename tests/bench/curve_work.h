#ifndef VSX_TESTS_BENCH_CURVE_WORK_H_
#define VSX_TESTS_BENCH_CURVE_WORK_H_

#include <decaf.h>
#include <decaf/point_255.h>

#include <cstddef>

namespace vsx::bench {

// How many raw operations a piece of work cannot do without.
struct CurveWork {
  size_t multiplications = 0;       // scalar times element
  size_t base_multiplications = 0;  // scalar times generator
  size_t from_hash = 0;             // 64 bytes to an element
  size_t inversions = 0;            // of a scalar
  size_t entry_seals = 0;           // 81 bytes, XChaCha20-Poly1305
  size_t record_seals = 0;          // 4,040 bytes, the same
  size_t public_sums = 0;           // two scalars times two elements that everybody may see, by libdecaf

  CurveWork& operator+=(const CurveWork& other);
  friend CurveWork operator+(CurveWork a, const CurveWork& b) { return a += b; }
  friend CurveWork operator*(CurveWork one, size_t times);
  friend CurveWork operator/(CurveWork all, size_t parts);  // rounded down
};

// RFC 9497 by the way that costs least: ComputeCompositesFast for who has the key; of `size` elements `inputs` stand
// for something, the others are random multiples of the generator, which who asks sums with one multiplication. In
// full:
//   blinding    one multiplication and one hash to the group for each input, one of the generator for each other slot
//   evaluation  n evaluations, n terms of M, Z = k·M, t3 = r·M; t2 = r·G
//   finalizing  a term of M for each input, n terms of Z, c·B, s·M, c·Z, unblinding of each input; s·G, and one of the
//               generator for all unused slots; one inversion for all blinds
// Sums of elements are not counted, nor that two multiplications of one sum can be done together.
CurveWork BlindingWork(size_t inputs, size_t size);
CurveWork EvaluationWork(size_t size);
// The same where libdecaf sums the n public terms of M, two at a time: what our evaluation is made of.
CurveWork EvaluationWorkWithPublicSums(size_t size);
CurveWork FinalizingWork(size_t inputs, size_t size);

// Runs raw operations on fixed values. Threads: one at a time; each has its own.
class RawOperations {
 public:
  RawOperations();
  void Run(const CurveWork& work);

  void Multiply();
  void MultiplyBase();
  void FromHash();
  void Invert();
  void SealEntry();
  void SealRecord();
  void SumPublicly();

 private:
  unsigned char element_[32];
  unsigned char scalar_[32];
  unsigned char uniform_[64];
  unsigned char out_[32];
  unsigned char sealed_[4'040 + 16] = {};
  decaf_255_point_t decaf_element_{};
  decaf_255_scalar_t decaf_scalar_{};
  decaf_255_point_t decaf_sum_{};
};

// The processors that this process may use.
size_t Cores();

// Does the work, divided among `cores` threads.
void RunOnCores(const CurveWork& work, size_t cores);

}  // namespace vsx::bench

#endif  // VSX_TESTS_BENCH_CURVE_WORK_H_
