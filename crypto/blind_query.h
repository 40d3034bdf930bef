#ifndef VSX_CRYPTO_BLIND_QUERY_H_
#define VSX_CRYPTO_BLIND_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "crypto/prf_key.h"
#include "crypto/prf_output.h"
#include "crypto/random_source.h"
#include "crypto/wiped_bytes.h"

namespace vsx::crypto {

// BlindQuery is one question to one holder of a PRF key, which learns nothing from it: `size` group elements that look
// the same whatever the inputs are and however many (protocol §4). Each input is an element under a fresh blind, each
// unused slot a uniformly random element, all in random order. Unused elements are random multiples of the generator:
// who asks knows the scalars, and sums the weighted elements of a proof with one multiplication for all of them. It
// serves one check: it cannot be copied, and Finalize consumes it whatever comes out. Threads: one at a time.
class BlindQuery {
 public:
  // Draws from `random`, in this order: 64 bytes for each input (its blind), 64 for each unused slot (its scalar), 8
  // for each slot (its place). No input at all makes a query that asks nothing.
  // Errors: INVALID_ARGUMENT unless `size` is 8 … 256, a multiple of 8 and at least the number of inputs, and for an
  // input of more than 65,535 bytes.
  static absl::StatusOr<BlindQuery> Create(absl::Span<const std::string> inputs, size_t size, RandomSource& random);

  BlindQuery(BlindQuery&&) noexcept = default;
  BlindQuery& operator=(BlindQuery&&) noexcept = default;
  BlindQuery(const BlindQuery&) = delete;
  BlindQuery& operator=(const BlindQuery&) = delete;
  ~BlindQuery() = default;

  // What to send: 32 bytes each, in the order in which they must come back evaluated.
  const std::vector<std::string>& elements() const { return elements_; }

  // The PRF's outputs, one for each input, in the order of the inputs. The proof is verified first: nothing comes out
  // that `public_key`'s own key did not make. Using a query again ends the process.
  // Errors: INVALID_ARGUMENT, with a message that begins with PROOF_INVALID, for another number or size of elements, an
  // element that is none or is the identity, and a proof that is not of these elements under this key.
  absl::StatusOr<std::vector<PrfOutput>> Finalize(const PrfPublicKey& public_key,
                                                  absl::Span<const std::string> evaluated_elements,
                                                  std::string_view proof) &&;

 private:
  BlindQuery() = default;

  // What evaluated_elements and proof have to be, in whichever order the elements were sent.
  bool Verify(const PrfPublicKey& public_key, absl::Span<const std::string> evaluated_elements,
              std::string_view proof) const;

  std::vector<std::string> inputs_;
  std::vector<WipedBytes<32>> blinds_;  // one for each input
  std::vector<WipedBytes<32>> asked_;   // the element of each input
  std::vector<WipedBytes<32>> unused_;  // the scalar of each unused slot
  std::vector<std::string> elements_;   // as sent
  std::vector<WipedBytes<8>> origins_;  // of each element: the number of its input; inputs_.size() or more if unused
};

}  // namespace vsx::crypto

#endif  // VSX_CRYPTO_BLIND_QUERY_H_
