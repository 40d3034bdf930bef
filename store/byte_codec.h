#ifndef VSX_STORE_BYTE_CODEC_H_
#define VSX_STORE_BYTE_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace vsx::store {

// ByteWriter builds a stored value: big-endian numbers, LP(x) = u32 length ‖ x. One value has one encoding.
class ByteWriter {
 public:
  ByteWriter& U8(uint8_t value);
  ByteWriter& U16(uint16_t value);
  ByteWriter& U32(uint32_t value);
  ByteWriter& U64(uint64_t value);
  ByteWriter& I64(int64_t value);              // two's complement
  ByteWriter& Bool(bool value);                // u8 0 or 1
  ByteWriter& FixedBytes(std::string_view x);  // no length: the reader knows it
  ByteWriter& LpBytes(std::string_view x);     // at most 2^32−1 bytes

  // u8 0, or u8 1 ‖ what write(writer, value) adds.
  template <typename T, typename Write>
  ByteWriter& Optional(const std::optional<T>& value, Write write) {
    Bool(value.has_value());
    if (value.has_value()) write(*this, *value);
    return *this;
  }

  // u32 count ‖ what write(writer, element) adds for each.
  template <typename Range, typename Write>
  ByteWriter& Repeated(const Range& elements, Write write) {
    U32(static_cast<uint32_t>(elements.size()));
    for (const auto& element : elements) write(*this, element);
    return *this;
  }

  std::string Take() { return std::move(bytes_); }

 private:
  ByteWriter& BigEndian(uint64_t value, int size);

  std::string bytes_;
};

// ByteReader reads what ByteWriter wrote, from bytes that may be hostile. The first fault sticks: from then on every
// read gives zero or empty, so a codec is a straight line that asks Finish() once, before it believes any value.
// Does not own the bytes: they must outlive the reader, not the values that it gave.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  uint8_t U8();
  uint16_t U16();
  uint32_t U32();
  uint64_t U64();
  int64_t I64();
  bool Bool();                          // anything but 0 and 1 is a fault
  std::string FixedBytes(size_t size);  // `size` bytes, or empty on a fault
  std::string LpBytes(size_t max_size);

  template <typename Read>
  auto Optional(Read read) -> std::optional<decltype(read(*this))> {
    if (!Bool()) return std::nullopt;
    return read(*this);
  }

  // At most `max_count` elements; a longer count is a fault before anything is allocated for it.
  template <typename Read>
  auto Repeated(size_t max_count, Read read) -> std::vector<decltype(read(*this))> {
    std::vector<decltype(read(*this))> elements;
    const uint32_t count = U32();
    if (count > max_count) Fail();
    for (uint32_t i = 0; i < count && ok(); ++i) elements.push_back(read(*this));
    return elements;
  }

  // For values that a codec itself finds impossible (an unknown enumerator, an unknown layout version).
  void Fail() { failed_ = true; }
  bool ok() const { return !failed_; }

  // DATA_LOSS after any fault, and when bytes are left over.
  absl::Status Finish() const;

 private:
  std::string_view Next(size_t size);
  uint64_t BigEndian(size_t size);

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace vsx::store

#endif  // VSX_STORE_BYTE_CODEC_H_
