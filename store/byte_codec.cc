#include "store/byte_codec.h"

namespace vsx::store {
ByteWriter& ByteWriter::BigEndian(uint64_t value, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) bytes_.push_back(static_cast<char>(value >> shift & 0xff));
  return *this;
}

ByteWriter& ByteWriter::U8(uint8_t value) { return BigEndian(value, 1); }
ByteWriter& ByteWriter::U16(uint16_t value) { return BigEndian(value, 2); }
ByteWriter& ByteWriter::U32(uint32_t value) { return BigEndian(value, 4); }
ByteWriter& ByteWriter::U64(uint64_t value) { return BigEndian(value, 8); }
ByteWriter& ByteWriter::I64(int64_t value) { return U64(static_cast<uint64_t>(value)); }
ByteWriter& ByteWriter::Bool(bool value) { return U8(value ? 1 : 0); }

ByteWriter& ByteWriter::FixedBytes(std::string_view x) {
  bytes_.append(x);
  return *this;
}

ByteWriter& ByteWriter::LpBytes(std::string_view x) { return U32(static_cast<uint32_t>(x.size())).FixedBytes(x); }

std::string_view ByteReader::Next(size_t size) {
  if (failed_ || size > rest_.size()) {
    failed_ = true;
    return {};
  }
  const std::string_view next = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return next;
}

uint64_t ByteReader::BigEndian(size_t size) {
  uint64_t value = 0;
  for (const char byte : Next(size)) value = value << 8 | static_cast<uint8_t>(byte);
  return value;
}

uint8_t ByteReader::U8() { return static_cast<uint8_t>(BigEndian(1)); }
uint16_t ByteReader::U16() { return static_cast<uint16_t>(BigEndian(2)); }
uint32_t ByteReader::U32() { return static_cast<uint32_t>(BigEndian(4)); }
uint64_t ByteReader::U64() { return BigEndian(8); }
int64_t ByteReader::I64() { return static_cast<int64_t>(U64()); }

bool ByteReader::Bool() {
  const uint8_t value = U8();
  if (value > 1) failed_ = true;
  return !failed_ && value == 1;
}

std::string ByteReader::FixedBytes(size_t size) { return std::string(Next(size)); }

std::string ByteReader::LpBytes(size_t max_size) {
  const uint32_t size = U32();
  if (size > max_size) failed_ = true;
  return FixedBytes(size);
}

absl::Status ByteReader::Finish() const {
  if (failed_) return absl::DataLossError("a stored value is truncated or malformed");
  if (!rest_.empty()) return absl::DataLossError("a stored value has bytes left over");
  return absl::OkStatus();
}

}  // namespace vsx::store
