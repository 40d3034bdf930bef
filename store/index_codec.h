#ifndef VSX_STORE_INDEX_CODEC_H_
#define VSX_STORE_INDEX_CODEC_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "store/index_catalogue.h"

// The values of Table::kIndex. Decoders answer DATA_LOSS to bytes that no encoder wrote. The names stand in the keys.
namespace vsx::store {

struct StoredIndexHeader {
  IndexHeader header;
  domain::UnixTime stored_at;
};
std::string EncodeIndexHeader(const StoredIndexHeader& stored);
absl::StatusOr<StoredIndexHeader> DecodeIndexHeader(std::string_view value);

struct StoredIndexFork {
  IndexHeader first;
  IndexHeader second;
  domain::UnixTime found_at;
};
std::string EncodeIndexFork(const StoredIndexFork& fork);
absl::StatusOr<StoredIndexFork> DecodeIndexFork(std::string_view value);

// Times in which all epochs had own headers that were deleted: ascending, none touching the next.
struct EndedTime {
  domain::UnixTime from;
  domain::UnixTime until;
};
inline constexpr size_t kMostEndedTimes = 64;
std::string EncodeEndedTimes(const std::vector<EndedTime>& times);
absl::StatusOr<std::vector<EndedTime>> DecodeEndedTimes(std::string_view value);

}  // namespace vsx::store

#endif  // VSX_STORE_INDEX_CODEC_H_
