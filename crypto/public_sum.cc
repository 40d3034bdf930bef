#include "crypto/public_sum.h"

#include <decaf.h>
#include <decaf/point_255.h>

#include <algorithm>

#include "crypto/byte_pointer.h"

namespace vsx::crypto {
static_assert(DECAF_255_SER_BYTES == Public32{}.size() && DECAF_255_SCALAR_BYTES == Public32{}.size());

// Terms are multiplied two at a time: the first of a pair waits for the second.
struct PublicSum::State {
  // libdecaf's own names of these are arrays of one, which cannot be copied.
  struct Term {
    decaf_255_point_s point;
    decaf_255_scalar_s scalar;
  };

  void Take(const Term& term) {
    if (!has_waiting) {
      waiting = term;
      has_waiting = true;
      return;
    }
    decaf_255_point_s product;
    decaf_255_point_double_scalarmul(&product, &waiting.point, &waiting.scalar, &term.point, &term.scalar);
    decaf_255_point_add(&sum, &sum, &product);
    has_waiting = false;
  }

  decaf_255_point_s sum = decaf_255_point_identity[0];
  Term waiting{};
  bool has_waiting = false;
};

PublicSum::PublicSum() : state_(std::make_unique<State>()) {}
PublicSum::~PublicSum() = default;

bool PublicSum::Add(const Public32& scalar, std::string_view element) {
  State::Term term;
  if (element.size() != DECAF_255_SER_BYTES ||
      decaf_255_point_decode(&term.point, BytePointer(element), DECAF_FALSE) != DECAF_SUCCESS ||
      decaf_255_scalar_decode(&term.scalar, scalar.data()) != DECAF_SUCCESS) {
    return false;
  }
  state_->Take(term);
  return true;
}

bool PublicSum::AddGenerator(const Public32& scalar) {
  State::Term term{.point = decaf_255_point_base[0], .scalar = {}};
  if (decaf_255_scalar_decode(&term.scalar, scalar.data()) != DECAF_SUCCESS) return false;
  state_->Take(term);
  return true;
}

bool PublicSum::Finish(Public32& out) {
  State& state = *state_;
  if (state.has_waiting) {
    decaf_255_point_s product;
    decaf_255_point_scalarmul(&product, &state.waiting.point, &state.waiting.scalar);
    decaf_255_point_add(&state.sum, &state.sum, &product);
    state.has_waiting = false;
  }
  decaf_255_point_encode(out.data(), &state.sum);
  return std::any_of(out.begin(), out.end(), [](uint8_t byte) { return byte != 0; });
}

}  // namespace vsx::crypto
