#include "store/index_codec.h"

#include "store/byte_codec.h"
#include "store/row_key.h"
#include "store/value_codec.h"

namespace vsx::store {
namespace {

constexpr uint8_t kHeaderLayout = 1;
constexpr uint8_t kForkLayout = 1;
constexpr uint8_t kEndedTimesLayout = 1;

void WriteHeader(ByteWriter& out, const IndexHeader& header) {
  out.LpBytes(header.envelope).LpBytes(header.payload_sha256);
}

IndexHeader ReadHeader(ByteReader& in) {
  IndexHeader header;
  header.envelope = in.LpBytes(kMaxTextBytes);
  header.payload_sha256 = in.LpBytes(kDigestSize);
  return header;
}

}  // namespace

std::string EncodeIndexHeader(const StoredIndexHeader& stored) {
  ByteWriter out;
  out.U8(kHeaderLayout);
  WriteHeader(out, stored.header);
  WriteTime(out, stored.stored_at);
  return out.Take();
}

absl::StatusOr<StoredIndexHeader> DecodeIndexHeader(std::string_view value) {
  ByteReader in(value);
  ReadLayout(in, kHeaderLayout);
  StoredIndexHeader stored;
  stored.header = ReadHeader(in);
  stored.stored_at = ReadTime(in);
  if (absl::Status status = in.Finish(); !status.ok()) return status;
  return stored;
}

std::string EncodeIndexFork(const StoredIndexFork& fork) {
  ByteWriter out;
  out.U8(kForkLayout);
  WriteHeader(out, fork.first);
  WriteHeader(out, fork.second);
  WriteTime(out, fork.found_at);
  return out.Take();
}

absl::StatusOr<StoredIndexFork> DecodeIndexFork(std::string_view value) {
  ByteReader in(value);
  ReadLayout(in, kForkLayout);
  StoredIndexFork fork;
  fork.first = ReadHeader(in);
  fork.second = ReadHeader(in);
  fork.found_at = ReadTime(in);
  if (absl::Status status = in.Finish(); !status.ok()) return status;
  return fork;
}

std::string EncodeEndedTimes(const std::vector<EndedTime>& times) {
  ByteWriter out;
  out.U8(kEndedTimesLayout);
  out.Repeated(times, [](ByteWriter& to, const EndedTime& one) {
    WriteTime(to, one.from);
    WriteTime(to, one.until);
  });
  return out.Take();
}

absl::StatusOr<std::vector<EndedTime>> DecodeEndedTimes(std::string_view value) {
  ByteReader in(value);
  ReadLayout(in, kEndedTimesLayout);
  std::vector<EndedTime> times = in.Repeated(kMostEndedTimes, [](ByteReader& from) {
    const domain::UnixTime begin = ReadTime(from);
    return EndedTime{begin, ReadTime(from)};
  });
  if (absl::Status status = in.Finish(); !status.ok()) return status;
  return times;
}

}  // namespace vsx::store
